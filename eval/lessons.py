"""What texts teach the network: their sheets, with the right answer to everything that reading asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.learn import cut_shares, stage_of
from eval.oracle import Oracle
from marsad.collector import uncollected
from marsad.model import CLAIM_TYPES
from marsad.read.claims import build_drafts
from marsad.read.draft import Draft
from marsad.read.network import Question
from marsad.read.vote import MOST_SENTENCES, Sheet, make_sheet
from marsad.vectors import Vectors, encode

# So many numbers a piece are learned from, those in which pieces differ most: nine tenths of all that they differ by.
KEPT = 320
# One text in so many shows in what pieces differ.
_SHOWN = 20


@dataclass(frozen=True, slots=True, eq=False)
class Axes:
    """Principal axes of what describes a piece (Pearson 1901), all of one length: ``across`` turns ``PIECE_SIZE``
    numbers, less their ``mean``, into ``KEPT``.
    """

    mean: Vectors
    across: Vectors

    def keep(self, pieces: Vectors) -> NDArray[np.float16]:
        return ((pieces - self.mean) @ self.across).astype(np.float16)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A text's sheet; whether each sentence states a claim of each type, and which of these were asked; the choices
    among mentions and labels, each with the place of the right candidate.
    """

    article: str
    sheet: Sheet
    stated: Vectors
    asked: Vectors
    questions: list[tuple[Question, int]]


class _Listener(Oracle):
    """Notes what the network would be asked, and what is right."""

    def __init__(self, article: dict[str, Any], sheet: Sheet) -> None:
        super().__init__(article)
        self.sheet = sheet
        size = len(sheet.lengths), len(CLAIM_TYPES)
        self.stated, self.known = np.zeros(size, dtype=np.float32), np.zeros(size, dtype=np.float32)
        self.questions: list[tuple[Question, int]] = []

    def listen(self, decision: str, values: Sequence[object], draft: Draft, answer: int) -> None:
        if decision == "keep" and draft.scene.index < len(self.stated):
            place = draft.scene.index, CLAIM_TYPES.index(draft.type)
            self.stated[place] = max(self.stated[place], answer)
            self.known[place] = 1
        elif (question := self.sheet.ask(decision, values, draft)) is not None:
            self.questions.append((question, question.places[answer]))


def find_axes(articles: Sequence[dict[str, Any]]) -> Axes:
    """The axes of some of the articles' pieces."""
    texts = [line for article in articles[::_SHOWN] for line in article["text"].split("\n") if line.strip()]
    pieces = encode(texts).pieces
    mean = pieces.mean(axis=0)
    spread, across = np.linalg.eigh(np.cov((pieces - mean).T))
    length = np.sqrt(spread[-KEPT:].mean())
    return Axes(mean, (across[:, -KEPT:] / length).astype(np.float32))


def gather_lessons(pool: Executor, articles: Sequence[dict[str, Any]], axes: Axes) -> list[Lesson]:
    """What articles teach, met side by side; in one order."""
    shares = pool.map(partial(_gather, axes=axes), cut_shares(articles))
    return [lesson for share in shares for lesson in share]


def _gather(articles: Sequence[dict[str, Any]], axes: Axes) -> list[Lesson]:
    with uncollected():
        return [lesson for article in articles if (lesson := _meet(article, axes))]


def _meet(article: dict[str, Any], axes: Axes) -> Lesson | None:
    stage = stage_of(article)
    scenes = stage.scenes[:MOST_SENTENCES]
    if not scenes:
        return None
    sheet = make_sheet(scenes, encode([scene.span.of(stage.document.text) for scene in scenes]))
    listener = _Listener(article, replace(sheet, pieces=axes.keep(sheet.pieces), marks=sheet.marks.astype(np.int8)))
    build_drafts(stage, listener)
    return Lesson(article["id"], listener.sheet, listener.stated, listener.known, listener.questions)
