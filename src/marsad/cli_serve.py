"""The command `marsad serve`: the desk in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from marsad.cli_store import Place, choose_place
from marsad.errors import MarsadError
from marsad.settings import load_settings


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0: any that is free.")] = 8765,
    store: Place = None,
) -> None:
    """Open the desk in a browser: prints its address, and serves until it is stopped.

    Examples:

        marsad serve
        marsad serve --port 9000 --store desk.db
    """
    import socket

    from marsad.store import open_store

    try:
        import uvicorn

        from marsad.web.app import create_app
        from marsad.web.security.door import TokenDoor
    except ModuleNotFoundError as error:
        raise MarsadError(f"the desk needs {error.name}", hint="pip install 'marsad[web]'") from error
    with open_store(choose_place(store)) as opened, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen()
        except OSError as error:
            raise MarsadError(f"port {port} cannot be used: {error.strerror}", hint="name another: --port 0") from error
        door = TokenDoor()
        app = create_app(opened, load_settings(), door=door)
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/?token={door.token}", flush=True)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])
