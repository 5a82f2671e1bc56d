"""What the commands that read articles without a store share: reading all inputs, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from marsad.errors import InputError
from marsad.intake import Failure, Options, Told, receive
from marsad.run.limits import TimeUpError, limit_time
from marsad.run.local import Tally, run_local, show_progress
from marsad.settings import load_settings

if TYPE_CHECKING:
    from marsad.model import Reading

FAILED, PARTLY = 1, 3


def read_all(sources: tuple[str, ...], told: Told, tally: Tally, *, quiet: bool) -> Iterator[Reading]:
    """The readings of all inputs that can be read; ``quiet`` where a progress bar would stand in the output's way."""
    from marsad.vectors import load_early

    load_early()
    from marsad.pipeline import read_document
    from marsad.read.publication import read_day

    settings = load_settings()
    options = Options(settings=settings, told=told, read_day=read_day)

    def read_one(source: str) -> Reading:
        received = receive(source, options)
        if isinstance(received, Failure):
            raise received.error
        try:
            with limit_time(settings.document_seconds):
                reading = read_document(received.document)
        except TimeUpError as error:
            what = f"takes longer than {settings.document_seconds} seconds to read"
            raise InputError(what, where=source, hint="split it, or set MARSAD_DOCUMENT_SECONDS") from error
        return replace(reading, warnings=(*received.warnings, *reading.warnings))

    shown = sources if quiet else show_progress(sources, least=settings.progress_from)
    return run_local(shown, read_one, tally, debug=bool(settings.debug))


def exit_by(tally: Tally) -> None:
    """End the program with the code that fits; see the module's first lines."""
    if tally.failed:
        raise typer.Exit(PARTLY if tally.read else FAILED)
