"""Speakers without a verb: those who stand before a colon at the start of a sentence, or behind a mark at its end."""

from __future__ import annotations

from marsad.read.chains import Draft
from marsad.read.phrases import OUTLETS, Phrase
from marsad.read.speakers import Line

# Tokens from the mark before those who sign a sentence to its end, and what they may be.
_LONGEST_SIGNATURE = 7
_SIGNING = OUTLETS | {"official", "military", "expert", "anonymous", "document"}


def read_label(line: Line) -> list[Draft]:
    """ "Government spokesman X: ...", "10:14 Pictures: ...": a speaker and a colon open the sentence, or follow the
    hour of a ticker.
    """
    opens = (
        3 if line.is_mark(1, ":") and {line.tokens[i].kind for i in (0, 2) if i < len(line.tokens)} == {"number"} else 0
    )
    while line.has(opens, "flash"):  # "Urgent | the spokesman: ..."
        opens += 1 + line.is_mark(opens + 1, "|-:")
    colon = next((i for i in range(opens, min(len(line.tokens), opens + 12)) if line.is_mark(i, ":")), None)
    if colon is None or colon + 1 >= len(line.tokens):
        return []
    told = next((i for i in range(opens + 1, colon) if _closes(line.glued_outlet(i), colon)), colon)
    outlet = line.glued_outlet(told) if told < colon else None
    phrase = line.make_phrase(opens, told) if outlet is not None else line.read_phrase(opens)
    quoted = line.is_mark(colon + 1, '"')
    if phrase is None or phrase.first > opens + 1 or not _can_label(line, phrase, quoted):
        return []
    for index in range(phrase.last, told):
        if not (line.classes[index] & {"time", "prep"} or line.tokens[index].kind == "number"):
            return []
    chain = [phrase] if outlet is None else [outlet, phrase]  # "a source to the channel X: ..."
    return [Draft(phrase.first, colon + 1, chain, False, "says", "label")]


def _closes(outlet: Phrase | None, colon: int) -> bool:
    """Whether an outlet that is told, with its quotation mark, ends right before the colon."""
    return outlet is not None and colon - outlet.last in (0, 1)


def read_signature(line: Line) -> list[Draft]:
    """ "Ten trucks crossed the border - ministry", "...: Reuters": a mark and a speaker alone close the sentence."""
    last = len(line.tokens)
    while last and line.is_mark(last - 1, ".!"):
        last -= 1
    mark = next((i for i in range(last - 1, 2, -1) if _parts_signature(line, i)), None)
    if mark is None or last - mark > _LONGEST_SIGNATURE or line.has(mark + 1, "det"):
        return []
    phrase = line.read_phrase(mark + 1)
    if phrase is None or phrase.first != mark + 1 or phrase.last != last or phrase.kind not in _SIGNING:
        return []
    if line.grammar.adjective_endings and not (line.is_name(phrase.first) or _signs(line, mark, phrase)):
        return []
    if line.is_mark(mark, ":") and not (line.is_name(phrase.first) and phrase.kind != "military"):
        return []
    return [Draft(mark, last, [phrase], True, "says", "signature")]


def _signs(line: Line, mark: int, phrase: Phrase) -> bool:
    """Whether its case and a verb before the mark say that it signs, and tells nothing itself ("they are soldiers"):
    unnamed sources are never told of.
    """
    stated = phrase.kind == "anonymous" or any(line.may_be_verb(index) for index in range(mark))
    return stated and line.subject_at(phrase.first, phrase.last)


def _parts_signature(line: Line, index: int) -> bool:
    """Whether a mark may stand before those who sign: a colon, a dash, or the comma behind a quotation, in packs
    whose verb comes first.
    """
    quoted = line.grammar.verb_first and line.is_mark(index, ",") and line.is_mark(index - 1, '"')
    return line.is_mark(index, ":") or line.is_dash(index) or (quoted and line.partners.get(index - 1) == 0)


def _can_label(line: Line, phrase: Phrase, quoted: bool) -> bool:
    """Whether a speaker or, before a quotation, a name alone may stand before the colon."""
    opens = line.tokens[phrase.first].kind != "number" and not line.classes[phrase.first] & {"and", "contrast", "sums"}
    opens = opens and (phrase.first in line.kinds or phrase.first not in line.cues)
    if phrase.first in line.capitals:
        return opens and phrase.last == line.states[phrase.first][0]
    headed = any(index in line.kinds for index in range(phrase.first, min(phrase.first + 3, phrase.last)))
    if quoted and line.is_name(phrase.first):
        return opens and line.heads_at_start(phrase)
    return opens and headed and bool(phrase.kind) and line.heads_at_start(phrase)
