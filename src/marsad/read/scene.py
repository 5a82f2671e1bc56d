"""Everything that stands in a document before any claim is made: its sentences with their mentions and triggers."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marsad.language.lexicon import choose_longest
from marsad.language.pack import Pack
from marsad.model import Amount, DateMention, Document, Span
from marsad.read.actors import ActorMention, find_actors, settle_actors
from marsad.read.amounts import find_amounts
from marsad.read.attribution import Attribution, SourceMention, find_attributions
from marsad.read.binding import bind_amounts
from marsad.read.carriers import leave_out_carriers
from marsad.read.cases import read_cases, relate_by_case
from marsad.read.dates import find_dates
from marsad.read.entries import find_entries
from marsad.read.equipment import EquipmentMention, find_equipment
from marsad.read.furniture import unread_spans
from marsad.read.glosses import read_glosses
from marsad.read.people import PeopleMention, find_people
from marsad.read.phrases import OUTLETS
from marsad.read.place_names import glued_relations
from marsad.read.places import PlaceMention, find_places
from marsad.read.quotes import find_titles
from marsad.read.segment import Sentence, split_sentences
from marsad.read.sharing import find_shared, says_again
from marsad.read.type_families import settle_families
from marsad.text import Token, fold, normalise

_LOOK_BACK = 3
_NAME = 4  # words of the longest name of an outlet: a longer source tells of more than itself
_NO_TYPE = "none"
# Rules of places found by names alone, which an everyday word or a type may bear too.
_WIDE_TABLES = frozenset({"gazetteer", "sound"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of the pack that may open a claim of ``type``; tokens ``[first, last)`` of their sentence.

    ``nested`` tells of words that begin inside a longer trigger of another type ("beside" in "stands beside", "out of"
    in "drove them out of").
    """

    first: int
    last: int
    span: Span
    type: str
    frame: str
    voice: str
    needs: str
    strong: bool
    pattern: str
    nested: bool = False


@dataclass(frozen=True, slots=True)
class ItemMention:
    """A piece of equipment with the number that belongs to it."""

    equipment: EquipmentMention
    amount: Amount | None

    @property
    def span(self) -> Span:
        return self.equipment.span


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One sentence with all that was found in it. ``relations`` gives for a token the preposition label that ends
    on it, ``glue`` for a particle of one letter its label. ``entry`` is the date above it in a chronicle. ``labels``
    keeps the relations asked for.
    """

    index: int
    sentence: Sentence
    items: tuple[ItemMention, ...]
    people: tuple[PeopleMention, ...]
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    triggers: tuple[Trigger, ...]
    amounts: tuple[Amount, ...]
    relations: dict[int, str]
    commas: tuple[int, ...]
    glue: Mapping[str, str]
    pointing: tuple[ActorMention, ...] = ()
    entry: DateMention | None = None
    labels: dict[int, str] = field(default_factory=dict, repr=False)
    kept: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens

    @property
    def span(self) -> Span:
        return self.sentence.span

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The token range ``[first, last)`` that a span touches."""
        starts = self.sentence.starts
        first = bisect.bisect_right(starts, span.start) - 1 if span.start > starts[0] else 0
        last = bisect.bisect_left(starts, span.end)
        return first, last if last > first else first + 1

    def relation(self, span: Span) -> str:
        """The label of the preposition that stands before (or is glued to) a mention: ``from``, ``to``, … or
        ``none``.
        """
        label = self.labels.get(span.start)
        if label is None:
            label = self.labels[span.start] = self._find_relation(span)
        return label

    def _before_owner(self, index: int) -> int:
        """The token at which a phrase begins whose owner stands before it: "from Mali's north" begins at "Mali"."""
        if not self.sentence.marks_owner(index - 2):
            return index
        owner = next((a for a in self.actors if a.span.end == self.tokens[index - 3].end), None)
        return index if owner is None else self.tokens_of(owner.span)[0]

    def _find_relation(self, span: Span) -> str:
        first, _ = self.tokens_of(span)
        token = self.tokens[first]
        if token.start < span.start:
            for letter in reversed(token.norm[: span.start - token.start]):
                if letter in self.glue:
                    return self.glue[letter]
        return _preposition_before(self.sentence, self._before_owner(first), self.relations)


def _preposition_before(sentence: Sentence, first: int, relations: Mapping[int, str]) -> str:
    """The label of the preposition shortly before a token, or ``none``."""
    for back in range(first - 1, max(-1, first - 1 - _LOOK_BACK), -1):
        if back in relations:
            return relations[back]
        if sentence.tokens[back].kind != "word":
            break
    return "none"


@dataclass(frozen=True, slots=True)
class Stage:
    """A whole document, ready for the claim builder."""

    document: Document
    pack: Pack
    scenes: tuple[Scene, ...]
    title_actors: tuple[ActorMention, ...]
    attributions: tuple[Attribution, ...]


def find_triggers(sentence: Sentence, pack: Pack) -> tuple[Trigger, ...]:
    """All triggers of a sentence; of two on the same words with one type and frame the longer stands. Words of type
    ``none`` open no claim, nor does a word inside them ("is in talks") or one read otherwise ("destroyers").
    """
    found: dict[tuple[int, str, str], Trigger] = {}
    covered: list[tuple[int, int, str]] = []
    matches = sentence.scan(pack).matches(pack.lexicon("triggers"))
    hidden = {(m.first, m.last) for m in matches if m.get("type") == _NO_TYPE}
    for match in matches:
        words = (match.first, match.last, match.get("type"))
        longer = [c for c in covered if c[0] <= match.first and match.last <= c[1] and c[:2] != words[:2]]
        if any(c[2] in (words[2], _NO_TYPE) for c in longer):
            continue
        nested = any(c[0] <= match.first < c[1] and c[1] - c[0] > match.last - match.first for c in covered)
        covered.append(words)
        if words[:2] in hidden:
            continue
        span = Span(sentence.tokens[match.first].start, sentence.tokens[match.last - 1].end)
        key = (match.first, match.get("type"), match.get("frame"))
        found.setdefault(
            key,
            Trigger(
                match.first, match.last, span, match.get("type"), match.get("frame"), match.get("voice") or "active",
                match.get("needs") or "any", match.get("weight") != "weak", match.entry.row["pattern"], nested,
            ),
        )  # fmt: skip
    return tuple(found.values())


def _relations(sentence: Sentence, pack: Pack) -> dict[int, str]:
    prepositions = choose_longest(sentence.scan(pack).matches(pack.lexicon("prepositions")))
    return {match.last - 1: match.get("relation") for match in prepositions}


def _count(
    sentence: Sentence,
    pack: Pack,
    amounts: Sequence[Amount],
    equipment: Sequence[EquipmentMention],
    named: Sequence[ActorMention],
    earlier: Sequence[PeopleMention],
) -> tuple[dict[Span, Amount], list[PeopleMention]]:
    """The numbers of a sentence's things, and its people with theirs; what counts people named with things counts no
    things.
    """
    free, things = amounts, [mention.span for mention in equipment]
    counted = [span for span in things if not _describes_people(sentence, pack, span)]
    while True:
        bound = bind_amounts(sentence, pack, free, counted, parts=True)
        numbered = {span: bound.get(span) for span in things}
        people = find_people(sentence, pack, amounts, named, earlier=earlier, things=numbered)
        shared = find_shared(sentence, pack, bound, people)
        if not shared:
            return bound, people
        free = [amount for amount in free if amount.span not in shared]


def _leave_out_repeated(equipment: Sequence[EquipmentMention], bound: Mapping[Span, Amount]) -> list[EquipmentMention]:
    """Mentions less the bare words behind a number that is told of one before, for they say again what it counts: "the
    number of T-72 tanks sent has reached 31 tanks".
    """

    def repeats(mention: EquipmentMention) -> bool:
        alike = {m.span: bound[m.span] for m in equipment if m.span in bound and m.class_ == mention.class_}
        return mention.designation is None and says_again(mention.span, alike)

    return [mention for mention in equipment if not repeats(mention)]


def _describes_people(sentence: Sentence, pack: Pack, thing: Span) -> bool:
    """Whether a thing only says of what kind the people behind it are: "eight helicopter pilots" where heads follow."""
    first = sentence.first_from(thing.end)
    if first >= len(sentence.tokens) or not pack.setting("equipment", "heads_follow", default=False):
        return False
    several = tuple(pack.setting("numbers", "plural_endings", default=[]))
    if not sentence.tokens[first].space_before or sentence.tokens[first - 1].norm.endswith(several):
        return False
    people = sentence.scan(pack).starting(pack.lexicon("people")).get(first, ())
    return any(match.entry.get("kind") in ("person", "group", "rank") for match in people)


def _labels(
    sentence: Sentence,
    pack: Pack,
    text: str,
    mentions: Sequence[ActorMention | PlaceMention],
    relations: Mapping[int, str],
) -> dict[int, str]:
    """The relations of names that their case tells, by where they start."""
    cases = read_cases(sentence, pack, text, [mention.span for mention in mentions])
    labels = {}
    for start, found in cases.items():
        first = sentence.holding(start)
        label = _preposition_before(sentence, first, relations)
        labels[start] = relate_by_case(pack, label, found, beside=first - 1 in relations)
    return labels


def _places_of(
    sentence: Sentence,
    pack: Pack,
    countries: Sequence[str],
    actors: Sequence[ActorMention],
    earlier: Sequence[PlaceMention],
) -> list[PlaceMention]:
    states = [(actor.span, actor.state) for actor in actors if actor.state]
    return find_places(sentence, pack, countries=countries, states=states, earlier=earlier)


def _free_places(
    places: Sequence[PlaceMention],
    taken: Sequence[Span],
    named: Sequence[Span],
    dates: Sequence[Span],
    ships: Sequence[Span],
) -> list[PlaceMention]:
    """Places less those of the wide tables whose words are already equipment or people, those that point back from
    within a name (the 201st base) or are a part of one (a ship's), and those within a date (the first quarter).
    """
    return [
        p
        for p in places
        if not (p.rule in _WIDE_TABLES and any(p.span.overlaps(span) for span in taken))
        and not (p.rule == "anaphor" and any(span.covers(p.span) for span in [*named, *dates]))
        and not any(span.covers(p.span) for span in ships)
    ]


def _is_capital(mention: EquipmentMention, named: Sequence[ActorMention]) -> bool:
    """Whether a bare name of a type is a state's capital in the same words: Lima is a city, if nothing says more."""
    bare = mention.rule == "name" and mention.head_span is None
    return bare and any(actor.form == "capital" and actor.span == mention.span for actor in named)


def _lies_in(spans: Sequence[Span], span: Span) -> bool:
    return any(other.covers(span) for other in spans)


def _free_dates(
    dates: Sequence[DateMention], sentence: Sentence, named: Sequence[ActorMention], amounts: Sequence[Amount]
) -> tuple[DateMention, ...]:
    """The dates of a sentence less those that are a part of somebody's name (the movement of a day in March) and those
    that end in a number of things: "the number fell to 2000".
    """
    counted = {amount.span.end for amount in amounts}
    here = (date for date in dates if sentence.span.covers(date.span) and date.span.end not in counted)
    return tuple(date for date in here if not any(actor.span.covers(date.span) for actor in named))


def _tells_maker(actor: ActorMention, sentence: Sentence, pack: Pack) -> bool:
    """Whether a nationality word only says where a thing was made (``[actors] made``): "tanks of Russian make"."""
    made = pack.setting("actors", "made", default=())
    following = sentence.first_from(actor.span.end)
    adjective = actor.form == "adjective" and following < len(sentence.tokens)
    return adjective and sentence.tokens[following].norm in {fold(word) for word in made}


def _in_another_script(outlets: Sequence[Span], text: str, pack: Pack) -> list[Span]:
    """The words of outlets that end in another script than the text ("the paper Lake Times"): no place is named there,
    as it is in "a paper of Lima".
    """
    return [span for span in outlets if span.of(text).split()[-1].isascii() and not pack.name[0].isascii()]


def _names_outlet(source: SourceMention, pack: Pack) -> bool:
    """Whether a source is an outlet and little more: listed, or in another script than the text ("the Lake Times")."""
    words = source.name.split()
    foreign = source.kind == "name" and source.name.isascii() and len(words) > 1 and not pack.name[0].isascii()
    return (source.kind in OUTLETS or foreign) and len(words) <= _NAME


def set_stage(document: Document, pack: Pack) -> Stage:
    """Find every mention of a document. Furniture of the page is left out; so are sentences in it."""
    text = document.text
    normalised = normalise(text)
    sentences = split_sentences(normalised, pack.analyse, cased=pack.cased, abbreviations=pack.abbreviations)
    unread = unread_spans(text, sentences, pack)
    sentences = [s for s in sentences if not any(span.overlaps(s.span) for span in unread)]
    if document.title and text.lstrip().startswith(document.title):  # a headline says more than its text
        end = text.index(document.title) + len(document.title)
        sentences = [s for s in sentences if s.end > end]
    dates = find_dates(sentences, pack, document.published)
    entries = find_entries(sentences, dates)
    title_found: list[ActorMention] = []
    if document.title:
        for sentence in split_sentences(normalise(document.title), pack.analyse, cased=pack.cased):
            title_found += find_actors(sentence, pack)
    read = read_glosses(sentences, [find_actors(sentence, pack) for sentence in sentences], text, pack)
    *actors, told = settle_actors([*read, title_found])
    title_actors = tuple(mention for mention in told if mention.id)
    titles = [find_titles(sentence, pack) for sentence in sentences]
    outside = zip(actors, titles, strict=True)
    actors = [tuple(a for a in here if not _lies_in(spans, a.span)) for here, spans in outside]
    countries = list(dict.fromkeys(a.state for found in [*actors, title_actors] for a in found if a.state))
    attributions = find_attributions(sentences, pack, text)
    outlets = [s.span for a in attributions for s in a.sources if _names_outlet(s, pack)]
    foreign = _in_another_script(outlets, text, pack)
    scenes: list[Scene] = []
    places: list[PlaceMention] = []
    groups: list[PeopleMention] = []
    names = [[actor.span for actor in here if actor.id and not actor.inside] for here in actors]
    found = settle_families(find_equipment(sentences, pack, names))
    for index, (sentence, equipment) in enumerate(zip(sentences, found, strict=True)):
        equipment = [m for m in equipment if not (_lies_in(titles[index], m.span) or _lies_in(outlets, m.span))]
        amounts = find_amounts(sentence, pack)
        named = tuple(actor for actor in actors[index] if actor.id and not _tells_maker(actor, sentence, pack))
        bound, people = _count(sentence, pack, amounts, equipment, named, groups)
        equipment = _leave_out_repeated(equipment, bound)
        taken = [*(mention.span for mention in equipment), *(group.span for group in people)]
        times = [date.span for date in dates if sentence.span.covers(date.span)]
        people = [p for p in people if p.form != "bare" or not any(time.overlaps(p.span) for time in times)]
        people = [p for p in people if not (p.amount and any(a.unit and a.span.covers(p.span) for a in named))]
        found_here = _places_of(sentence, pack, countries, named, places)
        ships = [mention.span for mention in equipment if mention.rule == "named"]
        here = _free_places(found_here, taken, [actor.span for actor in named if actor.unit], times, ships)
        here = [p for p in here if not (_lies_in(titles[index], p.span) or _lies_in(foreign, p.span))]
        groups += people
        places += here
        relations = _relations(sentence, pack)
        scenes.append(
            Scene(
                index=index,
                sentence=sentence,
                items=tuple(
                    ItemMention(mention, bound.get(mention.span))
                    for mention in leave_out_carriers(
                        sentence, pack, equipment, any(p.form == "person" for p in people)
                    )
                    if not any(place.span.covers(mention.span) and place.span != mention.span for place in here)
                    and not _is_capital(mention, named)
                ),
                people=tuple(people),
                actors=named,
                places=tuple(here),
                dates=_free_dates(dates, sentence, named, amounts),
                triggers=find_triggers(sentence, pack),
                amounts=tuple(amounts),
                relations=relations,
                commas=tuple(i for i, t in enumerate(sentence.tokens) if t.kind == "mark" and t.norm in ",;:()-"),
                glue=glued_relations(pack),
                labels=_labels(sentence, pack, text, [*named, *here], relations),
                pointing=tuple(actor for actor in actors[index] if not actor.id),
                entry=entries[index],
            )
        )
    return Stage(document, pack, tuple(scenes), title_actors, tuple(attributions))
