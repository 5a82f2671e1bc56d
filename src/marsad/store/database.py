"""One database, SQLite or PostgreSQL, with the same behaviour: short reads, one writer at a time, whole transactions.

SQLite runs with a write-ahead log and full syncs, so that a commit survives a killed program and a cut of power, and
readers never wait. PostgreSQL writers take one advisory lock. In both, whoever writes sees all that was written before.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from marsad.errors import StoreError
from marsad.store.faults import HOW_TO_MAKE, NO_STORE, WAIT_SECONDS, explain_fault
from marsad.store.schema import HEAD, VERSION_TABLE

# Any number will do, as long as every writer takes the same.
_ADVISORY_LOCK = 0x6D617273
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """Connections to the database at ``url``: a path, ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.

    A file of SQLite is made where there is none, unless ``make`` is False: StoreError then.
    """

    def __init__(self, url: str, *, make: bool = True) -> None:
        address = _parse_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        self.where = (
            str(address.database) if self.is_sqlite else address.set(drivername="postgresql").render_as_string()
        )
        self.engine = _connect_sqlite(address, make=make) if self.is_sqlite else _connect_postgres(address, self.where)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the store, whatever is written meanwhile."""
        with self._told(), self.engine.connect().execution_options(**self._snapshot()) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection whose changes are kept together, at the end, or not at all."""
        with self._told(), self.engine.connect().execution_options(marsad_write=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
            yield connection

    def close(self) -> None:
        self.engine.dispose()

    def version(self) -> str | None:
        """The number of the newest migration that was run; None for an empty database.

        Raises StoreError where the tables are somebody else's.
        """
        with self.read() as connection:
            return self._version(connection)

    def upgrade(self, to: str = HEAD) -> str | None:
        """Run the migrations that are missing, all or none; returns the number that the store had before."""
        from alembic import command
        from alembic.config import Config

        with self.write() as connection:
            before = self._version(connection)
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
            if before != to:
                command.upgrade(config, to)
        return before

    def _version(self, connection: sa.Connection) -> str | None:
        tables = sa.inspect(connection).get_table_names()
        if not tables:
            return None
        if VERSION_TABLE not in tables:
            raise StoreError(
                "holds tables of another program", where=self.where, hint="give Marsad a database of its own"
            )
        return str(connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar_one())

    def _snapshot(self) -> dict[str, Any]:
        return {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.SQLAlchemyError as error:
            raise explain_fault(error, self.where) from error


def _parse_url(url: str) -> sa.URL:
    if "://" not in url:
        return sa.URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        address = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreError("is no address of a store", where=url, hint=_KINDS) from error
    backend = address.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not address.database:
        raise StoreError("is no address of a store", where=address.render_as_string(hide_password=True), hint=_KINDS)
    return address


_KINDS = "give a path or postgresql://USER@HOST/DATABASE"


def _connect_sqlite(address: sa.URL, *, make: bool) -> sa.Engine:
    path = Path(str(address.database))
    try:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists() or (path.is_file() and not path.stat().st_size):
            raise StoreError(NO_STORE, where=str(path), hint=HOW_TO_MAKE)
    except OSError as error:
        what = "its folder cannot be made" if make else "cannot be opened"
        raise StoreError(f"{what}: {error.strerror}", where=str(path), hint="name another place") from error
    if path.is_dir():
        raise StoreError("is a folder", where=str(path), hint="name a file in it")
    engine = sa.create_engine(address, connect_args={"timeout": WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        # Python's own handling of transactions starts them late and without the lock; ours is in `begin`.
        connection.isolation_level = None
        if _is_ours(connection):
            _switch_to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("marsad_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether a database is empty or a store: another program's file is left as it is."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return not tables or VERSION_TABLE in tables


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Write ahead from now on; two programs that make a store at once do not wait for each other here by themselves."""
    for patience in (0.05, 0.2, 1, 5):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(patience)
    connection.execute("PRAGMA journal_mode = WAL")


def _connect_postgres(address: sa.URL, where: str) -> sa.Engine:
    try:
        return sa.create_engine(address, connect_args={"connect_timeout": 10}, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs a package that is not installed", where=where, hint="pip install 'marsad[postgres]'"
        ) from error
