"""Find the listed names of actors in a sentence: one pass over its tokens, the longest name at each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple

from marsad.knowledge.actors import ActorTable, Alias, load_actors
from marsad.language.pack import Pack
from marsad.text import Token

# Names of actors in this language also stand in texts of others (Africa Corps); short ones mean too many things there.
_SHARED = "en"
_SHARED_LENGTH = 5
_ENDING_LENGTH = 3
# Dictionary forms share so many letters with the words that they are of, where these have more than _SHORT.
_SHARED_LETTERS, _SHORT = 3, 4
# So many different words are remembered with the names that they begin.
_MOST_WORDS = 50_000
_QUOTE = '"'
_OPENERS = frozenset("\"'(")
_RANK = {"name": 0, "capital": 1, "adjective": 2, "people": 3, "leader": 4}
_INFLECTED = ("adjective", "people")


@dataclass(frozen=True, slots=True)
class Named:
    """Tokens ``[first, last)`` that are a listed name; the words begin at ``start``, after glued particles."""

    first: int
    last: int
    start: int
    end: int
    alias: Alias


class _Entry(NamedTuple):
    alias: Alias
    words: tuple[str, ...]
    articles: tuple[bool, ...]
    state: bool


class ActorIndex:
    """The names of one language by their first word."""

    def __init__(self, pack: Pack, table: ActorTable) -> None:
        self._article = pack.setting("places", "article", default="")
        self._swallowed = self._article[1:] * 2
        self._verbal = tuple(pack.setting("actors", "verb_letters", default=()))
        self._lemmas = pack.setting("forms", "method") == "lemmas"
        self._analyse = pack.analyse
        self._cased = pack.cased
        self._states = table.states
        self._options: dict[str, frozenset[str]] = {}
        self._entries: dict[str, list[_Entry]] = {}
        # Names by the first letters of their first word, whose forms nobody had to know so far.
        self._waiting: dict[str, list[_Entry]] = {}
        self._lock = Lock()
        self._sharing: dict[tuple[str, ...], tuple[str, ...]] = {}
        for alias in table.aliases(pack.code):
            self._add(alias)
        if pack.code != _SHARED:
            for alias in table.aliases(_SHARED):
                if alias.id in table.actors and alias.form != "leader" and self._is_shared(alias, table):
                    self._add(alias)
        self._opened_by = lru_cache(maxsize=_MOST_WORDS)(self._find_opened)
        self._admit("")

    @staticmethod
    def _is_shared(alias: Alias, table: ActorTable) -> bool:
        long = len(alias.words) > 1 or len(alias.words[0]) >= _SHARED_LENGTH
        return long and alias.capitalised and not alias.needs_context and table.actors[alias.id].kind != "none"

    def _add(self, alias: Alias) -> None:
        article = self._article
        raw = alias.text.split()
        words, articles = alias.words, (False,) * len(alias.words)
        if article and len(raw) == len(words):
            # On the text itself: a folded word may begin with the letters of the article by chance.
            articles = tuple(w.startswith(article) and len(w) > len(article) + 1 for w in raw)
            words = tuple(w[len(article) :] if has else w for w, has in zip(words, articles, strict=True))
        words = _without_endings(words)
        entry = _Entry(alias, words, articles[: len(words)], alias.id in self._states)
        if self._lemmas and len(words) > 1:
            self._waiting.setdefault(words[0][:_SHARED_LETTERS] if len(words[0]) > _SHORT else "", []).append(entry)
        else:
            self._entries.setdefault(words[0], []).append(entry)
        if alias.common:
            self._sharing[alias.words] = (*self._sharing.get(alias.words, ()), alias.id)

    def _admit(self, letters: str) -> None:
        """Index the names whose first word begins with these letters by all of its forms."""
        for entry in self._waiting.pop(letters, ()):
            for key in self._options_of(entry.words[0]):
                self._entries.setdefault(key, []).append(entry)

    def sharing(self, alias: Alias) -> tuple[str, ...]:
        """The actors that bear an acronym which is common to forces of several states; empty for other names."""
        return self._sharing[alias.words] if alias.common else ()

    def _options_of(self, word: str) -> frozenset[str]:
        """The forms under which a name's word may stand in a text."""
        found = self._options.get(word)
        if found is None:
            forms = self._analyse(word, word)[0] if self._lemmas and word[0].isalpha() else (word,)
            found = self._options[word] = frozenset(forms)
        return found

    def is_state(self, id_: str) -> bool:
        """Whether an actor's id is that of a state."""
        return id_ in self._states

    def longest_at(
        self, tokens: Sequence[Token], index: int, is_context: Sequence[bool], limit: int | None = None
    ) -> Named | None:
        """The longest name that begins at a token; among equals a name goes before a capital and an adjective.

        With a ``limit`` only the names of states that end by this token count.
        """
        best: Named | None = None
        token = tokens[index]
        for place, form, entries in self._opened_by(token.forms):
            start = token.starts[place]
            for entry in entries:
                if limit is not None and not entry.state:
                    continue
                last = self._extent(tokens, index, form, entry)
                if last is None or (limit is not None and last > limit):
                    continue
                if best and (last, -_RANK[entry.alias.form]) <= (best.last, -_RANK[best.alias.form]):
                    continue
                if self._fits(tokens, index, last, entry.alias, is_context):
                    best = Named(index, last, start, tokens[last - 1].end, entry.alias)
        return best

    def describes(self, token: Token) -> bool:
        """Whether a token alone can be a nationality word, whatever else it names: "السعودية"."""
        entries = (entry for _, _, found in self._opened_by(token.forms) for entry in found)
        return any(entry.alias.form == "adjective" and len(entry.words) == 1 for entry in entries)

    def adjective_at(self, token: Token, ending: str) -> Named | None:
        """The nationality word that a token is if its ``ending`` is taken off; its place is for the caller to set."""
        for place, form in enumerate(token.forms):
            if token.norm.endswith(form + ending) and form + ending in token.forms:
                for entry in self._entries.get(form, ()):
                    if entry.alias.form == "adjective" and entry.words == (form,):
                        return Named(0, 1, token.starts[place], token.end, entry.alias)
        return None

    def _find_opened(self, forms: tuple[str, ...]) -> list[tuple[int, str, list[_Entry]]]:
        """The names that a token with these forms may begin, each with the form and its place among them."""
        with self._lock:
            for form in forms if self._waiting else ():
                self._admit(form[:_SHARED_LETTERS])
        return [(place, form, self._entries[form]) for place, form in enumerate(forms) if form in self._entries]

    def _extent(self, tokens: Sequence[Token], index: int, form: str, entry: _Entry) -> int | None:
        """The token before which a name ends that begins at ``index``; None where the text has other words."""
        alias = entry.alias
        if self._cased and alias.capitalised and not tokens[index].upper:
            return None
        inflected = alias.form in _INFLECTED
        if not self._word_fits(tokens[index], form, entry.articles[0], inflected):
            return None
        at = _after_number(tokens, index)
        quoted = False
        for word, article in zip(entry.words[1:], entry.articles[1:], strict=True):
            if at < len(tokens) and tokens[at].norm == _QUOTE != word:
                at, quoted = at + 1, not quoted
            if at >= len(tokens) or not self._accepts(tokens[at], word, article, inflected):
                return None
            at = _after_number(tokens, at)
        return at + 1 if quoted and at < len(tokens) and tokens[at].norm == _QUOTE else at

    def _accepts(self, token: Token, word: str, article: bool, inflected: bool) -> bool:
        if self._lemmas:
            return not self._options_of(word).isdisjoint(token.forms)
        return word in token.forms and self._word_fits(token, word, article, inflected)

    def _word_fits(self, token: Token, form: str, article: bool, inflected: bool) -> bool:
        """A name keeps its ending and its article; a nationality word is inflected; a verb's letters begin neither."""
        if self._verbal and token.norm[: max(token.norm.find(form), 0)].endswith(self._verbal):
            return False
        if inflected or self._lemmas:
            return True
        if not token.norm.endswith(form):
            return False
        if not self._article:
            return form == token.norm
        taken = token.norm[: len(token.norm) - len(form)]
        return taken.endswith((self._article, self._swallowed)) == article

    @staticmethod
    def _fits(tokens: Sequence[Token], first: int, last: int, alias: Alias, is_context: Sequence[bool]) -> bool:
        if not alias.needs_context:
            return True
        if first and tokens[first - 1].norm in _OPENERS:
            return True
        return bool(first and is_context[first - 1]) or (last < len(tokens) and is_context[last])

    def find(self, tokens: Sequence[Token], is_context: Sequence[bool]) -> list[Named]:
        """Names from left to right without overlap, masking entries included."""
        found, index = [], 0
        while index < len(tokens):
            token = tokens[index]
            named = (
                self.longest_at(tokens, index, is_context) if token.kind == "word" or token.kind == "number" else None
            )
            if named:
                found.append(named)
                index = named.last
            else:
                index += 1
        return found


def _without_endings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Ordinals without the ending that is written after a hyphen: ``201 - я база`` is ``201 база``."""
    if "-" not in words:
        return words
    kept: list[str] = []
    index = 0
    while index < len(words):
        kept.append(words[index])
        ending = words[index].isdigit() and words[index + 1 : index + 2] == ("-",) and index + 2 < len(words)
        index += 3 if ending and len(words[index + 2]) <= _ENDING_LENGTH and words[index + 2].isalpha() else 1
    return tuple(kept)


def _after_number(tokens: Sequence[Token], index: int) -> int:
    """The token after a word; an ordinal takes its ending along."""
    if tokens[index].kind == "number" and index + 2 < len(tokens):
        mark, ending = tokens[index + 1], tokens[index + 2]
        if (
            mark.norm == "-"
            and ending.kind == "word"
            and len(ending.norm) <= _ENDING_LENGTH
            and not ending.space_before
        ):
            return index + 3
    return index + 1


@cache
def load_index(pack: Pack) -> ActorIndex:
    """The names of a pack's language, built once."""
    return ActorIndex(pack, load_actors())
