"""Read what the case of a name says where no preposition does, and which way a preposition of places leads.

"Sold to" and "sold by" are told apart by an ending in some languages, and so are "in" a place and "into" it. A pack
says under ``[cases]`` what a case means without a preposition (``bare``), which case hangs on a noun before it
(``owner``), which is also of those who are to do something (``doer``), and in which cases (``place``) a preposition of
places stands beside the place itself, as against the one (``toward``) with which it leads there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.segment import Sentence
from marsad.text import fold

_MARKS = frozenset(",;:-")
# Labels of prepositions that say where something is, or with another case where it goes; what they say then.
_WHERE, _THERE = frozenset({"in", "on"}), "to"


def read_cases(sentence: Sentence, pack: Pack, text: str, spans: Sequence[Span]) -> Mapping[int, frozenset[str]]:
    """The cases in which each name may stand, by where it starts; names that tell nothing are left out.

    ``text`` is the text of the document, as cases show in its spelling.
    """
    bare: Mapping[str, str] = pack.setting("cases", "bare", default={})
    if not bare:
        return {}
    found = {span.start: _cases_of(sentence, pack, text, span) for span in spans}
    return {start: cases for start, cases in found.items() if cases and not bare.keys() <= cases}


def _cases_of(sentence: Sentence, pack: Pack, text: str, span: Span) -> frozenset[str]:
    """The cases of the first noun of a name; of a name with a hyphen those of its last part."""
    first, last = sentence.holding(span.start), sentence.first_from(span.end)
    cases: frozenset[str] = frozenset()
    for index in range(first, last):
        token = sentence.tokens[index]
        cases = pack.cases(token.span.of(text)) if token.is_word else frozenset()
        if cases and not (index + 1 < last and sentence.tokens[index + 1].norm == "-"):
            break
    if _stands_alone(sentence, pack, first):
        cases -= {pack.setting("cases", "owner")}
    return cases - {pack.setting("cases", "doer")} if _acts(sentence, pack, text, last) else cases


def _acts(sentence: Sentence, pack: Pack, text: str, last: int) -> bool:
    """Whether the name before a token is told to do something: an infinitive follows ("forbade X to give")."""
    marks = pack.cases(sentence.tokens[last].span.of(text)) if last < len(sentence.tokens) else ()
    return pack.setting("cases", "infinitive") in marks


def _stands_alone(sentence: Sentence, pack: Pack, first: int) -> bool:
    """Whether a name hangs on no noun before it: it opens its clause or follows a verb."""
    before = sentence.tokens[first - 1] if first else None
    if before is None or not before.is_word:
        return before is None or before.norm in _MARKS
    endings = tuple(fold(ending) for ending in pack.setting("attribution", "verb_endings", default=()))
    return bool(endings) and before.forms[:2][-1].endswith(endings)


def relate_by_case(pack: Pack, label: str, cases: frozenset[str], *, beside: bool) -> str:
    """The label of a name's relation, given that of its preposition (``none``) and the cases it may stand in;
    ``beside`` says that the preposition stands right before it.
    """
    if label == "none":
        bare: Mapping[str, str] = pack.setting("cases", "bare", default={})
        said = {bare[case] for case in cases if case in bare}
        return said.pop() if len(said) == 1 else label
    leads = pack.setting("cases", "toward") in cases and cases.isdisjoint(pack.setting("cases", "place", default=()))
    return _THERE if label in _WHERE and beside and leads else label
