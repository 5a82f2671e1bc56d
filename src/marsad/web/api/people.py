"""Who is who, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from marsad.store import Account
from marsad.web.api import shapes, taken
from marsad.web.api.answers import Json
from marsad.web.api.records import Record
from marsad.web.faults import UnknownError
from marsad.web.security.accounts import add_account, change_password, change_role, close_account
from marsad.web.security.pages import find_address, find_door
from marsad.web.state import CurrentDesk
from marsad.web.viewer import Admin, Reader

router = APIRouter(tags=["people"])
Name = Annotated[str, Path(max_length=64)]


@router.get("/me", response_model=shapes.Me)
def show_me(viewer: Reader) -> Response:
    """Whom the desk takes this program for; ``csrf`` is what a browser sends back as X-CSRF-Token."""
    person = viewer.person
    return Json({"name": person.name, "role": person.role, "language": viewer.language, "csrf": person.csrf})


@router.post("/login", response_model=shapes.LoggedIn)
def log_in(request: Request, given: taken.Login) -> Response:
    """A token for a name and a password."""
    token = find_door(request).log_in(given.name.strip().lower(), given.password, find_address(request))
    return Json({"token": token})


@router.post("/logout", status_code=204)
def log_out(request: Request, viewer: Reader) -> Response:
    """End the session that the token belongs to."""
    find_door(request).log_out(request)
    return Response(status_code=204)


@router.get("/accounts", response_model=shapes.AccountList)
def list_accounts(desk: CurrentDesk, viewer: Admin) -> Response:
    """All accounts, closed ones too."""
    return Json({"accounts": [_build_account(account) for account in desk.store.people.accounts()]})


@router.post("/accounts", response_model=shapes.AccountShape, status_code=201)
def give_account(desk: CurrentDesk, viewer: Admin, given: taken.NewAccount) -> Response:
    """Give somebody an account."""
    add_account(desk.store, given.name, given.role, given.password, who=viewer.name)
    return Json(_build_account(_find(desk, given.name)), 201)


@router.patch("/accounts/{name}", response_model=shapes.AccountShape)
def change_account(desk: CurrentDesk, viewer: Admin, name: Name, given: taken.AccountChange) -> Response:
    """Change role or password of an account, or close it; its sessions end."""
    _find(desk, name)
    if given.role is not None:
        change_role(desk.store, name, given.role, who=viewer.name)
    if given.password is not None:
        change_password(desk.store, name, given.password, who=viewer.name)
    if given.closed:
        close_account(desk.store, name, who=viewer.name)
    return Json(_build_account(_find(desk, name)))


def _find(desk: CurrentDesk, name: str) -> Account:
    account = next((found for found in desk.store.people.accounts() if found.name == name), None)
    if account is None:
        raise UnknownError(f"no account {name!r}", hint="GET /api/v1/accounts lists them")
    return account


def _build_account(account: Account) -> Record:
    return {
        "name": account.name,
        "role": account.role,
        "closed": account.closed.isoformat() if account.closed else None,
    }
