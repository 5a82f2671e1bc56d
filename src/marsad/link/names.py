"""Whether a source has a name, and whether two names are one: across spellings, scripts and languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from marsad.knowledge.sounds import skeleton_of, sound_of
from marsad.model import Source
from marsad.text import fold, split_words

# Sources that are no witness by themselves: nobody can ask them.
_NAMELESS = frozenset({"witness", "person", "rumour", "document", "anonymous", "report"})
# Institutions: one of them is named even where a script has no capitals to show it.
_INSTITUTIONS = frozenset({"agency", "media", "official", "intelligence", "name"})
# Kinds of sources that publish; their names are compared with one another: a paper is not the town it is named after.
PRESS = frozenset({"agency", "media"})
# After these a capital only opens a sentence or a quotation.
_OPENING = frozenset(".!?…:;\n\"'«»“”„‘([-–—•")
_SHORTEST = 3
# Fewer consonants are shared by chance.
_SURE = 4
# Scripts write these sounds for one another.
_ALIKE = str.maketrans({"z": "s", "x": "s"})


def source_key(name: str) -> str:
    """The folded words of a source's name, without marks, so that spelling variants are one."""
    return " ".join(word for word in split_words(name) if word.isalnum())


def is_named(source: Source, text: str) -> bool:
    """Whether a source of a document has a name of its own: "an officer" has none, "Officer Diarra" has.

    A script with capitals shows it; in others an institution is taken for named and a person's description is not.
    """
    if source.kind in _NAMELESS or not source_key(source.name):
        return False
    if not _is_cased(source.name):
        return source.kind in _INSTITUTIONS
    words = [word.lstrip("«\"'(“„") for word in source.name.split()]
    if any(word[:1].isupper() for word in words[1:]):
        return True
    before = text[: source.span.start].rstrip(" \t\u00a0")[-1:]
    opens = not before or before in _OPENING
    return words[0][:1].isupper() and (not opens or (len(words) == 1 and source.kind in _INSTITUTIONS))


def _is_cased(name: str) -> bool:
    return any(char.lower() != char.upper() for char in name)


@dataclass(frozen=True, slots=True)
class _Sounds:
    """How the proper words of a name sound: each, neighbours run together, all; ``whole`` tells that none was too
    short to compare by.
    """

    words: frozenset[str]
    runs: frozenset[str]
    together: str
    whole: bool


@lru_cache(maxsize=10_000)
def _hear(name: str) -> _Sounds:
    """The proper words of a name: those with a capital, or all in a script without."""
    words = [word.strip(".,;:'\"()«»“”„") for word in name.replace("-", " ").split()]
    proper = [word for word in words if word[:1].isupper()] if _is_cased(name) else words
    heard = [sound for word in proper if (sound := skeleton_of(sound_of(fold(word))).translate(_ALIKE))]
    known = frozenset(sound for sound in heard if len(sound) >= _SHORTEST)
    runs = {"".join(heard[i:j]) for i in range(len(heard)) for j in range(i + 1, len(heard) + 1)}
    return _Sounds(known, frozenset(runs), "".join(heard), len(known) == len(set(heard)))


def is_same_name(a: str, b: str) -> bool:
    """Whether two names may be one: the proper words of one, or all of them run together, are among the other's.

    >>> is_same_name("Reuters", "وكالة رويترز"), is_same_name("Le Monde", "صحيفة لوموند")
    (True, True)
    """
    first, second = _hear(a), _hear(b)
    if first.together == second.together and len(first.together) >= _SHORTEST:
        return True
    return _is_within(first, second) or _is_within(second, first)


def _is_within(small: _Sounds, large: _Sounds) -> bool:
    if len(small.together) < _SURE:
        return False
    return small.together in large.runs or (small.whole and small.words <= large.words)
