"""The annex of a brief: every claim with its number, and the links that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from marsad.export.brief.blocks import Block, Heading, Line, Paragraph, Quote, Run, join, keep_apart, say
from marsad.export.page.article import find_direction
from marsad.export.words import is_web_address, quote_claim
from marsad.i18n.words import Words
from marsad.model import Claim, Document
from marsad.register import Bound

ANNEX = "annex"


class Notes:
    """Claims by their numbers, in the order in which they are given."""

    def __init__(self, told: Mapping[str, tuple[Document, Claim]], order: Iterable[str], words: Words) -> None:
        self._told, self._words = told, words
        self._numbers = {id_: n for n, id_ in enumerate((c for c in dict.fromkeys(order) if c in told), 1)}

    def cite(self, claims: Iterable[str]) -> Line:
        """The numbers of claims in brackets, each a link to its quote: ``[3] [7]``."""
        numbers = sorted({self._numbers[id_] for id_ in claims if id_ in self._numbers})
        return join([(Run(f"[{number}]", f"q{number}"),) for number in numbers], " ")

    def link(self, text: str, claims: Iterable[str]) -> Run:
        """Words as a link to the quote of the first of the claims."""
        number = next((self._numbers[id_] for id_ in claims if id_ in self._numbers), None)
        return Run(text, f"q{number}" if number else ANNEX)

    def link_bound(self, bound: Bound) -> Run:
        """A bound as a link to a quote that sets it: one that states one of its ends, where there is one."""
        stating = [id_ for id_ in bound.claims if id_ in self._told and _states(self._told[id_][1], bound)]
        return self.link(self._words.bounds(bound.low, bound.high), [*stating, *bound.claims])

    def draw(self) -> Iterator[Block]:
        """The annex: for each claim its words, who published them when, and the document's hash."""
        words = self._words
        yield Heading(1, say(words("brief.annex")), ANNEX)
        yield Paragraph(say(words("brief.annex_note")), quiet=True)
        for id_, number in self._numbers.items():
            document, claim = self._told[id_]
            yield Heading(3, say(f"[{number}] ", keep_apart(name_outlet(document, words))), f"q{number}")
            yield self.quote(id_)
            yield Paragraph(say(words("comma").join(self._describe(document, claim))), quiet=True)

    def quote(self, id_: str) -> Quote:
        """The words of a claim in full."""
        document, claim = self._told[id_]
        words = quote_claim(claim, document)
        return Quote(words, document.language or self._words.language, find_direction(words))

    def _describe(self, document: Document, claim: Claim) -> list[str]:
        words = self._words
        about = [keep_apart(document.title)] if document.title else []
        about += [words.day(document.published), words.language_name(document.language)]
        about.append(f"{words('column.factuality')}: {words.value('factuality', claim.factuality)}")
        said_by = f" {words('entry.citing')} ".join(keep_apart(source.name) for source in claim.sources)
        about.append(f"{words('column.said_by')}: {said_by or words('document.itself')}")
        about += [keep_apart(document.url or "")] if is_web_address(document.url) else []
        hash_ = document.text_sha256.removeprefix("sha256:") or document.id.removeprefix("sha256:")
        about.append(f"{words('document.text_hash')} (SHA-256): {keep_apart(hash_)}")
        return about


def name_outlet(document: Document, words: Words) -> str:
    """Who publishes a document; says so where nobody is named."""
    return document.publisher or words("sources.unknown")


def _states(claim: Claim, bound: Bound) -> bool:
    """Whether a claim gives a number that is an end of the bound."""
    names = {bound.item.designation, *bound.names}
    counted = [(i.low, i.high) for i in claim.items if i.class_ == bound.item.class_ and i.designation in names]
    if claim.personnel is not None and claim.personnel.role == bound.item.class_:
        counted.append((claim.personnel.low, claim.personnel.high))
    return any(low == bound.low or (high is not None and high == bound.high) for low, high in counted)
