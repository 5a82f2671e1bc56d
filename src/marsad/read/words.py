"""The words of a sentence as attribution sees them: classes of function words, nouns for those who speak, names.

The classes come from a pack's ``attribution.tsv`` and ``speakers.tsv``; how verbs, adjectives and names look in a
language comes from ``[attribution]`` in its ``pack.toml``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from marsad.language.lexicon import Lexicon, Match, Row
from marsad.language.pack import Pack
from marsad.language.scan import Scan, Surface, write_surface
from marsad.model import Span
from marsad.read.actor_index import load_index
from marsad.read.segment import Sentence
from marsad.text import Token, fold

# Classes that words of several tokens have too, where the first of them stands.
MANY_WORDS = frozenset({"stop", "own", "public", "contrast", "interview", "sums"})
CUES = frozenset({"says", "according", "citing", "quoted", "none"})


@dataclass(frozen=True)
class Grammar:
    """What a pack knows of attribution: cues, function words and nouns for those who speak."""

    pack: Pack
    cues: Lexicon
    words: Lexicon
    speakers: Lexicon
    cased: bool
    glued: bool
    verb_first: bool
    negated_after: bool
    verb_endings: tuple[str, ...]
    finite_endings: tuple[str, ...]
    impersonal_endings: tuple[str, ...]
    adjective_endings: tuple[str, ...]
    plural_endings: tuple[str, ...]
    to_letters: tuple[str, ...]
    oblique_starts: tuple[str, ...]
    participle_endings: tuple[str, ...]
    glued_conjunctions: frozenset[str]
    led_letter: str
    pronoun_endings: tuple[str, ...]
    object_endings: tuple[str, ...]
    article: str
    names: frozenset[str]
    spellings: Mapping[str, frozenset[str]]


@cache
def load_grammar(pack: Pack) -> Grammar:
    """The grammar of attribution that a pack describes."""
    rows = pack.rows("attribution")

    def endings(name: str) -> tuple[str, ...]:
        return tuple(fold(ending) for ending in pack.setting("attribution", name, default=()))

    return Grammar(
        pack=pack,
        cues=pack.shelf.add(row for row in rows if row["cue"] in CUES),
        words=pack.shelf.add(row for row in rows if row["cue"] not in CUES),
        speakers=pack.lexicon("speakers"),
        cased=pack.cased,
        glued=pack.setting("forms", "method") == "clitics",
        verb_first=bool(pack.setting("attribution", "verb_first", default=False)),
        negated_after=bool(pack.setting("attribution", "negated_after", default=False)),
        verb_endings=endings("verb_endings"),
        finite_endings=endings("finite_endings"),
        impersonal_endings=endings("impersonal_endings"),
        adjective_endings=endings("adjective_endings"),
        plural_endings=endings("plural_endings"),
        to_letters=endings("to_letters"),
        oblique_starts=endings("oblique_starts"),
        participle_endings=tuple(pack.setting("attribution", "participle_endings", default=())),
        glued_conjunctions=frozenset(
            fold(word) for word in pack.setting("factuality", "glued_conjunctions", default=())
        ),
        led_letter=fold(pack.setting("attribution", "led_letter", default="")),
        pronoun_endings=endings("pronoun_endings"),
        object_endings=endings("object_endings"),
        article=fold(pack.setting("places", "article", default="")),
        names=frozenset(pack.setting("attribution", "names", default=())),
        spellings=_spellings(rows) if pack.cased else {},
    )


def _spellings(rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    """How the pack's function words are spelled, by what they fold to."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for word in row["pattern"].split("|") if row["cue"] not in CUES else ():
            found[fold(word)].add(word.casefold())
    return {word: frozenset(spelled) for word, spelled in found.items()}


def _plain(token: Token) -> Surface:
    """A token of which only the surface, and what is left of it after a glued particle, is compared."""
    if token.starts[-1] == token.start == max(token.starts):
        return write_surface(token.norm)
    outside = (
        form
        for form, start in zip(token.forms, token.starts, strict=True)
        if start > token.start and token.norm.endswith(form) and len(token.norm) - len(form) == start - token.start
    )
    return Surface((token.norm, *outside))


class Words:
    """A sentence with the classes of its words."""

    def __init__(self, sentence: Sentence, grammar: Grammar, text: str) -> None:
        tokens, scan = sentence.tokens, sentence.scan(grammar.pack)
        self.tokens = tokens
        self.grammar = grammar
        self.text = text
        self.classes: list[set[str]] = [set() for _ in tokens]
        plain = sentence.scan_written(grammar.pack)
        if grammar.glued:
            plain = Scan([_plain(token) for token in tokens], grammar.pack.shelf)
        self.stops: dict[int, int] = {}
        self.hosts: set[int] = set()
        self.pronouns: dict[int, int] = {}  # those of several words ("the latter"): where they begin and end
        for match in plain.matches(grammar.words):
            if not self._is_spelled_so(match):
                continue
            glued = tokens[match.first].norm[: match.start_in(tokens) - tokens[match.first].start]
            if match.get("cue") == "sums" and glued and glued not in grammar.glued_conjunctions:
                continue
            if match.get("cue") == "host":
                self.hosts.add(match.first)
                continue
            if match.get("cue") == "stop" and match.last - match.first > 1:
                self.stops[match.first] = max(match.last, self.stops.get(match.first, 0))
            if match.last - match.first > 1 and match.get("cue") in ("he", "they"):
                self.pronouns[match.first] = match.last
                self.classes[match.last - 1].add(match.get("cue"))
            elif match.last - match.first == 1 or match.get("cue") in MANY_WORDS:
                self.classes[match.first].add(match.get("cue"))
            elif match.get("cue") in ("as", "like"):
                self.classes[match.last - 1].add(match.get("cue"))
        for index, token in enumerate(tokens[1:], start=1):
            if not self.classes[index - 1] and text[token.start : token.end] in grammar.names:
                self.classes[index].clear()
            if grammar.cased and self._is_initial(index):
                self.classes[index].clear()
        self.kinds: dict[int, Match] = {}
        for match in scan.matches(grammar.speakers):
            if not (self._is_participle(match) or self._describes_noun(match)):
                self.kinds.setdefault(match.first, match)
        # Listed nouns are no verbs, whatever else they may be ("secretary" is an imperative too).
        self.nouns = {index for match in self.kinds.values() for index in range(match.first, match.last)}
        self.cues_at = (plain if grammar.verb_first else scan).starting(grammar.cues)
        self.cues: dict[int, Match] = {}
        self.partners = self._pair_quotes()
        self.brackets = self._pair_dashes()
        self.states: dict[int, tuple[int, int]] = {}
        self.capitals: set[int] = set()
        self.leaders: set[int] = set()
        self.nationalities: set[int] = set()
        self.groups: set[int] = set()
        self.group_ends: set[int] = set()
        self.things = scan.starting(grammar.pack.lexicon("heads")) if grammar.verb_first else {}
        self.told: dict[int, tuple[int, int]] = {}
        if not grammar.cased:
            self._find_states()
        self._scan = scan

    def _find_states(self) -> None:
        """In a script without capitals: the states and capitals that may speak, as where they end and their words
        begin, and apart those behind a glued "to"; behind another glued preposition none does.
        """
        index = load_index(self.grammar.pack)
        context = [False] * len(self.tokens)
        accusative = fold(self.grammar.pack.setting("actors", "accusative", default="")) or "\0"
        for first, token in enumerate(self.tokens):
            named = index.longest_at(self.tokens, first, context) if token.kind == "word" else None
            if named is not None and not token.norm.endswith(accusative) and index.describes(token):
                self.nationalities.update(range(first, named.last))
            if named is not None and named.alias.form == "leader":
                self.leaders.update(range(first, named.last))
            if named is not None and named.alias.form == "name" and not index.is_state(named.alias.id):
                self.groups.add(first)
                self.group_ends.add(named.last)
            if named is None or named.alias.form not in ("name", "capital") or not index.is_state(named.alias.id):
                continue
            glued = token.norm[: named.start - token.start]
            if not glued or glued in self.grammar.glued_conjunctions:
                self.states[first] = (named.last, named.start)
                if named.alias.form == "capital":
                    self.capitals.add(first)
            elif glued in self.grammar.to_letters:
                self.told[first] = (named.last, named.start)

    def names_state(self, index: int) -> bool:
        """Whether a state or its capital is named here."""
        actors = load_index(self.grammar.pack)
        named = actors.longest_at(self.tokens, index, [False] * len(self.tokens))
        return named is not None and actors.is_state(named.alias.id)

    def leads_on(self, index: int) -> bool:
        """Whether a glued preposition leads here from a verb to what is given or done ("pledged with" + rifles)."""
        letter, token = self.grammar.led_letter, self.tokens[index]
        if not letter or not token.is_word or not token.norm.startswith(letter) or self.has(index, "inner"):
            return False
        own = self.kinds.get(index)
        if own is not None and token.norm in own.entry.elements[0].literals:
            return False
        inner = tuple(form for form, start in zip(token.forms, token.starts, strict=True) if start > token.start)
        known = (self.grammar.pack.lexicon(name) for name in ("heads", "triggers", "numbers", "people"))
        elements = [m.entry.elements[0] for lexicon in known for m in self._scan.starting(lexicon).get(index, ())]
        return any(element.accepts(inner) and not element.accepts((token.norm,)) for element in elements)

    def turns_back(self, index: int) -> bool:
        """Whether a pronoun glued to the end of this word begins what is said, behind a definite speaker."""
        endings, article = self.grammar.pronoun_endings, self.grammar.article
        if not endings or index == 0 or not self.tokens[index].norm.endswith(endings) or index in self.kinds:
            return False
        if self.classes[index]:
            return False
        return self.tokens[index - 1].norm.startswith(article) and not self.tokens[index].norm.startswith(article)

    def _is_spelled_so(self, match: Match) -> bool:
        """Whether the source spells a word as the pack does, where accents part two words that fold to one."""
        token = self.tokens[match.first]
        if match.last - match.first == 1 and match.get("cue") != "host" and self._is_initialism(match.first):
            return False
        spellings = self.grammar.spellings.get(token.norm, frozenset())
        if match.last - match.first > 1 or len(spellings) < 2:
            return True
        surface = self.text[token.start : token.end].casefold()
        return surface not in spellings or surface in match.get("pattern").split("|")

    def _is_participle(self, match: Match) -> bool:
        """Whether an accent makes a participle of a word that folds to a listed noun without one: "forcé", no force."""
        token = self.tokens[match.first]
        surface = self.text[token.start : token.end].casefold()
        if match.last - match.first > 1 or not surface.endswith(self.grammar.participle_endings or ("\0",)):
            return False
        return all(word.isascii() for word in match.get("pattern").split("|") if fold(word) in token.forms)

    def _is_initial(self, index: int) -> bool:
        """Whether a letter and a full stop stand between a person's names: "Thomas A. Berg"."""
        token, around = self.tokens[index], (index - 1, index + 2)
        if not (token.upper and token.end - token.start == 1 and index + 2 < len(self.tokens)):
            return False
        return self.tokens[index + 1].norm == "." and all(
            self.tokens[i].is_word and self.tokens[i].upper for i in around
        )

    def _describes_noun(self, match: Match) -> bool:
        """Whether a listed word is the adjective of a noun behind it, where nouns have cases: "military" + aid."""
        cases, following = self.grammar.pack.cases, match.last
        if not self.grammar.adjective_endings or match.last - match.first > 1 or following >= len(self.tokens):
            return False
        token, noun = self.tokens[match.first], self.tokens[following]
        attributive = tuple(self.grammar.pack.setting("factuality", "attributive_endings", default=()))
        adjective = token.norm.endswith(attributive or ("\0",)) and not cases(token.span.of(self.text))
        return adjective and noun.is_word and not noun.upper and bool(cases(noun.span.of(self.text)))

    def _is_initialism(self, index: int) -> bool:
        """Whether a word is in capitals among others that are not: "US officials", "a WHO report"."""
        token = self.tokens[index]
        if not self.grammar.cased or token.end - token.start < 2 or not self.text[token.start : token.end].isupper():
            return False
        words = [t for t in self.tokens[max(index - 2, 0) : index + 3] if t.is_word and t is not token]
        return any(not self.text[t.start : t.end].isupper() for t in words)

    def _pair_quotes(self) -> dict[int, int]:
        """Positions of quotation marks that open and close within the sentence, each with its other half."""
        partners: dict[int, int] = {}
        opened: int | None = None
        for index, token in enumerate(self.tokens):
            if token.norm != '"':
                continue
            if opened is None and self.text[token.start] not in "»”":
                opened = index
            elif opened is not None:
                partners[opened], partners[index] = index, opened
                opened = None
        return partners

    def _pair_dashes(self) -> set[int]:
        """Positions of dashes that enclose words as brackets do, written close to them: "X -head of the port- said"."""
        enclosing: set[int] = set()
        opened: int | None = None
        for index, token in enumerate(self.tokens[:-1]):
            after = self.tokens[index + 1]
            if token.norm != "-" or not index:
                continue
            if token.space_before and after.is_word and not after.space_before:
                opened = index
            elif opened is not None and not token.space_before and (after.space_before or not after.is_word):
                enclosing |= {opened, index}
                opened = None
        return enclosing

    def has(self, index: int, name: str) -> bool:
        return 0 <= index < len(self.tokens) and name in self.classes[index]

    def is_mark(self, index: int, marks: str) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "mark" and self.tokens[index].norm in marks

    def is_dash(self, index: int) -> bool:
        """A dash between words, as against a hyphen inside one."""
        if not self.is_mark(index, "-"):
            return False
        if index in self.brackets:
            return True
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return self.tokens[index].space_before and (after is None or after.space_before)

    @property
    def whole(self) -> Span:
        return Span(self.tokens[0].start, self.tokens[-1].end)

    def is_number(self, index: int) -> bool:
        """Whether figures or a number word of more than one stand here."""
        if not 0 <= index < len(self.tokens):
            return False
        words = self._scan.starting(self.grammar.pack.lexicon("numbers")).get(index, ())
        return self.tokens[index].kind == "number" or any(match.get("value") != "1" for match in words)

    def is_verb(self, index: int) -> bool:
        """Whether a word is inflected as a verb, for packs that can tell."""
        if not 0 <= index < len(self.tokens) or self.tokens[index].upper or self.classes[index] or index in self.nouns:
            return False
        return self.is_verb_form(self.tokens[index])

    def may_be_verb(self, index: int) -> bool:
        """Whether a word may be inflected as a verb, whatever else it may be ("stays" are nouns too)."""
        token, endings = self.tokens[index], self.grammar.verb_endings
        return token.is_word and not token.upper and any(form.endswith(endings) for form in token.forms[1:])

    def is_verb_form(self, token: Token) -> bool:
        endings = self.grammar.verb_endings
        return bool(endings) and token.is_word and token.forms[:2][-1].endswith(endings)

    def breaks(self, index: int) -> bool:
        """Whether a clause's own words end before this token: punctuation that is not part of a name."""
        if not 0 <= index < len(self.tokens) or self.tokens[index].kind != "mark":
            return False
        if self.tokens[index].norm in ",;:!?()[]…•■*" or self.is_dash(index):
            return True
        if self.tokens[index].norm == ".":
            if index + 1 == len(self.tokens):
                return True
            short = len(self.tokens[index - 1].norm) == 1 and self.grammar.cased
            return not (self.tokens[index - 1].upper or short or self._in_address(index))
        return False

    def _in_address(self, index: int) -> bool:
        """Whether the full stop here is one inside a site's address: "lynx.net"."""
        before, after = self.tokens[index - 1], self.tokens[index + 1 : index + 2]
        plain = before.is_word and before.norm.isascii() and not self.tokens[index].space_before
        return plain and bool(after) and after[0].is_word and after[0].norm.isascii() and not after[0].space_before

    def is_name(self, index: int) -> bool:
        """A word that can be part of a name by its capital."""
        token = self.tokens[index]
        site = self.is_mark(index + 1, ".") and self._in_address(index + 1)
        if not (token.is_word and (token.upper or site)) or self.classes[index] & {"time", "that", "relative"}:
            return False
        opens = index == 0 or self.breaks(index - 1) or self.is_mark(index - 1, '"')
        return not (opens and self.classes[index])

    def closes_name(self, index: int) -> bool:
        """Whether the quotation mark here ends a name that belongs to the noun before it."""
        opened = self.partners.get(index, index)
        return opened < index <= opened + 7 and opened > 0 and self.tokens[opened - 1].is_word

    def inside_name(self, index: int) -> bool:
        return self.is_mark(index, "-'") and not self.is_dash(index)

    def noun_follows(self, index: int) -> bool:
        following = index + 1 + self.is_mark(index + 1, "'")
        return self.has(index, "det") and following < len(self.tokens) and self.tokens[following].is_word

    def pronoun(self, index: int) -> str:
        return next((name for name in ("he", "it", "they") if self.has(index, name)), "")

    def is_impersonal(self, verb: int) -> bool:
        endings = self.grammar.impersonal_endings
        return bool(endings) and verb < len(self.tokens) and self.tokens[verb].norm.endswith(endings)

    def describes(self, index: int) -> bool:
        token = self.tokens[index]
        return token.is_word and (
            token.norm.endswith(self.grammar.adjective_endings) or self.has(index, "det") or self.is_mark(index, "-")
        )
