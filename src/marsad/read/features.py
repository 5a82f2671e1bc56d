"""What the decisions of the claim builder look at, as named features.

Features speak of order, distance, prepositions, forms and frames, never of a language, so that what is learned from one
language serves the others; only a trigger's own pattern is lexical.

What is said of a few things that take few values (a side, a distance, a relation) is a group, made once for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from marsad.language.pack import Pack
from marsad.model import Span
from marsad.read.draft import Draft
from marsad.read.keep import keep_with_it
from marsad.read.scene import Scene, Stage, Trigger
from marsad.read.scoring import Features, Group
from marsad.text import Token

# So many groups of each kind are kept; those of words are more.
_MOST, _MOST_OF_WORDS = 10_000, 50_000
_STEPS = (0, 1, 2, 4, 8, 16)
# So many words around a mention are looked at; a trigger is far that has so many words between.
_AROUND, _FAR = 5, 12


def bucket(value: int, steps: Sequence[int] = _STEPS) -> str:
    """The largest step that is not above ``value``, as text: distances 4 to 7 are one feature."""
    largest = 0
    for step in steps:
        if largest < step <= value:
            largest = step
    return str(largest)


def few(value: int, most: int = 2) -> str:
    return str(value if value < most else most)


def nearest_trigger(first: int, last: int, triggers: Sequence[Trigger]) -> Trigger | None:
    """The trigger with the fewest tokens between it and ``[first, last)``."""
    if len(triggers) == 1:
        return triggers[0]
    return min(triggers, key=lambda t: (max(0, first - t.last, t.first - last), t.first), default=None)


def gap(a: tuple[int, int], b: tuple[int, int]) -> tuple[str, int, int]:
    """Side of ``a`` seen from ``b`` and the token range between them."""
    if a[1] <= b[0]:
        return "L", a[1], b[0]
    if b[1] <= a[0]:
        return "R", b[1], a[0]
    return "I", a[0], a[0]


def between(scene: Scene, low: int, high: int, kind: str) -> Group:
    """What lies between two places of a sentence: commas and triggers of the same and of other types."""
    if low >= high:
        return _lying_between(0, 0, 0)
    commas = sum([low <= i < high for i in scene.commas])
    types = [t.type == kind for t in scene.triggers if low <= t.first < high and t.strong]
    same = sum(types)
    return _lying_between(min(commas, 3), min(same, 2), min(len(types) - same, 2))


@lru_cache(maxsize=_MOST)
def _lying_between(commas: int, same: int, other: int) -> Group:
    return Group(f"commas={commas}", f"same={same}", f"other={other}")


def position(scene: Scene, span: Span, draft: Draft, *, parties: bool = False) -> Features:
    """Where a mention stands seen from the draft's trigger and from its core; of parties the words beside say
    little.
    """
    here = scene.tokens_of(span)
    relation = scene.relation(span)
    language = draft.stage.pack.code
    trigger = nearest_trigger(*here, draft.acting if parties else draft.triggers)
    features: Features = [_related(draft.type, relation), *own_words(scene, here, draft.type, language)]
    if not parties:
        features += neighbours(scene, here, language)
        features += words_around(scene, here, trigger, language)
    if trigger is not None:
        side, low, high = gap(here, (trigger.first, trigger.last))
        distance = bucket(high - low)
        features.append(_from_trigger(draft.type, trigger.frame, trigger.voice, side, relation, distance))
        features.append(between(scene, low, high, draft.type))
    else:
        features.append("untriggered")
    features.append(governed(draft, here))
    if draft.core:
        side, low, high = gap(here, draft.core_range)
        features.append(_from_core(side, bucket(high - low)))
        features.append(between(scene, low, high, draft.type).under("core"))
    return features


@keep_with_it
def _read_heads(scene: Scene, pack: Pack) -> list[tuple[int, int, Trigger | None]]:
    """The words that something in a sentence may hang on, in order: its triggers and its words of saying."""
    said = scene.sentence.scan(pack).matches(pack.lexicon("attribution"))
    taken = {index for t in scene.triggers if t.strong for index in range(t.first, t.last)}
    heads: list[tuple[int, int, Trigger | None]] = [(t.first, t.last, t) for t in scene.triggers]
    heads += [(m.first, m.last, None) for m in said if taken.isdisjoint(range(m.first, m.last))]
    return sorted(heads, key=lambda head: head[:2])


def governed(draft: Draft, here: tuple[int, int]) -> Group:
    """Between which words a mention stands that it may hang on, and which of them is nearer: the claim's own trigger,
    another of its type, one of another type, or one of saying.
    """
    scene, anchor = draft.scene, draft.anchor
    before, after = ("none", 0), ("none", 0)
    for first, last, trigger in _read_heads(scene, draft.stage.pack):
        own = anchor is not None and trigger is not None and trigger.first == anchor.first
        same = trigger is not None and trigger.type == draft.type
        tag = "says" if trigger is None else "anchor" if own and same else "same" if same else "other"
        if last <= here[0]:
            if before[1] != last or tag not in ("other", "says"):
                before = tag, last
        elif first >= here[1] and (after[0] == "none" or (first == after[1] and tag in ("anchor", "same"))):
            after = tag, first
    cut_before = any(before[1] <= i < here[0] for i in scene.commas)
    cut_after = after[0] != "none" and any(here[1] <= i < after[1] for i in scene.commas)
    near = (
        "before"
        if after[0] == "none" or (before[0] != "none" and here[0] - before[1] <= after[1] - here[1])
        else "after"
    )
    return _hanging(draft.type, before[0], cut_before, after[0], cut_after, near, here[0] <= 1)


@lru_cache(maxsize=_MOST)
def _hanging(kind: str, before: str, cut_before: bool, after: str, cut_after: bool, near: str, opens: bool) -> Group:
    left = f"{before}{',' if cut_before else ''}"
    right = f"{after}{',' if cut_after else ''}"
    nearer = f"{near}/{before if near == 'before' else after}"
    return Group(
        f"<{left}", f">{right}", f"<{before}>{after}", f"<{left}>{right}", f"hangs={nearer}", f"{kind}/hangs={nearer}",
        f"{kind}/<{before}>{after}", f"opens={opens}/>{after}", f"opens={opens}/>{right}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _related(kind: str, relation: str) -> Group:
    return Group(f"rel={relation}", f"{kind}/rel={relation}")


@lru_cache(maxsize=_MOST)
def _from_trigger(kind: str, frame: str, voice: str, side: str, relation: str, distance: str) -> Group:
    spoken = f"{frame}/{voice}"
    return Group(
        f"side={side}", f"{spoken}/{side}", f"{spoken}/{side}/{relation}", f"{frame}/{relation}",
        f"dist={distance}", f"{kind}/dist={distance}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _from_core(side: str, distance: str) -> Group:
    return Group(f"core={side}", f"coredist={distance}")


def neighbours(scene: Scene, here: tuple[int, int], language: str) -> list[str]:
    """The words right before and after a mention, in a short common form; marks as they are."""
    first, last = here
    tokens = scene.tokens
    return [
        f"{language}{place}~{stem(tokens[index]) if tokens[index].is_word else tokens[index].norm}"
        for place, index in (("-2", first - 2), ("-1", first - 1), ("+1", last), ("+2", last + 1))
        if 0 <= index < len(tokens) and tokens[index].kind != "number"
    ]


@keep_with_it
def plain_forms(scene: Scene) -> list[str]:
    """The tokens of a sentence, words in a short common form and every number alike."""
    return [stem(t) if t.is_word else "#" if t.kind == "number" else t.norm for t in scene.tokens]


@dataclass(frozen=True, slots=True)
class _Forms:
    """The plain forms of a sentence's tokens, named by where they stand to a mention."""

    first: list[str]
    last: list[str]
    before: list[str]
    after: list[str]
    between: list[str]


@keep_with_it
def _read_forms(scene: Scene, language: str) -> _Forms:
    forms = plain_forms(scene)
    return _Forms(*([f"{language}{place}~{form}" for form in forms] for place in ("first", "last", "<", ">", "-")))


def own_words(scene: Scene, here: tuple[int, int], kind: str, language: str) -> list[str]:
    """The first and the last word of a mention."""
    forms = _read_forms(scene, language)
    first, last = forms.first[here[0]], forms.last[here[1] - 1]
    return [first, last, kind + first, kind + last]


def words_around(scene: Scene, here: tuple[int, int], trigger: Trigger | None, language: str) -> list[str]:
    """The words shortly before and after a mention, and those between it and a trigger that is not far."""
    first, last = here
    forms = _read_forms(scene, language)
    words = forms.before[max(0, first - _AROUND) : first] + forms.after[last : last + _AROUND]
    if trigger is not None:
        side, low, high = gap(here, (trigger.first, trigger.last))
        if high - low < _FAR:
            between = forms.between[low:high]
            words += between
            words += [side + word for word in between]
    return words


def relative(features: Features, prefix: str) -> Features:
    """The features as seen from elsewhere, each under a prefix."""
    return [f"{prefix}/{f}" if isinstance(f, str) else f.under(prefix) for f in features]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How much of each kind a sentence holds, up to the number that still matters."""

    items: int
    people: int
    counted: int
    people_counted: int
    typed: int
    actors: int
    places: int
    dates: int
    units: int
    length: str


@dataclass(frozen=True, slots=True)
class _Content:
    """What a sentence holds, whatever the type of the claim: read once for all its decisions."""

    shape: _Shape
    strong: tuple[str, ...]
    classes: tuple[str, ...]
    roles: tuple[str, ...]
    actors: tuple[str, ...]
    dates: tuple[str, ...]


@keep_with_it
def _read_content(scene: Scene) -> _Content:
    items, people, actors = scene.items, scene.people, scene.actors
    shape = _Shape(
        items=min(len(items), 2),
        people=min(len(people), 1),
        counted=min(sum([i.amount is not None for i in items]), 1),
        people_counted=min(sum([p.low is not None or p.high is not None for p in people]), 1),
        typed=min(sum([i.equipment.designation is not None for i in items]), 1),
        actors=min(len({a.state or a.id for a in actors}), 3),
        places=min(len(scene.places), 1),
        dates=min(len(scene.dates), 1),
        units=min(sum([a.form == "force" for a in actors]), 1),
        length=bucket(len(scene.tokens), (0, 8, 16, 32, 64)),
    )
    return _Content(
        shape,
        strong=tuple(sorted({t.type for t in scene.triggers if t.strong})),
        classes=tuple(sorted({i.equipment.class_ for i in items})),
        roles=tuple(sorted({p.role for p in people})),
        actors=tuple(sorted({f"{a.kind}/{a.form}" for a in actors})),
        dates=tuple(sorted({d.rule.split(":")[0] for d in scene.dates})),
    )


def sentence_features(scene: Scene, kind: str, triggers: Sequence[Trigger], language: str) -> Features:
    """What speaks for or against the sentence stating a claim of a type."""
    content = _read_content(scene)
    strong = sum([t.strong for t in triggers])
    features: Features = [
        _triggered(kind, min(strong, 2), min(len(triggers) - strong, 2)),
        _shaped(kind, content.shape),
        _listed(kind, "beside", tuple([t for t in content.strong if t != kind])),
        _listed(kind, "class", content.classes),
        _listed(kind, "role", content.roles),
        _listed(kind, "actor", content.actors),
        _listed(kind, "date", content.dates),
    ]
    for trigger in {(t.frame, t.voice, t.strong): t for t in triggers}.values():
        features.append(_opened(kind, trigger.frame, trigger.voice, trigger.needs, needs_met(scene, trigger)))
    if triggers and all(t.nested for t in triggers):
        features.append(f"{kind}/nested")
    features += [f"{language}:{kind}:{pattern}" for pattern in sorted({t.pattern for t in triggers})]
    for trigger in triggers:
        features += _trigger_company(scene, trigger, language)
    return features


@lru_cache(maxsize=_MOST)
def _triggered(kind: str, strong: int, weak: int) -> Group:
    return Group(f"type={kind}", f"{kind}/strong={strong}", f"{kind}/weak={weak}")


@lru_cache(maxsize=_MOST)
def _shaped(kind: str, shape: _Shape) -> Group:
    return Group(
        f"{kind}/items={shape.items}", f"{kind}/people={shape.people}", f"{kind}/counted={shape.counted}",
        f"{kind}/peoplecounted={shape.people_counted}", f"{kind}/typed={shape.typed}", f"{kind}/actors={shape.actors}",
        f"{kind}/places={shape.places}", f"{kind}/dates={shape.dates}", f"{kind}/units={shape.units}",
        f"{kind}/length={shape.length}",
    )  # fmt: skip


@lru_cache(maxsize=_MOST)
def _listed(kind: str, name: str, values: tuple[str, ...]) -> Group:
    return Group(*[f"{kind}/{name}={value}" for value in values])


@lru_cache(maxsize=_MOST)
def _opened(kind: str, frame: str, voice: str, needs: str, met: bool) -> Group:
    return Group(f"{kind}/{frame}", f"{kind}/{frame}/{voice}", f"{kind}/{frame}/{'met' if met else 'unmet'}={needs}")


def _trigger_company(scene: Scene, trigger: Trigger, language: str) -> Features:
    """What stands beside a trigger: the nearest mention of each kind, on which side, how near."""
    words = (trigger.first, trigger.last)
    kind, frame, voice = trigger.type, trigger.frame, trigger.voice
    features: Features = [_beside_trigger(kind, frame, word) for word in neighbours(scene, words, language)]
    for name, mentions in (
        ("item", scene.items), ("people", scene.people), ("actor", scene.actors), ("place", scene.places), ("date",
        scene.dates),
    ):  # fmt: skip
        near = [(*gap(scene.tokens_of(m.span), words), m) for m in mentions]
        if not near:
            features.append(_no_company(kind, frame, name))
            continue
        side, low, high, mention = min(near, key=lambda n: (n[2] - n[1], n[0])) if len(near) > 1 else near[0]
        relation = scene.relation(mention.span) if name in ("actor", "place", "item") else ""
        features.append(_company(kind, frame, voice, name, side, bucket(high - low, (0, 2, 6, 12)), relation))
    return features


@lru_cache(maxsize=_MOST_OF_WORDS)
def _beside_trigger(kind: str, frame: str, word: str) -> Group:
    return Group(f"{kind}/{frame}{word}", f"{kind}{word}")


@lru_cache(maxsize=_MOST)
def _no_company(kind: str, frame: str, name: str) -> Group:
    return Group(f"{kind}/{frame}/no {name}")


@lru_cache(maxsize=_MOST)
def _company(kind: str, frame: str, voice: str, name: str, side: str, distance: str, relation: str) -> Group:
    where = f"{name}/{side}/{distance}"
    names = [f"{kind}/{where}", f"{kind}/{frame}/{voice}/{where}"]
    return Group(*names, f"{kind}/{frame}/{name}/{relation}") if relation else Group(*names)


def needs_met(scene: Scene, trigger: Trigger) -> bool:
    """Whether the sentence holds what the trigger's pattern asks for."""
    return any(_have(scene).get(need, True) for need in _split_needs(trigger.needs))


@keep_with_it
def _have(scene: Scene) -> dict[str, bool]:
    return {
        "item": bool(scene.items), "people": bool(scene.people), "unit": any(a.form == "force" for a in scene.actors),
        "actor": bool(scene.actors), "any": True,
    }  # fmt: skip


@lru_cache(maxsize=_MOST)
def _split_needs(needs: str) -> tuple[str, ...]:
    return tuple(need.strip() for need in needs.replace("|", ",").split(","))


@keep_with_it
def word_features(scene: Scene, language: str) -> list[str]:
    """The sentence's words in a short common form, of one language each; read once for all its decisions."""
    words = {_word(language, t.forms) for t in scene.tokens if t.kind == "word" and len(t.norm) > 2}
    return sorted(words)


@lru_cache(maxsize=_MOST_OF_WORDS)
def _word(language: str, forms: tuple[str, ...]) -> str:
    return f"{language}~{_shorten(forms)}"


@lru_cache(maxsize=_MOST_OF_WORDS)
def word_in_type(kind: str, word: str) -> Group:
    """A word of a sentence that may state a claim of a type."""
    return Group(kind + word, word)


def stem(token: Token) -> str:
    """A short form that most inflections of a word share."""
    return _shorten(token.forms)


@lru_cache(maxsize=_MOST_OF_WORDS)
def _shorten(forms: tuple[str, ...]) -> str:
    return (forms[0] if len(forms) == 1 else min(forms[:3], key=len))[:6]


def document_features(stage: Stage) -> Features:
    """What tells a text on transfers and forces from one on sport, films, museums or the economy."""
    scenes = stage.scenes
    strong = [t for scene in scenes for t in scene.triggers if t.strong]
    met = [t for scene in scenes for t in scene.triggers if t.strong and needs_met(scene, t)]
    states = {a.state for scene in scenes for a in scene.actors if a.state}
    items = [i for scene in scenes for i in scene.items]
    size = max(1, len(scenes))

    def share(found: int) -> str:
        return bucket(10 * found // size, (0, 1, 2, 4, 8))

    features = [
        "document", f"strong={share(len(strong))}", f"met={share(len(met))}", f"states={few(len(states), 4)}",
        f"items={share(len(items))}", f"typed={share(sum(i.equipment.designation is not None for i in items))}",
        f"counted={share(sum(i.amount is not None for i in items))}",
        f"people={share(sum(len(s.people) for s in scenes))}",
        f"forces={share(sum(a.form == 'force' for s in scenes for a in s.actors))}",
        f"types={few(len({t.type for t in met}), 5)}",
    ]  # fmt: skip
    words = {feature for scene in scenes for feature in word_features(scene, stage.pack.code)}
    return [*features, *sorted(words)]
