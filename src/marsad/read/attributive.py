"""Tell words of what is to come that describe a noun from those that say it.

"The expected howitzers came" and "they came before the planned date" tell of what happened; "the howitzers are
expected" does not. Languages show it in several ways, of which a pack states its own under ``[factuality]``:
``attributive_start``, an article that both the noun and the word behind it begin with; else ``attributive_endings``,
those of the forms that stand beside a noun; else ``attributive_after``, words right before one that stands before its
noun; else any word but those of ``predicative_after`` right before one that follows it. Where ``attributive_words`` are
listed they alone describe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.language.pack import Pack, list_words
from marsad.text import Token, fold


@dataclass(frozen=True, slots=True)
class _Forms:
    start: str
    endings: tuple[str, ...]
    after: frozenset[str]
    words: frozenset[str]
    predicative: frozenset[str]
    prepositions: frozenset[str]


@cache
def _forms(pack: Pack) -> _Forms:
    def those(name: str) -> list[str]:
        return [fold(word) for word in pack.setting("factuality", name, default=())]

    return _Forms(
        start=fold(pack.setting("factuality", "attributive_start", default="")),
        endings=tuple(those("attributive_endings")),
        after=frozenset(those("attributive_after")),
        words=frozenset(those("attributive_words")),
        predicative=frozenset(those("predicative_after")),
        prepositions=list_words(pack.rows("prepositions")),
    )


def is_attributive(tokens: Sequence[Token], index: int, pack: Pack) -> bool:
    """Whether the participle or adjective at a token describes the noun beside it."""
    forms, word = _forms(pack), tokens[index]
    before = tokens[index - 1] if index and tokens[index - 1].kind != "mark" else None
    after = tokens[index + 1] if index + 1 < len(tokens) and tokens[index + 1].kind != "mark" else None
    if forms.words and word.norm not in forms.words:
        return False
    if forms.start:
        return before is not None and before.norm.startswith(forms.start) and word.norm.startswith(forms.start)
    if forms.endings:
        return after is not None and word.norm.endswith(forms.endings)
    if forms.after:
        counted = before is not None and (before.kind == "number" or before.norm in forms.after)
        return counted and after is not None and after.norm not in forms.prepositions
    return bool(forms.predicative) and before is not None and before.norm not in forms.predicative
