"""Bytes to text: which encoding they are in, or one clear error."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from marsad.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARIES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)
_GUESSES = ("windows-1252", "windows-1251", "windows-1256")
_FINAL_ONLY = re.compile("[\u0629\u0649](?=\\w)")  # letters that only end words
_WORD = re.compile(r"[^\W\d_]+")
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
HINT = "save it as UTF-8 text, HTML or JSON"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and what to tell the user about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode_bytes(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of ``data``: by its byte-order mark, as UTF-8, by the ``declared`` name, or by a guess with a warning.

    Raises InputError for binary data, for UTF-8 with broken places, and where no encoding gives words.

    >>> decode_bytes("танк".encode("windows-1251")).text
    'танк'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_decode_strictly(data[len(mark) :], encoding), encoding)
    _refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if declared and (named := _try_declared(data, declared)) is not None:
        return Decoded(named, declared.lower())
    _refuse_mixed(data, broken)
    return _guess(data)


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not the {encoding.upper()} that its first bytes announce (byte {error.start})", hint=HINT
        ) from error


def _refuse_binary(data: bytes) -> None:
    for magic, kind in _BINARIES:
        if data.startswith(magic):
            raise InputError(f"is {kind}, not text", hint=HINT)
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if b"\0" in sample or controls > len(sample) // 100:
        raise InputError("is binary data, not text", hint=HINT)


def _try_declared(data: bytes, declared: str) -> str | None:
    try:
        return data.decode(codecs.lookup(declared).name)
    except (LookupError, ValueError):
        return None


def _refuse_mixed(data: bytes, broken: UnicodeDecodeError) -> None:
    """UTF-8 with a few broken places is a mixture that no single encoding reads; text in another encoding is not."""
    loose = data.decode("utf-8", errors="replace")
    bad = loose.count("\ufffd")
    good = sum(1 for char in loose if char > "\x7f" and char != "\ufffd")
    if good > bad:
        line = data.count(b"\n", 0, broken.start) + 1
        raise InputError(f"mixes encodings: line {line}, byte {broken.start} is not UTF-8 as the rest is", hint=HINT)


def _guess(data: bytes) -> Decoded:
    readings = [(name, data.decode(name, errors="replace")) for name in _GUESSES]
    shares = [(_odd_share(text), name, text) for name, text in readings]
    share, name, text = min(shares, key=lambda entry: entry[0])
    if share > 0.2:
        raise InputError("is in an encoding that cannot be told", hint=HINT)
    return Decoded(text, name, (f"not UTF-8: read as {name}, a guess",))


def _odd_share(text: str) -> float:
    """How much of a text's non-ASCII words looks wrongly decoded, from 0 to 1."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    broken = text.count("\ufffd")
    odd = sum(1 for word in words if _is_odd(word))
    return (odd + broken) / (len(words) + broken) if words or broken else 1.0


def _is_odd(word: str) -> bool:
    """Letters of two scripts, a capital after a small letter, an ending inside, or accents on most letters."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in word}
    accented = sum(1 for char in word if not char.isascii())
    capitals = any(before.islower() and after.isupper() for before, after in pairwise(word))
    if _FINAL_ONLY.search(word):
        return True
    return len(scripts) > 1 or capitals or (scripts == {"LATIN"} and len(word) > 2 and accented * 2 > len(word))
