"""States, armed forces, groups, firms, missions and alliances: who they are, whose they are, and what texts call them.

Three tables hold the facts: ``states.tsv``, ``actors.tsv`` and ``leaders.tsv``, with those who speak and act in public
for a state or a movement, as a text names it by them ("Putin promised"). The forces of every state also have an id by
pattern, the state's nationality word and the kind of force (``malian`` + ``army``), so that no army has to be listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from marsad.errors import PackError
from marsad.language.lexicon import Row, read_table
from marsad.text import split_all, split_words

HERE = Path(__file__).parent
STATES_FILE = HERE / "states.tsv"
ACTORS_FILE = HERE / "actors.tsv"
LEADERS_FILE = HERE / "leaders.tsv"
LANGUAGES = ("en", "fr", "ar", "ru")
STATE_COLUMNS = (
    "iso", "name", "slug", *LANGUAGES, *(f"{code}_adj" for code in LANGUAGES), *(f"{code}_cap" for code in LANGUAGES),
)  # fmt: skip
ACTOR_COLUMNS = ("slug", "name", "kind", "state", "parent", "since", "until", "party", "head", *LANGUAGES, "host")
LEADER_COLUMNS = ("name", "of", *LANGUAGES)
KINDS = (
    "armed_force", "armed_group", "company", "mission", "alliance", "union", "un_body", "ministry", "maker", "media",
    "think_tank", "none",
)  # fmt: skip
# Kinds that can be the force of a claim.
UNIT_KINDS = frozenset({"armed_force", "armed_group", "company", "mission"})
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ALIAS = re.compile(r"(?P<words>[^+?*~]+)(?P<people>\+)?(?P<context>\?)?(?P<common>\*)?(?:~(?P<other>[A-Za-z-]+))?\Z")

AliasForm = Literal["name", "adjective", "capital", "people", "leader"]


@dataclass(frozen=True, slots=True)
class State:
    """A state; ``slug`` begins the ids of its forces."""

    iso: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation; ``parent`` is what it is a part of, ``since`` and ``until`` bound its name and its master.

    ``head`` is the kind of force whose pattern it stands for, the first of several: the Sudanese Armed Forces are the
    ``army`` of ``SD``. ``host`` is the state where a mission of a family works.
    """

    slug: str
    name: str
    kind: str
    state: str | None = None
    parent: str | None = None
    since: str | None = None
    until: str | None = None
    party: bool = False
    head: str | None = None
    host: str | None = None

    @property
    def unit(self) -> bool:
        return self.kind in UNIT_KINDS


class Alias(NamedTuple):
    """One name of an actor: its text and its folded words, what it means and how.

    ``needs_context`` marks an everyday word, ``capitalised`` a name that keeps its capital where a script has them,
    ``other`` the id of a second actor that the words may mean, and ``common`` an acronym that the forces of several
    states bear.
    """

    text: str
    words: tuple[str, ...]
    id: str
    form: AliasForm
    needs_context: bool = False
    capitalised: bool = False
    other: str | None = None
    common: bool = False


@dataclass(frozen=True)
class ActorTable:
    """The tables, indexed. Aliases are cut into words on first use, language by language."""

    states: dict[str, State]
    actors: dict[str, Actor]
    _rows: tuple[list[Row], list[Row], list[Row]] = field(repr=False)
    _heads: dict[tuple[str, str], str] = field(repr=False)

    def aliases(self, language: str) -> list[Alias]:
        """All names of a language; those of states first, the first alias of a cell first."""
        states, actors, leaders = self._rows
        cells: list[tuple[str, str, AliasForm]] = []
        for row in states:
            cells += [
                (row.get(language), row["iso"], "name"),
                (row.get(f"{language}_adj"), row["iso"], "adjective"),
                (row.get(f"{language}_cap"), row["iso"], "capital"),
            ]
        cells += [(row.get(language), row["slug"], "name") for row in actors]
        cells += [(row.get(language), row["of"], "leader") for row in leaders]
        return _read_aliases(cells)

    def force_id(self, iso: str, head: str) -> str | None:
        """The id of a state's force of a kind: ``force_id("ML", "army") == "malian-army"``; None for an unknown
        state.
        """
        state = self.states.get(iso)
        if state is None or not state.slug:
            return None
        return self._heads.get((iso, head)) or f"{state.slug}-{head}"

    @cached_property
    def numbered(self) -> tuple[str, ...]:
        """Slugs of the listed units that bear a number."""
        return tuple(slug for slug in self.actors if slug[0].isdigit())

    @cached_property
    def families(self) -> dict[str, dict[str, str]]:
        """The missions of each family by the state where they work: ``families["eutm"]["ML"] == "eutm-mali"``."""
        found: dict[str, dict[str, str]] = {}
        for actor in self.actors.values():
            if actor.parent and actor.host:
                found.setdefault(actor.parent, {})[actor.host] = actor.slug
        return found


def _read_aliases(cells: Iterable[tuple[str, str, AliasForm]]) -> list[Alias]:
    """The aliases of cells that name an actor in one form each; the words of all are cut at once."""
    marked: list[tuple[str, re.Match[str] | None, str, AliasForm]] = []
    for cell, id_, form in cells:
        for text in cell.split("|") if cell else ():
            match = _ALIAS.match(text) if text[-1] in "+?*" or "~" in text else None
            marked.append((match["words"] if match else text, match, id_, form))
    words = {text: tuple(cut) for text, cut in split_all([text for text, _, _, _ in marked]).items()}
    return [
        Alias(
            text, words[text], id_, "people" if match and match["people"] else form,
            bool(match and match["context"]), text[0].isupper(), match["other"] if match else None,
            bool(match and match["common"]),
        )
        for text, match, id_, form in marked
    ]  # fmt: skip


@cache
def load_actors() -> ActorTable:
    """The tables; raises PackError with file and line for a table that cannot be read."""
    states = read_table(STATES_FILE, STATE_COLUMNS)
    actors = read_table(ACTORS_FILE, ACTOR_COLUMNS)
    heads = {(row["state"], head): row["slug"] for row in actors for head in _heads_of(row)}
    return ActorTable(
        {row["iso"]: State(row["iso"], row["name"], row["slug"]) for row in states},
        {row["slug"]: _read_actor(row) for row in actors},
        (states, actors, read_table(LEADERS_FILE, LEADER_COLUMNS)),
        heads,
    )


def _heads_of(row: Row) -> list[str]:
    return row["head"].split("|") if row["head"] else []


def _read_actor(row: Row) -> Actor:
    return Actor(
        row["slug"], row["name"], row["kind"], row["state"] or None, row["parent"] or None, row["since"] or None,
        row["until"] or None, row["party"] == "yes", next(iter(_heads_of(row)), None),
        row["host"] or None,
    )  # fmt: skip


def actor_name(id_: str) -> str:
    """A name for people: ``actor_name("ML") == "Mali"``, ``actor_name("malian-air-force") == "Malian Air Force"``."""
    table = load_actors()
    if id_ in table.states:
        return table.states[id_].name
    if id_ in table.actors:
        return table.actors[id_].name
    return " ".join(word.upper() if word in ("us", "un", "eu") else word.capitalize() for word in id_.split("-"))


def owner_of(id_: str, *, on: str | None = None) -> str | None:
    """The state or union to which an actor belongs; a state belongs to itself.

    ``on`` is a day (EDTF, ``2024-05`` too): outside the time that the table gives, the actor belongs to nobody.

    >>> owner_of("africa-corps", on="2024-05"), owner_of("africa-corps", on="2019"), owner_of("eutm-mali")
    ('RU', None, 'eu')
    """
    table = load_actors()
    seen: set[str] = set()
    slug: str | None = id_
    while slug and slug not in seen:
        seen.add(slug)
        if slug in table.states:
            return slug
        actor = table.actors.get(slug)
        if actor is None:
            return _owner_by_pattern(table, slug)
        if slug == id_ and on and not _covers(actor, on):
            return None
        if actor.state:
            return actor.state
        if actor.party and slug != id_:
            return slug
        slug = actor.parent
    return None


def _covers(actor: Actor, on: str) -> bool:
    length = len(on)
    return (not actor.since or actor.since[:length] <= on) and (
        not actor.until or on <= f"{actor.until}~"[: max(length, len(actor.until) + 1)]
    )


def _owner_by_pattern(table: ActorTable, slug: str) -> str | None:
    for state in table.states.values():
        if state.slug and slug.startswith(f"{state.slug}-"):
            return state.iso
    return None


def check() -> list[str]:
    """Every fault of the tables as ``file:line: what``; empty if there is none."""
    try:
        table = load_actors()
    except PackError as error:
        return [str(error)]
    states, actors, leaders = table._rows
    found = [*_check_states(states), *_check_actors(actors, table), *_check_leaders(leaders, table)]
    return [*found, *_check_aliases([*states, *actors, *leaders], table)]


def _check_states(rows: Iterable[Row]) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        if not re.fullmatch("[A-Z]{2}", row["iso"]):
            yield f"{row.where}: {row['iso']!r} is no ISO 3166-1 code"
        if row["iso"] in seen:
            yield f"{row.where}: {row['iso']} stands twice"
        seen.add(row["iso"])
        if row["slug"] and not _SLUG.fullmatch(row["slug"]):
            yield f"{row.where}: {row['slug']!r} is no slug (lower-case words with hyphens)"


def _check_actors(rows: Iterable[Row], table: ActorTable) -> Iterator[str]:
    seen: set[str] = set()
    heads: dict[tuple[str, str], str] = {}
    for row in rows:
        slug = row["slug"]
        if not _SLUG.fullmatch(slug):
            yield f"{row.where}: {slug!r} is no slug (lower-case words with hyphens)"
        if slug in seen:
            yield f"{row.where}: {slug} stands twice"
        seen.add(slug)
        if row["kind"] not in KINDS:
            yield f"{row.where}: kind {row['kind']!r} is unknown (one of {', '.join(KINDS)})"
        if row["state"] and row["state"] not in table.states:
            yield f"{row.where}: state {row['state']!r} is not in {STATES_FILE.name}"
        if row["parent"] and row["parent"] not in table.actors:
            yield f"{row.where}: parent {row['parent']!r} is not in {ACTORS_FILE.name}"
        if row["party"] not in ("", "yes"):
            yield f"{row.where}: party is {row['party']!r} (yes or empty)"
        yield from _check_times(row)
        for head in _heads_of(row):
            if (other := heads.setdefault((row["state"], head), slug)) != slug:
                yield f"{row.where}: {slug} and {other} are both the {head} of {row['state']}"


def _check_leaders(rows: Iterable[Row], table: ActorTable) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        if row["of"] not in table.states and row["of"] not in table.actors:
            yield f"{row.where}: {row['of']!r} is in neither {STATES_FILE.name} nor {ACTORS_FILE.name}"
        if row["name"] in seen:
            yield f"{row.where}: {row['name']} stands twice"
        seen.add(row["name"])


def _check_times(row: Row) -> Iterator[str]:
    for column in ("since", "until"):
        if row[column] and not _DATE.fullmatch(row[column]):
            yield f"{row.where}: {column} is {row[column]!r} (YYYY, YYYY-MM or YYYY-MM-DD)"
    if row["since"] and row["until"] and row["since"][:4] > row["until"][:4]:
        yield f"{row.where}: until {row['until']} is before since {row['since']}"


def _check_aliases(rows: Iterable[Row], table: ActorTable) -> Iterator[str]:
    for row in rows:
        for column in row.cells:
            if column.split("_")[0] not in LANGUAGES or not row.get(column):
                continue
            for text in row[column].split("|"):
                match = _ALIAS.match(text)
                if match is None or not split_words(match["words"]):
                    yield f"{row.where}: alias {text!r} of {column} cannot be read (words, then +, ?, * or ~ID)"
                elif match["other"] and match["other"] not in table.states and match["other"] not in table.actors:
                    yield f"{row.where}: alias {text!r} of {column} names an unknown actor"
