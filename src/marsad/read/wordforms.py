"""What the form of a word says of a verb's speaker: participles that describe, objects before their verb, and records
in which things are seen.
"""

from __future__ import annotations

from marsad.language.lexicon import Match
from marsad.read.phrases import RECORDS, Phrase
from marsad.read.speakers import Line

# So many tokens at most from the noun of a film or a document to the comma before what it shows.
_LONGEST_NOUN = 7


def is_described(line: Line, match: Match) -> bool:
    """Whether a verb's participle says what a noun is, where nouns have cases: "machines given over by the envoy"."""
    token, element = line.tokens[match.first], match.entry.elements[0]
    attributive = tuple(line.grammar.pack.setting("factuality", "attributive_endings", default=()))
    listed = element.accepts((token.norm,)) or element.accepts(token.forms[:2])
    return not listed and token.norm.endswith(attributive or ("\0",))


def record_before_relative(line: Line, match: Match, needs: str) -> Phrase | None:
    """The film or the document that shows it in a clause that hangs on it ("a film came out, in which tanks are seen"),
    where nouns have cases.
    """
    relative = match.first - 1
    while relative > match.first - 3 and not (line.breaks(relative) or line.has(relative, "relative")):
        relative -= 1
    comma = relative - 1 - line.has(relative - 1, "prep")
    led = line.has(relative, "relative") and comma < relative - 1 and line.is_mark(comma, ",")
    if needs != "record" or not led or not line.grammar.adjective_endings:
        return None
    first = comma - 1
    while first > 0 and comma - first < _LONGEST_NOUN and first not in line.kinds and not line.breaks(first):
        first -= 1
    return line.make_phrase(first, comma) if line.kind_at(first) in RECORDS else None


def are_given(line: Line, verb: int, phrase: Phrase) -> bool:
    """Whether several things stand before a verb of one, whose object they are ("these figures gives + X")."""
    endings = tuple(line.grammar.pack.setting("attribution", "plural_endings", default=()))
    several = line.tokens[phrase.first].span.of(line.text).casefold().endswith(endings or ("\0",))
    inside = bool(line.grammar.adjective_endings) and not phrase.back and phrase.last <= verb
    return inside and several and line.describes(phrase.first) and not line.is_impersonal(verb)


def belongs_to_topic(line: Line, phrase: Phrase) -> bool:
    """Whether a speaker's noun behind the verb is that of the topic before it ("Japan, said its embassy")."""
    owner = line.grammar.pronoun_endings or ("\0",)
    return phrase.first in line.kinds and line.tokens[phrase.first].norm.endswith(owner)


def has_object(line: Line, match: Match) -> bool:
    """Whether a verb behind a relative pronoun has it for its object ("which X denied"), by the verb's ending."""
    ends = line.grammar.object_endings or ("\0",)
    return line.has(match.first - 1, "whom") and line.tokens[match.last - 1].norm.endswith(ends)
