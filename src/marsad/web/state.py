"""What all requests share: the open store and one view of all that it holds, made anew when the store changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from marsad.collector import uncollected
from marsad.register import Entry
from marsad.settings import Settings
from marsad.shelf import Shelf
from marsad.store import Judgement, LogRow, Ruling, Store
from marsad.store.chain import REGISTERED
from marsad.web.faults import OpeningError, is_program
from marsad.web.jobs import Jobs
from marsad.web.keeper import Keeper
from marsad.web.table import EntryTable

_LOOK_EVERY = 0.5
"""Seconds between two looks whether somebody else changed the store."""
_PATIENCE = 2.0
"""Seconds that a page waits for the first view; programs wait until it is there."""


@dataclass(frozen=True, eq=False)
class View:
    """All that is known at one moment, for one page or answer.

    ``version`` is the number of the last change in it, ``seen`` that of the last judgement; ``arrivals`` are the ids of
    all documents as they came.
    """

    version: int
    shelf: Shelf
    rulings: tuple[Ruling, ...]
    arrivals: tuple[str, ...]
    table: EntryTable
    queues: dict[str, Sequence[Entry]] = field(default_factory=dict)
    """Queues of the review, each made when it is first asked for (queues.py)."""

    @property
    def judgements(self) -> list[Judgement]:
        """The judgements in force."""
        return [ruling.judgement for ruling in self.rulings if ruling.undone is None]

    @cached_property
    def seen(self) -> int:
        numbers = [made.id for ruling in self.rulings for made in (ruling.judgement, ruling.undone) if made]
        return max(numbers, default=0)


class Desk:
    """The store and the view of it; safe to use from many threads.

    Whoever looks gets the view that is there; one thread makes the next one. Raises StoreError where the store is lost.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.jobs = Jobs(self)
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "marsad-desk")
        self._queued: Future[None] | None = None
        self._view: View | None = None
        self._looked = 0.0
        self.quiet = threading.Lock()
        """Held while what came is linked, and while a judgement is kept: each would make the other begin again."""
        self._viewing = Viewing(store, self.quiet)

    def begin(self) -> None:
        """Make the first view already: the first person to come waits for less."""
        self._queue()

    def view(self, patience: float | None = None) -> View:
        """What is known: at most a moment old where another program writes to the store.

        Raises OpeningError where the first view is not there after ``patience`` seconds.
        """
        if self._view is None:
            if not self.catch_up(patience):
                raise OpeningError("the register is being opened", hint="ask again in a moment")
        elif time.monotonic() - self._looked > _LOOK_EVERY:
            self._looked = time.monotonic()
            if self.store.version() != self._viewing.reached:
                self._queue()
        assert self._view is not None
        return self._view

    def peek(self) -> View | None:
        """The view, where it need not be made and no look at the store is due."""
        return self._view if time.monotonic() - self._looked <= _LOOK_EVERY else None

    def shelf(self) -> Shelf:
        """Register, documents and claims."""
        return self.view().shelf

    def catch_up(self, timeout: float | None) -> bool:
        """Wait until the view holds all that was stored before this call; False where that takes longer."""
        try:
            self._queue().result(timeout)
        except Late:
            return False
        return True

    def close(self) -> None:
        self.jobs.close()
        self._worker.shutdown(cancel_futures=True)

    def _queue(self) -> Future[None]:
        """A run of ``_make`` that has not begun yet: everybody who waits for the same run shares it."""
        with self._lock:
            if self._queued is None:
                self._queued = self._worker.submit(self._make)
            return self._queued

    def _make(self) -> None:
        with self._lock:
            self._queued = None
        self._view = self._viewing.make(self._view)


class Viewing:
    """Makes one view from the one before; used by one thread at a time. ``reached`` is the last row of the log that it
    knows of.
    """

    def __init__(self, store: Store, quiet: threading.Lock) -> None:
        self._store, self._quiet = store, quiet
        self._keeper: Keeper | None = None
        self.reached = 0

    def make(self, before: View | None) -> View:
        """The view of now: the one before where nothing changed that it shows."""
        version = self._store.version()
        changed = self._store.log_after(self.reached) if before else []
        about = {row.action for row in changed} & set(REGISTERED)
        view = before
        if view is None or about:
            with uncollected():
                view = self._make_anew(before, version, changed)
        self.reached = version
        return view

    def _make_anew(self, before: View | None, version: int, changed: Sequence[LogRow]) -> View:
        rulings = tuple(self._store.rulings())
        shelf = self._take({row.subject for row in changed if row.action in ("document", "claims")}, rulings)
        only_linked = all(row.action not in REGISTERED or row.action == "register" for row in changed)
        if before and only_linked and shelf.register == before.shelf.register:
            return before
        table = EntryTable(shelf.register.entries, before.table if before else None)
        return View(version, shelf, rulings, tuple(self._store.arrivals()), table)

    def _take(self, changed: set[str], rulings: Sequence[Ruling]) -> Shelf:
        judgements = [ruling.judgement for ruling in rulings if ruling.undone is None]
        keeper, self._keeper = self._keeper, None  # A keeper that fails may have taken in a half: it is not used again.
        if keeper is None:
            keeper = Keeper(self._store, self._quiet)
            shelf = keeper.fill(judgements)
        else:
            shelf = keeper.take(changed, judgements)
        self._keeper = keeper
        return shelf


# Dependencies that need not wait are no work for another thread.
async def find_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


CurrentDesk = Annotated[Desk, Depends(find_desk)]


async def find_view(request: Request, desk: CurrentDesk) -> View:
    view = desk.peek()
    patience = None if is_program(request) else _PATIENCE
    return view if view is not None else await run_in_threadpool(desk.view, patience)


CurrentView = Annotated[View, Depends(find_view)]
