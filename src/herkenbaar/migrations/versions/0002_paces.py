"""The request budget that all workers share: one row per platform and account."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table."""
    moments = [sa.Column(name, sa.Float, nullable=False) for name in ("next_at", "closed_until")]
    op.create_table(
        "paces",
        sa.Column("name", sa.Text, nullable=False),
        *moments,
        sa.Column("strikes", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_paces"),
    )
