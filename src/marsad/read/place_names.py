"""Place names and place words on the tokens of a sentence, before anything is decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.knowledge.places import Places
from marsad.language.lexicon import Row
from marsad.language.pack import Pack
from marsad.read.segment import Sentence
from marsad.text import Token, split_words

# A name has at most this many tokens, hyphens and apostrophes among them.
_LONGEST = 9
# Lexicons of a pack whose single words are no names.
_OTHER_LEXICONS = ("triggers", "factuality", "attribution", "speakers", "people", "numbers", "quantifiers")
# So many different words are remembered with their forms in names.
_MOST_WORDS = 50_000
_JOINERS = frozenset({"-", "'", '"'})
# Place words before which a name may stand as an adjective; those that are larger than the town.
_AROUND = frozenset({"region", "district"})
_DESCRIBED = _AROUND | {"base", "airport", "port", "camp", "crossing"}


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A place word of the pack on tokens ``[first, last)``; without glued particles it begins at ``start``."""

    first: int
    last: int
    start: int
    kind: str
    side: str


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name on tokens ``[first, last)`` that begins at ``start``, with its lookup keys, the likeliest first.

    ``described`` is the place word that a name is the adjective of: the Gdańsk port.
    """

    first: int
    last: int
    start: int
    keys: tuple[str, ...]
    described: PlaceWord | None = None


class PlaceVocabulary:
    """What a pack says of places (``places.tsv``, ``prepositions.tsv``, ``[places]``), in the form the finder uses."""

    def __init__(self, pack: Pack) -> None:
        rows = pack.rows("places")
        self.lexicon = pack.shelf.add(row for row in rows if row["side"])
        self.prepositions = pack.lexicon("prepositions")
        self.glued = glued_relations(pack)
        self.article = str(pack.setting("places", "article", default=""))
        self.linkers = frozenset(split_words(" ".join(pack.setting("places", "linkers", default=()))))
        self.inflected = bool(pack.setting("places", "inflected", default=False))
        self.surnames = _names_of_kind(rows, "surname")
        self.everyday = _names_of_kind(rows, "everyday") | self.surnames | _common_words(pack)
        pairs = pack.setting("places", "endings", default=())
        self.endings = [("".join(split_words(old)), "".join(split_words(new))) for old, new in pairs]
        pairs = pack.setting("places", "adjectives", default=())
        self.adjectives = [("".join(split_words(old)), "".join(split_words(new))) for old, new in pairs]
        self.forms_in_names = lru_cache(maxsize=_MOST_WORDS)(self._forms_in_names)

    def _forms_in_names(self, forms: tuple[str, ...]) -> list[str]:
        """The forms under which a word may stand in a name: as written, in the dictionary, with another ending."""
        norm = forms[0]
        found = dict.fromkeys(forms if self.inflected else (norm,))
        for old, new in self.endings:
            if norm.endswith(old) and len(norm) - len(old) > 1:
                found.setdefault(norm[: len(norm) - len(old)] + new)
        return list(found)

    def names_described(self, token: Token) -> list[str]:
        """The names that a word may be the adjective of (``[places] adjectives``)."""
        found: dict[str, None] = {}
        for form in self.forms_in_names(token.forms):
            for old, new in self.adjectives:
                if form.endswith(old) and len(form) - len(old) > 1:
                    found.setdefault(form[: len(form) - len(old)] + new)
        return list(found)


def _names_of_kind(rows: Iterable[Row], kind: str) -> frozenset[str]:
    """The names of the rows of one kind, as they are looked up."""
    names = (name for row in rows if row["kind"] == kind for name in row["pattern"].split("|"))
    return frozenset(" ".join(split_words(name)) for name in names)


def _common_words(pack: Pack) -> frozenset[str]:
    """Single words that mean something else to the pack: verbs, people, numbers, months are no villages."""
    entries = [entry for name in _OTHER_LEXICONS for entry in pack.lexicon(name).entries]
    return frozenset(word for entry in entries if len(entry.elements) == 1 for word in entry.elements[0].literals)


@cache
def place_vocabulary(pack: Pack) -> PlaceVocabulary:
    """The vocabulary of a pack, read once."""
    return PlaceVocabulary(pack)


@cache
def glued_relations(pack: Pack) -> Mapping[str, str]:
    """The labels of the pack's prepositions of one word."""
    found: dict[str, str] = {}
    for entry in pack.lexicon("prepositions").entries:
        for literal in entry.elements[0].literals if len(entry.elements) == 1 else ():
            found.setdefault(literal, entry.get("relation"))
    return found


def find_words(sentence: Sentence, vocabulary: PlaceVocabulary, pack: Pack) -> list[PlaceWord]:
    """Every place word of a sentence, overlapping ones included.

    In a script without capitals a word that points back stands as the pack writes it, particles aside: forms without
    their ending would be adjectives ("the western").
    """
    words = []
    for match in sentence.scan(pack).matches(vocabulary.lexicon):
        token = sentence.tokens[match.first]
        if not token.is_word:
            continue
        side, accepts = match.get("side"), match.entry.elements[0].accepts
        if side == "anaphor" and _goes_on_hyphened(sentence.tokens, match.last):
            continue
        form, start = next(pair for pair in zip(token.forms, token.starts, strict=True) if accepts((pair[0],)))
        if side != "anaphor" or pack.cased or token.norm.endswith(form):
            words.append(PlaceWord(match.first, match.last, start, match.get("kind"), side))
    return words


def find_adjectives(
    tokens: Sequence[Token],
    words: Sequence[PlaceWord],
    names: Sequence[PlaceName],
    vocabulary: PlaceVocabulary,
    places: Places,
) -> list[PlaceName]:
    """Names that stand as adjectives before a place word ("the Odesan port"), where no other name holds the word.

    A region or district is one of its town's name, or the town's own surroundings.
    """
    found: list[PlaceName] = []
    taken = {index for name in names for index in range(name.first, name.last)}
    for word in words if vocabulary.adjectives else ():
        last = word.first
        if word.kind not in _DESCRIBED or last < 1 or last - 1 in taken or not tokens[last - 1].is_word:
            continue
        if not taken.isdisjoint(range(word.last, word.last + 2)):
            continue  # a name of its own follows: "the Saratov airfield Engels"
        first, parts = last - 1, list[str]()
        while first > 1 and _goes_on_hyphened(tokens, first - 1) and tokens[first - 2].is_word:
            first -= 2
            parts.insert(0, tokens[first].norm)
        keys = [" ".join((*parts, key)) for key in vocabulary.names_described(tokens[last - 1])]
        if word.kind in _AROUND:
            if not tokens[first].upper:
                continue
            kinds = [form for token in tokens[word.first : word.last] for form in token.forms]
            keys = [f"{kind} {key}" for key in keys for kind in dict.fromkeys(kinds)] + keys
        keys = [key for key in keys if places.probe(key)[0]]
        if keys:
            taken.update(range(first, last))
            found.append(PlaceName(first, last, tokens[first].start, tuple(dict.fromkeys(keys)), word))
    return found


def _goes_on_hyphened(tokens: Sequence[Token], index: int) -> bool:
    """Whether a hyphen joins the word before ``index`` to another: a carrier of aircraft is no port."""
    if index + 1 >= len(tokens) or tokens[index].norm != "-":
        return False
    return not tokens[index].space_before and not tokens[index + 1].space_before


def sound_forms(token: Token, cased: bool) -> list[tuple[str, int]]:
    """The forms of a token that may sound like a name, with where each begins: without particles, and as it stands."""
    forms = zip(token.forms, token.starts, strict=True)
    if cased:
        return [(form, token.start) for form, _ in forms]
    plain = [(f, s) for f, s in forms if token.norm.endswith(f) and len(token.norm) - len(f) == s - token.start]
    return sorted(plain, key=lambda pair: len(pair[0]))


class NameFinder:
    """Finds names of a table on the tokens of one sentence."""

    def __init__(
        self,
        tokens: Sequence[Token],
        words: Sequence[PlaceWord],
        vocabulary: PlaceVocabulary,
        places: Places,
        cased: bool,
    ) -> None:
        self._tokens = tokens
        self._word_starts = {word.first for word in words}
        self._noun_starts = {word.first for word in words if word.side != "anaphor"}
        # "the north" opens a listed name ("north of Mali") behind its article
        self._noun_starts |= {i for word in words if word.kind == "direction" for i in range(word.first, word.last)}
        self._vocabulary = vocabulary
        self._probe = places.probe
        self._cased = cased

    def find(self) -> list[PlaceName]:
        """Names from left to right, the longest at each place; a place word alone is none."""
        names, index = [], 0
        while index < len(self._tokens):
            name = self._longest(index) if self._may_begin(index) else None
            if name is not None and not (name.last == index + 1 and index in self._word_starts):
                names.append(name)
                index = name.last
            else:
                index += 1
        return names

    def _may_begin(self, index: int) -> bool:
        token = self._tokens[index]
        if not token.is_word or (self._cased and not token.upper and index not in self._noun_starts):
            return False
        return len(token.norm) > 1 or (index + 1 < len(self._tokens) and self._tokens[index + 1].norm == "'")

    def _longest(self, index: int) -> PlaceName | None:
        last, keys, begin = index, list[str](), 0
        for form, start in self._first_forms(self._tokens[index]):
            known, longer = self._probe(form)
            if longer:
                end, found = self._extend(index, index + 1, form)
                if found and end >= last:
                    keys, begin = (keys + found, begin) if end == last else (found, start)
                    last = end
            if known and last <= index + 1:
                keys.append(form)
                last, begin = index + 1, begin if len(keys) > 1 else start
        return PlaceName(index, last, begin, tuple(dict.fromkeys(keys))) if keys else None

    def _extend(self, first: int, index: int, key: str) -> tuple[int, list[str]]:
        """Where the longest names that go on after ``key`` from token ``index`` end, and their keys."""
        at = index
        if at < len(self._tokens) and self._tokens[at].norm in _JOINERS:
            at += 1
        if at >= len(self._tokens) or at - first >= _LONGEST or self._tokens[at].kind not in ("word", "number"):
            return index, []
        last, keys = index, list[str]()
        for form in self._later_forms(self._tokens[at]):
            longer_key = f"{key} {form}"
            known, longer = self._probe(longer_key)
            end, found = self._extend(first, at + 1, longer_key) if longer else (at, [])
            if not found and known:
                end, found = at + 1, [longer_key]
            if found and end >= last:
                keys = keys + found if end == last else found
                last = end
        return last, keys

    def _first_forms(self, token: Token) -> list[tuple[str, int]]:
        """Forms under which a name may begin, with where it begins.

        Particles may be taken off its front, but no letters off its end other than by the pack's ``[places]`` endings:
        a word that only resembles a name is none.
        """
        if self._cased:
            return [(form, token.start) for form in self._later_forms(token)]
        found = {token.norm: token.start}
        article = self._vocabulary.article
        for form, start in zip(token.forms[1:], token.starts[1:], strict=True):
            if start > token.start and len(form) > 2 and token.norm.endswith(form):
                if len(token.norm) - len(form) == start - token.start:
                    found.setdefault(form, start)
                if article and not form.startswith(article):
                    found.setdefault(article + form, start)
        return list(found.items())

    def _later_forms(self, token: Token) -> list[str]:
        return self._vocabulary.forms_in_names(token.forms) if self._cased else [token.norm]
