"""One request to one checked IP address, within limits of size and time. The one file that needs urllib3."""

from __future__ import annotations

import http.client
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import IO, Any

from marsad.errors import InputError
from marsad.intake.address import Target
from marsad.intake.model import FetchOptions
from marsad.intake.streams import CHUNK, describe_size

_IN_MEMORY = 1 << 23


class PassingError(Exception):
    """A fault of the network or the server that may be gone at the next try; ``wait`` is what the server asks for."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``body`` stands at its beginning and lies on disk where it is large."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: IO[bytes]

    @property
    def media(self) -> str:
        return self._content_type().get_content_type() if self.headers.get("content-type") else ""

    @property
    def charset(self) -> str | None:
        return self._content_type().get_content_charset()

    def _content_type(self) -> Message:
        message = Message()
        message["Content-Type"] = self.headers.get("content-type", "")
        return message


def ask(target: Target, options: FetchOptions, *, limit: int | None = None) -> Answer:
    """Ask for a target and take its whole answer; with ``limit``, no more than that many bytes of it.

    Raises PassingError, and InputError for an answer above ``options.max_bytes``, in a broken packing, or of a server
    whose certificate does not hold.
    """
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    try:
        with _connect(target, options) as connection, _deadline(connection, options.total_timeout):
            response = _request(connection, target, options)
            _copy(response, body, options.max_bytes, limit)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, response.reason or "", headers, body)


def _request(connection: Any, target: Target, options: FetchOptions) -> Any:
    headers = {
        "Host": target.authority,
        "User-Agent": options.user_agent,
        "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    connection.request("GET", target.path, headers=headers, preload_content=False, decode_content=True)
    return connection.getresponse()


def _copy(response: Any, body: IO[bytes], most: int, limit: int | None) -> None:
    size = 0
    while (limit is None or size < limit) and (part := response.read1(CHUNK)):
        size += len(part)
        if size > most:
            raise InputError(f"is larger than {describe_size(most)}", hint="download it and give the file")
        body.write(part)


@contextmanager
def _connect(target: Target, options: FetchOptions) -> Iterator[Any]:
    """A connection to the first of a target's IP addresses that answers; faults become PassingError or InputError."""
    from urllib3 import exceptions

    connection = None
    try:
        connection = _open(target, options)
        yield connection
    except exceptions.DecodeError as error:
        raise InputError("is not compressed as its server says", hint="save the page and give the file") from error
    except exceptions.SSLError as error:
        raise InputError(f"has no certificate that holds: {error}", hint="check the address") from error
    except ssl.SSLCertVerificationError as error:
        raise InputError(f"has no certificate that holds: {error.verify_message}", hint="check the address") from error
    except (exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        raise PassingError(_describe(error, options)) from error
    finally:
        if connection is not None:
            connection.close()


def _describe(error: BaseException, options: FetchOptions) -> str:
    """A fault of the network in words of the user: what lies deepest says most."""
    from urllib3 import exceptions

    chain: list[BaseException] = []
    inner: BaseException | None = error
    while inner is not None:
        chain.append(inner)
        inner = inner.__cause__ or inner.__context__
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        return "refuses the connection"
    if any(isinstance(link, exceptions.IncompleteRead | http.client.IncompleteRead) for link in chain):
        return "was cut off before its end"
    if any(isinstance(link, exceptions.TimeoutError | TimeoutError) for link in chain):
        return f"does not answer within {options.read_timeout:g} seconds"
    return "broke off the connection"


def _open(target: Target, options: FetchOptions) -> Any:
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import HTTPError

    last: Exception | None = None
    for place in target.places:
        if target.scheme == "https":
            connection: Any = HTTPSConnection(
                place,
                target.port,
                timeout=options.connect_timeout,
                ssl_context=_tls(),
                server_hostname=target.host,
                assert_hostname=target.host,
            )
        else:
            connection = HTTPConnection(place, target.port, timeout=options.connect_timeout)
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            last = error
            continue
        connection.timeout = options.read_timeout
        return connection
    raise last or OSError("no IP address")


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _deadline(connection: Any, seconds: float) -> Iterator[None]:
    """End what is read from a connection after ``seconds``, however it drips."""
    over = threading.Event()
    wire: socket.socket = connection.sock

    def end() -> None:
        over.set()
        try:
            wire.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if over.is_set():
            raise PassingError(f"takes longer than {seconds:g} seconds") from error
        raise
    finally:
        timer.cancel()
    if over.is_set():
        raise PassingError(f"takes longer than {seconds:g} seconds")
