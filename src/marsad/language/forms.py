"""Canonical forms of a token for lookup: how a pack undoes its language's inflection.

A pack names its method in ``pack.toml`` under ``[forms]``: ``clitics`` (glued particles and endings are taken off in
all plausible ways), ``suffixes`` (endings are exchanged) or ``lemmas`` (a morphological analyser). All give
alternatives, not decisions: a wrong alternative matches nothing.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from marsad.errors import PackError
from marsad.text import Analyse, fold, plain

Forms = tuple[tuple[str, ...], tuple[int, ...]]
_WHOLE = (0,)


def build_analyse(config: Mapping[str, Any], where: str) -> Analyse:
    """The analyser that ``[forms]`` of a pack describes; raises PackError for an unknown method or a missing
    package.
    """
    method = config.get("method", "none")
    if method not in _METHODS:
        raise PackError(
            f"[forms] method {method!r} is unknown", where=where, hint=f"one of {', '.join(sorted(_METHODS))}"
        )
    return _METHODS[method](config, where)


def _no_forms(config: Mapping[str, Any], where: str) -> Analyse:
    return lambda norm, source: ((norm,), _WHOLE)


def _pairs(config: Mapping[str, Any], key: str) -> list[tuple[str, str]]:
    return [(fold(old), fold(new)) for old, new in config.get(key, [])]


def _exchange(form: str, endings: Sequence[tuple[str, str]], shortest: int) -> list[str]:
    return [
        form[: len(form) - len(old)] + new
        for old, new in endings
        if form.endswith(old) and len(form) - len(old) >= shortest
    ]


def _suffix_forms(config: Mapping[str, Any], where: str) -> Analyse:
    endings = _pairs(config, "endings")
    shortest = int(config.get("shortest", 3))

    @lru_cache(maxsize=100_000)
    def analyse(norm: str) -> Forms:
        forms = tuple(dict.fromkeys((norm, *_exchange(norm, endings, shortest))))
        return forms, _WHOLE * len(forms)

    return lambda norm, source: analyse(norm)


def _clitic_forms(config: Mapping[str, Any], where: str) -> Analyse:
    """Particles come off the front one run at a time, then endings off what is left.

    ``prefixes`` lists runs with what replaces them and how many letters stay outside the word: the article of a name
    belongs to its words, a conjunction does not.
    """
    prefixes = [(fold(p["run"]), fold(p.get("gives", "")), int(p["outside"])) for p in config["prefixes"]]
    rests = {fold(p["run"]): int(p.get("rest", 3)) for p in config["prefixes"]}
    endings = _pairs(config, "endings")
    shortest = int(config.get("shortest", 3))

    @lru_cache(maxsize=100_000)
    def analyse(norm: str) -> Forms:
        found: dict[str, int] = {norm: 0}
        for run, gives, outside in prefixes:
            if norm.startswith(run) and len(norm) - len(run) >= rests[run]:
                found.setdefault(gives + norm[len(run) :], outside)
        for form, outside in list(found.items()):
            for base in _exchange(form, endings, shortest):
                found.setdefault(base, outside)
        return tuple(found), tuple(found.values())

    return lambda norm, source: analyse(norm)


def _lemma_forms(config: Mapping[str, Any], where: str) -> Analyse:
    """Dictionary forms of a morphological analyser (``analyser`` names the package), then exchanged endings."""
    morph = _load_analyser(config, where)
    endings = _pairs(config, "endings")
    shortest = int(config.get("shortest", 3))

    @lru_cache(maxsize=100_000)
    def analyse(norm: str, source: str) -> Forms:
        try:
            parses = morph.parse(plain(source).lower())
        except ValueError:  # it asks Unicode for the name of every letter, and some have none
            return (norm,), _WHOLE
        lemmas = dict.fromkeys(fold(parse.normal_form) for parse in parses)
        bases = [base for lemma in lemmas for base in _exchange(lemma, endings, shortest)]
        forms = tuple(dict.fromkeys((norm, *lemmas, *bases)))
        return forms, _WHOLE * len(forms)

    return analyse


def build_cases(config: Mapping[str, Any], where: str) -> Callable[[str], frozenset[str]]:
    """The cases in which a word as written or folded may be a noun, or that it is an infinitive, by the analyser's
    names.

    There are none where the pack has no analyser of dictionary forms. ``restored`` of ``[forms]`` are pairs of letters:
    what folding makes of others, and those; they are tried where no dictionary knows a word.
    """
    if config.get("method") != "lemmas":
        return lambda word: frozenset()
    morph = _load_analyser(config, where)
    restored = [(str(folded), str(written)) for folded, written in config.get("restored", ())]

    def restore(word: str) -> str:
        if not restored or morph.word_is_known(word):
            return word
        spellings = (word.replace(folded, written) for folded, written in restored if folded in word)
        return next((spelling for spelling in spellings if morph.word_is_known(spelling)), word)

    @lru_cache(maxsize=100_000)
    def cases(word: str) -> frozenset[str]:
        try:
            parses = morph.parse(restore(plain(word).lower()))
        except ValueError:
            return frozenset()
        tags = [parse.tag for parse in parses]
        nouns = frozenset(str(tag.case) for tag in tags if tag.POS == "NOUN" and tag.case)
        return nouns or frozenset(str(tag.POS) for tag in tags if tag.POS == "INFN")

    return cases


def _load_analyser(config: Mapping[str, Any], where: str) -> Any:
    name = config.get("analyser", "")
    try:
        return _open_analyser(name)
    except (ImportError, ValueError) as error:
        raise PackError(
            f"[forms] analyser {name!r} is not installed", where=where, hint=f"pip install {name}"
        ) from error


@cache
def _open_analyser(name: str) -> Any:
    """The analyser of a package: its dictionary is opened once."""
    return importlib.import_module(name).MorphAnalyzer()


_METHODS: dict[str, Callable[[Mapping[str, Any], str], Analyse]] = {
    "none": _no_forms,
    "suffixes": _suffix_forms,
    "clitics": _clitic_forms,
    "lemmas": _lemma_forms,
}
