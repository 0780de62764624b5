"""The tables. docs/sweeps.md explains them to people; migrations/ builds them.

Times are kept in UTC. A video stands at ``videos.version`` of its evidence and was last judged under
``videos.ruleset`` (None: not judged yet), so that the current verdict needs no flag that could be wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time with its zone; SQLite, which has no zones, keeps it in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """``value`` in UTC; a time without a zone is refused, because nobody can tell what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """``value`` with its zone, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(sa.types.TypeDecorator[str]):
    """Text from outside. NUL (refused by PostgreSQL) and lone surrogates (no UTF-8) become U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        """``value`` as both databases can keep it."""
        return None if value is None else storable(value)


class Json(sa.types.TypeDecorator[Any]):
    """A JSON value; its strings are made storable like those of ``Words``."""

    impl = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> Any:
        """``value`` with storable strings."""
        return _storable(value)


def storable(text: str) -> str:
    """``text`` without NUL and lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    return value


Key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers rows by itself only for a column of exactly this type."""


def _key() -> sa.Column[int]:
    return sa.Column("id", Key, sa.Identity(), primary_key=True)


def _belongs_to(column: str, target: str, **options: Any) -> sa.Column[int]:
    return sa.Column(column, Key, sa.ForeignKey(target, ondelete="CASCADE"), nullable=False, **options)


creators = sa.Table(
    "creators",
    metadata,
    _key(),
    sa.Column("source", Words, nullable=False, unique=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("notes", Words, nullable=False),
    sa.Column("schedule", Words),
    sa.Column("since", sa.Date),
    sa.Column("origin", Words, nullable=False),
    sa.Column("added_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
    sa.Column("cursor", Json),
    sa.Column("account", Words),
)

creator_groups = sa.Table(
    "creator_groups",
    metadata,
    _belongs_to("creator_id", "creators.id", primary_key=True),
    sa.Column("name", Words, primary_key=True),
)

runs = sa.Table(
    "runs",
    metadata,
    _key(),
    sa.Column("started_at", Moment, nullable=False),
    sa.Column("finished_at", Moment),
    sa.Column("owner", Words, nullable=False),
    sa.Column("lease_until", Moment),
    sa.Column("ruleset", Words, nullable=False),
    sa.Column("scope", Json, nullable=False),
)

visits = sa.Table(
    "visits",
    metadata,
    _key(),
    _belongs_to("run_id", "runs.id", index=True),
    _belongs_to("creator_id", "creators.id", index=True),
    sa.Column("state", Words, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("started_at", Moment),
    sa.Column("finished_at", Moment),
    sa.Column("listed", sa.Integer),
    sa.Column("fresh", sa.Integer, nullable=False, server_default="0"),
    sa.Column("changed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("judged", sa.Integer, nullable=False, server_default="0"),
    sa.Column("requests", sa.Integer, nullable=False, server_default="0"),
    sa.Column("reason", Words, nullable=False, server_default=""),
    sa.Column("expected", sa.Integer),
    sa.UniqueConstraint("run_id", "creator_id"),
)

sa.Index(
    "ix_visits_open_run_id",
    visits.c.run_id,
    sqlite_where=visits.c.finished_at.is_(None),
    postgresql_where=visits.c.finished_at.is_(None),
)

sa.Index(
    "uq_visits_open",
    visits.c.creator_id,
    unique=True,
    sqlite_where=visits.c.finished_at.is_(None),
    postgresql_where=visits.c.finished_at.is_(None),
)

videos = sa.Table(
    "videos",
    metadata,
    _key(),
    _belongs_to("creator_id", "creators.id"),
    sa.Column("platform", Words, nullable=False),
    sa.Column("video_id", Words, nullable=False),
    sa.Column("url", Words),
    sa.Column("title", Words),
    sa.Column("published_at", Moment),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("ruleset", Words),
    sa.Column("first_run", Key, nullable=False),
    sa.Column("first_seen_at", Moment, nullable=False),
    sa.Column("gone_at", Moment),
    sa.UniqueConstraint("creator_id", "platform", "video_id"),
)

evidence = sa.Table(
    "evidence",
    metadata,
    _key(),
    _belongs_to("video_id", "videos.id"),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", Words, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("run_id", Key, nullable=False),
    sa.Column("taken_at", Moment, nullable=False),
    sa.UniqueConstraint("video_id", "version"),
)

verdicts = sa.Table(
    "verdicts",
    metadata,
    _key(),
    _belongs_to("evidence_id", "evidence.id"),
    sa.Column("ruleset", Words, nullable=False),
    sa.Column("status", Words, nullable=False),
    sa.Column("severity", Words),
    sa.Column("advertising", Words, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("run_id", Key, nullable=False),
    sa.Column("judged_at", Moment, nullable=False),
    sa.UniqueConstraint("evidence_id", "ruleset"),
)

findings = sa.Table(
    "findings",
    metadata,
    _key(),
    _belongs_to("video_id", "videos.id"),
    sa.Column("fingerprint", Words, nullable=False, index=True),
    sa.Column("rule", Words, nullable=False),
    sa.Column("deficiency", Words),
    sa.Column("severity", Words, nullable=False),
    sa.Column("outcome", Words, nullable=False),
    sa.Column("marks", Json, nullable=False),
    sa.Column("quote", Words, nullable=False),
    sa.Column("state", Words, nullable=False),
    sa.Column("since_run", Key, nullable=False),
    sa.Column("since_at", Moment, nullable=False),
    sa.Column("closed_run", Key),
    sa.Column("closed_at", Moment),
    sa.UniqueConstraint("video_id", "fingerprint"),
)

changes = sa.Table(
    "changes",
    metadata,
    _key(),
    _belongs_to("run_id", "runs.id"),
    _belongs_to("video_id", "videos.id", index=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("fingerprint", Words, nullable=False),
    sa.Column("cause", Words, nullable=False),
    sa.Column("detail", Json, nullable=False),
    sa.UniqueConstraint("run_id", "video_id", "kind", "fingerprint"),
)

problems = sa.Table(
    "problems",
    metadata,
    _key(),
    _belongs_to("run_id", "runs.id"),
    _belongs_to("creator_id", "creators.id", index=True),
    sa.Column("digest", Words, nullable=False),
    sa.Column("place", Words, nullable=False),
    sa.Column("what", Words, nullable=False),
    sa.Column("remedy", Words, nullable=False),
    sa.UniqueConstraint("run_id", "creator_id", "digest"),
)

decisions = sa.Table(
    "decisions",
    metadata,
    _key(),
    sa.Column("fingerprint", Words, nullable=False, index=True),
    sa.Column("kind", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("by", Words, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("at", Moment, nullable=False),
    sa.Column("marks", Json, nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    _key(),
    _belongs_to("run_id", "runs.id"),
    sa.Column("channel", Words, nullable=False),
    sa.Column("title", Words, nullable=False),
    sa.Column("body", Words, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
    sa.Column("error", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("run_id", "channel"),
)

paces = sa.Table(
    "paces",
    metadata,
    sa.Column("name", Words, primary_key=True),
    # seconds since 1970, as budget.py counts
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("closed_until", sa.Float, nullable=False),
    sa.Column("strikes", sa.Integer, nullable=False),
    sa.Column("why", Words, nullable=False),
)
