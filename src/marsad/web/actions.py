"""What people do at the desk, the same from a page and from the API: judge, take back, add documents."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from marsad.errors import InputError, MarsadError
from marsad.intake import SUFFIXES, Failure, Options, Original, open_originals
from marsad.intake.address import is_address
from marsad.link.judgements import GRADES, check_judgement, name_claim
from marsad.link.why import entry_by_claim
from marsad.store import Decision as Kept
from marsad.store import GoneError, Judgement, StaleError
from marsad.web.faults import ConflictError, TooLargeError, UnknownError
from marsad.web.jobs import Job
from marsad.web.state import Desk, View
from marsad.web.viewer import Viewer

PATIENCE = 10.0
"""Seconds that a person waits for the register to follow a judgement; it follows anyway."""

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on claims, named by id or in full (``name_claim``), or of kind ``grade`` on an outlet."""

    kind: str
    claims: tuple[str, ...]
    slot: str | None = None
    value: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text that a person gives, with what they know of it."""

    text: str
    title: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    language: str | None = None
    url: str | None = None


def judge(desk: Desk, viewer: Viewer, decisions: Sequence[Decision], *, seen: int) -> list[Judgement]:
    """Keep judgements, all or none, and let the register follow; ``seen`` is ``View.seen`` of the page decided upon.

    Raises UnknownError for a claim that never was, ConflictError where a claim was read anew or was judged by somebody
    else since, InputError for a judgement that cannot be followed.
    """
    try:
        kept = _check_all(desk.view(), decisions)
    except (UnknownError, ConflictError):
        # What is shown may be a moment old.
        desk.catch_up(PATIENCE)
        kept = _check_all(desk.view(), decisions)
    try:
        with desk.quiet:
            made = desk.store.add_judgements(kept, who=viewer.name, seen=seen)
    except StaleError as error:
        raise _explain_stale(desk.view(), error.newer, kept) from error
    except GoneError as error:
        name = next(name for decision in kept for name in decision.subject if name.startswith(error.claim))
        raise _explain_gone(name.split("|")[1]) from error
    desk.catch_up(PATIENCE)
    return made


def undo(desk: Desk, viewer: Viewer, number: int) -> None:
    """Take a judgement back; raises UnknownError, or ConflictError where somebody was quicker."""
    try:
        with desk.quiet:
            desk.store.undo_judgement(number, viewer.name)
    except MarsadError:
        undone = {r.judgement.id: r.undone for r in desk.store.rulings() if r.undone}.get(number)
        if undone is None:
            raise UnknownError(f"no judgement {number}", hint="the log lists them") from None
        what = f"{undone.who} took judgement {number} back at {undone.at:%Y-%m-%d %H:%M} UTC"
        raise ConflictError(what, hint="nothing is left to do") from None
    desk.catch_up(PATIENCE)


def _check_all(view: View, decisions: Sequence[Decision]) -> list[Kept]:
    return [_check(view, decision) for decision in decisions]


def _check(view: View, decision: Decision) -> Kept:
    """The judgement to be kept; raises where it cannot be followed."""
    if decision.kind == "grade":
        return _check_grade(view, decision)
    found = [view.shelf.claims[_find_claim(view, name)] for name in decision.claims]
    wanted = 2 if decision.kind in ("same", "different") else 1
    if len(found) != wanted:
        raise InputError(f"{decision.kind} is on {wanted} claims, not {len(found)}", hint="name them by their ids")
    entry = entry_by_claim(view.shelf.register.entries).get(found[0][1].id)
    claims = [claim for _, claim in found]
    check_judgement(decision.kind, claims, decision.slot, decision.value, origins=entry.origins if entry else 0)
    subject = tuple(name_claim(claim, document.id) for document, claim in found)
    slot = (decision.slot or "",) if decision.kind == "value" else ()
    value = decision.value if decision.kind in ("value", "credibility") else None
    return Kept(decision.kind, (*subject, *slot), value, decision.why)


def _check_grade(view: View, decision: Decision) -> Kept:
    if len(decision.claims) != 1:
        raise InputError("a grade is on one outlet", hint="name it")
    if decision.value not in tuple(GRADES):
        raise InputError(f"{decision.value!r} is no grade", hint="there are A, B, C, D, E and F")
    if decision.claims[0] not in {document.publisher for document in view.shelf.documents.values()}:
        raise UnknownError(f"no outlet {decision.claims[0]!r}", hint="the page of sources lists them")
    return Kept("grade", decision.claims, decision.value, decision.why)


def _find_claim(view: View, name: str) -> str:
    id_, _, rest = name.partition("|")
    if id_ in view.shelf.claims:
        return id_
    document = rest.partition("|")[0]
    if document in view.shelf.documents:
        raise _explain_gone(document)
    raise UnknownError(f"no claim {id_!r}", hint="it may have been read anew: open its document")


def _explain_gone(document: str) -> ConflictError:
    return ConflictError(
        "the document was read again since, and this claim is not among what was found now",
        where=f"/documents/{document}",
        hint="your judgement was not kept: open the document and judge what is there",
    )


def _explain_stale(view: View, newer: Judgement, kept: Sequence[Kept]) -> ConflictError:
    """What happened, and where to look."""
    about = frozenset[str]().union(*(decision.about for decision in kept))
    entries = (entry for entry in view.shelf.register.entries if any(w.claim in about for w in entry.claims))
    entry = next(entries, None)
    did = "took a judgement on it back" if newer.kind == "undo" else f"judged it: {newer.kind} {newer.value or ''}"
    return ConflictError(
        f"{newer.who}, at {newer.at:%Y-%m-%d %H:%M} UTC, {did.strip()}",
        where=f"/entries/{entry.id}" if entry else None,
        hint="your judgement was not kept: look at it again, then decide",
    )


def add_text(desk: Desk, viewer: Viewer, pasted: Pasted) -> Job:
    """Take in a text; its bytes are kept as a record with what the person says of it."""
    record = {
        "text": pasted.text, "title": pasted.title, "publisher": pasted.publisher,
        "published": pasted.published.isoformat() if pasted.published else None, "language": pasted.language,
        "url": pasted.url,
    }  # fmt: skip
    if not pasted.text.strip():
        raise InputError("holds no text", hint="paste an article")
    data = json.dumps({name: value for name, value in record.items() if value}, ensure_ascii=False)
    raw = data.encode("utf-8", "surrogatepass")
    _refuse_large(len(raw), desk.settings.max_bytes)
    name = pasted.title or pasted.text.strip().partition("\n")[0]
    source = f"pasted: {' '.join(name.split())[:60]}"

    def open_(options: Options) -> Iterator[Original | Failure]:
        yield Original(source, raw, "record")

    return desk.jobs.start("text", source, viewer.name, open_)


def add_address(desk: Desk, viewer: Viewer, address: str) -> Job:
    """Take in what an address leads to: a page, a feed, a PDF; never a path of this machine."""
    if not is_address(address) or len(address) > 2000:
        raise InputError("is no address of the web", where=address[:100], hint="give http:// or https:// and a host")

    def open_(options: Options) -> Iterator[Original | Failure]:
        yield from open_originals(address, options)

    return desk.jobs.start("address", address, viewer.name, open_)


def add_file(desk: Desk, viewer: Viewer, name: str, stream: BinaryIO) -> Job:
    """Take in a file that a person sends: anything that ``marsad ingest`` takes."""
    called = PurePosixPath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "file"
    suffix = PurePosixPath(called).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"is a file of a kind that is not read: {suffix or 'no ending'}", where=called, hint=_KINDS)
    folder = Path(tempfile.mkdtemp(prefix="marsad-"))
    path = folder / f"upload{suffix}"
    with path.open("wb") as out:
        shutil.copyfileobj(stream, out)

    def open_(options: Options) -> Iterator[Original | Failure]:
        try:
            for found in open_originals(str(path), options):
                yield _rename(found, str(path), called)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    return desk.jobs.start("file", called, viewer.name, open_)


_KINDS = f"there are {', '.join(sorted(SUFFIXES))}"


def _rename(found: Original | Failure, path: str, name: str) -> Original | Failure:
    """The same under the name that the person's file has."""
    source = found.source.replace(path, name, 1)
    if isinstance(found, Original):
        return replace(found, source=source)
    error = found.error
    where = error.where.replace(path, name, 1) if error.where else None
    return Failure(source, MarsadError(error.what.replace(path, name), where=where, hint=error.hint))


def _refuse_large(size: int, most: int) -> None:
    if size > most:
        what = f"is larger than {most / 1e6:g} MB: too much for one article"
        raise TooLargeError(what, where="the text", hint="split it into its articles, or send them as a file")
