"""Pages on who is let in: log in, log out, accounts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from marsad.web.faults import LoginError, TooManyError, UnknownError
from marsad.web.rendering import render
from marsad.web.security.accounts import AccountDoor, add_account, change_password, change_role, close_account
from marsad.web.security.door import COOKIE
from marsad.web.security.passwords import LONGEST
from marsad.web.state import CurrentDesk
from marsad.web.viewer import ROLES, Admin, Viewer

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
Field = Annotated[str, Form(max_length=LONGEST)]


@router.get("/login")
def show_login(request: Request, next: str = "/") -> Response:
    if request.state.person:
        return RedirectResponse(as_way(next), 303)
    return render(request, "login.html", next=as_way(next), error=None, has_accounts=_has_accounts(request))


@router.post("/login")
def log_in(request: Request, name: Field, password: Field, next: Field = "/") -> Response:
    door = find_door(request)
    try:
        token = door.log_in(name.strip().lower(), password, find_address(request))
    except (LoginError, TooManyError) as error:
        page = render(
            request, "login.html", status=error.status, next=as_way(next), error=error, has_accounts=True
        )  # fmt: skip
        if isinstance(error, TooManyError):
            page.headers["Retry-After"] = str(error.wait)
        return page
    answer = RedirectResponse(as_way(next), 303)
    door.give_cookie(request, answer, token)
    return answer


@router.post("/logout")
def log_out(request: Request) -> Response:
    if _has_accounts(request):
        find_door(request).log_out(request)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/accounts")
def show_accounts(request: Request, desk: CurrentDesk, viewer: Admin) -> Response:
    people = desk.store.people
    return render(request, "accounts.html", accounts=people.accounts(), actions=people.actions(), roles=ROLES)


@router.post("/accounts")
def add(request: Request, desk: CurrentDesk, viewer: Admin, name: Field, role: Field, password: Field) -> Response:
    add_account(desk.store, name.strip(), role, password, who=viewer.name)
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{name}")
def change(
    desk: CurrentDesk, viewer: Admin, name: str, action: Field, role: Field = "", password: Field = ""
) -> Response:
    change_account(desk, viewer, name, action, role=role, password=password)
    return RedirectResponse("/accounts", 303)


def change_account(desk: CurrentDesk, viewer: Viewer, name: str, action: str, *, role: str, password: str) -> None:
    """What an admin may do with an account: ``role``, ``password`` or ``close``."""
    if action == "role":
        change_role(desk.store, name, role, who=viewer.name)
    elif action == "password":
        change_password(desk.store, name, password, who=viewer.name)
    elif action == "close":
        close_account(desk.store, name, who=viewer.name)
    else:
        raise UnknownError(f"no action {action!r} on an account", hint="there are role, password and close")


def find_door(request: Request) -> AccountDoor:
    """The door of a team's desk; raises UnknownError where nobody needs to log in."""
    door = request.app.state.door
    if not isinstance(door, AccountDoor):
        raise UnknownError("this desk has no accounts", hint="open the address that `marsad serve` printed")
    return door


def find_address(request: Request) -> str:
    """Where a request comes from, for counting."""
    return request.client.host if request.client else "?"


def as_way(next: str) -> str:
    """A path of this desk and of no other."""
    is_ours = next.startswith("/") and not next.startswith("//") and "\\" not in next and next.isprintable()
    return next if is_ours else "/"


def _has_accounts(request: Request) -> bool:
    has: bool = request.app.state.door.has_accounts
    return has
