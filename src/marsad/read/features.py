"""What the decisions of the claim builder look at, as named features.

Features speak of order, distance, prepositions, forms and frames, never of a language, so that what is learned from one
language serves the others; only a trigger's own pattern is lexical.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from marsad.model import Span
from marsad.read.draft import Draft
from marsad.read.scene import Scene, Stage, Trigger
from marsad.text import Token

Features = list[str]
_STEPS = (0, 1, 2, 4, 8, 16)


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


def between(scene: Scene, low: int, high: int, kind: str) -> Features:
    """What lies between two places of a sentence: commas and triggers of the same and of other types."""
    if low >= high:
        return ["commas=0", "same=0", "other=0"]
    commas = sum([low <= i < high for i in scene.commas])
    types = [t.type == kind for t in scene.triggers if low <= t.first < high and t.strong]
    same = sum(types)
    return [f"commas={few(commas, 3)}", f"same={few(same)}", f"other={few(len(types) - same)}"]


def position(scene: Scene, span: Span, draft: Draft, *, parties: bool = False) -> Features:
    """Where a mention stands seen from the draft's trigger and from its core; of parties the words beside say
    little.
    """
    here = scene.tokens_of(span)
    relation = scene.relation(span)
    features = [
        f"rel={relation}",
        f"{draft.type}/rel={relation}",
        *([] if parties else neighbours(scene, here, draft.stage.pack.code)),
    ]
    trigger = nearest_trigger(*here, draft.triggers)
    if trigger is not None:
        side, low, high = gap(here, (trigger.first, trigger.last))
        frame = f"{trigger.frame}/{trigger.voice}"
        features += [
            f"side={side}", f"{frame}/{side}", f"{frame}/{side}/{relation}", f"{trigger.frame}/{relation}",
            f"dist={bucket(high - low)}", f"{draft.type}/dist={bucket(high - low)}",
            *between(scene, low, high, draft.type),
        ]  # fmt: skip
    else:
        features.append("untriggered")
    if draft.core:
        side, low, high = gap(here, draft.core_range)
        features += [
            f"core={side}",
            f"coredist={bucket(high - low)}",
            *(f"core/{f}" for f in between(scene, low, high, draft.type)),
        ]
    return features


def neighbours(scene: Scene, here: tuple[int, int], language: str) -> Features:
    """The words right before and after a mention, in a short common form; marks as they are."""
    first, last = here
    words = {"-2": first - 2, "-1": first - 1, "+1": last, "+2": last + 1}
    return [
        f"{language}{place}~{stem(scene.tokens[index]) if scene.tokens[index].is_word else scene.tokens[index].norm}"
        for place, index in words.items()
        if 0 <= index < len(scene.tokens) and scene.tokens[index].kind != "number"
    ]


def relative(features: Features, prefix: str) -> Features:
    return [f"{prefix}/{feature}" for feature in features]


def sentence_features(scene: Scene, kind: str, triggers: Sequence[Trigger], language: str) -> Features:
    """What speaks for or against the sentence stating a claim of a type."""
    strong = [t for t in triggers if t.strong]
    features = [
        f"type={kind}", f"{kind}/strong={few(len(strong), 2)}", f"{kind}/weak={few(len(triggers) - len(strong), 2)}",
        f"{kind}/items={few(len(scene.items), 2)}", f"{kind}/people={few(len(scene.people), 1)}",
        f"{kind}/counted={few(sum(i.amount is not None for i in scene.items), 1)}",
        f"{kind}/peoplecounted={few(sum(p.low is not None or p.high is not None for p in scene.people), 1)}",
        f"{kind}/typed={few(sum(i.equipment.designation is not None for i in scene.items), 1)}",
        f"{kind}/actors={few(len({a.state or a.id for a in scene.actors}), 3)}",
        f"{kind}/places={few(len(scene.places), 1)}", f"{kind}/dates={few(len(scene.dates), 1)}",
        f"{kind}/units={few(sum(a.form == 'force' for a in scene.actors), 1)}",
        f"{kind}/length={bucket(len(scene.tokens), (0, 8, 16, 32, 64))}",
    ]  # fmt: skip
    features += [f"{kind}/beside={other}" for other in sorted({t.type for t in scene.triggers if t.strong} - {kind})]
    for trigger in {(t.frame, t.voice, t.strong): t for t in triggers}.values():
        features += [f"{kind}/{trigger.frame}", f"{kind}/{trigger.frame}/{trigger.voice}"]
        features.append(f"{kind}/{trigger.frame}/{'met' if needs_met(scene, trigger) else 'unmet'}={trigger.needs}")
    if triggers and all(t.nested for t in triggers):
        features.append(f"{kind}/nested")
    features += [f"{language}:{kind}:{pattern}" for pattern in sorted({t.pattern for t in triggers})]
    features += [f"{kind}/class={c}" for c in sorted({i.equipment.class_ for i in scene.items})]
    features += [f"{kind}/role={r}" for r in sorted({p.role for p in scene.people})]
    features += [f"{kind}/actor={a}" for a in sorted({f"{a.kind}/{a.form}" for a in scene.actors})]
    features += [f"{kind}/date={r}" for r in sorted({d.rule.split(":")[0] for d in scene.dates})]
    for trigger in triggers:
        features += _trigger_company(scene, trigger, language)
    return features


def _trigger_company(scene: Scene, trigger: Trigger, language: str) -> Features:
    """What stands beside a trigger: the nearest mention of each kind, on which side, how near."""
    words = (trigger.first, trigger.last)
    features = [f"{trigger.type}/{trigger.frame}{word}" for word in neighbours(scene, words, language)]
    features += [f"{trigger.type}{word}" for word in neighbours(scene, words, language)]
    for name, mentions in (
        ("item", scene.items), ("people", scene.people), ("actor", scene.actors), ("place", scene.places), ("date",
        scene.dates),
    ):  # fmt: skip
        near = [(*gap(scene.tokens_of(m.span), words), m) for m in mentions]
        if not near:
            features.append(f"{trigger.type}/{trigger.frame}/no {name}")
            continue
        side, low, high, mention = min(near, key=lambda n: (n[2] - n[1], n[0]))
        where = f"{name}/{side}/{bucket(high - low, (0, 2, 6, 12))}"
        features += [f"{trigger.type}/{where}", f"{trigger.type}/{trigger.frame}/{trigger.voice}/{where}"]
        if name in ("actor", "place", "item"):
            features.append(f"{trigger.type}/{trigger.frame}/{name}/{scene.relation(mention.span)}")
    return features


def needs_met(scene: Scene, trigger: Trigger) -> bool:
    """Whether the sentence holds what the trigger's pattern asks for."""
    have = {
        "item": bool(scene.items), "people": bool(scene.people), "unit": any(a.form == "force" for a in scene.actors),
        "actor": bool(scene.actors), "any": True,
    }  # fmt: skip
    return any(have.get(need.strip(), True) for need in trigger.needs.replace("|", ",").split(","))


@lru_cache(maxsize=256)
def word_features(scene: Scene, language: str) -> Features:
    """The sentence's words in a short common form, of one language each; read once for all its decisions."""
    return sorted({f"{language}~{stem(token)}" for token in scene.tokens if token.is_word and len(token.norm) > 2})


def stem(token: Token) -> str:
    """A short form that most inflections of a word share."""
    forms = token.forms
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
    return features + sorted(words)
