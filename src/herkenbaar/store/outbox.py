"""Notifications that are to be sent: kept until they are, however often that fails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from herkenbaar.store.schema import notices
from herkenbaar.store.upsert import insert

WAITS = (60, 300, 1800, 7200, 21600, 86400)
"""Seconds before the second attempt, the third, …; after the last it is given up and stays listed as failed."""
CLAIM = timedelta(minutes=5)
"""So long one process has for sending; then another one may try."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told to one channel about one run."""

    id: int
    run_id: int
    channel: str
    attempts: int


def put(connection: sa.Connection, run_id: int, channels: Iterable[str], *, now: datetime) -> None:
    """Note that ``channels`` are to hear of a run; done twice, it is noted once."""
    rows = [{"run_id": run_id, "channel": name, "title": "", "body": "", "next_at": now} for name in channels]
    if rows:
        connection.execute(insert(connection, notices).on_conflict_do_nothing(), rows)


def claim(connection: sa.Connection, *, now: datetime) -> Notice | None:
    """The next notice that is due; for a while it is only ours to send. None where none is due."""
    due = (
        sa.select(notices)
        .where(notices.c.sent_at.is_(None), notices.c.next_at <= now, notices.c.attempts <= len(WAITS))
        .order_by(notices.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(due).one_or_none()
    if row is None:
        return None
    connection.execute(sa.update(notices).where(notices.c.id == row.id).values(next_at=now + CLAIM))
    return Notice(id=row.id, run_id=row.run_id, channel=row.channel, attempts=row.attempts)


def note_sent(connection: sa.Connection, notice: Notice, *, title: str, body: str, now: datetime) -> None:
    """It was sent, or there was nothing to tell (both texts empty)."""
    values = {"sent_at": now, "title": title, "body": body, "error": ""}
    connection.execute(sa.update(notices).where(notices.c.id == notice.id).values(values))


def note_failed(connection: sa.Connection, notice: Notice, *, error: str, now: datetime) -> None:
    """It could not be sent; it is tried again later, each time after a longer wait."""
    wait = WAITS[min(notice.attempts, len(WAITS) - 1)]
    values = {"attempts": notice.attempts + 1, "error": error, "next_at": now + timedelta(seconds=wait)}
    connection.execute(sa.update(notices).where(notices.c.id == notice.id).values(values))
