"""Find whom a text names as saying what: every attribution of a document with the words it covers.

::

    words.py ─▶ phrases.py ─▶ speakers.py ─▶ chains.py, cues.py ─▶ scopes.py ─┬▶ attributions
    classes     who speaks    subjects       chains                covered    │
                                                                              │
    quotes.py: quotation marks; dialogue.py: interviews, transcripts ─────────┘
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.chains import Draft
from marsad.read.cues import find_drafts
from marsad.read.dialogue import Turn, find_turns
from marsad.read.phrases import OUTLETS, Phrase
from marsad.read.quotes import find_quotations
from marsad.read.scopes import set_scopes
from marsad.read.segment import Sentence
from marsad.read.speakers import Line
from marsad.read.words import load_grammar

# So many words may stand between a source and "that".
_LONGEST_ASIDE = 10
_THINGS = frozenset({"media", "agency", "document", "imagery", "rumour"})


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Somebody or something that a text names as saying it: the words, and what kind of speaker that is."""

    span: Span
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """The text says that these sources, outermost first, say what stands in ``scope``.

    ``effect`` is what they do with it (says, denies, doubts, hopes, promises, shows); ``rule`` the cue that tells.
    ``aside`` are the words between them and the one that opens what they say ("told a conference in Oslo that").
    """

    sources: tuple[SourceMention, ...]
    scope: Span
    effect: str
    rule: str
    aside: Span | None = None


def find_attributions(sentences: Sequence[Sentence], pack: Pack, text: str) -> list[Attribution]:
    """All attributions of a document in the order of their cues, those of a whole interview first.

    ``sentences`` are all sentences of ``text`` in order. Pronouns and words such as "the same source" lead back to
    the words in the text that they stand for.
    """
    grammar = load_grammar(pack)
    found: list[Attribution] = []
    history: list[SourceMention] = []
    previous: Line | None = None
    for sentence in sentences:
        line = Line(sentence, grammar, text)
        said: list[tuple[Draft, tuple[SourceMention, ...]]] = []
        for draft in find_drafts(line):
            mentions = tuple(_mentions(draft, line, previous, history))
            history.extend(mentions)
            if mentions:
                said.append((draft, mentions))
        set_scopes(line, [draft for draft, _ in said])
        drafts = [draft for draft, _ in said]
        summing = any(_sums_before(line, draft, drafts) for draft in drafts)
        for draft, mentions in said:
            scope = _scope(line, draft, previous, drafts, summing=summing)
            found.append(Attribution(mentions, scope, draft.effect, draft.rule, _aside(line, draft, drafts)))
        previous = line
    found = _cover_quotations(text, sentences, found)
    turns = find_turns(text, sentences, grammar)
    return [*(_turn(text, turn) for turn in turns), *found]


def sources_of(attributions: Sequence[Attribution], span: Span) -> tuple[SourceMention, ...]:
    """The chain of sources, outermost first, for words such as a clause or a trigger.

    An attribution counts where its scope covers at least half of the span.
    """
    covering = [item for item in attributions if _shared(item.scope, span) * 2 >= span.end - span.start]
    chain: list[SourceMention] = []
    told = {id(item): _is_told_before(item, covering) for item in covering}
    relays = {id(item): _relays(item, covering, span) for item in covering}
    covering.sort(key=lambda item: (not told[id(item)], item.scope.start - item.scope.end, not relays[id(item)]))
    for item in covering:
        chain.extend(mention for mention in item.sources if all(mention.span != other.span for other in chain))
    return tuple(chain)


def _is_told_before(item: Attribution, covering: Sequence[Attribution]) -> bool:
    """Whether an outlet tells what the sentence behind says who said: "As X reports, tanks came. This said Y"."""
    later = any(other.sources[0].span.start >= item.scope.end for other in covering if other is not item)
    return later and all(mention.kind in OUTLETS for mention in item.sources)


def _relays(item: Attribution, covering: Sequence[Attribution], span: Span) -> bool:
    """Whether an outlet behind the words reports what a speaker named before them says: "As X says, it came, Y
    writes".
    """
    last = max(other.sources[0].span.start for other in covering)
    behind = item.sources[0].span.start == last and last >= span.end
    return behind and all(mention.kind in OUTLETS for mention in item.sources)


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _mentions(draft: Draft, line: Line, previous: Line | None, history: list[SourceMention]) -> Iterator[SourceMention]:
    for phrase in draft.chain:
        mention = _antecedent(phrase, line, previous, history) if phrase.back else _mention(line, phrase)
        if mention is not None:
            yield mention


def _mention(line: Line, phrase: Phrase) -> SourceMention:
    span = line.span(phrase)
    return SourceMention(span, " ".join(span.of(line.text).split()), phrase.kind or "name")


def _has_full_name(line: Line, phrase: Phrase) -> bool:
    return not phrase.back and any(
        line.is_name(i) and line.is_name(i + 1) for i in range(phrase.first, phrase.last - 1)
    )


def _antecedent(
    phrase: Phrase, line: Line, previous: Line | None, history: Sequence[SourceMention]
) -> SourceMention | None:
    if phrase.back == "he" and phrase.first > 2:
        subject = line.read_phrase(0)
        if subject is not None and subject.last <= phrase.first and _has_full_name(line, subject):
            return _mention(line, subject)
    if line.kind_at(phrase.first) in OUTLETS:  # "the same agency" is an outlet, not the last who spoke
        outlets = [other for other in reversed(history) if other.kind in OUTLETS]
        told = next((other for other in outlets if other.kind == line.kind_at(phrase.first)), next(iter(outlets), None))
        opens = next((first for first, last in line.pronouns.items() if last == phrase.last), phrase.first)
        return told or _mention(line, Phrase(opens, phrase.last, line.kind_at(phrase.first), line.tokens[opens].start))
    for other in reversed(history):
        if phrase.back == "he" and _are_many(line, other):
            continue
        if (
            phrase.back == "they"
            or (other.kind in _THINGS or _is_site(other.name)) == (phrase.back == "it")
            or (phrase.back == "it" and (other.kind != "name" or _is_state(other, line)))
        ):
            return other
    for place in (line, previous):
        if place is not None:
            subject = place.read_phrase(0)
            if subject is not None and subject.first in place.cues and subject.first not in place.kinds:
                continue  # "this the newspaper X writes": a verb opens no subject
            if subject is None or subject.back or subject.last > max(phrase.first, 1) + 99:
                continue
            state = subject.last - subject.first <= 2 and place.names_state(subject.last - 1)
            if subject.kind or state:
                return _mention(place, subject)
    return history[-1] if history else None


def _is_state(mention: SourceMention, line: Line) -> bool:
    """Whether a source of this sentence is a state or its capital: "Lima announced it wanted"."""
    first = next((i for i, token in enumerate(line.tokens) if token.start == mention.span.start), None)
    return first is not None and line.names_state(first)


def _are_many(line: Line, source: SourceMention) -> bool:
    """Whether a source is several by its first two words, which no "he" or "she" means ("les experts")."""
    endings = tuple(line.grammar.pack.setting("numbers", "plural_endings", default=()))
    words = source.name.split()[:2]
    return bool(endings) and len(words) > 1 and all(word[1:].islower() and word.endswith(endings) for word in words)


def _is_site(name: str) -> bool:
    """Whether a source is named by its address: "lynx.net"."""
    head, dot, tail = name.rpartition(".")
    return bool(head and dot) and tail.isascii() and tail.isalpha() and " " not in name


# -- scopes -----------------------------------------------------------------------------------------------------------


def _scope(line: Line, draft: Draft, previous: Line | None, drafts: Sequence[Draft], *, summing: bool) -> Span:
    """The covered words; "this is what X says" at a sentence's beginning covers the sentence before it as well, and so
    does the outlet that opens or closes the sentence: "this X said, Y reports", "as Y reports, this X said".
    """
    low = min(draft.low, len(line.tokens) - 1)
    last = max(draft.high - 1, low)
    scope = Span(line.tokens[low].start, line.tokens[last].end)
    opens = draft.trails and _opens_sentence(line, draft)
    relays = summing and draft.trails and (draft.chain[0].kind in OUTLETS or opens)
    covers = _sums_before(line, draft, drafts) or relays
    scope = scope.joined(line.whole) if relays and opens else scope
    return scope.joined(previous.whole) if covers and previous is not None else scope


def _opens_sentence(line: Line, draft: Draft) -> bool:
    """Whether "as X reports," opens the sentence and a comma closes it."""
    led = draft.first == 1 and line.has(0, "as")
    return (led or draft.first == 0) and line.is_mark(draft.last, ",") and bool(line.grammar.adjective_endings)


def _sums_before(line: Line, draft: Draft, drafts: Sequence[Draft]) -> bool:
    fronted = next((other.last for other in drafts if other.trails and _opens_sentence(line, other)), 0)
    if draft.sums and 0 < fronted < draft.first:  # "as Y reports, this X said"
        return not any(line.breaks(index) for index in range(fronted + 1, draft.first))
    cited = next((i for i in range(1, draft.first + 1) if i in line.cues and line.cues[i].get("cue") == "citing"), 0)
    first = draft.first if not (cited and line.breaks(cited - 1) and line.breaks(draft.first - 1)) else cited - 1
    return draft.sums and draft.low == 0 and not any(line.breaks(index) for index in range(first))


def _aside(line: Line, draft: Draft, drafts: Sequence[Draft]) -> Span | None:
    """The few words from a source to the word that opens what it says; None where no such word follows it."""
    ends = min([other.first for other in drafts if other.first >= draft.last], default=draft.high)
    opening = range(draft.last - 1, min(ends, draft.last + _LONGEST_ASIDE))
    opens = next((index for index in opening if line.has(index, "that")), 0)
    if draft.trails or opens <= draft.last:
        return None
    return Span(line.tokens[draft.last].start, line.tokens[opens].start)


# -- beyond the sentence ----------------------------------------------------------------------------------------------


def _cover_quotations(text: str, sentences: Sequence[Sentence], found: Sequence[Attribution]) -> list[Attribution]:
    """Stretch attributions over the quotation that they open or close, across sentences."""
    result = list(found)
    for quotation in find_quotations(text, sentences):
        inside = [s for s in sentences if s.span.overlaps(quotation)]
        if len(inside) < 2 and not _fills(inside, quotation):
            continue
        near = [i for i, item in enumerate(result) if _touches(item.scope, quotation, inside)]
        if near:
            result[near[0]] = replace(result[near[0]], scope=result[near[0]].scope.joined(quotation))
        elif inside:
            earlier = [
                item
                for item in result
                if item.scope.end <= quotation.start and _same_paragraph(sentences, item, inside[0])
            ]
            if earlier:
                result.append(Attribution(earlier[-1].sources[-1:], quotation, earlier[-1].effect, "quotation"))
    return result


def _fills(inside: Sequence[Sentence], quotation: Span) -> bool:
    return bool(inside) and (quotation.end - quotation.start) * 10 >= (inside[0].end - inside[0].start) * 8


def _touches(scope: Span, quotation: Span, inside: Sequence[Sentence]) -> bool:
    return any(scope.overlaps(sentence.span) for sentence in inside)


def _same_paragraph(sentences: Sequence[Sentence], item: Attribution, sentence: Sentence) -> bool:
    own = [s for s in sentences if s.span.overlaps(item.scope)]
    return bool(own) and own[-1].paragraph == sentence.paragraph


def _turn(text: str, turn: Turn) -> Attribution:
    """All that a speaker says in a turn of an interview or a transcript."""
    name = " ".join(turn.speaker.of(text).split())
    return Attribution((SourceMention(turn.speaker, name, turn.kind or "name"),), turn.said, "says", "dialogue")
