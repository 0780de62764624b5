"""The first tables.

A migration keeps the types of its own day: it must not import the schema module, which moves on.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    _roster()
    _runs()
    _videos()
    _people()


def _roster() -> None:
    op.create_table(
        "creators",
        _key(),
        *_texts("source", "kind", "name", "notes"),
        sa.Column("schedule", sa.Text),
        sa.Column("since", sa.Date),
        *_texts("origin"),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("cursor", JSON),
        sa.Column("account", sa.Text),
        *_constraints("creators", unique=["source"]),
    )
    op.create_table(
        "creator_groups",
        _number("creator_id"),
        *_texts("name"),
        sa.PrimaryKeyConstraint("creator_id", "name", name="pk_creator_groups"),
        _belongs("creator_groups", "creator_id", "creators"),
    )


def _runs() -> None:
    op.create_table(
        "runs",
        _key(),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        *_texts("owner", "ruleset"),
        sa.Column("lease_until", MOMENT),
        sa.Column("scope", JSON, nullable=False),
        *_constraints("runs"),
    )
    op.create_table(
        "visits",
        _key(),
        _number("run_id"),
        _number("creator_id"),
        *_texts("state"),
        _count("attempts"),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("listed", sa.Integer),
        *(_count(name) for name in ("fresh", "changed", "judged", "requests")),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("expected", sa.Integer),
        _belongs("visits", "run_id", "runs"),
        _belongs("visits", "creator_id", "creators"),
        *_constraints("visits", unique=["run_id", "creator_id"]),
    )
    op.create_index("ix_visits_run_id", "visits", ["run_id"])
    op.create_index("ix_visits_creator_id", "visits", ["creator_id"])
    still_open = sa.text("finished_at IS NULL")
    op.create_index("ix_visits_open_run_id", "visits", ["run_id"], sqlite_where=still_open, postgresql_where=still_open)
    op.create_index(
        "uq_visits_open",
        "visits",
        ["creator_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_table(
        "problems",
        _key(),
        _number("run_id"),
        _number("creator_id"),
        *_texts("digest", "place", "what", "remedy"),
        _belongs("problems", "run_id", "runs"),
        _belongs("problems", "creator_id", "creators"),
        *_constraints("problems", unique=["run_id", "creator_id", "digest"]),
    )
    op.create_index("ix_problems_creator_id", "problems", ["creator_id"])


def _videos() -> None:
    op.create_table(
        "videos",
        _key(),
        _number("creator_id"),
        *_texts("platform", "video_id"),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ruleset", sa.Text),
        _number("first_run"),
        sa.Column("first_seen_at", MOMENT, nullable=False),
        sa.Column("gone_at", MOMENT),
        _belongs("videos", "creator_id", "creators"),
        *_constraints("videos", unique=["creator_id", "platform", "video_id"]),
    )
    op.create_table(
        "evidence",
        _key(),
        _number("video_id"),
        sa.Column("version", sa.Integer, nullable=False),
        *_texts("digest"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _number("run_id"),
        sa.Column("taken_at", MOMENT, nullable=False),
        _belongs("evidence", "video_id", "videos"),
        *_constraints("evidence", unique=["video_id", "version"]),
    )
    op.create_table(
        "verdicts",
        _key(),
        _number("evidence_id"),
        *_texts("ruleset", "status"),
        sa.Column("severity", sa.Text),
        *_texts("advertising"),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _number("run_id"),
        sa.Column("judged_at", MOMENT, nullable=False),
        _belongs("verdicts", "evidence_id", "evidence"),
        *_constraints("verdicts", unique=["evidence_id", "ruleset"]),
    )
    op.create_table(
        "findings",
        _key(),
        _number("video_id"),
        *_texts("fingerprint", "rule"),
        sa.Column("deficiency", sa.Text),
        *_texts("severity", "outcome"),
        sa.Column("marks", JSON, nullable=False),
        *_texts("quote", "state"),
        _number("since_run"),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("closed_run", KEY),
        sa.Column("closed_at", MOMENT),
        _belongs("findings", "video_id", "videos"),
        *_constraints("findings", unique=["video_id", "fingerprint"]),
    )
    op.create_index("ix_findings_fingerprint", "findings", ["fingerprint"])
    op.create_table(
        "changes",
        _key(),
        _number("run_id"),
        _number("video_id"),
        *_texts("kind", "fingerprint", "cause"),
        sa.Column("detail", JSON, nullable=False),
        _belongs("changes", "run_id", "runs"),
        _belongs("changes", "video_id", "videos"),
        *_constraints("changes", unique=["run_id", "video_id", "kind", "fingerprint"]),
    )
    op.create_index("ix_changes_video_id", "changes", ["video_id"])


def _people() -> None:
    op.create_table(
        "decisions",
        _key(),
        *_texts("fingerprint", "kind", "reason", "by"),
        sa.Column("until", sa.Date),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("marks", JSON, nullable=False),
        *_constraints("decisions"),
    )
    op.create_index("ix_decisions_fingerprint", "decisions", ["fingerprint"])
    op.create_table(
        "notices",
        _key(),
        _number("run_id"),
        *_texts("channel", "title", "body"),
        _count("attempts"),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("error", sa.Text, nullable=False, server_default=""),
        _belongs("notices", "run_id", "runs"),
        *_constraints("notices", unique=["run_id", "channel"]),
    )


def _key() -> sa.Column[Any]:
    return sa.Column("id", KEY, sa.Identity(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, KEY, nullable=False)


def _count(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")


def _constraints(table: str, unique: list[str] | None = None) -> list[sa.schema.Constraint]:
    found: list[sa.schema.Constraint] = [sa.PrimaryKeyConstraint("id", name=f"pk_{table}")]
    if unique:
        found.append(sa.UniqueConstraint(*unique, name=f"uq_{table}_{'_'.join(unique)}"))
    return found
