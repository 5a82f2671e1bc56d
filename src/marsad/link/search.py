"""Full text: documents that hold words in whatever spelling, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from marsad.model import Document, Span
from marsad.text import Analyse, fold, normalise, split_words, tokenise

AnalyseFor = Callable[[str], Analyse]
"""Code of a language → the forms of its words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document with the places where the words stand."""

    document: Document
    spans: tuple[Span, ...]


def search_documents(words: str, documents: Iterable[Document], analyse_for: AnalyseFor) -> Iterator[Hit]:
    """Documents that hold every word: a token of theirs shares a form with it, without particles and endings."""
    wanted = [word for word in split_words(words) if word.isalnum()]
    queries: dict[str, list[frozenset[str]]] = {}
    for document in documents if wanted else ():
        language = document.language or ""
        analyse = analyse_for(language)
        if language not in queries:
            queries[language] = [_forms(word, analyse) for word in wanted]
        forms = queries[language]
        folded = fold(document.text)
        if not all(any(_stem(form) in folded for form in alternatives) for alternatives in forms):
            continue
        spans = _find(document, forms, analyse)
        if spans:
            yield Hit(document, spans)


def _forms(word: str, analyse: Analyse) -> frozenset[str]:
    return frozenset((word, *(form for form, _ in analyse(word, word))))


def _stem(form: str) -> str:
    """What every inflection of a form begins with, in most words: all but the last two of its letters."""
    return form[:-2] if len(form) > 4 else form[:3]


def _find(document: Document, queries: list[frozenset[str]], analyse: Analyse) -> tuple[Span, ...]:
    spans: list[Span] = []
    missing = set(range(len(queries)))
    for token in tokenise(normalise(document.text), analyse):
        found = [n for n, forms in enumerate(queries) if not forms.isdisjoint(token.forms)]
        if found:
            missing.difference_update(found)
            spans.append(token.span)
    return () if missing else tuple(spans)
