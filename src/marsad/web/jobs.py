"""Documents that people hand to the desk: taken in one after the other, beside the pages."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from marsad.desk import Known, Taken, take_in
from marsad.errors import MarsadError
from marsad.intake import Failure, FetchOptions, Options, Original
from marsad.intake.address import HINT as PRIVATE_HINT
from marsad.read.publication import read_day
from marsad.run.local import describe_fault
from marsad.run.workers import Crew

if TYPE_CHECKING:
    from marsad.web.state import Desk

State = Literal["waiting", "running", "done", "failed"]
MOST_JOBS = 200
MOST_ADDRESSES = 100
"""Pages that one address (of a feed) may lead to."""


@dataclass(slots=True)
class Job:
    """One input on its way into the store: which documents came of it, how many were known, what failed and why."""

    id: int
    kind: str
    source: str
    who: str
    state: State = "waiting"
    taken: list[str] = field(default_factory=list)
    known: int = 0
    failures: list[tuple[str, str | None]] = field(default_factory=list)


Open = Callable[[Options], Iterator[Original | Failure]]


class Jobs:
    """The inputs of late, the newest last; one at a time is worked on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._numbers = itertools.count(1)
        self._jobs: deque[Job] = deque(maxlen=MOST_JOBS)
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "marsad-jobs")
        self._closing = False

    def start(self, kind: str, source: str, who: str, open_: Open) -> Job:
        """Take in what ``open_`` gives, as soon as the inputs before are done."""
        with self._lock:
            job = Job(next(self._numbers), kind, source, who)
            self._jobs.append(job)
        self._worker.submit(self._run, job, open_)
        return job

    def find(self, id: int) -> Job | None:
        with self._lock:
            return next((job for job in self._jobs if job.id == id), None)

    def list(self) -> list[Job]:
        with self._lock:
            return list(self._jobs)

    def close(self) -> None:
        """Finish what was handed over: a text that somebody pasted lies nowhere else. Addresses can be given again."""
        self._closing = True
        self._worker.shutdown()

    def _run(self, job: Job, open_: Open) -> None:
        job.state = "running"
        store, options = self._desk.store, build_options(self._desk)
        try:
            for result in take_in(store, open_(options), options, engine=Crew(1)):
                if isinstance(result, Taken):
                    store.people.note(job.who, "add document", result.id)
                    job.taken.append(result.id)
                elif isinstance(result, Known):
                    job.known += 1
                else:
                    job.failures.append(describe_failure(result.error, job.source))
                if self._closing and job.kind == "address":
                    job.failures.append(("the desk was closed before all was fetched", "give the address again"))
                    break
            self._desk.catch_up(timeout=None)
        except MarsadError as error:
            job.failures.append(describe_failure(error, job.source))
        except Exception as error:
            job.failures.append((describe_fault(error), None))
        job.state = "done" if job.taken or job.known else "failed"


def build_options(desk: Desk) -> Options:
    """How the desk takes documents in: addresses as `marsad ingest` fetches them, those of private networks never."""
    fetch = replace(FetchOptions(), allow_private=False, max_addresses=MOST_ADDRESSES)
    return Options(settings=desk.settings, read_day=read_day, fetch=fetch)


def describe_failure(error: MarsadError, source: str) -> tuple[str, str | None]:
    """What went wrong and what to do about it at the desk, where no option of the command line helps."""
    where = f"{error.where}: " if error.where not in (None, source) else ""
    hint = "save the page and give the file" if error.hint == PRIVATE_HINT else error.hint
    return f"{where}{error.what}", hint
