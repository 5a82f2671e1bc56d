"""What can go wrong, said so that a person can act: what, where, what to do."""

from __future__ import annotations

import re

# What would break the line, or have a terminal do something else than show it: inputs name files and columns freely.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def on_one_line(text: str) -> str:
    r"""Text as it can be shown on one line of a terminal, which it cannot steer.

    >>> on_one_line("a\nb")
    'a\\nb'
    """
    return _UNSHOWN.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


class MarsadError(Exception):
    """Base of all errors that Marsad raises on purpose; ``str()`` is one line for a person.

    ``what`` says what is wrong, ``where`` names the file, address or span, ``hint`` says what to do.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(self.line())

    def line(self) -> str:
        place = f"{self.where}: " if self.where else ""
        line = f"{place}{self.what}" + (f" ({self.hint})" if self.hint else "")
        return on_one_line(line)


class InputError(MarsadError):
    """A document that cannot be read: missing, empty, binary, too large, broken."""


class LanguageError(InputError):
    """A text in a language for which there is no pack, or whose language cannot be told."""


class PackError(MarsadError):
    """A language pack or a knowledge table with a fault; ``where`` is file and line."""


class SpanError(MarsadError):
    """A span that does not lie in its text or whose words are not the quoted ones."""


class StoreError(MarsadError):
    """A store that cannot be opened, read or written; ``where`` is its path or address without the password."""
