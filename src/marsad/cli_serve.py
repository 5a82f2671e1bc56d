"""The command `marsad serve`: the desk in a browser."""

from __future__ import annotations

import socket
from typing import Annotated, Any

import typer

from marsad.cli_store import Place, choose_place
from marsad.errors import MarsadError
from marsad.messages import is_json
from marsad.settings import load_settings

HERE = "127.0.0.1"


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0: any that is free.")] = 8765,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Which network to serve; others than this machine need accounts.")
    ] = HERE,
    name: Annotated[
        list[str] | None, typer.Option(metavar="HOST", help="A name that people reach the desk by; may be repeated.")
    ] = None,
    store: Place = None,
) -> None:
    """Open the desk in a browser: prints its address, and serves until it is stopped.

    Examples:

        marsad serve
        marsad serve --port 9000 --store desk.db
        marsad serve --host 0.0.0.0 --name desk.example.org
    """
    from marsad.store import open_store

    settings = load_settings()
    try:
        import uvicorn

        from marsad.web.app import create_app, open_door
        from marsad.web.security.door import TokenDoor
    except ModuleNotFoundError as error:
        raise MarsadError(f"the desk needs {error.name}", hint="pip install 'marsad[web]'") from error
    with open_store(choose_place(store)) as opened:
        door = open_door(opened, settings)
        if host != HERE and not door.has_accounts:
            raise MarsadError(f"{host} can be reached by others", hint="give them accounts: marsad account add")
        with open_port(host, port) as listening:
            shown = name[0] if name else f"[{host}]" if ":" in host else host
            at = f"http://{shown}:{listening.getsockname()[1]}/"
            names = frozenset({HERE, "localhost", *(name or ())}) if host == HERE or name else None
            app = create_app(opened, settings, door=door, hosts=names)
            print(f"{at}?token={door.token}" if isinstance(door, TokenDoor) else at, flush=True)
            log: dict[str, Any] = {"log_config": None} if is_json() else {"log_level": "warning"}
            uvicorn.Server(uvicorn.Config(app, access_log=False, **log)).run(sockets=[listening])


def open_port(host: str, port: int) -> socket.socket:
    """A socket that listens; raises MarsadError where that cannot be."""
    # With its protocol by name: for others asyncio leaves small answers waiting for company (40 ms each).
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise MarsadError(f"{host}:{port} cannot be used: {error.strerror}", hint="name another: --port 0") from error
    listening.listen(128)
    return listening
