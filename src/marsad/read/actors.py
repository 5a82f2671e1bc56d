"""Find the actors of a sentence: states by name, nationality word and capital, forces, groups, firms, missions,
offices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.knowledge.actors import ActorTable, load_actors, owner_of
from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.actor_index import ActorIndex, Named, load_index
from marsad.read.counting import read_counting
from marsad.read.forces import ActorWords, Head, OwnedForce, OwnerFinder, find_unit, named_operation, read_words
from marsad.read.noncounts import names_noun
from marsad.read.segment import Sentence
from marsad.text import Token, fold

# Kinds that speak but never act; they are for attribution to find.
_SPEAKERS = frozenset({"media", "think_tank"})
# Lexicons whose words are nouns that a nationality may describe, and the fewest letters of one.
_NOUNS = ("people", "heads", "triggers")
_SHORTEST_NOUN = 4
# An acronym of several forces means that of a state which the document names this often beside the state named most.
_NAMED_PART = 4
# So many characters at most part a name from the state it is in: a preposition and an article.
_NEAR_STATE = 12


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name an actor.

    ``id`` is an ISO code or a slug, empty where the words point back ("the army", "his country") and nothing says to
    whom; ``form`` is how they name it: name, adjective, people ("the Russians"), capital, leader ("Putin"), force or
    anaphor. ``state`` is the state it belongs to and ``owner`` the party, which may be a union. ``head`` is the kind of
    force or office (``army``), ``inside`` tells of a word within another mention ("Malian" in "the Malian army"),
    ``other`` is a second actor that the words may mean, and ``sharing`` are those that bear an acronym common to the
    forces of several states, until ``settle_actors`` has seen the document.
    """

    span: Span
    id: str
    kind: str
    form: str
    state: str | None = None
    party: bool = False
    unit: bool = False
    owner: str | None = None
    head: str = ""
    inside: bool = False
    other: str | None = None
    rule: str = "table"
    sharing: tuple[str, ...] = ()


def find_actors(sentence: Sentence, pack: Pack) -> list[ActorMention]:
    """All actors of a sentence by their place in it; mentions inside others follow these.

    Words that point back have an empty ``id``; ``force_meant`` says what they mean for a party.
    """
    return _Finder(sentence, pack).find()


class _Finder:
    def __init__(self, sentence: Sentence, pack: Pack) -> None:
        self._sentence, self._tokens = sentence, (tokens := sentence.tokens)
        self._pack = pack
        self._table: ActorTable = load_actors()
        self._index: ActorIndex = load_index(pack)
        self._words: ActorWords = read_words(sentence, pack)
        self._article = pack.setting("places", "article", default="")
        self._describing = frozenset(pack.setting("actors", "describing", default=[]))
        self._ordinals = frozenset(fold(ending) for ending in pack.setting("actors", "ordinals", default=[]))
        self._lemmas = pack.setting("forms", "method") == "lemmas"
        self._accusative = fold(pack.setting("actors", "accusative", default=""))
        self._scan = sentence.scan(pack)
        named = self._index.find(tokens, self._words.context)
        self._named = [agreed for n in named if (agreed := self._in_agreement(n)) is not None]

    def find(self) -> list[ActorMention]:
        named = [mention for n in self._named for mention in self._mentions_of(n)]
        forces = [force for force in self._patterns() if not self._describes(force)]
        freed = [mention.span for mention in named if self._describes(mention)]
        named = [replace(m, inside=m.inside and not any(span.covers(m.span) for span in freed)) for m in named]
        named = [m for m in named if m.span not in freed and not self._replaced(m, forces)]
        found = [self._inside(mention, forces) for mention in named]
        return sorted([*found, *forces], key=lambda m: (m.span.start, -m.span.end))

    def _describes(self, mention: ActorMention) -> bool:
        """Whether a force's last word only describes the noun behind it ("Malian military aircraft")."""
        index = next((i for i, token in enumerate(self._tokens) if token.end == mention.span.end), None)
        if mention.form != "force" or index is None or self._tokens[index].norm not in self._describing:
            return False
        things = self._scan.starting(self._pack.lexicon("heads")).get(index + 1, ())
        return any(names_noun(match) for match in things)

    @staticmethod
    def _inside(mention: ActorMention, forces: Sequence[ActorMention]) -> ActorMention:
        within = any(force.span.covers(mention.span) for force in forces)
        return replace(mention, inside=True) if within else mention

    @staticmethod
    def _replaced(mention: ActorMention, forces: Sequence[ActorMention]) -> bool:
        """Whether a pattern took the same words (the second army of "the armies of A and B") or a longer unit."""
        return mention.form == "force" and any(f.span.covers(mention.span) and f.span != mention.span for f in forces)

    def _in_agreement(self, named: Named) -> Named | None:
        """A name as its neighbour lets it be read, where an indefinite accusative has an ending of its own.

        A nationality word has that ending only after a word that has it too or after a number: else it is none. A
        state's name that is its nationality word with the ending is that word after a noun that has it.
        """
        ending, token = self._accusative, self._tokens[named.first]
        if not ending or named.last - named.first > 1 or not token.norm.endswith(ending):
            return named
        adjective = self._index.adjective_at(token, ending)
        if adjective is None or adjective.alias.id not in (named.alias.id, named.alias.other):
            return named
        if named.alias.form == "adjective":
            return named if named.first == 0 or self._may_agree(named.first - 1) else None
        free = named.first > 0 and named.start == token.start
        governed = free and self._counts_or_is_accusative(named.first - 1)
        return replace(adjective, first=named.first, last=named.last) if governed else named

    def _may_agree(self, index: int) -> bool:
        token = self._tokens[index]
        return token.norm.endswith(self._accusative) or self._is_number(index)

    def _is_number(self, index: int) -> bool:
        number = self._tokens[index].kind == "number"
        return number or index in self._scan.starting(self._pack.lexicon("numbers"))

    def _counts_or_is_accusative(self, index: int) -> bool:
        """Whether a token is a number, or a noun of the pack with the ending of the accusative."""
        token, ending = self._tokens[index], self._accusative
        if self._is_number(index):
            return True
        if not token.norm.endswith(ending) or len(token.norm) < _SHORTEST_NOUN:
            return False
        bare = {form for form in token.forms if token.norm.endswith(form + ending)}
        matches = (m for name in _NOUNS for m in self._scan.starting(self._pack.lexicon(name)).get(index, ()))
        nouns = (m for m in matches if m.last == index + 1 and m.get("voice") in ("", "noun") and names_noun(m))
        return any(m.entry.elements[0].accepts(tuple(bare)) for m in nouns)

    def _mentions_of(self, named: Named) -> Iterator[ActorMention]:
        alias = named.alias
        span = Span(named.start, named.end)
        if alias.id in self._table.states:
            form = "people" if self._is_people(named) else alias.form
            yield ActorMention(span, alias.id, "state", form, alias.id, owner=alias.id, other=alias.other)
            return
        actor = self._table.actors[alias.id]
        if actor.kind == "none" or actor.kind in _SPEAKERS:
            return
        led = alias.form == "leader"
        how = "leader" if led else "force" if actor.unit else "name"
        yield ActorMention(
            span, actor.slug, actor.kind, how, self._state_of(actor.slug), actor.party, actor.unit and not led,
            actor.slug if actor.party else owner_of(actor.slug), actor.head or "", other=alias.other,
            sharing=self._index.sharing(alias),
        )  # fmt: skip
        free = named.first
        for index in range(named.first, named.last if named.last - named.first > 1 else named.first):
            inner = self._index.longest_at(self._tokens, index, self._words.context, limit=named.last)
            if inner and index >= free:
                free = inner.last
                for mention in self._mentions_of(inner):
                    yield replace(mention, inside=True)

    def _state_of(self, slug: str) -> str | None:
        owner = owner_of(slug)
        return owner if owner in self._table.states else None

    def _is_people(self, named: Named) -> bool:
        """Whether a nationality word stands for its people: "the Russians", "les Russes".

        With articles on adjectives it is a plural whose neighbour has none, with small adjectives a capital inside the
        sentence, else an ending of its own. A language with a word for the people names it in the table.
        """
        if named.alias.form != "adjective" or self._lemmas:
            return False
        token = self._tokens[named.last - 1]
        word = named.alias.words[-1]
        before = self._tokens[named.first - 1] if named.first else None
        if self._article:
            plural = len(token.norm) - token.norm.find(word) - len(word) > 1
            follows = before is not None and before.is_word and _has_article(before, self._article)
            return plural and _has_article(token, self._article) and not follows
        if self._pack.cased and not named.alias.capitalised:
            return token.upper and before is not None and before.kind in ("word", "number")
        return token.norm != word

    def _patterns(self) -> Iterator[ActorMention]:
        states = [n for n in self._named if n.alias.id in self._table.states]
        owners = OwnerFinder(self._tokens, self._words, states, self._pack)
        for parted, behind in self._words.parted:
            yield from self._forces(owners.inside(parted, behind))
        for head in self._words.heads:
            taken = [n for n in self._named if n.first < head.last and head.first < n.last]
            if taken:  # "the Marine Corps" is of another state where its nationality stands beside it
                inside = all(head.first <= n.first and n.last <= head.last for n in taken)
                if inside and head.kind == "force" and all(n.alias.id in self._table.actors for n in taken):
                    yield from (force for force in self._owned(head, owners) if force.id)
                elif head.kind == "force" and len(taken) == 1 and taken[0].last == head.last:
                    yield from self._another_state_s(taken[0], head, owners)
            elif head.kind == "unit":
                yield from self._unit(head)
            elif head.kind == "operation":
                yield from self._operation(head)
            elif head.kind in ("force", "office", "envoy"):
                yield from self._owned(head, owners)
            elif head.kind == "soil":
                yield from self._soil(head, states)
            else:
                yield self._pointing(head)

    def _another_state_s(self, named: Named, head: Head, owners: OwnerFinder) -> Iterator[ActorMention]:
        """A listed force that is another's where a state stands behind its name: "the royal air force of Oman", and not
        "in Oman".
        """
        own = self._state_of(named.alias.id) if named.alias.id in self._table.actors else None
        owning = {fold(word) for word in self._pack.setting("numbers", "partitive", default=())}
        around = head.last in self._words.links and self._tokens[head.last].norm not in owning
        for force in self._owned(head, owners) if own is not None and not around else ():
            if force.id and force.owner != own and force.span.end > named.end:
                yield replace(force, span=Span(named.start, force.span.end))

    def _owned(self, head: Head, owners: OwnerFinder) -> Iterator[ActorMention]:
        found = list(owners.owned(head))
        yield from self._forces(found)
        if not found:
            yield self._pointing(head)

    def _forces(self, found: Iterable[OwnedForce]) -> Iterator[ActorMention]:
        for force in found:
            head = force.head
            iso = force.owner.alias.id
            span = Span(force.start, force.end)
            if id_ := self._table.force_id(iso, head.id):
                unit = head.kind in ("force", "parted")
                kind, form = ("armed_force", "force") if unit else ("office", "name")
                yield ActorMention(
                    span, id_, kind, form, iso, False, unit, iso, head.id, other=force.owner.alias.other, rule="pattern"
                )

    def _soil(self, head: Head, states: Sequence[Named]) -> Iterator[ActorMention]:
        """A state by its land and the nationality word beside it ("Malian soil", "sol malien")."""
        for named in states:
            if named.alias.form == "adjective" and (named.first == head.last or named.last == head.first):
                span = Span(min(head.start, named.start), max(self._tokens[head.last - 1].end, named.end))
                state = named.alias.id
                yield ActorMention(span, state, "state", "name", state, owner=state, rule="soil")
                return

    def _pointing(self, head: Head) -> ActorMention:
        kinds = {"force": "armed_force", "envoy": "office", "country": "state", "group": "armed_group"}
        kind = kinds.get(head.kind, head.kind)
        span = Span(head.start, self._tokens[head.last - 1].end)
        return ActorMention(span, "", kind, "anaphor", head=head.id, rule="pointing")

    def _operation(self, head: Head) -> Iterator[ActorMention]:
        named = named_operation(head, self._tokens)
        if named:
            span = Span(head.start, self._tokens[named[1] - 1].end)
            yield ActorMention(span, named[0], "mission", "force", unit=True, rule="pattern")

    def _unit(self, head: Head) -> Iterator[ActorMention]:
        unit = find_unit(head, self._tokens, self._words, self._table, self._ordinals)
        numbered_behind = unit is not None and unit.first == head.first
        if unit and not (
            numbered_behind and read_counting(self._sentence, self._pack).noncounts.counts_owned(head.last + 1)
        ):
            start = head.start if numbered_behind else self._tokens[unit.first].start
            span = Span(start, self._tokens[unit.last - 1].end)
            state = (
                self._state_of(unit.slug)
                if unit.slug in self._table.actors
                else self._state_beside(unit.first, unit.last)
            )
            yield ActorMention(
                span, unit.slug, "armed_force", "force", state, False, True, state, head.id, rule="number"
            )

    def _state_beside(self, first: int, last: int) -> str | None:
        """The state named in the words of a unit or right beside them."""
        for named in self._named:
            if named.alias.id in self._table.states and named.last >= first and named.first <= last:
                return named.alias.id
        return None


def _has_article(token: Token, article: str) -> bool:
    return any(form.startswith(article) for form in token.forms) or token.norm.startswith(article[1:] * 2)


def force_meant(mention: ActorMention, party: str | None) -> str | None:
    """The id of the force that a bare "the army" means if it is this party's; None for other mentions and parties.

    On the gold such words mean the recipient's force in 63 of 67 claims: ask with the recipient first.
    """
    if mention.id or mention.kind != "armed_force" or not party:
        return None
    return load_actors().force_id(party, mention.head)


def settle_actors(found: Sequence[Sequence[ActorMention]]) -> list[tuple[ActorMention, ...]]:
    """The mentions of a document, sentence by sentence and those of its title, with ambiguous names decided.

    A name that may mean two actors (Congo, عمان) means the one that the document names without doubt more often, and
    the one that the table gives first where it names neither. A family's name ("the EU training mission") means its
    mission in the state named right behind it, else in that which the document names most. An acronym of several
    forces (FDS) means that of the state right behind it, else of that which is named most, if the document
    speaks of it; else it points back as "the army" does.
    """
    table = load_actors()
    sure = Counter(m.state or m.id for mentions in found for m in mentions if not m.other and not m.sharing)
    most = max((count for id_, count in sure.items() if id_ in table.states), default=0)

    def decide(mention: ActorMention, beside: Sequence[ActorMention]) -> ActorMention:
        if mention.sharing:
            return _share(mention, sure, most, _states_behind(mention, beside))
        missions = table.families.get(mention.id)
        if missions:
            hosts = (state for state in _states_behind(mention, beside) if state in missions)
            host = next(hosts, None) or max(missions, key=lambda state: sure[state])
            return replace(mention, id=missions[host], rule="family") if sure[host] else mention
        other = mention.other
        if not other or sure[other] <= sure[mention.state or mention.id]:
            return mention
        id_ = table.force_id(other, mention.head) if mention.head else other
        is_state = other in table.states
        return replace(mention, id=id_ or other, state=other if is_state else None, owner=other, other=None)

    return [tuple(decide(mention, mentions) for mention in mentions) for mentions in found]


def _states_behind(mention: ActorMention, beside: Sequence[ActorMention]) -> list[str]:
    """The states right behind a name, a preposition and an article apart: "the mission in the Congo"."""
    return [a.state for a in beside if a.state and 0 < a.span.start - mention.span.end <= _NEAR_STATE]


def _share(mention: ActorMention, sure: Counter[str], most: int, behind: Sequence[str]) -> ActorMention:
    """An acronym of several forces as that of the state right behind it, of one which the document names, or as words
    that point back.
    """
    table = load_actors()
    slug = max(mention.sharing, key=lambda slug: (owner_of(slug) in behind, sure[owner_of(slug) or ""]))
    state = owner_of(slug)
    actor, named = table.actors[slug], sure[state or ""]
    if not named or (named * _NAMED_PART < most and state not in behind):
        return ActorMention(mention.span, "", actor.kind, "anaphor", head=actor.head or "army", rule="pointing")
    owner = slug if actor.party else state
    return replace(mention, id=slug, state=state, party=actor.party, owner=owner, head=actor.head or "", sharing=())
