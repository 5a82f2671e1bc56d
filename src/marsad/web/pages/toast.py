"""The line that tells what was just judged, with the way back."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from marsad.i18n.words import load_words
from marsad.web.holdings import Holdings

PARAMETER = "judged"


@dataclass(frozen=True, slots=True)
class Toast:
    """Judgements just made, by number, and where to go back to after undoing them."""

    numbers: tuple[int, ...]
    words: str
    back: str

    @property
    def count(self) -> int:
        return len(self.numbers)


def read_toast(request: Request, held: Holdings) -> Toast | None:
    """The judgements that the address says were just made, as far as they are in force."""
    given = request.query_params.get(PARAMETER, "")
    numbers = {int(number) for number in given.split(",")[:200] if number.isdecimal() and len(number) < 12}
    found = [judgement for judgement in held.view.judgements if judgement.id in numbers]
    if not found:
        return None
    from marsad.web.pages.entry import tell_judgement

    viewer = request.state.viewer
    words = tell_judgement(found[0], load_words(viewer.language))
    back = str(request.url.remove_query_params(PARAMETER).replace(scheme="", netloc=""))
    return Toast(tuple(j.id for j in found), words if len(found) == 1 else "", back)
