"""Files of event data that claims are held against."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

_SORTED = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("blob", _SORTED, sa.ForeignKey("blobs.sha256"), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER datasets_no_{change} BEFORE {change.upper()} ON datasets "
                "BEGIN SELECT RAISE(ABORT, 'datasets is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER datasets_no_change BEFORE UPDATE OR DELETE ON datasets "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
