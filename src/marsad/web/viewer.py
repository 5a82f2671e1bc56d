"""Who looks, and in which language: what every page and every answer of the API depends on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from marsad.i18n import read_direction
from marsad.web.choice import choose_language
from marsad.web.faults import ForbiddenError, LoginError

Role = Literal["reader", "analyst", "admin"]
ROLES: tuple[Role, ...] = ("reader", "analyst", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was let in; ``csrf`` is what a form of theirs must carry, None where no browser is at work."""

    name: str
    role: Role
    csrf: str | None

    def may(self, role: Role) -> bool:
        """Whether this person may do what ``role`` may: readers look, analysts judge and add, admins manage."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person with the language they read the desk in."""

    person: Person
    language: str

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def csrf(self) -> str:
        return self.person.csrf or ""

    @property
    def direction(self) -> str:
        return read_direction(self.language)

    def may(self, role: Role) -> bool:
        return self.person.may(role)


bearer = HTTPBearer(auto_error=False, description="The token of the printed address, or of POST /api/v1/login.")


async def find_viewer(request: Request, described: Annotated[object, Depends(bearer)] = None) -> Viewer:
    """The viewer of this request; raises LoginError where nobody was let in."""
    person: Person | None = request.state.person
    if person is None:
        raise LoginError("nobody is logged in", hint="open the address that `marsad serve` printed, or log in")
    viewer = Viewer(person, choose_language(request))
    request.state.viewer = viewer
    return viewer


def require(role: Role) -> Callable[[Viewer], Awaitable[Viewer]]:
    """A dependency: the viewer, who must have this role at least."""

    async def check(viewer: Annotated[Viewer, Depends(find_viewer)]) -> Viewer:
        if not viewer.may(role):
            raise ForbiddenError(f"only for the role {role}", hint=f"{viewer.name} has the role {viewer.person.role}")
        return viewer

    return check


Reader = Annotated[Viewer, Depends(require("reader"))]
Analyst = Annotated[Viewer, Depends(require("analyst"))]
Admin = Annotated[Viewer, Depends(require("admin"))]
