"""Find groups of people: a noun with its number, adjectives and nationality, or a nationality alone.

::

    people.tsv nouns ──┐
    plural nationality ├─▶ bind amounts ─▶ role ─▶ widen to number, adjectives, "of the brigade" ─▶ PeopleMention
    numbers alone ─────┘

A bare nationality ("130 Russians") has the role other; Wagner's men are mercenaries. A number whose noun is left out
("the remaining 291") takes the role of the nearest group of the sentence and says so in ``form``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from marsad.language.lexicon import Match
from marsad.language.pack import Pack
from marsad.model import Amount, Role, Span
from marsad.read.binding import bind_amounts, find_wholes, past_letters
from marsad.read.bodies import fill_bodies, share_roles, shares_noun, with_words_behind
from marsad.read.counting import read_joints
from marsad.read.people_words import ActorLike, people_words
from marsad.read.people_words import PeopleMention as PeopleMention
from marsad.read.segment import Sentence
from marsad.read.sharing import says_again
from marsad.text import fold

_REACH, _COUNTRY = 4, 2  # words, and the letters of the code that is the id of a state
_CROWD = 1_000_000  # a number as high as this with nothing beside it is money, or counts things


@dataclass(frozen=True, slots=True)
class _Noun:
    """A noun of people before its number is known."""

    first: int
    last: int
    span: Span
    role: Role
    form: str


def find_people(
    sentence: Sentence,
    pack: Pack,
    amounts: Sequence[Amount],
    actors: Sequence[ActorLike] = (),
    *,
    earlier: Sequence[PeopleMention] = (),
    things: Mapping[Span, Amount | None] | None = None,
) -> list[PeopleMention]:
    """All groups of people in a sentence, in order of their words.

    ``amounts`` is what ``find_amounts`` gave for the sentence; ``actors`` are mentions of states and forces, of which
    those with form ``adjective`` and ``people`` are used. ``earlier`` are the groups of the sentences before,
    of which the last lends its role to "men", "people" and to numbers without a noun. ``things`` are the mentions of
    equipment with their amounts: words inside one name no people, and its amount counts none whose noun is left out.

    >>> [(m.role, m.low) for m in find_people(sentence, pack, amounts)]  # "about 200 Russian instructors arrived"
    [('instructor', 180)]
    """
    return _Finder(sentence, pack, amounts, actors, earlier, things or {}).find()


class _Finder:
    """The groups of one sentence."""

    def __init__(
        self,
        sentence: Sentence,
        pack: Pack,
        amounts: Sequence[Amount],
        actors: Sequence[ActorLike],
        earlier: Sequence[PeopleMention],
        things: Mapping[Span, Amount | None],
    ) -> None:
        self.things = things
        self.earlier = [mention for mention in earlier if mention.form not in ("bare", "generic")]
        self.sentence, self.pack, self.amounts, self.actors = sentence, pack, amounts, actors
        self.tokens = sentence.tokens
        self.words = people_words(pack)
        scan = sentence.scan(pack)
        self.starting = scan.starting(pack.lexicon("people"))
        self.prepositions = scan.starting(pack.lexicon("prepositions"))
        named = scan.matches(pack.lexicon("anaphors")) if self.words.firms else ()
        self.verbs = scan.starting(pack.lexicon("triggers"))
        self.joints = read_joints(sentence, pack)
        self.parting = self.joints.blocks
        self.sizes = {link.last - 1 for link in self.joints.links.values()}  # "a 300-man battalion"
        traits = [match for match in named if match.get("kind") == "trait"]
        self.traits = {match.last - 1 for match in traits}
        self.trait_starts = {match.first for match in traits}

    def find(self) -> list[PeopleMention]:
        nouns = self._nouns()
        bound = bind_amounts(self.sentence, self.pack, self.amounts, [noun.span for noun in nouns])
        bound = {
            span: amount
            for span, amount in bound.items()
            if self._is_near(span, amount, nouns) and not self._is_a_thing_s(span, amount)
        }
        again = [noun.span for noun in nouns if says_again(noun.span, bound)]
        told = [n for n in nouns if n.span not in again and (n.form != "killed" or n.span in bound)]
        mentions = [with_words_behind(self._mention(noun, bound.get(noun.span)), again) for noun in told]
        mentions = self._lend_roles(mentions)
        mentions = share_roles(self.sentence, self.words, mentions, self.amounts)
        mentions = self._appose(self._join(mentions))
        self.counted = [mention for mention in mentions if mention.amount]
        mentions = self._fill_bodies(mentions, bound)
        self.counted = [mention for mention in mentions if mention.amount]
        used = {amount.span for amount in bound.values()} | {m.amount.span for m in self.counted if m.amount}
        mentions += self._bare([a for a in self.amounts if a.span not in used and a.rule != "dual"], mentions)
        wholes = find_wholes(self.sentence, self.pack, [m.amount for m in mentions if m.amount])
        mentions = [replace(m, whole=m.amount is not None and m.amount.span in wholes) for m in mentions]
        return sorted(mentions, key=lambda mention: mention.span.start)

    def _is_a_thing_s(self, noun: Span, amount: Amount) -> bool:
        """Whether a number counts a thing that stands nearer to it: "four vehicles the crews got", "losses: 1 tank"."""
        return any(
            amount == own
            and (
                amount.span.end <= thing.start < noun.start
                or noun.end <= amount.span.start < thing.start
                or noun.end <= thing.start < amount.span.start
            )
            for thing, own in self.things.items()
        )

    def _is_near(self, span: Span, amount: Amount, nouns: Sequence[_Noun]) -> bool:
        """A body of people takes a number only from close by: "on two ships came a group" counts ships.

        "The last soldiers" are not one soldier.
        """
        group = any(noun.span == span and noun.form == "group" for noun in nouns)
        if amount.rule == "single" or (group and amount.rule == "dual"):
            return False
        first, last = self._after(amount.span.end), self._holding(span.start)
        first = self.joints.links[first].last if first in self.joints.links else first
        kinds = [thing for thing, own in self.things.items() if own is None]  # "two tank crews"
        described = all(
            self._belongs(index, before=True) or any(kind.covers(self.tokens[index].span) for kind in kinds)
            for index in range(first, last)
        )
        return not group or last - first <= 1 or described

    def _lend_roles(self, mentions: list[PeopleMention]) -> list[PeopleMention]:
        """ "Men" and "people" take the role of a group named before them."""
        lent: list[PeopleMention] = []
        for index, mention in enumerate(mentions):
            following = mentions[index + 1] if index + 1 < len(mentions) else None
            if following is not None and following.form == "group" and self._is_of(mention, following):
                lent.append(mention)
                continue
            far = [m for m in self.earlier if m.role != "soldier"]
            model = _lender(lent) or _lender(far)
            if mention.form == "generic" and model is not None:
                mention = replace(mention, role=model.role)
            lent.append(mention)
        return lent

    def _is_of(self, left: PeopleMention, right: PeopleMention) -> bool:
        """Whether only "of the" stands between two mentions: "a hundred men of the brigade"."""
        between = self.tokens[self._after(left.span.end) : self._holding(right.span.start)]
        return len(between) < _REACH and any(token.norm in self.words.partitive for token in between)

    def _join(self, mentions: list[PeopleMention]) -> list[PeopleMention]:
        """One number over two nouns: "two dozen soldiers and police" are one group of mixed role."""
        joined: list[PeopleMention] = []
        for mention in mentions:
            last = joined[-1] if joined else None
            if last is not None and last.amount is not None and mention.amount is None and self._linked(last, mention):
                role: Role = last.role if last.role == mention.role else "other"
                joined[-1] = replace(last, span=last.span.joined(mention.span), role=role)
            else:
                joined.append(mention)
        return joined

    def _appose(self, mentions: list[PeopleMention]) -> list[PeopleMention]:
        """A group and its number behind a mark are one: "the contingent, 255 men", "Americans (thirty people)"."""
        apposed: list[PeopleMention] = []
        for mention in mentions:
            last = apposed[-1] if apposed else None
            if last is not None and self._counts_group(last, mention):
                span = last.span.joined(mention.span)
                low, high, amount = mention.low, mention.high, mention.amount
                apposed[-1] = replace(last, span=span, low=low, high=high, amount=amount)
            else:
                apposed.append(mention)
        return apposed

    def _counts_group(self, group: PeopleMention, count: PeopleMention) -> bool:
        """Whether counted "men" right behind a mark are those of a group without a number of its own."""
        if group.amount is not None or count.amount is None or count.form != "generic":
            return False
        if group.form not in _LENDING or group.form == "generic" or group.casualty != count.casualty:
            return False
        between = self.tokens[self._after(group.span.end) : self._holding(count.span.start)]
        closing = self._after(count.span.end)
        closed = closing == len(self.tokens) or not self.tokens[closing].is_word or closing in self.prepositions
        return len(between) == 1 and between[0].norm in _APPOSING and (closed or closing in self.verbs)

    def _fill_bodies(self, mentions: list[PeopleMention], bound: Mapping[Span, Amount]) -> list[PeopleMention]:
        """Bodies with the number of those of whom they consist, said behind them."""
        used = {amount.span for amount in (*bound.values(), *self.things.values()) if amount is not None}
        free = [a for a in self.amounts if a.span not in used and a.rule != "dual" and self._ends_phrase(a)]
        acting = {i for i, found in self.verbs.items() if any(m.get("frame") != "present" for m in found)}
        return fill_bodies(self.sentence, self.words, mentions, free, acting)

    def _ends_phrase(self, amount: Amount) -> bool:
        """Whether an amount has no noun behind it: nothing, or a verb follows ("a force of 2,000 was sent")."""
        last = self._after(amount.span.end)
        voices = {match.get("voice") for match in self.verbs.get(last, ())}
        return not self._counts_something(amount) or last in self.parting or not voices.isdisjoint(_VOICES)

    def _linked(self, left: PeopleMention, right: PeopleMention) -> bool:
        between = self.tokens[self._after(left.span.end) : self._holding(right.span.start)]
        return len(between) == 1 and between[0].norm in self.words.joiners and {left.form, right.form} <= _SINGLE

    def _nouns(self) -> list[_Noun]:
        found: list[_Noun] = []
        for match in self._matches():
            start = match.start_in(self.tokens)
            span = Span(start, self.tokens[match.last - 1].end)
            if self._inside_actor(span) or any(thing.covers(span) for thing in self.things):
                continue
            if self._closes_compound(match.first):
                continue
            if match.entry.get("kind") == "none" or self._is_firm(match) or match.first in self.sizes:
                continue
            role = cast(Role, match.entry.get("role"))
            found.append(_Noun(match.first, match.last, span, role, match.entry.get("kind") or "person"))
        found += self._nationalities(found)
        return sorted(found, key=lambda noun: noun.first)

    def _closes_compound(self, index: int) -> bool:
        """Whether a hyphen joins the noun to a thing of which it says what that does ("spotter planes"), where nouns
        have cases.
        """
        joined = index > 1 and self.tokens[index - 1].norm == "-" and not self.tokens[index].space_before
        ends = {thing.end for thing in self.things} if joined and self.pack.setting("cases", "subject") else set()
        return joined and self.tokens[index - 2].end in ends

    def _is_firm(self, match: Match) -> bool:
        """Whether a company is one of business: nothing military names it, nothing says of whom it consists."""
        if self.words.firms.isdisjoint(self.tokens[match.first].forms):
            return False
        behind = match.last < len(self.tokens) and self.tokens[match.last].norm in self.words.partitive
        before = match.first - 1
        military = before >= 0 and (before in self.traits or self.tokens[before].norm in self.words.modifiers)
        if self.words.adjectives_after and match.last < len(self.tokens):
            after = self.tokens[match.last].norm
            military = military or match.last in self.trait_starts or after in self.words.modifiers
        counted = any(self._after(amount.span.end) in (match.first, before) for amount in self.amounts)
        return not (behind or military or counted)

    def _matches(self) -> list[Match]:
        chosen: list[Match] = []
        for index, found in self.starting.items():
            free = chosen[-1].last if chosen else 0
            if index >= free and not self._is_adjective(index, found[0].last, after_noun=index == free > 0):
                chosen.append(max(found, key=lambda m: (m.last, self._is_surface(m))))
        return chosen

    def _is_adjective(self, index: int, last: int, *, after_noun: bool) -> bool:
        """Whether a word that can be a noun of people stands as adjective beside one ("military instructors")."""
        if not self.words.adjectives_after and (self._is_body_of(index, last) or self._is_trait_of(index, last)):
            return True
        if not any(form in self.words.modifiers for form in self.tokens[index].forms):
            return False
        if self._goes_with(index, last):
            return True
        if self.words.adjectives_after:
            return (after_noun or self._describes_thing(index)) and not self._is_glued(index)
        return last in self.starting and last not in self.prepositions

    def _goes_with(self, index: int, last: int) -> bool:
        """Whether an adjective of the same form and a noun follow, so that the word is their adjective, where nouns
        have cases: "the military training + camp".
        """
        endings = tuple(fold(ending) for ending in self.pack.setting("factuality", "attributive_endings", default=()))
        following = self.tokens[last : last + 2]
        if not self.pack.setting("cases", "subject") or len(following) < 2 or last - index > 1:
            return False
        form = next((e for e in endings if self.tokens[index].norm.endswith(e)), "\0")
        return following[0].norm.endswith(form) and bool(self.pack.cases(following[1].norm))

    def _is_body_of(self, index: int, last: int) -> bool:
        """Whether a body of people only says whose men those behind it are: "Africa Corps instructors"."""
        body = any(match.get("kind") == "group" for match in self.starting[index] if match.last == last)
        behind = self.starting.get(past_letters(self.tokens, last), ())
        men = (match for match in behind if match.get("kind") == "person")
        return body and not self.pack.setting("cases", "subject") and any(match.get("kind") for match in men)

    def _is_trait_of(self, index: int, last: int) -> bool:
        """Whether a noun of people only says of what kind a body is: "an engineer regiment", "a fighter squadron"."""
        return index in self.trait_starts and any(m.get("kind") == "group" for m in self.starting.get(last, ()))

    def _describes_thing(self, index: int) -> bool:
        """Whether a noun that no list holds stands right before the word ("a military agreement" in French), for
        packs that name the words behind which a noun may begin.
        """
        before = self.tokens[index - 1] if index else None
        if not self.words.openers or before is None or not before.is_word:
            return False
        opens = before.norm in self.words.openers | self.words.determiners | self.words.partitive
        counted = any(amount.span.end == before.end for amount in self.amounts)
        return not (opens or counted or any(form in self.words.modifiers for form in before.forms))

    def _is_glued(self, index: int) -> bool:
        """Whether a conjunction may be glued to the word: "instructors and-soldiers"."""
        token = self.tokens[index]
        return any(start > token.start for start in token.starts)

    def _is_surface(self, match: Match) -> bool:
        return match.entry.elements[0].accepts((self.tokens[match.first].norm,))

    def _inside_actor(self, span: Span) -> bool:
        """Whether a noun is part of an actor's name ("Wagner Group", "Malian Armed Forces")."""
        inside = (a for a in self.actors if a.span.covers(span) and a.span != span)
        return any(a.form == "name" or a.kind == "mission" for a in inside)

    def _nationalities(self, nouns: Sequence[_Noun]) -> Iterator[_Noun]:
        """Demonyms that stand for people: plural ones, and adjectives after a number with no noun behind ("forty
        Chinese arrived")."""
        for actor in self.actors:
            if actor.form not in _PEOPLE_FORMS or any(noun.span.overlaps(actor.span) for noun in nouns):
                continue
            first, last = self._holding(actor.span.start), self._after(actor.span.end)
            nominal = actor.form == "people" and not self._qualifies(first, last, nouns)
            counted = actor.form == "adjective" and self._counted(first, last, nouns)
            if nominal or counted or self._stands_alone(actor, first):
                yield _Noun(first, last, actor.span, "other", "nationality")

    def _qualifies(self, first: int, last: int, nouns: Sequence[_Noun]) -> bool:
        """Whether a demonym stands beside a noun of people as its adjective; with cases it is a noun of its own."""
        if self.pack.setting("cases", "subject"):
            return False
        if self.words.adjectives_after:
            return any(0 <= first - noun.last <= 1 and not self._parts(noun.last, first) for noun in nouns)
        return any(0 <= noun.first - last <= 1 and not self._parts(last, noun.first) for noun in nouns)

    def _parts(self, first: int, last: int) -> bool:
        """Whether something between two places keeps them apart: a mark, a determiner, a partitive."""
        return any(
            not token.is_word or token.norm in self.words.determiners or token.norm in self.words.partitive
            for token in self.tokens[first:last]
        )

    def _counted(self, first: int, last: int, nouns: Sequence[_Noun]) -> bool:
        before = self.tokens[first - 1].end if first else -1
        after = self.tokens[last] if last < len(self.tokens) else None
        closed = (
            after is None
            or (after.kind == "mark" and after.space_before == (after.norm in "-("))
            or after.norm in self.words.partitive
            or after.norm in self.words.determiners
            or last in self.prepositions
            or last in self.parting
            or shares_noun(self.sentence, self.words, self.amounts, last)
        )
        if self.words.things:
            closed = not self.tokens[last - 1].norm.endswith(self.words.things)
        return closed and any(amount.span.end == before for amount in self.amounts)

    def _stands_alone(self, actor: ActorLike, first: int) -> bool:
        """Whether a plural demonym without an article stands where a noun begins: behind a verb or a particle."""
        token, before = self.tokens[first], self.tokens[first - 1]
        if actor.form != "adjective" or first == 0 or actor.span.start > token.start:
            return False
        if not token.norm.endswith(self.words.plurals or ("\0",)) or first - 1 in self.starting:
            return False
        opens = before.norm in self.words.conjunctions or first - 1 in self.prepositions or first - 1 in self.verbs
        return opens and self.words.modifiers.isdisjoint(before.forms)

    def _holding(self, offset: int) -> int:
        return self.sentence.holding(offset)

    def _after(self, offset: int) -> int:
        return self.sentence.first_from(offset)

    def _mention(self, noun: _Noun, amount: Amount | None) -> PeopleMention:
        first, last = self._widen(noun)
        span = Span(min(noun.span.start, self._left(first, noun)), self.tokens[last - 1].end)
        if amount is not None:
            span = span.joined(amount.span)
        nationality = self._nationality(first, last, noun)
        casualty = noun.form == "killed" or self._near_casualty(first, last)
        form = "person" if noun.form == "killed" else noun.form
        low, high = (amount.low, amount.high) if amount is not None else (None, None)
        role = self._role(noun.role, nationality, first, last)
        return PeopleMention(span, noun.span, role, low, high, form, amount, nationality, casualty)

    def _left(self, first: int, noun: _Noun) -> int:
        return noun.span.start if first == noun.first else self.tokens[first].start

    def _widen(self, noun: _Noun) -> tuple[int, int]:
        """Tokens of the mention: adjectives and nationality beside the noun, "of" its force behind it."""
        first, last = noun.first, noun.last
        while first > 0 and self._belongs(first - 1, before=True):
            first -= 1
        while last < len(self.tokens) and self._belongs(last, before=False):
            last += 1
        of = last
        links = self.words.partitive | self.words.determiners
        while of < len(self.tokens) and self.tokens[of].norm in links:
            of += 1
        if last < of < len(self.tokens):
            for actor in self.actors:
                if self._holding(actor.span.start) != of or self._is_left(actor, first, noun):
                    continue
                if not self.sentence.marks_owner(self._after(actor.span.end)):
                    return first, max(last, self._after(actor.span.end))
        return first, last

    def _is_left(self, actor: ActorLike, first: int, noun: _Noun) -> bool:
        """Whether an actor behind a noun is not whose people they are: "their troops from Niger" says whose already."""
        owned = any(token.norm in self.words.possessives for token in self.tokens[max(first - 1, 0) : noun.first])
        country = actor.form == "name" and len(actor.id) == _COUNTRY
        return actor.form == "people" or (owned and country and actor.span.start >= noun.span.end)

    def _belongs(self, index: int, *, before: bool) -> bool:
        token = self.tokens[index]
        if token.is_word and any(form in self.words.modifiers for form in token.forms):
            return before != self.words.adjectives_after or token.norm in self.words.modifiers
        if before and token.is_word and token.norm in self.words.determiners:
            return True
        return (before or self.words.adjectives_after) and any(
            actor.form in ("adjective", "people") and actor.span.start <= token.end - 1 < actor.span.end
            for actor in self.actors
        )

    def _nationality(self, first: int, last: int, noun: _Noun) -> ActorLike | None:
        """The actor inside a mention, or the force right behind its noun."""
        end = self.tokens[min(last + _REACH, len(self.tokens)) - 1].end
        start = self.tokens[max(first - 1, 0)].start
        near = [a for a in self.actors if start <= a.span.start and a.span.end <= end and not a.span.covers(noun.span)]
        near = [a for a in near if a.form == "people" or not self._is_left(a, first, noun)]
        own = [a for a in self.actors if a.span == noun.span]
        return next(iter([*own, *sorted(near, key=lambda a: abs(a.span.start - noun.span.start))]), None)

    def _near_casualty(self, first: int, last: int) -> bool:
        around = self.tokens[max(first - _REACH, 0) : last + _REACH]
        return bool(self.words.casualties) and any(
            form.startswith(self.words.casualties) for token in around if token.is_word for form in token.forms
        )

    def _role(self, role: Role, nationality: ActorLike | None, first: int, last: int) -> Role:
        """A noun's role, or mercenary where the force they belong to is one of mercenaries."""
        force = nationality.id if nationality is not None else ""
        if role in ("soldier", "other") and force in self.words.mercenary_forces:
            return "mercenary"
        return role

    def _counts_something(self, amount: Amount) -> bool:
        """Whether an amount counts what the words around it name: a noun that follows it, a name that it numbers."""
        if amount.low == amount.high == 1:
            return True
        first, last = self._holding(amount.span.start), self._after(amount.span.end)
        if last in self.joints.links and self.joints.links[last].get("needs") == "noun":
            return True  # the members of a union: "the 16-member bloc"
        before = self.tokens[first - 1] if first else None
        if self.pack.cased and first > 1 and before is not None and before.is_word and before.upper:
            return True
        if last >= len(self.tokens) or not self.tokens[last].is_word:
            return False
        if self._moves(amount, last):
            return False
        if self._is_part(last):
            return True
        others = (self.tokens[last].norm, self.tokens[first].norm, before.norm if before else "")
        return last not in self.prepositions and self.words.modifiers.isdisjoint(others)

    def _joins(self, amount: Amount, mentions: Sequence[PeopleMention]) -> bool:
        """Whether "and" leads from a number to a group whose noun both have: "lend 500 and 1,040 men"."""
        index = self._after(amount.span.end)
        joined = index < len(self.tokens) and self.tokens[index].norm in self.words.joiners
        return joined and any(m.amount and self._holding(m.amount.span.start) == index + 1 for m in mentions)

    def _is_part(self, index: int) -> bool:
        """Whether "of" and another number follow that counts no people: "two of the seven positions"."""
        if self.tokens[index].norm not in self.words.partitive:
            return False
        while index < len(self.tokens) and self.tokens[index].norm in self.words.partitive | self.words.determiners:
            index += 1
        whole = next((self._after(a.span.end) for a in self.amounts if self._holding(a.span.start) == index), None)
        return whole is not None and whole < len(self.tokens) and whole not in self.starting

    def _moves(self, amount: Amount, index: int) -> bool:
        """Whether a number is the subject of a verb of leaving or arriving, and people were counted before: "of the 40
        men 12 left".
        """
        before = [m for m in self.earlier[-1:] if m.amount] or [
            m for m in self.counted if m.span.end <= amount.span.start
        ]
        if not before or any(thing.start < amount.span.start for thing in self.things):
            return False
        if self.tokens[index].norm in self.words.auxiliaries:
            index += 1
        if index in self.parting and index not in self.prepositions:  # "1,500 have already been sent"
            return True
        moving = (m for m in self.verbs.get(index, ()) if m.get("frame") in _MOVES and m.get("voice") == "active")
        return index not in self.starting and any(m.get("type") in _LEAVING for m in moving)

    def _bare(self, amounts: Sequence[Amount], mentions: Sequence[PeopleMention]) -> Iterator[PeopleMention]:
        """Numbers that count people whose noun is left out: "another 300", "about 5,700"."""
        counted = set(self.things.values())
        for amount in amounts:
            other = amount.rule == "former" or (amount.low or 0) >= _CROWD
            named = any(thing.covers(amount.span) for thing in self.things)
            counts = self._counts_something(amount) and not self._joins(amount, mentions)
            if amount in counted or named or other or counts:
                continue
            before = [mention for mention in mentions if mention.span.start < amount.span.start]
            model = _lender(before) or _lender(self.earlier) or _lender(mentions[:1])
            if model is None and self.things:
                continue  # "24 jets, with options for 12 more"
            if not before and any(own and thing.end <= amount.span.start for thing, own in self.things.items()):
                continue  # "Qatar (36 jets) and India (36)"
            role: Role = model.role if model is not None else "soldier"
            mention = PeopleMention(amount.span, amount.span, role, amount.low, amount.high, "bare", amount)
            yield replace(mention, nationality=model.nationality if model is not None else None)


def _lender(mentions: Sequence[PeopleMention]) -> PeopleMention | None:
    """The last group that is meant to act: counted, or of a role that is no speaker's as experts and officers are."""
    lenders = [m for m in mentions if m.form in _LENDING and (m.amount or m.role not in ("expert", "other"))]
    return lenders[-1] if lenders else None


# Frames and types of the verbs by which people come and go.
_MOVES = ("arrive", "leave")
_LEAVING = ("deployment", "withdrawal")
_VOICES = ("active", "passive")
_APPOSING = (",", "-", "(", ":")
_LENDING = ("person", "group", "generic", "nationality")
_SINGLE = {"person", "rank"}
_PEOPLE_FORMS = ("adjective", "people")
