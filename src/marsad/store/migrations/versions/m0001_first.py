"""Documents and their bytes, claims, failures, judgements, the log, vectors, the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

_SORTED = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
# What is in these tables is never changed nor taken away; a person with the database's password may still try.
_APPEND_ONLY = ("blobs", "documents", "judgements", "log")


def upgrade() -> None:
    _create_documents()
    _create_claims()
    _create_decisions()
    op.create_table(
        "vectors",
        sa.Column("id", _SORTED, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "register",
        sa.Column("part", _SORTED, primary_key=True),
        sa.Column("id", _SORTED, primary_key=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _refuse_changes()


def _create_documents() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", _SORTED, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", _SORTED, primary_key=True),
        sa.Column("blob", _SORTED, sa.ForeignKey("blobs.sha256"), nullable=False),
        sa.Column("address", sa.Text),
        sa.Column("retrieved", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("hint", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
    )


def _create_claims() -> None:
    op.create_table(
        "readings",
        sa.Column("document", _SORTED, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("reader", _SORTED, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("document", _SORTED, sa.ForeignKey("readings.document"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("id", _SORTED, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_claims_id", "claims", ["id"])


def _create_decisions() -> None:
    op.create_table(
        "judgements",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("judgements.number"), unique=True),
    )
    op.create_table(
        "log",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", _SORTED, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )
    op.create_index("ix_log_action", "log", ["action"])


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _APPEND_ONLY:
            for change in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
