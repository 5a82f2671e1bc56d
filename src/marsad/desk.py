"""What a desk does with its store: take documents in, link them, follow judgements. Used by every door."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import islice

from marsad.catchup import catch_up, link_all
from marsad.errors import InputError, MarsadError, StoreError
from marsad.intake import Failure, Options, Original, read_original
from marsad.link.judgements import Judged, correct_claims, settle_judgements
from marsad.model import Document, Reading
from marsad.pipeline import read_for_store, reader_version
from marsad.register import Entry, Exhibit, Register
from marsad.run.engine import Engine
from marsad.run.limits import TimeUpError, limit_time
from marsad.run.local import describe_fault
from marsad.settings import Settings
from marsad.store import DocumentRow, LogRow, Parcel, ReadingRow, Store

# Exhibits are made so many at a time.
_PAGE = 200
# Documents that are read are kept together: at most so many, and those of so many seconds.
_AT_ONCE = 50
_SOON = 0.25


@dataclass(frozen=True, slots=True)
class Taken:
    """A document read for the store, as what the store keeps of it."""

    source: str
    parcel: Parcel
    warnings: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The document's id."""
        return self.parcel.reading.document


@dataclass(frozen=True, slots=True)
class Known:
    """An input whose bytes the store already holds, read by this version."""

    source: str


def take_in(
    store: Store, originals: Iterable[Original | Failure], options: Options, *, engine: Engine
) -> Iterator[Taken | Known | Failure]:
    """Read originals and keep them, a few at a time, with their claims; each is given when it is kept or noted.

    What is known is passed over, so that a run that was cut off goes on where it stopped.
    """
    chosen = choose_unread(originals, store.read_ids(reader_version()))
    work, seconds = partial(read_one, options), options.settings.document_seconds
    with Keeping(store) as keeping:
        for entry, result in engine.spread(work, chosen, lost=lose, ready=_pass_over, seconds=seconds):
            if isinstance(entry, Original) and isinstance(result, Taken):
                yield from keeping.add(result, entry.data)
                continue
            if isinstance(result, Failure):
                yield from keeping.flush()  # A document that is kept ends the failure of its source.
                note_failure(store, result)
            yield result
        yield from keeping.flush()


def settle_failures(store: Store, paths: Sequence[str], failed: Set[str]) -> None:
    """Take back what was noted earlier of ``paths`` and of what lies in them, but for what ``failed`` again."""
    roots = tuple(path.rstrip("/") for path in paths)
    inside = tuple(root + mark for root in roots for mark in "/#:")
    noted = {failure.source for failure in store.failures()} - failed
    store.drop_failures(sorted(s for s in noted if s in roots or s.startswith(inside)))


def read_again(store: Store, settings: Settings, *, engine: Engine) -> Iterator[Taken | Failure]:
    """Read stored documents that were not read, or by another version; judgements stay."""
    unread, seconds = list(store.unread(reader_version())), settings.document_seconds
    work = partial(_read_document, seconds)
    with Keeping(store) as keeping:
        for _, result in engine.spread(work, unread, lost=lose, seconds=seconds):
            if isinstance(result, Failure):
                yield note_failure(store, result)
                continue
            yield from keeping.add(result, b"")
        yield from keeping.flush()


class Keeping:
    """What is read and waits to be kept: many at a time, because each time waits for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Taken, bytes]] = []
        self._last = time.monotonic()

    def add(self, taken: Taken, raw: bytes) -> list[Taken]:
        """Keep a document soon; those that are kept by now."""
        self._waiting.append((taken, raw))
        due = len(self._waiting) >= _AT_ONCE or time.monotonic() - self._last >= _SOON
        return self.flush() if due else []

    def flush(self) -> list[Taken]:
        """Keep what waits now."""
        kept, self._waiting, self._last = self._waiting, [], time.monotonic()
        if kept:
            self._store.keep([(taken.parcel, raw) for taken, raw in kept])
        return [taken for taken, _ in kept]

    def __enter__(self) -> Keeping:
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()  # Nobody wants the rest: what was read is kept all the same.


def relink(store: Store) -> Register:
    """Link all that the store holds anew and keep the register, unless something came meanwhile that it lacks."""
    return link_all(store)[1]


def current_register(store: Store) -> Register:
    """The register of all that the store holds; what came after the last time is linked now."""
    if not store.is_linked():
        catch_up(store)
    register = store.register()
    return register if register is not None else relink(store)


def keep_linked(store: Store) -> LogRow:
    """Link where something came after the last time; the log's row of the register that the store holds now."""
    if not store.is_linked():
        catch_up(store)
    row = store.linked()
    assert row is not None
    return row


def open_exhibits(store: Store, fits: Callable[[Entry], bool]) -> Iterator[Exhibit]:
    """The entries that fit, by id, with their claims as people set them right; a few at a time, so that a register of
    any size passes through little memory.

    Linked first where something came after the last time. Raises StoreError at the end where somebody kept another
    register meanwhile.
    """
    before = keep_linked(store)
    judged = _settle_values(store)
    chosen = filter(fits, store.entries())
    while page := list(islice(chosen, _PAGE)):
        told = store.find_claims(witness.claim for entry in page for witness in entry.claims)
        for entry in page:
            known = [told[witness.claim] for witness in entry.claims if witness.claim in told]
            right = correct_claims([claim for _, claim in known], judged)
            yield Exhibit(entry, {c.id: (d, c) for (d, _), c in zip(known, right, strict=True)})
    if store.linked() != before:
        raise StoreError("the register was linked anew meanwhile", where=store.where, hint="run it again")


def _settle_values(store: Store) -> Judged:
    """The values that people set right, found in the documents that their judgements name."""
    values = [judgement for judgement in store.judgements() if judgement.kind == "value"]
    documents = {name[1] for judgement in values if len(name := judgement.subject[0].split("|")) > 1}
    return settle_judgements(values, store.claims_in(documents))


def choose_unread(originals: Iterable[Original | Failure], read: set[str]) -> Iterator[Original | Known | Failure]:
    """The originals that are to be read; others are known, as ``read`` are."""
    for entry in originals:
        if isinstance(entry, Failure):
            yield entry
            continue
        id_ = name_document(entry.data)
        yield Known(entry.source) if id_ in read else entry
        read.add(id_)


def name_document(data: bytes) -> str:
    """The id of the document that is made from these bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _pass_over(entry: Original | Known | Failure) -> Known | Failure | None:
    return None if isinstance(entry, Original) else entry


def note_failure(store: Store, failure: Failure) -> Failure:
    store.add_failure(failure.source, failure.error.what, failure.error.hint)
    return failure


def lose(entry: Original | Known | Failure | Document) -> Failure:
    """The failure of an input whose process died while it was read."""
    hint = "if it fails again, leave it out or give its text alone; `marsad failures` lists what failed"
    what = "the process that read it died, or took too long and was ended"
    return Failure(entry.source, InputError(what, where=entry.source, hint=hint))


def read_one(options: Options, original: Original | Known | Failure) -> Taken | Known | Failure:
    if not isinstance(original, Original):
        return original
    seconds = options.settings.document_seconds
    try:
        with limit_time(seconds):
            received = read_original(original, options)
    except TimeUpError:
        return _give_up(original.source, seconds)
    except Exception as error:
        return Failure(original.source, MarsadError(describe_fault(error), where=original.source))
    if isinstance(received, Failure):
        return received
    read = _read(seconds, received.document)
    if isinstance(read, Failure):
        return read
    reading, vectors = read
    row = DocumentRow.of(reading.document, original.data, address=original.address, retrieved=original.retrieved)
    return _wrap(reading, vectors, row, received.warnings)


def _give_up(source: str, seconds: float) -> Failure:
    what = f"takes longer than {seconds:g} seconds to read"
    return Failure(source, InputError(what, where=source, hint="split it, or set MARSAD_DOCUMENT_SECONDS"))


def _read_document(seconds: float, document: Document) -> Taken | Failure:
    read = _read(seconds, document)
    return read if isinstance(read, Failure) else _wrap(*read)


def _read(seconds: float, document: Document) -> tuple[Reading, bytes] | Failure:
    try:
        with limit_time(seconds):
            return read_for_store(document)
    except TimeUpError:
        return _give_up(document.source, seconds)
    except MarsadError as error:
        return Failure(document.source, MarsadError(error.what, where=error.where or document.source, hint=error.hint))
    except Exception as error:
        return Failure(document.source, MarsadError(describe_fault(error), where=document.source))


def _wrap(reading: Reading, vectors: bytes, row: DocumentRow | None = None, warnings: tuple[str, ...] = ()) -> Taken:
    """A reading as the store's rows: made by the process that read, so that the one that keeps only writes."""
    told = ReadingRow.of(reading.document.id, reading.claims, reader=reader_version())
    return Taken(reading.document.source, Parcel(told, vectors, row), (*warnings, *reading.warnings))
