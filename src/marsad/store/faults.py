"""What databases say when something is wrong, as one line for a person."""

from __future__ import annotations

import sqlalchemy as sa

from marsad.errors import StoreError

WAIT_SECONDS = 30
"""How long a writer waits for another one."""

NO_STORE = "there is no store"
HOW_TO_MAKE = "check the place; `marsad ingest` makes a store and fills it"

_SAFE = "what was stored before is safe: free some space and run again"
_BUSY = (f"another program has been writing to it for over {WAIT_SECONDS} s", "try again when it is done")

# Words of SQLite's messages → what is wrong, what to do.
_SQLITE = {
    "disk is full": ("the disk is full", _SAFE),
    "readonly database": ("cannot be written to", "check the rights of the file and of its folder"),
    "unable to open": ("cannot be opened", "check the path and the rights of the file and of its folder"),
    "is locked": _BUSY,
    "not a database": ("is no Marsad store", "name another file, or restore a backup"),
    "malformed": ("is damaged", "restore a backup with `marsad store restore`"),
    "disk i/o error": ("the disk cannot be read or written", "check the disk; a backup can be restored"),
    "is append-only": ("documents, judgements and the log are never changed", None),
}
# PostgreSQL's error codes (SQLSTATE, appendix A of its manual) → the same.
_POSTGRES = {
    "53100": ("the server's disk is full", _SAFE),
    "25006": ("the server only allows reading", "name the primary server"),
    "42501": ("this user may not do that", "grant the user the rights on the schema"),
    "55P03": _BUSY,
    "28P01": ("the server refused the password", "check user and password in the address"),
    "3D000": ("the server has no such database", "create it with `createdb`"),
    "57P01": ("the server was shut down", "start it and run again: what was stored before is safe"),
    "P0001": _SQLITE["is append-only"],
}


def explain_fault(error: sa.exc.SQLAlchemyError, where: str) -> StoreError:
    """The StoreError, with one line, that a database's error comes down to."""
    cause = getattr(error, "orig", None) or error
    said = str(cause).strip()
    code = str(getattr(cause, "sqlstate", None))
    known = _POSTGRES.get(code) or next((told for words, told in _SQLITE.items() if words in said.lower()), None)
    if known is None and code == "None" and ("connect" in said or "resolve" in said):
        refused = next((told for words, told in _CONNECTING.items() if words in said), None)
        known = refused or (f"cannot be reached: {said.splitlines()[0]}", "check that the server runs")
    what, hint = known or (f"the database says: {said.splitlines()[0] if said else type(cause).__name__}", None)
    return StoreError(what, where=where, hint=hint)


# A connection that fails has no code yet, only words.
_CONNECTING = {
    "password authentication failed": _POSTGRES["28P01"],
    "does not exist": _POSTGRES["3D000"],
}
