"""Forms that judge: one claim, two, many entries at once; taking back; and the switch of the language."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse
from pydantic import Field

from marsad.errors import InputError
from marsad.i18n import list_languages
from marsad.web.actions import Decision, judge, undo
from marsad.web.choice import COOKIE
from marsad.web.holdings import Held, Holdings
from marsad.web.pages.toast import PARAMETER
from marsad.web.security.pages import as_way
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Analyst

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.post("/judgements")
def take_judgement(
    desk: CurrentDesk,
    held: Held,
    viewer: Analyst,
    claim: Annotated[list[str] | None, Form()] = None,
    entry: Annotated[list[str] | None, Form()] = None,
    kind: Annotated[str, Form()] = "",
    slot: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    other: Annotated[str, Form()] = "",
    credibility: Annotated[str, Form()] = "",
    each: Annotated[str, Form()] = "",
    bulk: Annotated[str, Form()] = "",
    why: Annotated[str, Form(max_length=500)] = "",
    seen: Annotated[int, Form()] = 0,
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Keep what a form says, and lead to the page that comes next with the way back."""
    reason = why.strip() or None
    if kind == "bulk":
        decisions = _decide_entries(held, entry or [], bulk, reason)
    elif each:
        said = ("credibility", credibility) if credibility else (kind, "")
        decisions = [Decision(said[0], (each,), None, said[1] or None, reason)]
    elif kind == "apart":
        decisions = [Decision("different", (*(claim or [])[:1], other), None, None, reason)]
    else:
        names = [_find_claim(held, name) for name in claim or []] if kind == "same" else claim or []
        decisions = [Decision(kind, tuple(names), slot or None, value if slot else value or None, reason)]
    made = judge(desk, viewer, decisions, seen=seen)
    return _lead(back, ",".join(str(judgement.id) for judgement in made))


def _decide_entries(held: Holdings, entries: list[str], bulk: str, why: str | None) -> list[Decision]:
    """One decision on every claim of the chosen entries."""
    if not entries:
        raise InputError("no entry is chosen", hint="mark some in the list, then save")
    claims = [witness.claim for id_ in entries for witness in held.entry(id_).claims]
    kind, value = ("wrong", None) if bulk == "wrong" else ("credibility", bulk)
    return [Decision(kind, (held.name(claim),), None, value, why) for claim in claims]


def _find_claim(held: Holdings, name: str) -> str:
    """A claim by what a person typed: the beginning of its id or of its entry's."""
    if "|" in name:
        return name
    typed = name.strip().lower()
    if typed in held.entries or typed in held.shelf.claims:
        return held.name(held.entries[typed].claims[0].claim if typed in held.entries else typed)
    return held.name(held.shelf.find_entry(typed).claims[0].claim)


@router.post("/judgements/undo")
def take_back(
    desk: CurrentDesk,
    viewer: Analyst,
    number: Annotated[list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Form()],
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    for one in number:
        undo(desk, viewer, one)
    return _lead(back, "")


@router.get("/language")
def switch_language(request: Request, to: str = "", back: str = "/") -> RedirectResponse:
    """Read the desk in another language from now on."""
    answer = _lead(back, "", drop="lang")
    if to in list_languages():
        answer.set_cookie(COOKIE, to, max_age=_YEAR, samesite="lax", httponly=True)
    return answer


def _lead(back: str, judged: str, *, drop: str = "") -> RedirectResponse:
    """To a page of this desk, never to another host."""
    parts = urlsplit(as_way(back))
    pairs = [(k, v) for k, v in parse_qsl(parts.query) if k not in (PARAMETER, drop)]
    query = urlencode([*pairs, *([(PARAMETER, judged)] if judged else [])])
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return RedirectResponse(parts.path + (f"?{query}" if query else "") + fragment, 303)
