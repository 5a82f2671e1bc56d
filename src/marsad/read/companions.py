"""Find who stands beside the phrase before a verb of saying: the bearer of an office, and those listed before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marsad.read.phrases import TELLING, Phrase

if TYPE_CHECKING:
    from marsad.read.leftwards import Leftwards


# So many words at most name the bearer of an office.
_LONGEST_BEARER = 6


def follows_speaker(line: Leftwards, index: int, floor: int) -> bool:
    """Whether "and" stands between a speaker who opens the clause and the article here: "the ministry and the mission
    say", and not "he met the minister and the army said".
    """
    speaker = index - 2 > floor and (line.is_name(index - 2) or index - 2 in line.kinds)
    if not (speaker and _goes_by_place(line) and line.has(index - 1, "and")):
        return False
    start = index - 2
    while start > floor and not line.has(start, "det") and not _opens(line, start):
        start -= 1
    return (start <= floor or _opens(line, start)) and _names_alone(line, start, index - 1)


def _names_alone(line: Leftwards, first: int, last: int) -> bool:
    """Whether a speaker's nouns and names alone stand here, with what describes the first ("two port workers"), and no
    verb that another does something by: "Ali visited Goma and the army said".
    """
    inside = {at for match in line.kinds.values() for at in range(match.first, match.last)}
    plain = [at for at in range(first, last) if line.tokens[at].is_word and at not in inside and not line.is_name(at)]
    described = {at for at in plain if line.has(at - 1, "det") and at + 1 in inside}
    return all(at in described or (line.classes[at] & {"det", "prep"} and not line.has(at, "aux")) for at in plain)


def _opens(line: Leftwards, index: int) -> bool:
    return index == 0 or line.breaks(index - 1) or line.has(index - 1, "that")


def before_office(line: Leftwards, subject: Phrase | None, floor: int) -> Phrase | None:
    """Who bears the office that stands without an article between commas: "X, member of the party, the largest".

    In "20 trucks went to X, officials said" no comma follows those who say it.
    """
    if subject is None or not _goes_by_place(line) or not line.is_mark(subject.first - 1, ","):
        return subject
    if not line.is_mark(subject.last, ","):
        return subject
    if subject.back or line.has(subject.first, "det") or line.is_name(subject.first):
        return subject
    bearer = line.leftwards(subject.first - 1, floor)
    if bearer is None or bearer.last != subject.first - 1 or not line.is_name(bearer.last - 1):
        return subject
    return bearer if _names_alone(line, bearer.first, bearer.last) else subject


def with_title(line: Leftwards, subject: Phrase, floor: int) -> Phrase:
    """A name behind a comma with the office before it, where no second comma closes it: "The minister, X said"."""
    comma = subject.first - 1
    if subject.back or not _goes_by_place(line) or not line.is_mark(comma, ",") or comma <= floor:
        return subject
    named = all(
        line.is_name(i) or line.inside_name(i) or line.is_mark(i, "-") for i in range(subject.first, subject.last)
    )
    ranked = subject.first in line.kinds and line.tokens[subject.first].upper
    if not (named or ranked) or subject.last - subject.first > _LONGEST_BEARER:
        return subject
    title = line.leftwards(comma, floor)
    if title is None or title.back or title.last != comma or title.kind not in TELLING or not _opens(line, title.first):
        return subject
    whole = line.has(title.first, "det") and line.heads_at_start(title)
    return (line.make_phrase(title.first, subject.last) or subject) if whole else subject


def with_listed(line: Leftwards, subject: Phrase, floor: int) -> Phrase:
    """A speaker behind "and" with those listed before it: "two envoys, a colonel and three aides say"."""
    joined = any(line.has(index, "and") for index in range(subject.first, subject.last))
    if subject.back or not _goes_by_place(line) or not joined:
        return subject
    first = subject.first - (line.has(subject.first, "det") and line.has(subject.first - 1, "det"))
    while first - 1 > floor and line.is_mark(first - 1, ","):
        listed = line.leftwards(first - 1, floor)
        if listed is None or listed.last != first - 1 or listed.kind not in TELLING:
            break
        first = listed.first
    return (line.make_phrase(first, subject.last) or subject) if _opens(line, first) else subject


def _goes_by_place(line: Leftwards) -> bool:
    """Whether a subject is told by its place, in a script with capitals, and by no case."""
    return line.grammar.cased and not line.grammar.adjective_endings
