"""The tables, as the newest migration leaves them (a test compares the two).

Ids are ASCII; words that people or files gave pass through ``Words``, because PostgreSQL holds neither NUL nor half
surrogates. Numbers are given by the writer, who is alone (see database.py), so that both databases count alike.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

HEAD = "0004"
"""The newest migration."""

VERSION_TABLE = "marsad_version"
"""Where a store keeps the number of its newest migration."""


class Words(sa.types.TypeDecorator[str]):
    """Any string, kept as the inside of a JSON string."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        if value is None:
            return None
        try:
            value.encode()
        except UnicodeEncodeError:
            return json.dumps(value)[1:-1]
        return json.dumps(value, ensure_ascii=False)[1:-1]

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else str(json.loads(f'"{value}"'))


# Sorted by code point in every database and locale: the order of documents is part of what the store promises.
Id = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

metadata = sa.MetaData()

blobs = sa.Table(
    "blobs",
    metadata,
    sa.Column("sha256", Id, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("blob", Id, sa.ForeignKey("blobs.sha256"), nullable=False),
    sa.Column("address", Words),
    sa.Column("retrieved", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("reader", Id, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)

claims = sa.Table(
    "claims",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("readings.document"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("id", Id, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

failures = sa.Table(
    "failures",
    metadata,
    sa.Column("source", Words, primary_key=True),
    sa.Column("what", Words, nullable=False),
    sa.Column("hint", Words),
    sa.Column("at", sa.Text, nullable=False),
)

judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", Words, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("value", Words),
    sa.Column("who", Words, nullable=False),
    sa.Column("why", Words),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("undoes", sa.Integer, sa.ForeignKey("judgements.number"), unique=True),
)

log = sa.Table(
    "log",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False, index=True),
    sa.Column("subject", Id, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("previous", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

register = sa.Table(
    "register",
    metadata,
    sa.Column("part", Id, primary_key=True),
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

actions = sa.Table(
    "actions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("who", Words, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", Words, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("name", Id, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password", sa.Text, nullable=False),
    sa.Column("closed", sa.Text),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("account", Id, sa.ForeignKey("accounts.name"), nullable=False),
    sa.Column("seen", sa.Text, nullable=False),
    sa.Column("ends", sa.Text, nullable=False),
)

datasets = sa.Table(
    "datasets",
    metadata,
    sa.Column("blob", Id, sa.ForeignKey("blobs.sha256"), primary_key=True),
    sa.Column("name", Words, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", Words, nullable=False),
    sa.Column("terms", Words, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

links = sa.Table(
    "links",
    metadata,
    sa.Column("part", Id, primary_key=True),
    sa.Column("key", Words, primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
