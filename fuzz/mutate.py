"""Texts and bytes made worse: the changes that a fuzzer makes beside its own, and those of the million documents."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Sequence

INVISIBLE = "\u200e\u200f\u200d\u200c\u061c\u2066\u2069\u00ad\ufeff"
HARAKAT = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640"
ODD = (
    "\0\u2028\x85\x1c\U0001f69b\U0001f1f2\u0301\ufffd\u0130\u0149\ufb01\u0660\u06f1\u0967²½Ⅷ①٪٬"
    "«»„“”‘’'\"()[]<>&%—–-/.,;:!?؟،\n\t "
)
SWAPPED_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

TextChange = Callable[[random.Random, str], str]


def _scatter(rng: random.Random, text: str, marks: str, share: float) -> str:
    return "".join(char + rng.choice(marks) if rng.random() < share else char for char in text)


def _cut(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return text[start:] if rng.random() < 0.5 else text[:start]


def _drop(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(1, 12) :]


def _repeat(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    piece = text[start : start + rng.randrange(1, 30)]
    return text[:start] + piece * rng.randrange(2, 8) + text[start:]


def _put(rng: random.Random, text: str) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + rng.choice(ODD) + text[start:]


def _number(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    words[rng.randrange(len(words))] = rng.choice(
        ["0", "-1", "1.000", "1 000 000", "10^9", "½", "٣٠٠", "9" * 40, "1,5"]
    )
    return " ".join(words)


def _swap_words(rng: random.Random, text: str) -> str:
    words = text.split(" ")
    a, b = rng.randrange(len(words)), rng.randrange(len(words))
    words[a], words[b] = words[b], words[a]
    return " ".join(words)


CHANGES: dict[str, TextChange] = {
    "invisible marks": lambda rng, text: _scatter(rng, text, INVISIBLE, 0.08),
    "harakat": lambda rng, text: _scatter(rng, text, HARAKAT, 0.08),
    "odd characters": lambda rng, text: _scatter(rng, text, ODD, 0.03),
    "decomposed": lambda rng, text: unicodedata.normalize("NFD", text),
    "compatible": lambda rng, text: unicodedata.normalize("NFKC", text),
    "upper case": lambda rng, text: text.upper(),
    "title case": lambda rng, text: text.title(),
    "other digits": lambda rng, text: text.translate(SWAPPED_DIGITS),
    "carriage returns": lambda rng, text: text.replace(" ", "\r\n", rng.randrange(1, 4)),
    "no spaces": lambda rng, text: text.replace(" ", "", rng.randrange(1, 20)),
    "wide spaces": lambda rng, text: text.replace(" ", rng.choice("\u00a0\u202f\u3000\t"), rng.randrange(1, 9)),
    "cut": _cut,
    "drop": _drop,
    "repeat": _repeat,
    "put": _put,
    "number": _number,
    "swap words": _swap_words,
}
_NAMES = sorted(CHANGES)


def change_text(rng: random.Random, text: str, pool: Sequence[str]) -> str:
    """``text`` after one to four changes; in one case of six a piece of another text of ``pool`` is put into it."""
    for _ in range(rng.randrange(1, 5)):
        if rng.random() < 1 / 6:
            other = rng.choice(pool)
            at, start = rng.randrange(len(text) + 1), rng.randrange(len(other) + 1)
            text = text[:at] + other[start : start + rng.randrange(1, 60)] + text[at:]
        else:
            text = CHANGES[rng.choice(_NAMES)](rng, text)
    return text


def change_bytes(rng: random.Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    """``data`` after one to four changes of single bytes, of pieces, or by a piece of another of ``pool``."""
    for _ in range(rng.randrange(1, 5)):
        at, length = rng.randrange(len(data) + 1), rng.choice((1, 1, 2, 4, 16, 64))
        what = rng.randrange(5)
        if what == 0:
            data = data[:at] + bytes(rng.randrange(256) for _ in range(length)) + data[at + length :]
        elif what == 1:
            data = data[:at] + data[at + length :]
        elif what == 2:
            data = data[:at] + data[at : at + length] * rng.choice((2, 3, 50)) + data[at:]
        elif what == 3:
            other = rng.choice(pool)
            start = rng.randrange(len(other) + 1)
            data = data[:at] + other[start : start + length * 4] + data[at:]
        else:
            data = data[: at + length]
    return data
