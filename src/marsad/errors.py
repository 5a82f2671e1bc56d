"""What can go wrong, said so that a person can act: what, where, what to do."""

from __future__ import annotations


class MarsadError(Exception):
    """Base of all errors that Marsad raises on purpose; ``str()`` is one line for a person.

    ``what`` says what is wrong, ``where`` names the file, address or span, ``hint`` says what to do.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(self.line())

    def line(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" ({self.hint})" if self.hint else "")


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
