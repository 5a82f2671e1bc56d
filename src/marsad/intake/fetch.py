"""Fetch what the user names by its address, politely: robots.txt, a pace for each host, retries, limits.

Every address, also one that a redirect leads to, is looked up once, checked, and connected to as it was checked.
"""

from __future__ import annotations

import datetime as dt
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from urllib.parse import urljoin

from marsad.errors import InputError
from marsad.intake.address import Resolver, Target, check_address, look_up
from marsad.intake.model import AddressLimitError, FetchOptions
from marsad.intake.robots import MAX_BYTES, Rules, read_rules
from marsad.intake.transport import Answer, PassingError, ask

AGENT = "marsad"
"""What robots.txt files call this program."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, the address it came from at last, and when."""

    address: str
    body: IO[bytes]
    media: str
    charset: str | None
    retrieved: dt.datetime


class Fetcher:
    """Fetches one address after the other, and remembers each site's rules and when it was last asked."""

    def __init__(
        self,
        options: FetchOptions,
        *,
        resolve: Resolver = look_up,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._options = options
        self._resolve, self._sleep, self._clock = resolve, sleep, clock
        self._rules: dict[str, Rules | str] = {}
        self._next: dict[str, float] = {}
        self._fetched = 0

    def fetch(self, address: str) -> Fetched:
        """The answer of an address; raises InputError, whose line says what to do, where there is none to be had."""
        if self._fetched >= self._options.max_addresses:
            raise AddressLimitError(
                f"is left out with all that follows: {self._fetched} addresses were fetched",
                hint="run again for the rest",
            )
        self._fetched += 1
        target, answer = self._follow(address, self._ask_permitted)
        if answer.status != 200:
            answer.body.close()
            raise InputError(f"answers {answer.status} {answer.reason}".rstrip(), hint="check the address")
        return Fetched(target.address, answer.body, answer.media, answer.charset, dt.datetime.now(dt.UTC))

    def _follow(self, address: str, ask_one: Callable[[Target], Answer]) -> tuple[Target, Answer]:
        """The answer at the end of all redirects; each is checked like an address of the user."""
        seen = [address]
        while True:
            target = self._check(seen[-1], seen[0])
            answer = ask_one(target)
            location = _decode_location(answer.headers.get("location", ""))
            if answer.status not in _REDIRECTS or not location:
                return target, answer
            answer.body.close()
            following = urljoin(seen[-1], location).partition("#")[0]
            if following in seen:
                raise InputError(f"redirects in a circle, back to {following}", hint="check the address")
            if len(seen) > self._options.max_redirects:
                raise InputError(f"redirects more than {self._options.max_redirects} times", hint="check the address")
            seen.append(following)

    def _check(self, address: str, named: str) -> Target:
        try:
            return check_address(address, allow_private=self._options.allow_private, resolve=self._look_up)
        except InputError as error:
            what = error.what if address == named else f"redirects to {address}, which {error.what}"
            raise InputError(what, where=named, hint=error.hint) from error

    def _look_up(self, host: str, port: int) -> list[str]:
        for number in range(self._options.retries + 1):
            try:
                return list(self._resolve(host, port))
            except OSError as error:
                if error.errno != socket.EAI_AGAIN or number == self._options.retries:
                    raise InputError(f"has a host that is not found: {host}", hint="check the address") from error
                self._sleep(2.0**number)
        raise AssertionError("unreachable")

    def _ask_permitted(self, target: Target) -> Answer:
        rules = self._find_rules(target)
        if isinstance(rules, str):
            raise InputError(rules, where=target.address, hint="try again later")
        if not rules.permit(target.origin + target.path, AGENT):
            hint = "save the page and give the file"
            raise InputError("may not be fetched by programs: robots.txt says so", where=target.address, hint=hint)
        return self._retry(target, pause=max(self._options.pause, rules.pause(AGENT)))

    def _find_rules(self, target: Target) -> Rules | str:
        """The rules of a target's site; a line that says why there are none where its server fails."""
        if target.origin not in self._rules:
            self._rules[target.origin] = self._load_rules(target.origin)
        return self._rules[target.origin]

    def _load_rules(self, origin: str) -> Rules | str:
        def ask_one(target: Target) -> Answer:
            return self._retry(target, pause=self._options.pause, limit=MAX_BYTES)

        try:
            _, answer = self._follow(f"{origin}/robots.txt", ask_one)
        except _FailedError as error:
            return f"is of a site whose robots.txt cannot be read: it {error.what}"
        except InputError:  # redirects that lead nowhere: as if there were no file
            return Rules()
        with answer.body:
            return read_rules(answer.body.read()) if answer.status == 200 else Rules()

    def _retry(self, target: Target, *, pause: float, limit: int | None = None) -> Answer:
        """Ask until there is an answer that stands; raises _FailedError when all tries failed."""
        wait = 0.0
        for number in range(self._options.retries + 1):
            self._keep_pace(target.host, pause, wait)
            try:
                return self._ask(target, limit)
            except PassingError as passing:
                asked = passing.wait
                if number == self._options.retries or (asked or 0.0) > _LONGEST_WAIT:
                    tries = f" ({number + 1} tries)" if number else ""
                    raise _FailedError(f"{passing}{tries}", where=target.address, hint="try again later") from passing
                wait = asked if asked is not None else 2.0**number * random.uniform(1, 1.25)
        raise AssertionError("unreachable")

    def _ask(self, target: Target, limit: int | None) -> Answer:
        answer = ask(target, self._options, limit=limit)
        if answer.status in _PASSING:
            answer.body.close()
            stated = answer.headers.get("retry-after", "")
            wait = float(stated) if stated.isdecimal() else None
            raise PassingError(f"answers {answer.status} {answer.reason}".rstrip(), wait)
        return answer

    def _keep_pace(self, host: str, pause: float, wait: float) -> None:
        now = self._clock()
        due = max(self._next.get(host, now), now + wait)
        if due > now:
            self._sleep(due - now)
        self._next[host] = max(due, now) + pause


def _decode_location(stated: str) -> str:
    """A header's bytes come as Latin-1; addresses that are not escaped are UTF-8."""
    try:
        return stated.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return stated


class _FailedError(InputError):
    """All tries failed."""
