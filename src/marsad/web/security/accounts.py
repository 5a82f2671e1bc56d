"""Accounts of a team: logging in and out, who may do what, and how often one may guess."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from marsad.errors import InputError
from marsad.settings import Settings
from marsad.store import Account, Session, Store
from marsad.web.faults import ConflictError, LoginError, TooManyError, UnknownError
from marsad.web.security.door import find_token, give_cookie, mark_forms
from marsad.web.security.limits import Limiter
from marsad.web.security.passwords import hash_password, verify_password
from marsad.web.viewer import ROLES, Person, Role

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_UNUSED = dt.timedelta(hours=2)
"""A session that was not used for so long has ended."""

_TOUCH_EVERY = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many wrong passwords are borne: by one address for one account, by one address, for one account."""

    pair: Limiter
    address: Limiter
    account: Limiter

    @classmethod
    def usual(cls) -> Guesses:
        return cls(Limiter(5, 900), Limiter(30, 900), Limiter(50, 3600))


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class AccountDoor:
    """Lets in whoever logged in; sessions lie in the store, so that they outlive the program."""

    has_accounts = True

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        clock: Callable[[], dt.datetime] = now,
        guesses: Guesses | None = None,
    ) -> None:
        self._people = store.people
        self._lasts = dt.timedelta(hours=settings.session_hours)
        self._clock = clock
        self._guesses = guesses or Guesses.usual()

    async def identify(self, request: Request) -> Person | None:
        token, from_browser = find_token(request)
        return await run_in_threadpool(self._look_up, token, from_browser)

    def _look_up(self, token: str, from_browser: bool) -> Person | None:
        found = self._people.session(_hide(token)) if token else None
        if found is None:
            return None
        session, account = found
        moment = self._clock()
        if account.closed or session.ends <= moment or session.seen + _UNUSED <= moment:
            return None
        if moment - session.seen > _TOUCH_EVERY:
            self._people.touch_session(session.id, moment)
        return Person(account.name, as_role(account.role), mark_forms(token) if from_browser else None)

    def opens(self, token: str) -> bool:
        return False

    def give_cookie(self, request: Request, answer: Response, token: str) -> None:
        give_cookie(request, answer, token)

    def log_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session; raises LoginError, or TooManyError after too many wrong passwords."""
        guesses = self._guesses
        limits = ((guesses.pair, f"{name}\0{address}"), (guesses.address, address), (guesses.account, name))
        wait = max(limiter.wait(key) for limiter, key in limits)
        if wait:
            raise TooManyError("too many wrong passwords", hint=f"try again in {-(-wait // 60)} minutes", wait=wait)
        account = self._people.account(name) if _NAME.fullmatch(name) else None
        if not verify_password(password, account.password if account and not account.closed else None):
            for limiter, key in limits:
                limiter.count(key)
            if account and any(limiter.wait(key) for limiter, key in limits):
                self._people.note(name, "too many wrong passwords", address)
            raise LoginError("name or password is wrong", hint="try again, or ask an admin for a new password")
        guesses.pair.forget(f"{name}\0{address}")
        token, moment = secrets.token_urlsafe(32), self._clock()
        self._people.open_session(Session(_hide(token), name, moment, moment + self._lasts))
        return token

    def log_out(self, request: Request) -> None:
        found = self._people.session(_hide(find_token(request)[0]))
        if found:
            self._people.close_session(found[0])


def add_account(store: Store, name: str, role: str, password: str, *, who: str) -> None:
    """Give somebody an account; raises InputError, or ConflictError where the name is taken."""
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is no name of an account", hint="small letters, digits, dots and dashes, up to 64")
    if store.people.account(name):
        raise ConflictError(f"there is an account {name!r}", hint="take another name, or change that one")
    made = Account(name, as_role(role), hash_password(password, name=name))
    store.people.put_account(made, who=who, action=f"add account: {role}")


def change_role(store: Store, name: str, role: str, *, who: str) -> None:
    """Give an account another role; its sessions end."""
    changed = replace(_find(store, name), role=as_role(role))
    _require_admin(store, changed)
    store.people.put_account(changed, who=who, action=f"change role: {role}")


def change_password(store: Store, name: str, password: str, *, who: str) -> None:
    """Give an account another password; its sessions end."""
    changed = replace(_find(store, name), password=hash_password(password, name=name))
    store.people.put_account(changed, who=who, action="change password")


def close_account(store: Store, name: str, *, who: str) -> None:
    """Let nobody in by this account any more; what its person judged stays."""
    changed = replace(_find(store, name), closed=now())
    _require_admin(store, changed)
    store.people.put_account(changed, who=who, action="close account")


def as_role(role: str) -> Role:
    if role not in ROLES:
        raise InputError(f"no role {role!r}", hint=f"there are {', '.join(ROLES)}")
    return ROLES[ROLES.index(role)]


def _find(store: Store, name: str) -> Account:
    account = store.people.account(name)
    if account is None or account.closed:
        raise UnknownError(f"no account {name!r}", hint="`marsad account list` lists them")
    return account


def _require_admin(store: Store, changed: Account) -> None:
    """Refuse to take away the last account that may give out others."""
    left = [changed if account.name == changed.name else account for account in store.people.accounts()]
    if not any(account.role == "admin" and not account.closed for account in left):
        raise ConflictError("this is the last admin", hint="make somebody else one first")


def _hide(token: str) -> str:
    """What the store keeps of a session's token: who reads the store cannot log in with it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
