"""Opening a store: where it is, and whether this version of Marsad can read it."""

from __future__ import annotations

from pathlib import Path

from marsad.errors import StoreError
from marsad.settings import Settings
from marsad.store.backup import read_backup
from marsad.store.database import Database
from marsad.store.faults import HOW_TO_MAKE, NO_STORE
from marsad.store.schema import HEAD
from marsad.store.store import Store


def default_place(settings: Settings) -> str:
    """The store that is used where the command names none: the setting ``store``, or a file in the user's data folder.

    >>> default_place(Settings(store="postgresql://desk@db.example.org/marsad"))
    'postgresql://desk@db.example.org/marsad'
    """
    from platformdirs import user_data_path

    return settings.store or str(user_data_path("marsad", appauthor=False) / "marsad.db")


def open_store(url: str | Path, *, make: bool = True) -> Store:
    """The store at a path, ``sqlite:///PATH`` or ``postgresql://USER@HOST/DATABASE``; where there is none it is made.

    Raises StoreError, one line, where it cannot be reached or opened, or was made by a newer or an older version; with
    ``make`` False also where there is none, and nothing is made then.
    """
    database = Database(str(url), make=make)
    version = database.version()
    if version is None:
        if not make:
            raise StoreError(NO_STORE, where=database.where, hint=HOW_TO_MAKE)
        database.upgrade()
    elif version > HEAD:
        raise StoreError(
            f"was made by a newer version of Marsad (schema {version}, this one knows {HEAD})",
            where=database.where,
            hint="install the newer version",
        )
    elif version < HEAD:
        raise StoreError(
            f"was made by an older version of Marsad (schema {version}, this one has {HEAD})",
            where=database.where,
            hint="run `marsad store upgrade`",
        )
    return Store(database)


def restore_store(url: str | Path, path: Path) -> int:
    """Fill an empty store from a backup; returns the number of rows. Raises StoreError, and changes nothing, where the
    store holds something or the file is no whole backup.
    """
    return read_backup(Database(str(url)), path)


def upgrade_store(url: str | Path) -> tuple[str | None, str]:
    """Bring a store to this version's schema; returns the schema's number before and after. Raises StoreError."""
    database = Database(str(url))
    before = database.version()
    if before is not None and before > HEAD:
        open_store(url)
    return database.upgrade(), HEAD
