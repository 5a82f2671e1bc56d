"""Who says it: the subject of a verb of saying, before it, behind it, between commas, or understood."""

from __future__ import annotations

from marsad.language.lexicon import Match
from marsad.read.chains import closes_clause, past_addressee, past_day, past_letters
from marsad.read.phrases import LONGEST, RECORDS, Phrase
from marsad.read.speakers import Line

# So many words at most name whoever speaks between two commas and is in no list.
_LONGEST_ASIDE = 7
# Tokens in brackets that part a verb from what is said.
_LONGEST_BRACKET = 8
# How far what is said may stand behind a verb without a subject: "added in remarks that the station X aired that".
_UNSAID = 12


def fits(line: Line, phrase: Phrase | None, needs: str) -> bool:
    if phrase is None:
        return False
    if needs == "record":
        return phrase.kind in RECORDS
    if needs == "observer":
        return phrase.kind not in ("", "official", "military", "rumour")
    return line.can_speak(phrase)


def topic_before_aside(line: Line, match: Match, needs: str) -> Phrase | None:
    """The speaker that opens the clause and is parted from its verb by words between commas ("the letter, dated 2
    May, says"), in packs whose verb comes first.
    """
    close = match.first - 1
    close -= line.has(close, "skip") and line.is_mark(close - 1, ",")
    if not line.grammar.verb_first or not line.is_mark(close, ","):
        return None
    comma = next((i for i in range(close - 1, max(close - _LONGEST_ASIDE, 0), -1) if line.is_mark(i, ",")), 0)
    helped = close - 1
    while helped > 0 and not line.breaks(helped - 1):
        helped -= 1
    if line.has(helped, "aux") and helped < close - 1:
        comma = close  # "had the committee, told": the comma parts no aside
    first = comma
    while first > 0 and not line.breaks(first - 1):
        first -= 1
    phrase = line.read_phrase(first + line.has(first, "aux")) if comma > first else None
    if phrase is None or phrase.last != comma or phrase.first > first + 1 or line.has(comma + 1, "whom"):
        return None
    named = phrase.first in line.states or (phrase.kind and line.heads_at_start(phrase))
    return phrase if named and (needs != "record" or phrase.kind in RECORDS) else None


def unsaid_subject(line: Line, match: Match, needs: str, after_break: bool) -> Phrase | None:
    """A verb without a subject of its own goes on with the speaker before it, in packs that allow that."""
    if not line.grammar.verb_first or needs or not after_break:
        return None
    if not statement_follows(line, match.last, _UNSAID):
        return None
    if line.is_mark(match.first - 1, ","):
        opens = (i for i in range(match.first) if not line.classes[i] & {"contrast", "that"})
        topic = line.read_phrase(next(opens, 0))
        if (
            topic is not None
            and line.breaks(topic.last)
            and ((topic.kind and line.heads_at_start(topic)) or topic.last - topic.first <= 2)
        ):
            return topic
    return Phrase(match.first, match.first + 1, "", line.tokens[match.first].start, "they")


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
    while first > 0 and comma - first < _LONGEST_ASIDE and first not in line.kinds and not line.breaks(first):
        first -= 1
    return line.make_phrase(first, comma) if line.kind_at(first) in RECORDS else None


def statement_follows(line: Line, index: int, within: int = 8) -> bool:
    stop, closed = index + within, index
    for place in range(index, len(line.tokens)):
        if place >= stop or line.is_mark(place, ";."):
            return False
        if line.is_mark(place, "("):  # a date, letters: what stands in brackets is passed over
            ahead = range(place + 1, min(place + _LONGEST_BRACKET, len(line.tokens)))
            closed = next((at + 1 for at in ahead if line.is_mark(at, ")")), place)
            stop += closed - place
        as_said = line.has(place, "as") and place + 1 in line.cues
        if place >= closed and ((line.has(place, "that") and not as_said) or line.is_mark(place, ":")):
            return True
    return False


def stands_after_break(line: Line, index: int) -> bool:
    """Whether the verb opens its clause, its auxiliaries apart."""
    index -= 1
    dated = line.grammar.adjective_endings and line.has(index, "time") and line.is_number(index - 1)
    index -= 2 if dated else 0  # "..., 24 May reports the station X"
    while (
        index >= 0 and (line.classes[index] & {"skip", "aux"} or line.is_mark(index, "'")) and not line.is_name(index)
    ):
        index -= 1
    return (
        index < 0
        or line.breaks(index)
        or (line.is_mark(index, '"') and not line.closes_name(index))
        or line.has(index, "as")
        or (line.has(index, "contrast") and (line.grammar.verb_first or bool(line.grammar.adjective_endings)))
    )


def subject_before(line: Line, match: Match, needs: str) -> Phrase | None:
    phrase = line.subject_before(match.first, 0)
    if phrase is None:
        return None
    if needs in ("record", "speaker", "observer"):
        return phrase if fits(line, phrase, needs) else None
    phrase = line.without_object(phrase)
    if line.opens_as_object(phrase) or _are_given(line, match.last - 1, phrase):
        return None
    if line.can_speak(phrase):
        return phrase
    bare = not line.grammar.cased and phrase.last - phrase.first <= 4 and stands_after_break(line, phrase.first)
    opens = line.has(phrase.first, "det") or bare or line.has(phrase.first - 1, "aux")
    follows = statement_follows(line, match.last) or (
        bare and any(line.has(i, "stop") for i in range(match.last, min(match.last + 6, len(line.tokens))))
    )
    return phrase if opens and phrase.last - phrase.first <= 8 and follows else None


def _are_given(line: Line, verb: int, phrase: Phrase) -> bool:
    """Whether several things stand before a verb of one, whose object they are ("these figures gives + X")."""
    endings = tuple(line.grammar.pack.setting("attribution", "plural_endings", default=()))
    word = line.tokens[phrase.first].span.of(line.text)
    several = word.casefold().endswith(endings or ("\0",)) and not line.grammar.pack.cases(word)  # no noun
    inside = bool(line.grammar.adjective_endings) and not phrase.back and phrase.last <= verb
    return inside and several and line.describes(phrase.first) and not line.is_impersonal(verb)


def subject_after(line: Line, match: Match, needs: str, after_break: bool) -> Phrase | None:
    if not (line.grammar.verb_first or line.grammar.adjective_endings or after_break):
        return None
    start = match.last
    while (line.has(start, "sums") and not line.noun_follows(start)) or (
        line.has(start, "own") and (start not in line.kinds or line.is_given_to(start) or line.is_asking(start))
    ):
        start += 1
    later = line.past_time(start)
    if line.grammar.adjective_endings and line.has(later, "own") and line.is_asking(later):
        start = later + 1
    glued = line.glued_outlet(start) or line.told_outlet(start) or line.told_outlet(later)
    if glued is not None:
        closed = line.grammar.verb_first and glued.last < len(line.tokens) and line.is_mark(glued.last, '"')
        start = glued.last + closed
    elif line.has(start, "outlet"):
        start = line.outlet_end(start)
    if match.get("effect") == "says" and not needs:
        start = past_addressee(line, start)
    start = line.past_stage(past_day(line, start))
    phrase = line.read_phrase(_past_manner(line, start))
    if phrase is None:
        return _parted_subject(line, start, needs)
    led = (
        needs != "record"
        and not line.is_impersonal(match.last - 1)
        and any(
            line.has(i, "at")
            and not any(line.has(at, "time") or line.is_number(at) for at in range(i + 1, phrase.first))
            for i in range(start, phrase.first)
        )
    )
    if line.grammar.adjective_endings and led:
        return _parted_subject(line, start, needs)  # "said to the press in Abidjan": the place does not speak
    if line.is_number(phrase.first + line.has(phrase.first, "prep")) and (
        line.has(phrase.first, "prep") or needs == "clause"
    ):
        return None  # "speaks of 300 men", "the camp holds 300 men": what is spoken of
    if line.grammar.verb_first:
        if _is_oblique(line, phrase):
            return None
        opens = phrase.first + line.is_mark(phrase.first, '"')
        quoted = needs == "clause" and line.is_quoted_name(phrase)
        if needs in ("record", "clause") and not (phrase.back or quoted or opens in line.kinds):
            return None  # "the experience of the corps showed": what opens the phrase does not speak
        if needs == "told":
            phrase = line.without_told(phrase)
        relayed = needs == "relays" and line.has(phrase.last, "from")
        named = not phrase.kind and (needs in ("", "told") or relayed)
        bare = named and _is_bare_name(line, phrase, after_break and match.first > 0)
        return phrase if bare or fits(line, phrase, needs) else None
    aside = match.first > 0 and line.is_mark(match.first - 1, ",") and closes_clause(line, phrase.last, strict=True)
    if (
        needs == "told"
        or (needs == "object" and not aside)  # "..., accuse Kiev." at a sentence's end has its subject there
        or not fits(line, phrase, needs)
        or not (phrase.back or line.heads_at_start(phrase))
        or line.disagrees(match.first, phrase)
        or (needs in ("observer", "record", "speaker") and line.has(start, "at"))
    ):
        return _aside_subject(line, match, phrase, needs)
    behind = past_letters(line, phrase.last)
    goes_on = any(line.has(behind, kind) for kind in ("stop", "cut", "relative", "contrast"))
    ends = (goes_on and match.first > 0 and after_break) or closes_clause(line, phrase.last)
    ends = ends or statement_follows(line, phrase.last) or line.leads_to_outlet(phrase.last)
    noted = behind in line.cues and line.cues[behind].get("cue") == "according"  # "said X + in a statement"
    ends = ends or line.has(phrase.last, "words") or (noted and bool(line.grammar.adjective_endings))
    return line.with_office(phrase) if ends else None


def _past_manner(line: Line, start: int) -> int:
    """Behind words between commas that tell how or when it is said (", on condition of anonymity,", ", on 3 May,"),
    else ``start``.
    """
    start = line.past_time(start) if line.grammar.cased and line.is_mark(line.past_time(start), ",") else start
    if not line.is_mark(start, ","):
        return start
    end = _past_aside(line, start)
    if line.grammar.cased and not line.grammar.adjective_endings and line.has(start + 1, "at") and end > start:
        return end  # "said, in Bamako, the minister"
    dated = line.grammar.cased and any(line.has(i, "time") for i in range(start + 1, end))
    dated = dated and all(_tells_day(line, i) for i in range(start + 1, end - 1))
    return end if line.has(start + 1, "stop") or dated else start


def _tells_day(line: Line, index: int) -> bool:
    small = bool(line.classes[index] & {"time", "det", "prep"}) and not line.is_name(index)
    return small or line.tokens[index].kind == "number" or line.is_mark(index, "'")


def _parted_subject(line: Line, start: int, needs: str) -> Phrase | None:
    """The speaker behind the words that part it from its verb ("said at the opening of the fair director X")."""
    ends = (i for i in range(start, len(line.tokens)) if line.breaks(i) or (i in line.cues and i > start))
    end = next(ends, len(line.tokens))
    led = line.has(start, "prep") or line.opens_occasion(start)
    if not (line.grammar.adjective_endings and led) or end - start > LONGEST:
        return None
    phrase = line.noun_in(start + 1, end)
    return phrase if phrase is not None and phrase.kind and fits(line, phrase, needs) else None


def _aside_subject(line: Line, match: Match, phrase: Phrase | None, needs: str) -> Phrase | None:
    """Whoever stands behind a verb of saying between two commas speaks, whatever noun that is (", say locals,")."""
    if phrase is None or needs not in ("", "clause") or phrase.last - phrase.first > _LONGEST_ASIDE:
        return None
    opened = match.first > 0 and (line.is_mark(match.first - 1, ",") or line.has(match.first - 1, "as"))
    closed = phrase.last >= len(line.tokens) or line.breaks(phrase.last) or line.is_mark(phrase.last, ".")
    small = line.grammar.adjective_endings and line.subject_at(phrase.first, phrase.last)
    return phrase if opened and closed and small else None


def _is_oblique(line: Line, phrase: Phrase) -> bool:
    """Whether a number or a glued preposition opens the phrase, so that it is no subject."""
    word = line.tokens[phrase.first]
    return word.kind == "number" or (not phrase.back and word.norm.startswith(line.grammar.oblique_starts or ("\0",)))


def _is_bare_name(line: Line, phrase: Phrase, closing: bool) -> bool:
    """In a script without capitals: a few words of no known class with a statement behind or, at the end, before
    them.
    """
    if phrase.last - phrase.first > 4:
        return False
    if closing and phrase.last - phrase.first <= 3 and closes_clause(line, phrase.last):
        return True
    if phrase.last >= len(line.tokens):
        return False
    ends = line.classes[phrase.last] & {"that", "stop", "time", "from", "outlet", "own"}
    return bool(ends) or line.is_mark(phrase.last, ":") or statement_follows(line, _past_aside(line, phrase.last), 3)


def _past_aside(line: Line, index: int) -> int:
    """Behind the words between two commas or enclosing dashes that start here; the same place where there are none."""
    if index in line.brackets:
        return min((at + 1 for at in line.brackets if at > index), default=index)
    if not line.is_mark(index, ","):
        return index
    return next((i + 1 for i in range(index + 1, min(index + 9, len(line.tokens))) if line.is_mark(i, ",")), index)
