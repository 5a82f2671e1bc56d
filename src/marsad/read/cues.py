"""Read the cues of a sentence: verbs of saying, "according to", "citing", and who speaks at each."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.language.lexicon import Match
from marsad.read.chains import (
    Draft,
    add_addressee,
    add_quoted,
    add_relayed,
    attach_cited,
    attach_quoting,
    closes_clause,
    opens_clause,
    past_letters,
    words_of,
)
from marsad.read.phrases import OUTLETS, RECORDS, TELLING, Phrase
from marsad.read.signatures import read_label, read_signature
from marsad.read.speakers import Line
from marsad.read.verb_subjects import (
    fits,
    record_before_relative,
    stands_after_break,
    statement_follows,
    subject_after,
    subject_before,
    topic_before_aside,
    unsaid_subject,
)

_KNOWING = frozenset({"anonymous", "expert"})
# So far may an auxiliary stand before its participle, and where a comma parts them ("has, in his speech, said").
_NEAR_AUXILIARY, _FAR_AUXILIARY = 5, 9
# Tokens of an outlet's name that stands before the verb.
_LONGEST_TOLD_NAME = 2


def find_drafts(line: Line) -> list[Draft]:
    by_start: dict[int, list[Match]] = {}
    no_cue = {i for found in line.cues_at.values() for m in found if _hides(m, found) for i in range(*m[:2])}
    for index, found in line.cues_at.items():
        matches = [match for match in found if match.get("needs") != "as" or line.has(index - 1, "as")]
        if matches and index not in no_cue and not _is_noun(line, index):
            by_start[index] = matches
            line.cues[index] = matches[0]
    drafts: list[Draft] = read_label(line)
    floor = drafts[0].last if drafts else 0
    for start, matches in by_start.items():
        if start < floor:
            continue
        if matches[0].get("cue") == "quoted" and line.has(start - 1, "as"):
            matches = [matches[0]]
        elif matches[0].get("cue") in ("citing", "quoted"):
            continue
        for match in matches:
            draft = _read_cue(line, match)
            if draft is not None and not _repeats(draft, drafts):
                drafts.append(draft)
                behind = past_letters(line, draft.last)  # "said X + in a statement", which is no other source
                noted = behind in line.cues and line.cues[behind].get("needs") == "self"
                floor = behind + 1 if noted and line.grammar.adjective_endings else match.last
                break
    for matches in by_start.values():
        for match in matches:
            quoted = any(other.get("cue") == "quoted" and other.last > match.last for other in matches)
            if match.get("cue") == "citing" and not quoted and attach_cited(line, match, drafts):
                break
            if match.get("cue") == "quoted" and attach_quoting(line, match, drafts):
                break
    if not drafts:
        drafts = read_signature(line)
    drafts = [draft for draft in drafts if not _is_denied(line, draft, drafts)]
    return sorted(drafts, key=lambda draft: draft.first)


def _hides(match: Match, found: Sequence[Match]) -> bool:
    """Whether words only look like a cue, and open no longer one ("the news" and "the news was broken by")."""
    longer = any(other.last > match.last and other.get("cue") != "none" for other in found)
    return match.get("cue") == "none" and not longer


def _is_denied(line: Line, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether these are reports that a denial is about ("denied the reports which speak of"): they say nothing."""
    first = draft.chain[0].first
    denials = [d for d in drafts if d.effect == "denies" and d.first <= d.chain[-1].first < d.last <= first]
    hung = draft.chain[0].kind in RECORDS and any(line.has(i, "whom") for i in range(first, draft.last + 1))
    return hung and any(not any(line.breaks(i) for i in range(d.last, first)) for d in denials)


def _is_noun(line: Line, index: int) -> bool:
    """Whether the word at a cue's place is part of a name, a noun behind an article or one of a list ("after talks,
    protests and looting"), where verbs stand behind their subjects and nouns may be spelled as they are.
    """
    listed = index and line.is_mark(index - 1, ",") and line.has(index + 1, "and") and index + 2 not in line.cues_at
    if listed and line.grammar.cased and not line.grammar.adjective_endings:
        return True
    if any(match.first < index < match.last for match in line.kinds.values()):
        return True
    if not line.grammar.cased or index == 0:
        return False
    if line.is_name(index) and not (line.breaks(index - 1) or line.is_mark(index - 1, '"')):
        return True
    if index not in line.kinds:
        return False
    verb = any(match.get("cue") == "says" for match in line.cues_at.get(index + 1, ()))
    opens = index - 1
    while opens > 0 and line.is_name(opens):  # "an Amnesty International report"
        opens -= 1
    verb = verb or line.tokens[opens].norm in line.grammar.pack.setting("numbers", "indefinite", default=())
    return verb or line.has(index - 1, "det") or line.is_mark(index - 2, "'")


def _repeats(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(
        not phrase.back and phrase.first < other.last and other.first < phrase.last
        for phrase in draft.chain
        for known in drafts
        for other in known.chain
    )


def _read_cue(line: Line, match: Match) -> Draft | None:
    cue = match.get("cue")
    if cue == "according":
        return _read_according(line, match)
    if cue == "says" or (cue == "quoted" and line.has(match.first - 1, "as")):
        return _read_verb(line, match)
    return None


def _read_according(line: Line, match: Match) -> Draft | None:
    rule = words_of(line, match)
    needs = match.get("needs")
    phrase: Phrase | None
    inside = [found for index in range(match.first + 1, match.last) for found in line.cues_at.get(index, ())]
    if needs == "speaker" and any(found.get("cue") == "quoted" for found in inside):
        return None  # "announced the minister, quoted by Y"
    if needs == "back":
        phrase = Phrase(match.first, match.last, "", line.tokens[match.first].start, "he")
        last = match.last
    elif needs == "self":
        phrase = line.read_phrase(match.first + 1)
        if phrase is None or phrase.kind not in RECORDS | _KNOWING:
            return None
        phrase = line.head_alone(phrase) if phrase.kind in RECORDS else phrase
        last = phrase.last
    elif needs == "learned":
        held = match.last - 1 in line.kinds or line.is_mark(match.last - 2, "'")
        phrase = line.read_phrase(match.last - held)
        if phrase is None or phrase.back or not line.can_speak(phrase):
            return None
        last = phrase.last
    elif needs == "inside":
        owned = next((i for i in range(match.first + 1, match.last) if line.is_mark(i, "'")), match.first)
        phrase = line.make_phrase(match.first + 1, owned)
        if phrase is None or not line.can_speak(phrase):
            return None
        last = match.last
    else:
        phrase = line.read_phrase(match.last)
        if phrase is None or line.has(match.last, "own"):
            return None
        phrase = line.without_next(line.past_participle(line.without_glued(phrase, match)))
        soon = line.grammar.adjective_endings and any(i in line.kinds for i in (match.last, match.last + 1))
        heads = line.heads_at_start(phrase) or (needs == "record" and soon)  # "from a joint statement", in its case
        if needs and needs != "self" and not (fits(line, phrase, needs) and heads):
            return None
        last = phrase.last
    assert phrase is not None
    leads = opens_clause(line, match.first) and not closes_clause(line, last, strict=True)
    sums = any(line.has(index, "sums") for index in range(match.first, match.last))
    outer = _who_learned(line, match) if needs == "learned" else None
    if outer is not None:
        leads = leads or statement_follows(line, last)
        first, chain = min(match.first, outer.first), [outer, phrase]
        return Draft(first, last, chain, not leads, match.get("effect") or "says", rule)
    return Draft(match.first, last, [phrase], sums or not leads, match.get("effect") or "says", rule, sums=sums)


def _who_learned(line: Line, match: Match) -> Phrase | None:
    """The outlet that learned it from others, behind the verb or before it: "Y has learned from X"."""
    start = match.first + 1
    while line.has(start, "time"):
        start += 1
    last = next((at for at in range(start, match.last) if line.has(at, "prep")), match.last)
    for outer in (line.make_phrase(start, last), line.subject_before(match.first, 0)):
        if outer is not None and line.is_outlet(outer):
            return outer
    return None


def _read_verb(line: Line, match: Match) -> Draft | None:
    needs = match.get("needs")
    if match.last - match.first > 1 and line.has(match.last - 1, "that"):  # "made clear that": what follows is told
        match = match._replace(last=match.last - 1)
    if (
        _is_no_verb(line, match)
        or (needs == "clause" and _leads_to_doing(line, match.last))
        or _helps_another(line, match)
        or not _is_finite(line, match)
        or (_is_negated(line, match) and match.get("effect") in ("says", "hopes", "promises"))
    ):
        return None
    broken = stands_after_break(line, match.first)
    as_verb = line.grammar.verb_first and line.has(match.first - 1, "as")
    before = None if as_verb else subject_before(line, match, needs)
    after = None if needs == "object" and before else subject_after(line, match, needs, broken)
    if line.grammar.adjective_endings and before and after and not line.can_speak(before):
        before = None  # "this fact confirmed + the general"
    # "Thirty men, all armed, swears Riga." has its speaker at its end.
    closed = after is not None and not line.is_number(after.first) and closes_clause(line, after.last)
    after_first = (broken and (closed or not _is_apposed(line, before))) or line.grammar.verb_first
    if before and after and line.grammar.adjective_endings and before.kind in TELLING:
        told = line.is_named_outlet(after.first) and line.is_mark(after.last, ",") and line.has(after.last + 1, "that")
        after_first = after_first and not told  # "sources, all of the army, told + Reuters, that"
    placed = before is not None and line.has(before.first - 1, "prep")  # "in a statement of hers the minister said"
    if line.grammar.verb_first and before and not placed and line.classes[match.first - 1] & {"aux", "skip"}:
        after_first = not (before.kind or line.has(before.first - 1, "aux"))
    if before is not None and line.is_topic(before, match):
        after_first = after is not None and (_belongs_to_topic(line, after) or _has_object(line, match))
    first_choice, second = (after, before) if after_first else (before, after)
    phrase = first_choice or second or topic_before_aside(line, match, needs)
    phrase = phrase or unsaid_subject(line, match, needs, broken)
    phrase = phrase or record_before_relative(line, match, needs)
    if phrase is None:
        return None
    chain = [phrase]
    if phrase is before and after is not None and _tells(line, match, before, after):
        chain, phrase = [before, after], after  # "about it the agency were told by a source": the first is told
    first, last = min(match.first, chain[0].first), max(match.last, phrase.last)
    draft = Draft(first, last, chain, False, match.get("effect") or "says", words_of(line, match))
    as_said = _follows_as(line, first) or _follows_as(line, match.first)
    opened = first > 0 and (line.breaks(first - 1) or line.is_mark(first - 1, '"'))
    draft.trails = (
        as_said
        or (opened and closes_clause(line, last))
        or (phrase is after and broken and first > 0 and not statement_follows(line, last))
    )
    draft.sums = _sums_up(line, match.first, draft) and not (as_said and line.grammar.cased)
    draft.trails = draft.trails or draft.sums
    aside = phrase.kind in OUTLETS and line.is_mark(draft.last, ",") and line.has(draft.last + 1, "from")
    right_behind = match.get("cue") == "quoted" and line.has(draft.last, "from")
    relayed = (needs == "relays" or aside or right_behind) and add_relayed(line, draft)
    if line.has(draft.last, "words"):
        add_quoted(line, draft)
    told = draft.trails or relayed or statement_follows(line, draft.last, 10)
    if needs in ("clause", "relays") and not (told or (needs == "relays" and _tells_of(line, draft.last))):
        return None
    add_addressee(line, match, draft)
    return draft


def _tells_of(line: Line, index: int) -> bool:
    """Whether a noun of what is told follows, behind words of time, in packs whose verb comes first ("the observatory
    mentioned on Monday the arrival of").
    """
    while line.has(index, "time") and not line.has(index, "stop"):
        index += 1
    return line.grammar.verb_first and line.has(index, "stop") and not line.classes[index] & {"prep", "skip", "aux"}


def _tells(line: Line, match: Match, outlet: Phrase, speaker: Phrase) -> bool:
    """Whether an outlet by name stands before a verb of saying and behind it one who may have told it, in packs whose
    nouns have cases.
    """
    said = line.grammar.adjective_endings and match.get("effect") == "says" and speaker.kind in TELLING
    named = line.is_named_outlet(outlet.first) and outlet.last - outlet.first <= _LONGEST_TOLD_NAME
    return bool(said and named)


def _is_apposed(line: Line, before: Phrase | None) -> bool:
    """Whether a speaker opens the clause and a mark is all that parts it from what is told of it before its verb."""
    if before is None or not line.breaks(before.last):
        return False
    if not (before.kind or line.has(before.last + 1, "relative")):
        return False
    return before.first == 0 or line.breaks(before.first - 1)


def _belongs_to_topic(line: Line, phrase: Phrase) -> bool:
    """Whether a speaker's noun behind the verb is that of the topic before it ("Japan, said its embassy")."""
    owner = line.grammar.pronoun_endings or ("\0",)
    return phrase.first in line.kinds and line.tokens[phrase.first].norm.endswith(owner)


def _has_object(line: Line, match: Match) -> bool:
    """Whether a verb behind a relative pronoun has it for its object ("which X denied"), by the verb's ending."""
    ends = line.grammar.object_endings or ("\0",)
    return line.has(match.first - 1, "whom") and line.tokens[match.last - 1].norm.endswith(ends)


def _is_no_verb(line: Line, match: Match) -> bool:
    """Whether article and number enclose the word ("an estimated 300"), or it is left to do ("to report")."""
    if not line.grammar.cased or match.first == 0:
        return False
    number = match.last < len(line.tokens) and line.tokens[match.last].kind == "number"
    return (line.has(match.first - 1, "det") and number) or line.has(match.first - 1, "addressee")


def _helps_another(line: Line, match: Match) -> bool:
    """Whether a verb that may help another one does: no number and no article follows ("the contract has been...")."""
    if not line.has(match.first, "aux") or match.last - match.first > 1:
        return False
    following = match.last
    while line.has(following, "skip") and following < len(line.tokens):
        following += 1
    return not (line.is_number(following) or line.has(following, "det"))


def _leads_to_doing(line: Line, index: int) -> bool:
    """Whether a verb's infinitive stands here: "will go on to send" tells nothing."""
    known = line.grammar.pack.cases(line.tokens[index].norm) if index < len(line.tokens) else frozenset()
    return bool(known) and known == {line.grammar.pack.setting("cases", "infinitive", default="")}


def _is_negated(line: Line, match: Match) -> bool:
    """Whether the verb is said not to be done, by a word before it or, in packs that put it there, behind it."""
    return line.has(match.first - 1, "not") or (line.grammar.negated_after and line.has(match.last, "not"))


def _is_finite(line: Line, match: Match) -> bool:
    """Whether the verb can carry a subject, for packs that tell finite endings; listed forms always can."""
    endings = line.grammar.finite_endings
    verbs = [index for index in range(match.first, match.last) if line.is_verb_form(line.tokens[index])]
    if endings and verbs and not line.tokens[verbs[0]].norm.endswith(endings):
        element, norm = match.entry.elements[0], line.tokens[verbs[0]].norm
        if verbs[0] != match.first or norm.endswith(line.grammar.verb_endings) or not element.accepts((norm,)):
            return False
    word = line.tokens[match.first]
    if endings and not verbs and _is_described(line, match):
        return False
    participle = line.text[word.start : word.end].endswith(line.grammar.participle_endings or ("\0",))
    reach = _FAR_AUXILIARY if line.is_mark(match.first - 1, ",") else _NEAR_AUXILIARY
    return not participle or any(line.has(index, "aux") for index in range(max(0, match.first - reach), match.first))


def _is_described(line: Line, match: Match) -> bool:
    """Whether a verb's participle says what a noun is, where nouns have cases: "machines given over by the envoy"."""
    token, element = line.tokens[match.first], match.entry.elements[0]
    attributive = tuple(line.grammar.pack.setting("factuality", "attributive_endings", default=()))
    listed = element.accepts((token.norm,)) or element.accepts(token.forms[:2])
    return not listed and token.norm.endswith(attributive or ("\0",))


def _sums_up(line: Line, verb: int, draft: Draft) -> bool:
    """ "X happened: that is what Y says": the statement is what stood before."""
    if line.grammar.verb_first:
        beside = any(line.has(i, "sums") for i in (verb - 1, verb + 1)) or (
            line.has(verb - 1, "as") and line.has(verb - 2, "sums")
        )
        return beside and not statement_follows(line, draft.last)
    index = verb
    while index > 0 and not line.breaks(index - 1):
        index -= 1
    cited = next((i for i in range(index - 2, 0, -1) if line.breaks(i - 1)), 0)
    if index > 1 and cited in line.cues and line.cues[cited].get("cue") == "citing":
        index = 0  # "this, citing sources, X reports"
    aside = {at for first, last in line.stops.items() for at in range(first, last)}  # "at this", "this year"
    timed = {at for at in range(index, draft.last) if _owns_time(line, at + 1)}  # "of this year"
    summed = any(line.has(i, "sums") and i not in aside | timed for i in range(index, draft.last))
    return summed and not statement_follows(line, draft.last)


def _owns_time(line: Line, index: int) -> bool:
    """Whether a noun of time stands here in the case of an owner, where nouns have cases."""
    owner = line.grammar.pack.setting("cases", "owner")
    return line.has(index, "time") and owner in line.grammar.pack.cases(line.tokens[index].norm)


def _follows_as(line: Line, index: int) -> bool:
    while index > 0 and (line.has(index - 1, "skip") or line.is_mark(index - 1, "'")) and not line.has(index - 1, "as"):
        index -= 1
    return line.has(index - 1, "as")
