"""Analysts at a desk whose database goes away now and then: they say what went wrong, when, and go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

from benchmarks.crowd import Analyst, Seen


@dataclass
class Known(Seen):
    """What happened to everybody, with the moment of each error."""

    moments: list[tuple[float, str]] = field(default_factory=list)
    unanswered: int = 0
    """Judgements of which nobody knows whether they were kept: the answer did not come."""


class Patient(Analyst):
    """An analyst who notes when something went wrong."""

    def __init__(self, name: str, client: httpx.AsyncClient, pool: Sequence[str], seen: Known) -> None:
        super().__init__(name, client, pool, seen)
        self._known = seen

    async def log_in(self) -> None:
        while self._client.headers.get("Authorization", "Bearer ") == "Bearer ":
            await super().log_in()

    async def _ask(self, what: str, method: str, path: str, *, gone: bool = False, **body: Any) -> Any:
        start, changes, answer = time.perf_counter(), what in ("judge", "undo"), None
        try:
            answer = await self._client.request(method, path, **body)
        except httpx.HTTPError as error:
            self._note(what, f"{type(error).__name__} {error}", lost=changes)
            return None
        self._known.times.setdefault(what, []).append(time.perf_counter() - start)
        self._known.answers[f"{what} {answer.status_code}"] += 1
        if answer.is_success:
            return answer.json()
        if not (gone and answer.status_code in (404, 409)):
            self._note(what, f"{answer.status_code} {answer.text[:200]}", lost=changes and answer.status_code >= 500)
        return None

    def _note(self, what: str, went_wrong: str, *, lost: bool) -> None:
        self._known.moments.append((time.monotonic(), f"{what}: {went_wrong}"))
        self._known.unanswered += lost


async def work(address: str, people: Sequence[str], pool: Sequence[str], until: float, seen: Known) -> None:
    """All people at the desk until a moment of the monotonic clock."""
    limits = httpx.Limits(max_connections=1)
    clients = [httpx.AsyncClient(base_url=address, timeout=120, limits=limits) for _ in people]
    crowd = [Patient(name, client, pool, seen) for name, client in zip(people, clients, strict=True)]
    await asyncio.gather(*(analyst.log_in() for analyst in crowd))
    await asyncio.gather(*(analyst.work(until) for analyst in crowd))
    for client in clients:
        await client.aclose()
