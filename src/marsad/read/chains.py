"""Who else stands in the chain of an attribution: whom a source told, whom it cites, who quotes it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from marsad.language.lexicon import Match
from marsad.read.phrases import OUTLETS, RECORDS, Phrase
from marsad.read.speakers import Line

# Tokens of those who are told, where the speaker follows them.
_LONGEST_TOLD = 9
# How many tokens may stand between a speaker and "citing": a date may, where the verb comes first.
_NEAR, _FAR = 6, 12
# How many tokens may stand between an outlet and the comma before who speaks to it: a day, a place.
_ASIDE = 6
# Tokens of a name in brackets, with these: "(Pedro R. Vela)", "(N-VA)".
_LONGEST_SHORT = 7


@dataclass(slots=True)
class Draft:
    """An attribution of one sentence before its scope is known; ``[first, last)`` are its own tokens."""

    first: int
    last: int
    chain: list[Phrase]
    trails: bool
    effect: str
    rule: str
    sums: bool = False
    low: int = 0
    high: int = 0


def opens_clause(line: Line, index: int) -> bool:
    """Whether nothing but joining words stands between this token and the clause's beginning."""
    index -= 1
    while index >= 0 and line.classes[index] & {"contrast", "and", "skip"} and not line.is_name(index):
        index -= 1
    return index < 0 or line.is_mark(index, ";:.—(") or line.is_dash(index)


def closes_clause(line: Line, index: int, *, strict: bool = False) -> bool:
    """Whether nothing of the statement follows: the clause ends here, but for words of time or manner, and what stands
    in brackets for a name: its letters or how it is spelled elsewhere ("the National Council (NC)").
    """
    index = start = past_letters(line, index)
    while index < len(line.tokens) and not strict:
        if index in line.cues and line.cues[index].get("cue") in ("citing", "quoted"):
            return True
        if line.closes_at_place(index):
            return True
        if index in line.stops and line.grammar.adjective_endings:
            index = line.stops[index]
            continue
        if line.grammar.cased and line.has(index, "det") and not line.is_name(index):  # "this 2 July", "this Tuesday"
            day = past_day(line, index)
            day = index + 1 if day == index and line.has(index + 1, "time") else day
            if day > index:
                index = day
                continue
        if not (line.classes[index] & {"time", "stop", "skip"} or line.tokens[index].kind == "number"):
            break
        index += 1
    if index >= len(line.tokens) or line.is_mark(index, ".;!?…)"):
        return True
    if (
        not strict
        and any(line.classes[i] & {"time", "stop"} for i in range(start, index))
        and _ends_in_place(line, index)
    ):
        return True
    return not strict and (line.is_mark(index, ",") or line.is_dash(index))


def _ends_in_place(line: Line, index: int) -> bool:
    """Whether words of place or of those who are told end the clause behind a day: "said the ministry Tuesday in X"."""
    if not line.grammar.cased or line.grammar.adjective_endings:
        return False
    opens = any(line.classes[i] & {"prep", "at", "stop"} for i in range(index - 2, index + 1))
    end = next((i for i in range(index, len(line.tokens)) if line.breaks(i) or line.is_mark(i, ".")), len(line.tokens))
    inside = range(index, end)
    told = any(i in line.cues or line.classes[i] & {"that", "aux"} for i in inside if not line.is_name(i))
    return opens and len(inside) <= _LONGEST_TOLD and not told


def past_letters(line: Line, index: int) -> int:
    """Behind what stands in brackets for a name, its letters, its bearer's party or how it is spelled elsewhere, else
    ``index``.
    """
    behind = range(index + 2, min(index + _LONGEST_SHORT, len(line.tokens))) if line.is_mark(index, "(") else ()
    close = next((at for at in behind if line.is_mark(at, ")")), index)
    inside = range(index + 1, close)
    return close + 1 if inside and all(line.tokens[at].upper or line.is_mark(at, "-.") for at in inside) else index


def past_day(line: Line, start: int) -> int:
    """Behind a day of a month that opens here ("le 3 mai 2024"), a weekday before it included, else ``start``."""
    index = start
    if line.grammar.cased and line.has(index, "det") and line.has(index + 1, "time") and not line.is_name(index + 1):
        index += 1  # "this Tuesday 3 May"
    index += line.has(index, "time")
    index += line.has(index, "det") and not line.has(index, "time")
    if index >= len(line.tokens) or not line.tokens[index].norm[0].isdigit():
        return start
    index += 1
    if not line.has(index, "time"):
        return start
    year = index + 1 < len(line.tokens) and line.tokens[index + 1].norm.isdigit()
    return index + 1 + year


def past_addressee(line: Line, start: int) -> int:
    """Behind those who are told, or where it was said, if a noun follows ("told the agency Z a colonel"), else
    ``start``.
    """
    index = past_day(line, start)
    while line.has(index, "time") and not line.has(index, "addressee"):
        index += 1
    if not line.has(index, "addressee"):
        if not line.grammar.cased or index not in line.stops or line.grammar.adjective_endings:
            return start
        index = line.stops[index] - 1  # "said at a press conference the minister"
        glued = line.has(index, "prep") or line.is_mark(index, "'")
        if line.has(index + 1, "det") and not glued and not line.has(index + 1, "prep"):
            return index + 1
    index += 1
    while line.has(index, "det") or line.is_mark(index, "'"):
        index += 1
    named = line.is_name(index) if index < len(line.tokens) else False
    for place in range(index + 1, min(index + _LONGEST_TOLD, len(line.tokens))):
        if line.breaks(place) or line.has(place, "that"):
            break
        if past_day(line, place) > place:
            return place
        owner = line.has(place, "prep") and not (named and place == index + 1)
        if line.has(place, "det") and not owner and line.noun_follows(place):
            return place
    return start


def words_of(line: Line, match: Match) -> str:
    """The words of a cue, as they are compared."""
    return " ".join(token.norm for token in line.tokens[match.first : match.last])


def _ends_telling(line: Line, index: int) -> bool:
    """Whether those who are told are looked for no further: what is said begins, or a clause on the speaker."""
    relative = line.has(index, "cut") and line.has(index, "relative")
    return relative or line.has(index, "that") or line.is_mark(index, ".:;")


def add_addressee(line: Line, match: Match, draft: Draft) -> None:
    """ "X told outlet Y": the outlet is the outer source."""
    told = match.get("needs") == "told"
    timed = line.past_time(match.last) if line.grammar.adjective_endings else match.last
    behind = timed if line.told_outlet(timed) is not None else match.last  # "said on Monday + TASS the envoy"
    told_first = line.has(behind, "outlet") or line.told_outlet(behind) is not None
    speaker = draft.chain[-1].first
    told_first = told_first or (speaker > match.last and past_day(line, past_addressee(line, match.last)) == speaker)
    index = behind if told_first else draft.last
    stop = min(index + 12, len(line.tokens))
    while index < stop and not _ends_telling(line, index):
        unnamed = _is_audience(line, index) and not line.is_named_outlet(index + 1)
        if unnamed or (line.has(index, "addressee") and _is_audience(line, index + 1)):
            return
        outlet = _told_at(line, index)
        if outlet is not None and index == draft.last and draft.chain[-1].kind in OUTLETS | RECORDS:
            own = line.make_phrase(speaker, outlet.last) if line.glued_outlet(index) else None
            if own is not None:  # "a report of the channel's", which is told nothing
                draft.chain[-1], draft.last = own, own.last
                return
        if outlet is None and index == behind:
            outlet = line.told_outlet(index)
        if outlet is None and index == match.last and speaker < match.first:
            outlet = _told_by_name(line, index)
        if outlet is None and told and index == draft.last:
            outlet = _before_statement(line, line.read_phrase(index))
        if outlet is not None and not outlet.back and _is_outlet(line, outlet, told):
            draft.chain.insert(0, outlet)
            draft.last = max(draft.last, outlet.last)
            return
        index += 1
    fronted = _fronted_outlet(line, match.first) if line.grammar.verb_first else None
    if fronted is not None and fronted.last <= draft.chain[-1].first:
        draft.chain.insert(0, fronted)


def _is_audience(line: Line, index: int) -> bool:
    """Whether the outlet itself or the press at large stands here: who is told, and no source for that."""
    return line.has(index, "own") or line.has(index, "public")


def _fronted_outlet(line: Line, verb: int) -> Phrase | None:
    """An outlet that is told on an occasion which opens the clause: "in remarks to the channel X, said the envoy"."""
    for first, last in line.stops.items():
        if last >= verb or not opens_clause(line, first):
            continue
        led = line.has(last, "prep") and line.is_outlet_at(last + 1)
        outlet = line.read_phrase(last + 1) if led else line.glued_outlet(last)
        index = outlet.last if outlet is not None else verb
        while index < verb and (line.is_mark(index, ",") or line.classes[index] & {"time", "skip"}):
            index += 1
        if outlet is not None and index == verb:
            return outlet
    return None


def _before_statement(line: Line, phrase: Phrase | None) -> Phrase | None:
    """Those who are told without what they are told: "told Reuters + the army had left"."""
    if phrase is None or not line.grammar.cased:
        return phrase
    inside = range(phrase.first + 1, phrase.last)
    opens = (i for i in inside if _opens_noun(line, i) and not line.is_name(i) and line.is_name(i - 1))
    cut = next(opens, phrase.last)
    return phrase if cut == phrase.last else line.make_phrase(phrase.first, cut)


def _opens_noun(line: Line, index: int) -> bool:
    pointing = bool(line.pronoun(index)) or line.has(index, "nobody")
    return line.has(index, "det") or line.is_number(index) or pointing


def _told_by_name(line: Line, index: int) -> Phrase | None:
    """An outlet by name, or one in quotation marks, right before what is said, where nouns have cases."""
    if not line.grammar.adjective_endings:
        return None
    close = line.partners.get(index, -1)
    last = close + 1 if index < close <= index + 6 else line.kinds[index].last if line.is_named_outlet(index) else 0
    led = line.is_mark(last, ",") and line.has(last + 1, "that")
    phrase = line.make_phrase(index, last) if last and (led or line.is_mark(last, ":")) else None
    return replace(phrase, kind=phrase.kind or "media") if phrase is not None and close == last - 1 else phrase


def _told_at(line: Line, index: int) -> Phrase | None:
    """Those who are told, if the words that lead to them stand here."""
    glued = line.glued_outlet(index)
    if glued is not None:
        return glued
    if line.has(index, "outlet"):
        own = line.has(index, "own") and line.is_named_outlet(index + 1)  # "a reporter of X" is no outlet, but X is
        last = line.outlet_end(index + own)
        return line.make_phrase(index + own, last) if last > index + 1 else None
    if line.has(index, "addressee"):
        behind = past_addressee(line, index)
        place = line.stops.get(index, 0)  # "into the microphone of the station": the station is told
        first = place + 1 if line.has(place, "prep") else index + 1
        behind = next((at for at in range(index + 2, behind) if at in line.stops), behind)
        return line.make_phrase(index + 1, behind) if behind > index else line.read_phrase(first)
    return None


def add_relayed(line: Line, draft: Draft) -> bool:
    """ "Y relays from X that": X is the inner source."""
    index = draft.last
    while (
        index < min(draft.last + 14, len(line.tokens)) and not line.has(index, "that") and not line.is_mark(index, ";.")
    ):
        if line.has(index, "from"):
            inner = line.read_phrase(index + 1)
            if inner is None or inner.back:
                return False
            draft.chain.append(inner)
            draft.last = inner.last
            draft.trails = False
            if line.is_mark(draft.last, ",") and line.has(draft.last + 1, "from"):
                add_relayed(line, draft)
            return True
        index += 1
    return False


def add_quoted(line: Line, draft: Draft) -> None:
    """ "Y gives the words of X": whose words they are is the inner source."""
    inner = line.read_phrase(draft.last + 1)
    if inner is not None and not inner.back and line.can_speak(inner):
        draft.chain.append(inner)
        draft.last = inner.last


def _is_outlet(line: Line, phrase: Phrase, told: bool) -> bool:
    if phrase.kind:
        return line.is_outlet(phrase) or phrase.kind in OUTLETS or line.has(phrase.first, "outlet")
    named = told and line.is_name(phrase.first) and phrase.last - phrase.first <= 4
    return named and not line.names_state(phrase.first)


def attach_cited(line: Line, match: Match, drafts: list[Draft]) -> bool:
    """ "citing X": X is the innermost source of the attribution beside it."""
    phrase = line.read_phrase(match.last)
    inside = (d.chain[0].first for d in drafts if phrase and phrase.first < d.chain[0].first < phrase.last)
    speaker = next(inside, None)
    parted = speaker is not None and (line.is_mark(speaker - 1, ",") or bool(line.grammar.adjective_endings))
    if phrase is not None and speaker is not None and parted:  # "citing diplomats, Y reported"
        phrase = line.make_phrase(phrase.first, speaker)
    if phrase is None or not line.can_speak(phrase) or line.has(match.last, "own"):
        return False
    quoted = _quoting_outlet(line, match, phrase) or _outlet_behind(line, match, phrase)
    if quoted is not None:
        drafts[:] = [d for d in drafts if not any(p.first < phrase.last and phrase.first < p.last for p in d.chain)]
        drafts.append(quoted)
        return True
    near = [
        draft
        for draft in drafts
        if draft.first < match.first <= draft.last + (_FAR if line.grammar.verb_first else _NEAR)
        or match.first < draft.first <= phrase.last + 3
        or draft.first <= match.first < draft.last
    ]
    if near:
        draft = min(near, key=lambda item: abs(item.last - match.first))
        if all(phrase.first >= other.last or phrase.last <= other.first for other in draft.chain):
            draft.chain.append(phrase)
            draft.last = max(draft.last, phrase.last)
        return True
    outer = line.subject_before(match.first, 0)
    if outer is None or not outer.kind or outer.kind not in OUTLETS:
        if not (line.grammar.verb_first and phrase.kind and line.heads_at_start(phrase)):
            return False
        leads = opens_clause(line, match.first) and not closes_clause(line, phrase.last, strict=True)
        drafts.append(Draft(match.first, phrase.last, [phrase], not leads, "says", words_of(line, match)))
        return True
    drafts.append(Draft(outer.first, phrase.last, [outer, phrase], True, "says", words_of(line, match)))
    return True


def _may_quote(line: Line, index: int) -> bool:
    """Whether an outlet or an office in the case of a subject stands here; names of outlets may have no cases."""
    if line.is_outlet_at(index) and line.is_named_outlet(index):
        return True
    return line.kind_at(index) in (*OUTLETS, "official") and line.subject_at(index, index + 1)


def _outlet_behind(line: Line, match: Match, phrase: Phrase) -> Draft | None:
    """ "..., reports, citing the envoy, X": an outlet by name that ends what is cited is the verb's subject, where
    nouns have cases and no other stands beside the verb.
    """
    verb = match.first - 1
    while (
        verb > 0 and (line.classes[verb] & {"time", "prep", "skip"} or line.is_number(verb)) and verb not in line.cues
    ):
        verb -= 1
    says = verb in line.cues and line.cues[verb].get("effect") == "says" and line.cues[verb].get("cue") == "says"
    if not (line.grammar.adjective_endings and says and line.breaks(verb - 1)):
        return None
    inside = range(phrase.first + 1, phrase.last)
    first = next((i for i in inside if line.is_named_outlet(i) and line.kinds[i].last == phrase.last), None)
    inner = line.make_phrase(phrase.first, first) if first is not None else None
    outer = line.make_phrase(first, phrase.last) if first is not None else None
    if inner is None or outer is None or not line.can_speak(inner):
        return None
    return Draft(verb, phrase.last, [outer, inner], True, "says", words_of(line, match))


def _quoting_outlet(line: Line, match: Match, phrase: Phrase) -> Draft | None:
    """ "..., quotes the minister X the agency Y": verb, speaker and outlet in either order, where nouns have cases."""
    if not line.grammar.adjective_endings or not line.is_verb(match.first) or not line.breaks(match.first - 1):
        return None
    outlets = [i for i in range(phrase.first, phrase.last) if _may_quote(line, i)]
    named = (i for i in outlets if line.is_named_outlet(i) or line.is_name(i + 1) or i == phrase.first)
    first = next(named, None)
    if first is None:
        return None
    if first - phrase.first == 1 and line.has(phrase.first, "det"):
        return None  # "X quotes him"
    if first > phrase.first:
        outer, inner = line.make_phrase(first, phrase.last), line.make_phrase(phrase.first, first)
    else:
        end = line.outlet_end(first) if line.is_outlet_at(first) else line.kinds[first].last
        outer, inner = line.make_phrase(first, end), line.make_phrase(end, phrase.last)
    if outer is None or inner is None:
        return None
    return Draft(match.first, phrase.last, [outer, inner], True, "says", words_of(line, match))


def _opens_for(line: Line, outlet: Phrase, drafts: list[Draft]) -> Draft | None:
    """The attribution whose speaker follows an outlet that opens the sentence: "Speaking to Y on Friday, X said"."""
    index = outlet.last
    while index < min(outlet.last + _ASIDE, len(line.tokens)) and not line.is_mark(index, ","):
        if not (line.classes[index] & {"time", "prep"} or line.tokens[index].kind == "number"):
            return None
        index += 1
    if not line.is_mark(index, ",") or not _is_outlet(line, outlet, told=True):
        return None
    return next((draft for draft in drafts if draft.chain[-1].first == index + 1), None)


def _attach_stage(line: Line, match: Match, drafts: list[Draft]) -> bool:
    """ "In an interview with Y X said": the outlet Y stands right before the speaker, for packs whose nouns have
    cases.
    """
    start, close = match.last, line.partners.get(match.last, -1)
    last = close + 1 if close > start else line.outlet_end(start) if line.is_outlet_at(start) else start
    after = last + line.is_mark(last, ",")
    if last == start or not line.grammar.adjective_endings:
        return False
    outlet = line.make_phrase(start, last)
    draft = next((d for d in drafts if d.chain[-1].first in (last, after)), None)
    if outlet is None or draft is None:
        return False
    draft.chain.insert(0, outlet)
    return True


def _is_apposed(line: Line, speaker: Phrase, match: Match) -> bool:
    """Whether only what the speaker is, between commas, stands before the cue: "the spokesman, Colonel X, quoted"."""
    between = range(speaker.last + 1, match.first - 1)
    apposed = line.is_mark(speaker.last, ",") and line.is_mark(match.first - 1, ",") and line.grammar.cased
    return apposed and len(between) < _LONGEST_TOLD and not any(line.breaks(i) or i in line.cues for i in between)


def attach_quoting(line: Line, match: Match, drafts: list[Draft]) -> bool:
    """ "X, quoted by Y", "asked by Y, X said", "in an interview with Y X said": Y is the outer source."""
    if _attach_stage(line, match, drafts):
        return True
    phrase = line.read_phrase(match.last)
    if phrase is None or line.has(match.last, "own") or not line.can_speak(phrase):
        return False
    needs = match.get("needs")
    if needs == "outlet" and not _is_outlet(line, phrase, told=True):  # "guest of the president" quotes nobody
        return False
    opens = match.first == 0 or line.breaks(match.first - 1)
    apposed = (d.chain[0].first for d in drafts if opens and phrase.first < d.chain[0].first < phrase.last)
    speaker = next(apposed, 0)
    told = line.has(phrase.first, "det") or line.is_name(phrase.first)
    if speaker and told and line.is_mark(speaker - 1, ","):  # "in an interview with Janes, General X said"
        phrase = line.make_phrase(phrase.first, speaker - 1) or phrase
    for draft in drafts:
        inner = draft.chain[-1]
        if needs == "record" and not (inner.kind in RECORDS and inner.last == match.first):
            continue  # "a study led by Y", and not "as X says, guns supplied by Y came"
        fronted = opens and line.is_mark(phrase.last, ",") and draft.chain[0].first == phrase.last + 1
        beside = inner.last <= match.first <= past_letters(line, inner.last) + 3 or _is_apposed(line, inner, match)
        between = line.grammar.cased and needs != "record" and inner.last <= match.first and match.last < draft.last
        beside = beside or between  # "officers who were there, quoted by Y, say"
        staged = (first for first, last in line.stops.items() if last == match.first and needs != "record")
        beside = beside or any(inner.last < first <= inner.last + 4 for first in staged)  # "said in a note quoted by Y"
        outer = draft.chain[0]  # "reports told by X and passed on by Y"
        beside = beside or (outer is not inner and match.first == outer.last + 1 and line.has(outer.last, "and"))
        if fronted or (beside and all(phrase.first >= other.last for other in draft.chain)):
            draft.chain.insert(0, phrase)
            draft.first = min(draft.first, match.first)
            draft.last = max(draft.last, phrase.last)
            return True
    opened = _opens_for(line, phrase, drafts) if needs != "record" else None
    if opened is not None:
        opened.chain.insert(0, phrase)
        return True
    quoted = _quoted_speaker(line, match, phrase)
    if quoted is not None:
        drafts.append(Draft(quoted.first, phrase.last, [phrase, quoted], False, "says", words_of(line, match)))
    return quoted is not None


def _quoted_speaker(line: Line, match: Match, outlet: Phrase) -> Phrase | None:
    """Who is quoted in "the minister was quoted by the state agency X as saying": the passive's subject."""
    passive = line.has(match.first - 1, "passive") and line.has(outlet.last, "as")
    if not passive or not line.is_outlet(outlet):
        return None
    speaker = line.subject_before(match.first - 1, 0)
    return speaker if speaker is not None and line.can_speak(speaker) and speaker.last < match.first else None
