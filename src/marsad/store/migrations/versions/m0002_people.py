"""Accounts and sessions of a team's desk, and who did what there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"

_SORTED = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "actions",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("name", _SORTED, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("closed", sa.Text),
    )
    op.create_table(
        "sessions",
        sa.Column("id", _SORTED, primary_key=True),
        sa.Column("account", _SORTED, sa.ForeignKey("accounts.name"), nullable=False),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("ends", sa.Text, nullable=False),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER actions_no_{change} BEFORE {change.upper()} ON actions "
                "BEGIN SELECT RAISE(ABORT, 'actions is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER actions_no_change BEFORE UPDATE OR DELETE ON actions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
