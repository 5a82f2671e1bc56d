"""Accounts, sessions, and who did what at the desk; every change of an account and every action is in the log."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from marsad.store import chain, schema
from marsad.store.database import Database
from marsad.store.records import Account, Action, Session


class People:
    """The part of a store that is about people; every method raises StoreError as the store's do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, who: str, action: str, subject: str) -> None:
        """Put on record who did what to whom."""
        with self._database.write() as connection:
            _note(connection, who, action, subject)

    def actions(self, before: int | None = None, limit: int = 100) -> list[Action]:
        """At most so many actions before a number, or the last ones, the newest first."""
        table = schema.actions
        query = sa.select(table).order_by(table.c.number.desc()).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(query if before is None else query.where(table.c.number < before)).all()
        return [Action(row.number, dt.datetime.fromisoformat(row.at), row.who, row.action, row.subject) for row in rows]

    def accounts(self) -> list[Account]:
        """All accounts, closed ones too, by name."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(schema.accounts).order_by(schema.accounts.c.name)).all()
        return [_make_account(row) for row in rows]

    def account(self, name: str) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(sa.select(schema.accounts).where(schema.accounts.c.name == name)).first()
        return _make_account(row) if row else None

    def put_account(self, account: Account, *, who: str, action: str) -> None:
        """Keep an account in place of what it was; its sessions end, so that it takes effect at once."""
        table, sessions = schema.accounts, schema.sessions
        closed = account.closed.isoformat(timespec="seconds") if account.closed else None
        values = {"name": account.name, "role": account.role, "password": account.password, "closed": closed}
        where = table.c.name == account.name
        with self._database.write() as connection:
            known = connection.execute(sa.select(table.c.name).where(where)).first() is not None
            connection.execute((sa.update(table).where(where) if known else sa.insert(table)).values(values))
            connection.execute(sa.delete(sessions).where(sessions.c.account == account.name))
            row = connection.execute(sa.select(table).where(where)).one()
            chain.append(connection, "account", account.name, chain.digest(tuple(row)))
            _note(connection, who, action, account.name)

    def open_session(self, session: Session) -> None:
        """Keep a session, and put on record that its account logged in; sessions that have ended go."""
        table = schema.sessions
        values = {"id": session.id, "account": session.account, "seen": _write(session.seen)}
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.ends < _write(session.seen)))
            connection.execute(sa.insert(table).values(**values, ends=_write(session.ends)))
            _note(connection, session.account, "log in", session.account)

    def session(self, id: str) -> tuple[Session, Account] | None:
        """The session with this id and its account."""
        sessions, accounts = schema.sessions, schema.accounts
        query = sa.select(sessions.c.id, sessions.c.account, sessions.c.seen, sessions.c.ends, accounts)
        query = query.join(accounts, accounts.c.name == sessions.c.account).where(sessions.c.id == id)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        seen, ends = dt.datetime.fromisoformat(row.seen), dt.datetime.fromisoformat(row.ends)
        return Session(row.id, row.account, seen, ends), _make_account(row)

    def touch_session(self, id: str, seen: dt.datetime) -> None:
        """Note when a session was last used."""
        table = schema.sessions
        with self._database.write() as connection:
            connection.execute(sa.update(table).where(table.c.id == id).values(seen=_write(seen)))

    def close_session(self, session: Session) -> None:
        """End a session, and put on record that its account logged out."""
        table = schema.sessions
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.id == session.id))
            _note(connection, session.account, "log out", session.account)


def _note(connection: sa.Connection, who: str, action: str, subject: str) -> None:
    table = schema.actions
    number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0))).scalar_one() + 1
    values = {"number": number, "at": chain.now(), "who": who, "action": action, "subject": subject}
    connection.execute(sa.insert(table).values(values))
    chain.append(connection, "action", str(number), chain.digest(tuple(values.values())))


def _make_account(row: Any) -> Account:
    closed = dt.datetime.fromisoformat(row.closed) if row.closed else None
    return Account(row.name, row.role, row.password, closed)


def _write(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
