"""Find who speaks in an interview or a transcript: whole stretches of text with one speaker, known by their layout.

In a transcript each turn opens with its speaker and a colon ("GUEST: ..."); in an interview questions and answers
alternate, and the one who answers is named in the introduction.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marsad.model import Span
from marsad.read.phrases import Phrase
from marsad.read.segment import Sentence
from marsad.read.speakers import Line
from marsad.read.words import Grammar

_LEADS = ("—", "–", "-", "■", "•")
# A speaker of up to six words, an aside in brackets, a colon. No part may hold what the next begins with, so that none
# is tried shorter.
_LABEL = re.compile(
    r"\W{0,2}(?P<whole>(?P<name>[^\W\d][^\s\d:.!?(),]{0,29}+(?:\s[^\s\d:.!?(),]{1,30}+){0,5}+)(?:\s\([^()\n]{1,60}+\))?)"
    r"\s?:\s"
)
# Question and answer in one paragraph, parted by a dash.
_INLINE = re.compile(r"[?؟…]\W{0,2}\s[–—-]\s")
_FEWEST_TURNS = 3
_SMALL = 3
_PEOPLE = frozenset({"official", "military", "expert", "witness", "person"})


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that one speaker says, and where the speaker is named; ``kind`` is empty for a bare name."""

    said: Span
    speaker: Span
    kind: str


@dataclass(frozen=True, slots=True)
class _Label:
    """A speaker at the beginning of a paragraph: its words with their aside, and by what it is known again."""

    paragraph: int
    span: Span
    key: str


def find_turns(text: str, sentences: Sequence[Sentence], grammar: Grammar) -> list[Turn]:
    """The turns of a transcript or the answers of an interview, in order; empty where the layout is neither."""
    paragraphs = _paragraphs(sentences)
    labels = _find_labels(text, paragraphs)
    if labels:
        return list(_turns_of_labels(text, paragraphs, labels, grammar))
    answers = _find_inline(text, paragraphs) or _find_answers(text, paragraphs)
    if not answers:
        return []
    intro = [Line(sentence, grammar, text) for sentence in sentences if sentence.end <= answers[0].start]
    speaker = _find_interviewee(intro[:-1], sure=len(answers) >= _FEWEST_TURNS)
    return [Turn(answer, *speaker) for answer in answers] if speaker else []


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    return [list(part) for _, part in itertools.groupby(sentences, key=lambda sentence: sentence.paragraph)]


def _is_question(text: str, part: Sequence[Sentence]) -> bool:
    return text[part[0].start : part[-1].end].rstrip(" »”\"'*").endswith(("?", "؟"))


# -- transcripts ------------------------------------------------------------------------------------------------------


def _find_labels(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> list[_Label]:
    """The speakers that open paragraphs; none where hardly any does, or none of them speaks twice."""
    labels = []
    for number, part in enumerate(paragraphs):
        if found := _LABEL.match(text, part[0].start, part[-1].end):
            labels.append(_Label(number, Span(*found.span("whole")), found["name"].casefold()))
    times = Counter(label.key for label in labels)
    often = any(times[label.key] > 1 for label in labels)
    return labels if often and len(labels) >= max(_FEWEST_TURNS, len(paragraphs) // 2) else []


def _turns_of_labels(
    text: str, paragraphs: Sequence[Sequence[Sentence]], labels: Sequence[_Label], grammar: Grammar
) -> Iterator[Turn]:
    """A turn for what each label but those who ask opens; in its first sentence the label itself names the speaker,
    then the first or fullest one of that speaker.
    """
    fullest: dict[str, Span] = {}
    for label in labels:
        known = fullest.setdefault(label.key, label.span)
        if known.end - known.start < label.span.end - label.span.start:
            fullest[label.key] = label.span
    asking = _who_asks(text, paragraphs, labels, grammar)
    ends = [label.paragraph for label in labels[1:]] + [len(paragraphs)]
    for label, end in zip(labels, ends, strict=True):
        if label.key in asking:
            continue
        sentences = [sentence for part in paragraphs[label.paragraph : end] for sentence in part]
        full = fullest[label.key]
        own = label.span if full.end - full.start == label.span.end - label.span.start else full
        yield Turn(sentences[0].span, own, "")
        if len(sentences) > 1:
            yield Turn(Span(sentences[1].start, sentences[-1].end), full, "")


def _who_asks(
    text: str, paragraphs: Sequence[Sequence[Sentence]], labels: Sequence[_Label], grammar: Grammar
) -> set[str]:
    """Those who mostly ask, and those whom the pack knows as hosts: what they say the outlet says."""
    turns, asked = Counter[str](), Counter[str]()
    asking = set()
    for label in labels:
        turns[label.key] += 1
        asked[label.key] += _is_question(text, paragraphs[label.paragraph])
        line = Line(paragraphs[label.paragraph][0], grammar, text)
        if any(line.tokens[index].start < label.span.end for index in line.hosts):
            asking.add(label.key)
    return asking | {key for key, number in turns.items() if asked[key] * 2 > number}


# -- interviews -------------------------------------------------------------------------------------------------------


def _find_inline(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> list[Span]:
    """Answers that stand behind their questions in one paragraph."""
    found = [(_INLINE.search(text, part[0].start, part[-1].end), part[-1].end) for part in paragraphs]
    answers = [Span(match.end(), end) for match, end in found if match and match.end() < end]
    return answers if len(answers) >= _FEWEST_TURNS else []


def _find_answers(text: str, paragraphs: Sequence[Sequence[Sentence]]) -> list[Span]:
    """Answers in paragraphs of their own, after paragraphs that end in a question mark; both often open with a dash
    or a bullet.
    """
    asked = [i for i, part in enumerate(paragraphs) if _is_question(text, part)]
    turns = [
        i
        for i in asked
        if _opens_turn(text, paragraphs[i]) or (i + 1 < len(paragraphs) and _opens_turn(text, paragraphs[i + 1]))
    ]
    bare = [i for i in asked if len(paragraphs[i]) <= 2 and i + 1 not in asked]
    asked = turns if len(turns) > 1 else bare
    if len(asked) < 2 or (len(turns) < 2 and len(asked) * 4 < len(paragraphs)):
        return []
    asked += [one + 2 for one, other in itertools.pairwise(asked) if other - one == 4 and len(paragraphs[one + 2]) == 1]
    answers: list[Span] = []
    for index in range(asked[0] + 1, len(paragraphs)):
        part = paragraphs[index]
        if index in asked or (_opens_turn(text, part) and index - 1 not in asked and index + 1 in asked):
            continue
        answers.append(Span(part[0].start, part[-1].end))
    return answers


def _opens_turn(text: str, part: Sequence[Sentence]) -> bool:
    return text[part[0].start : part[-1].end].lstrip().startswith(_LEADS)


def _find_interviewee(intro: Sequence[Line], *, sure: bool) -> tuple[Span, str] | None:
    """Who answers: the person whom the introduction names most surely. One that announces no interview in words does
    where the layout leaves no doubt (``sure``).
    """
    best: tuple[int, Line, Phrase] | None = None
    if not sure and not any("interview" in classes for line in intro for classes in line.classes):
        return None
    for line in intro:
        for index in range(len(line.tokens)):
            found = _person_at(line, index)
            if found is not None and (best is None or found[0] > best[0]):
                best = (found[0], line, found[1])
    return (best[1].span(best[2]), best[2].kind) if best else None


def _person_at(line: Line, index: int) -> tuple[int, Phrase] | None:
    """A person's name at this token with how surely it is one: a title before or behind it, two names at least."""
    match = line.kinds.get(index)
    titled = match is not None and match.get("kind") in _PEOPLE
    if not line.grammar.cased:
        phrase = line.read_phrase(index) if titled else None
        return (1, phrase) if phrase is not None and phrase.last - phrase.first >= 3 else None
    names = match.last if titled and match is not None and not line.is_name(index) else index
    last = names
    while last < len(line.tokens) and (line.is_name(last) or (last > names and _joins_names(line, last))):
        last += 1
    if last - names < 2 or (index > 0 and line.is_name(index - 1)):
        return None
    behind = any(
        i in line.kinds and line.kinds[i].get("kind") in _PEOPLE
        for i in range(last + 1, min(last + 4, len(line.tokens)))
    )
    score = 2 * titled + 2 * (behind and line.is_mark(last, ",")) + (index == 0)
    phrase = line.make_phrase(index, last)
    return (score, phrase) if phrase is not None else None


def _joins_names(line: Line, index: int) -> bool:
    """Whether a hyphen or an apostrophe inside a name stands here, or its small first half: "al-Saadi"."""
    if line.is_mark(index, "-'"):
        return not line.is_dash(index)
    small = index + 2 < len(line.tokens) and len(line.tokens[index].norm) <= _SMALL
    return small and line.is_mark(index + 1, "-") and not line.is_dash(index + 1) and line.is_name(index + 2)
