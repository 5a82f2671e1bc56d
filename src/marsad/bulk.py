"""Take in more documents than one machine reads in time: files are read by shards, on a cluster, and then kept.

A shard is some files that are read together, into Parquet files (store/shards.py). A run that was cut off goes on at
the shards that are missing; those that are there are not read again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from marsad.desk import Keeping, Known, Taken, choose_unread, lose, name_document, note_failure, read_one
from marsad.errors import InputError, MarsadError
from marsad.intake import SUFFIXES, Expansion, Failure, Options, Original, list_inputs
from marsad.intake.address import is_address
from marsad.intake.kinds import ONE
from marsad.pipeline import reader_version
from marsad.run.cluster import Cluster
from marsad.store import Store
from marsad.store.shards import ShardDocument, ShardFailure, ShardWriter, name_shard, read_shard

# Files of one document that are read together: a few seconds' work for one core.
_TOGETHER = 200
# A document at which so many tries died is given up: one death may be an accident of the machine.
_GIVE_UP = 3
_BEGIN = "begin"


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are read together, and where what is found in them goes; its id is a hash of what is read, and how.

    Files are named as the user named them, from the folder ``at`` on.
    """

    id: str
    at: str
    sources: tuple[str, ...]
    folder: str
    options: Options


def take_in_shards(
    store: Store, paths: Sequence[str], options: Options, *, engine: Cluster, folder: Path
) -> Iterator[Taken | Known | Failure]:
    """Read files on a cluster, whose machines all see them and ``folder``, and keep what they hold, in their order.

    Gives what ``take_in`` gives. Raises MarsadError for what is no file, and where a machine has another version.
    """
    shards = plan_shards(paths, options, folder)
    read = store.read_ids(reader_version())
    with Keeping(store) as keeping:
        for id_ in engine.map_in_order(read_files, shards):
            for found in read_shard(name_shard(folder, id_)):
                yield from _keep(store, keeping, found, read)
        yield from keeping.flush()


def plan_shards(paths: Sequence[str], options: Options, folder: Path) -> list[Shard]:
    """The shards of files and folders: each file of many documents is one, files of one document are read together."""
    for path in paths:
        if path == "-" or is_address(path):
            raise InputError("is no file", where=path, hint="on a cluster give files that all its machines see")
    shards: list[Shard] = []
    together: list[str] = []
    for source in list_inputs(paths, collections=True).sources:
        if SUFFIXES.get(Path(source).suffix.lower()) in ONE:
            together.append(source)
            if len(together) < _TOGETHER:
                continue
            source = ""
        if together:
            shards.append(_make_shard(together, options, folder))
            together = []
        if source:
            shards.append(_make_shard([source], options, folder))
    return [*shards, _make_shard(together, options, folder)] if together else shards


def read_files(shard: Shard) -> str:
    """Read a shard into its folder, unless it is there; returns its id.

    A document that its process died of again and again is a failure, and the rest goes on.
    """
    folder = Path(shard.folder)
    if not name_shard(folder, shard.id).exists():
        with ShardWriter(folder, shard.id) as writer, _Trail(folder / f".{shard.id}.trail") as trail:
            for number, entry in enumerate(choose_unread(_open(shard), set())):
                trail.enter(number)
                found = lose(entry) if trail.deaths[number] >= _GIVE_UP else read_one(shard.options, entry)
                if isinstance(found, Failure):
                    error, id_ = found.error, name_document(entry.data) if isinstance(entry, Original) else None
                    writer.add_failure(ShardFailure(id_, found.source, error.what, error.where, error.hint))
                elif isinstance(found, Taken) and isinstance(entry, Original):
                    writer.add(ShardDocument(found.parcel, entry.data, found.warnings))
    return shard.id


class _Trail:
    """Tells in a file where a shard's reading stands, so that the next try knows where the one before died."""

    def __init__(self, file: Path) -> None:
        self._file = file
        before = file.read_text().split(_BEGIN)[1:] if file.exists() else []
        self.deaths = Counter(int(numbers[-1]) for tried in before if (numbers := tried.split()))

    def __enter__(self) -> _Trail:
        self._out = self._file.open("a", buffering=1)
        self._out.write(f"{_BEGIN}\n")
        return self

    def enter(self, number: int) -> None:
        self._out.write(f"{number}\n")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._out.close()
        if kind is None:
            self._file.unlink(missing_ok=True)


def _open(shard: Shard) -> Iterator[Original | Failure]:
    expansion = Expansion(shard.options)
    if not all(Path(source).is_absolute() for source in shard.sources):
        os.chdir(shard.at)
    for source in shard.sources:
        yield from expansion.open_source(source)


def _make_shard(sources: Sequence[str], options: Options, folder: Path) -> Shard:
    """A shard whose id changes with its files, the reader and its settings."""
    told: list[object] = [reader_version(), repr(options.settings), repr(options.limits)]
    for source in sources:
        file = Path(source)
        found = file.stat() if file.exists() else None
        told.append([str(file.absolute()), found and [found.st_size, found.st_mtime_ns]])
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return Shard(digest[:16], str(Path.cwd()), tuple(sources), str(folder.absolute()), options)


def _keep(
    store: Store, keeping: Keeping, found: ShardDocument | ShardFailure, read: set[str]
) -> Iterator[Taken | Known | Failure]:
    if isinstance(found, ShardFailure):
        if found.document in read:
            yield Known(found.source)
            return
        if found.document:
            read.add(found.document)
        yield from keeping.flush()
        error = InputError(found.what, where=found.where, hint=found.hint)
        yield note_failure(store, Failure(found.source, error))
        return
    reading, row = found.parcel.reading, found.parcel.document
    source = row.source if row else ""
    if reading.reader != reader_version():
        raise MarsadError(
            f"a machine of the cluster reads with Marsad {reading.reader}, this one with {reader_version()}",
            hint="install the same version on all",
        )
    if reading.document in read:
        yield Known(source)
        return
    read.add(reading.document)
    yield from keeping.add(Taken(source, found.parcel, found.warnings), found.raw)
