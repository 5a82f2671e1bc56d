"""What all requests share: the open store and one shelf of all that it holds, made anew when the store changes."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import Depends, Request

from marsad.desk import Shelf, open_shelf
from marsad.settings import Settings
from marsad.store import Store


class Desk:
    """The store and its shelf; safe to use from many threads."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None
        self._version = 0

    def shelf(self) -> Shelf:
        """All that is known: register, documents and claims."""
        version = self.store.version()
        with self._lock:
            if self._shelf is None or version != self._version:
                self._shelf = open_shelf(self.store)
                self._version = self.store.version()
            return self._shelf


def find_desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


CurrentDesk = Annotated[Desk, Depends(find_desk)]
