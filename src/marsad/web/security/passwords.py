"""Passwords as argon2 hashes: the one file that knows the library."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from marsad.errors import InputError

SHORTEST, LONGEST = 12, 256
# A hash takes 64 MB of memory: a crowd at the door must not fill it.
_TURN = threading.Semaphore(2)


def hash_password(password: str, *, name: str) -> str:
    """The hash to keep; raises InputError for a password that is easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters", hint="take a sentence")
    if name.lower() in password.lower() or len(set(password)) < 5:
        raise InputError("this password is easily guessed", hint="take a sentence that nobody else would say")
    with _TURN:
        return _hasher().hash(password)


def verify_password(password: str, kept: str | None) -> bool:
    """Whether a password is the one whose hash was kept; as slow where there is no account."""
    try:
        with _TURN:
            return _hasher().verify(kept or _no_account(), password[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _no_account() -> str:
    return _hasher().hash("nobody has this password")
