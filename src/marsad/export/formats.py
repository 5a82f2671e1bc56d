"""Formats by their names, each a writer in a module of its own, and files that are written whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from marsad.errors import MarsadError
from marsad.files import open_whole

# Name of a format → module and function; a module is imported when its format is asked for.
Formats = Mapping[str, tuple[str, str]]


def load_writer(formats: Formats, name: str) -> Any:
    """The function that writes a format; raises MarsadError with the valid names."""
    if name not in formats:
        raise MarsadError(f"no format {name!r}", hint=f"there are {', '.join(formats)}")
    module, function = formats[name]
    return getattr(import_module(module), function)


def make_folder(path: Path) -> None:
    """A folder to write into; raises MarsadError where there can be none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise MarsadError("is a file, no folder", where=str(path), hint="name a folder") from error
    except OSError as error:
        what = f"the folder cannot be made: {error.strerror}"
        raise MarsadError(what, where=str(path), hint="name another place") from error


@contextmanager
def open_target(path: Path) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all; raises MarsadError, and leaves what was there, where it cannot be."""
    try:
        with open_whole(path) as out:
            yield out
    except OSError as error:
        hint = "name another place, or free some space; nothing was left there"
        raise MarsadError(f"cannot be written: {error.strerror}", where=str(path), hint=hint) from error
