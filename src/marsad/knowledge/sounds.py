"""Find a place by how its name sounds, for spellings in another script that no table holds.

Names are written as coarse sounds (sounds.tsv). Two spellings can be one name only if their consonants agree; how much
their vowels differ is the distance. Only the places of one country at a time are searched: across the world there is
a village for every word.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path

import marisa_trie

from marsad.errors import PackError
from marsad.knowledge.gazetteer import Gazetteer
from marsad.language.lexicon import read_table
from marsad.text import fold

FILE = Path(__file__).with_name("sounds.tsv")
COMPILED = "gazetteer.sounds"
_NUMBER = ">I"
_VOWELS = re.compile("[aiu]+")
# Vowels that differ, that one script leaves out, and a short "a", which Arabic does not write.
_OTHER, _MISSING, _UNWRITTEN = 0.3, 0.5, 0.3
# Countries with more places are not searched: reading them all takes longer than a document, and for every word there
# is a village.
_LARGEST = 4_000


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    sounds = {
        fold(letters): row["sound"]
        for row in read_table(FILE, ("letters", "sound"))
        for letters in row["letters"].split("|")
    }
    groups = sorted(sounds, key=lambda letters: (-len(letters), letters))
    return re.compile("|".join(map(re.escape, groups))), sounds


@lru_cache(maxsize=10_000)
def sound_of(name: str) -> str:
    """The sounds of a folded name, doubled ones once: ``sound_of("tessalit") == sound_of("тессалит")``."""
    pattern, sounds = _letters()
    heard = "".join(sounds[match.group()] for match in pattern.finditer(name))
    return re.sub(r"(.)\1+", r"\1", heard)


def skeleton_of(sound: str) -> str:
    """The consonants of a name's sounds."""
    return _VOWELS.sub("", sound)


def vowel_distance(a: str, b: str) -> float:
    """How much the vowels of two names with the same consonants differ; 0 for names that sound alike."""
    distance = 0.0
    for left, right in zip_longest(_segments(a), _segments(b), fillvalue=""):
        if left == right:
            continue
        if left and right:
            distance += _OTHER
        else:
            distance += _UNWRITTEN if (left or right) == "a" else _MISSING
    return distance


def _segments(sound: str) -> list[str]:
    return re.split("[^aiu]", sound)


def write_sounds(gazetteer: Gazetteer, folder: Path) -> None:
    """Write ``gazetteer.sounds``: the places of every country that is searched by country and consonants."""
    places = ((country, gazetteer.numbers_of(country)) for country in gazetteer.countries)
    found = (
        (country + skeleton_of(sound_of(fold(gazetteer.name(number)))), (number,))
        for country, numbers in places
        if len(numbers) <= _LARGEST
        for number in numbers
        if not gazetteer.is_area(number)
    )
    marisa_trie.RecordTrie(_NUMBER, found).save(str(folder / COMPILED))


class SoundIndex:
    """The places of a gazetteer by country and consonants. Opening maps the compiled file; nothing is read yet."""

    def __init__(self, gazetteer: Gazetteer, folder: Path = FILE.parent) -> None:
        """Raises PackError where the file is missing or was not written by build_gazetteer.py."""
        self._gazetteer = gazetteer
        try:
            self._rivals = marisa_trie.RecordTrie(_NUMBER).mmap(str(folder / COMPILED))
        except (OSError, RuntimeError) as error:
            raise PackError(f"the names' sounds cannot be opened: {error}", where=str(folder / COMPILED)) from error
        self.nearest = lru_cache(maxsize=100_000)(self._nearest)

    def _nearest(self, name: str, country: str, most: float) -> tuple[float, int] | None:
        """The distance and number of the place of a country that a folded name sounds like most.

        None where no place with the same consonants is as near as ``most``. Of places at one distance the largest.
        """
        sound = sound_of(name)
        gazetteer = self._gazetteer
        ranked = [
            (vowel_distance(sound, sound_of(fold(gazetteer.name(number)))), -gazetteer.size(number), number)
            for (number,) in self._rivals.get(country + skeleton_of(sound), ())
        ]
        best = min(ranked, default=None)
        return (best[0], best[2]) if best is not None and best[0] <= most else None
