"""Whether a source has a name, and whether two names are one: across spellings, scripts and languages."""

from __future__ import annotations

from functools import lru_cache

from marsad.knowledge.sounds import skeleton_of, sound_of
from marsad.model import Source
from marsad.text import fold, split_words

# Sources that are no witness by themselves: nobody can ask them.
_NAMELESS = frozenset({"witness", "person", "rumour", "document", "anonymous", "report"})
# Institutions: one of them is named even where a script has no capitals to show it.
_INSTITUTIONS = frozenset({"agency", "media", "official", "intelligence", "name"})
# After these a capital only opens a sentence or a quotation.
_OPENING = frozenset(".!?…:;\n\"'«»“”„‘([-–—•")
_SHORTEST = 3


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


@lru_cache(maxsize=10_000)
def name_sounds(name: str) -> tuple[frozenset[str], str]:
    """How the proper words of a name sound, each and together: those with a capital, or all in a script without."""
    words = [word.strip(".,;:'\"()«»“”„") for word in name.replace("-", " ").split()]
    proper = [word for word in words if word[:1].isupper()] if _is_cased(name) else words
    heard = [skeleton_of(sound_of(fold(word))) for word in proper]
    return frozenset(sound for sound in heard if len(sound) >= _SHORTEST), "".join(heard)


def is_same_name(a: str, b: str) -> bool:
    """Whether two names may be one: the proper words of one, or all of them run together, are among the other's.

    >>> is_same_name("Reuters", "وكالة رويترز"), is_same_name("Le Monde", "صحيفة لوموند")
    (True, True)
    """
    (mine, one), (theirs, other) = name_sounds(a), name_sounds(b)
    if one == other and len(one) >= _SHORTEST:
        return True
    if (len(one) >= _SHORTEST and one in theirs) or (len(other) >= _SHORTEST and other in mine):
        return True
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
