"""The whole flow on one screen.

::

    intake/               read/   one document, pure                                                  doors
    bytes ─▶ Document ─▶ normalise ─▶ segment ─▶ mentions ─▶ attribution ─▶ claims ─▶ Reading ─▶ cli, render
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from marsad.language.detect import detect_language
from marsad.language.pack import load_pack
from marsad.model import Document, Reading
from marsad.read.assemble import assemble
from marsad.read.claims import build_drafts
from marsad.read.draft import Draft
from marsad.read.scene import set_stage
from marsad.read.scoring import Features, Ranker, load_ranker


class RankerDecider:
    """Decides by the shipped weights."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker

    def choose(
        self, decision: str, candidates: Sequence[Features], values: Sequence[object], draft: Draft
    ) -> tuple[int, str]:
        choice = self._ranker.choose(decision, candidates)
        return choice.index, self._ranker.reasons(decision, candidates[choice.index])


def read_document(document: Document, *, ranker: Ranker | None = None) -> Reading:
    """Read one document: its claims with their evidence, in order.

    The language is detected where the document names none; ``ranker`` decides in place of the one that ships.
    Raises LanguageError where there is no pack for it.
    """
    if document.language is None:
        document = dataclasses.replace(document, language=detect_language(document.text))
    stage = set_stage(document, load_pack(document.language or ""))
    return assemble(stage, build_drafts(stage, RankerDecider(ranker or load_ranker())))
