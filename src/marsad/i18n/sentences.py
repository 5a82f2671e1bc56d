"""English sentences that other parts of Marsad say, such as errors, in the words of another language.

The sentence itself is the key; what changes in it stands in braces: ``no entry {id}``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from marsad.errors import PackError

FAULTS = Path(__file__).with_name("faults.toml")
# Around a value in a sentence, so that its direction stays its own (UAX 9).
ISOLATE, END = "\u2068", "\u2069"
# A value of this name is such a sentence itself.
_INNER = "what"


def isolate(words: str) -> str:
    """Words whose direction stays their own, whatever stands around them."""
    return f"{ISOLATE}{words}{END}"


def translate(known: Mapping[str, str], message: str) -> str:
    """A message by the table of its language; the message itself where the table does not have it."""
    if message in known:
        return known[message]
    for sentence, words in known.items():
        if found := _compile(sentence).fullmatch(message):
            values = found.groupdict()
            if inner := values.get(_INNER):
                values[_INNER] = translate(known, inner)
            return words.format(**{name: isolate(value) for name, value in values.items()})
    return message


@cache
def read_faults(language: str) -> Mapping[str, str]:
    """What errors say in a language, by their English sentences, those first that leave the least open; raises
    PackError for a faulty file.
    """
    try:
        found = tomllib.loads(FAULTS.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PackError(str(error), where=str(FAULTS)) from error
    said = {sentence: words[language] for sentence, words in found.items() if language in words}
    return dict(sorted(said.items(), key=lambda pair: -len(re.sub(r"{\w+}", "", pair[0]))))


@cache
def _compile(sentence: str) -> re.Pattern[str]:
    """``{n} origins meet`` as an expression whose groups are the names in braces."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL)
