"""How the whole thing is doing, for monitoring: one answer, and what is wrong in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from herkenbaar.roster import schedule_of
from herkenbaar.schedule import is_due, next_after
from herkenbaar.settings import Settings
from herkenbaar.store import Store, creators, runs
from herkenbaar.store.paces import load_all
from herkenbaar.store.schema import notices, visits
from herkenbaar.store.schema import runs as runs_table
from herkenbaar.store.upgrade import version

LATE = timedelta(hours=2)
"""A creator that was due so long ago and is not being visited is overdue."""
STUCK = 3600.0
"""Seconds after which a job that nobody takes is a sign of missing workers."""


class Pause(msgspec.Struct, frozen=True):
    """A platform that asked to be left alone."""

    platform: str
    until: datetime
    why: str


class Going(msgspec.Struct, frozen=True):
    """A run that is not finished, and how many of its visits are left."""

    run: int
    started: datetime
    visits: int
    left: int


class QueueState(msgspec.Struct, frozen=True):
    """The queue: how many jobs wait, are at work or failed, and the workers with their seconds of silence."""

    todo: dict[str, int]
    doing: dict[str, int]
    failed: dict[str, int]
    oldest: dict[str, float]
    workers: dict[str, float]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """``herkenbaar status --json`` is this. ``wrong`` says what somebody should look at; healthy is nothing wrong."""

    schema: Literal["herkenbaar.status/1"] = "herkenbaar.status/1"
    healthy: bool
    wrong: tuple[str, ...]
    database: str
    revision: str | None
    creators: int
    overdue: int
    last_run: int | None
    last_finished: datetime | None
    unreadable: int
    going: tuple[Going, ...]
    pauses: tuple[Pause, ...]
    notices_waiting: int
    notices_failed: int
    queue: QueueState | None


def look(store: Store, settings: Settings, *, now: datetime) -> Health:
    """How it is. Raises StoreError where the database cannot be read."""
    with store.read() as connection:
        roster = creators.listing(connection)
        overdue = _count_overdue(connection, settings, roster, now)
        last = connection.execute(_LAST).one_or_none()
        waiting, failed = connection.execute(_NOTICES).one()
        pauses = tuple(_pauses(connection, now))
        queue = None if store.is_sqlite else _queue(connection)
        going = tuple(Going(*row) for row in connection.execute(_GOING))
        unreadable = 0 if last is None else connection.scalar(_UNREADABLE.where(visits.c.run_id == last.id)) or 0
    wrong = [f"{overdue} creators are overdue"] if overdue else []
    wrong += [f"{failed} notifications could not be sent"] if failed else []
    wrong += _wrong_with(queue) if queue else []
    return Health(
        healthy=not wrong,
        wrong=tuple(wrong),
        database=store.name,
        revision=version(store),
        creators=len(roster),
        overdue=overdue,
        last_run=None if last is None else last.id,
        last_finished=None if last is None else last.finished_at,
        unreadable=unreadable,
        going=going,
        pauses=pauses,
        notices_waiting=waiting,
        notices_failed=failed,
        queue=queue,
    )


_LAST = (
    sa.select(runs_table.c.id, runs_table.c.finished_at)
    .where(runs_table.c.finished_at.is_not(None))
    .order_by(runs_table.c.id.desc())
    .limit(1)
)
_UNREADABLE = sa.select(sa.func.count()).where(visits.c.state == runs.VisitState.UNREADABLE)
_NOTICES = sa.select(
    sa.func.count().filter(notices.c.sent_at.is_(None)),
    sa.func.count().filter(notices.c.sent_at.is_(None), notices.c.attempts > 2),
)
_GOING = (
    sa.select(
        runs_table.c.id,
        runs_table.c.started_at,
        sa.func.count(visits.c.id),
        sa.func.count(visits.c.id).filter(visits.c.finished_at.is_(None)),
    )
    .join_from(runs_table, visits)
    .where(runs_table.c.finished_at.is_(None))
    .group_by(runs_table.c.id, runs_table.c.started_at)
    .order_by(runs_table.c.id)
)


def _count_overdue(
    connection: sa.Connection, settings: Settings, roster: tuple[creators.Creator, ...], now: datetime
) -> int:
    last = runs.find_last_visits(connection)
    at_work = set(connection.scalars(sa.select(visits.c.creator_id).where(visits.c.finished_at.is_(None))))
    overdue = 0
    for creator in roster:
        before = last.get(creator.id)
        since = before.started_at if before else creator.added_at
        expression = schedule_of(creator.entry, settings)
        if creator.id not in at_work and is_due(expression, last=since, now=now):
            overdue += since > now or next_after(expression, since) + LATE <= now
    return overdue


def _pauses(connection: sa.Connection, now: datetime) -> list[Pause]:
    return [
        Pause(name, datetime.fromtimestamp(line.closed_until, now.tzinfo), line.why)
        for name, line in load_all(connection)
        if line.closed_until > now.timestamp()
    ]


def _queue(connection: sa.Connection) -> QueueState:
    from herkenbaar.jobs.board import measure

    loads, workers = measure(connection)
    return QueueState(
        todo={load.queue: load.todo for load in loads},
        doing={load.queue: load.doing for load in loads},
        failed={load.queue: load.failed for load in loads if load.failed},
        oldest={load.queue: load.oldest for load in loads if load.oldest is not None},
        workers={str(worker.id): worker.silent for worker in workers},
    )


def _wrong_with(queue: QueueState) -> list[str]:
    from herkenbaar.jobs.upkeep import SILENCE

    wrong = [f"{count} jobs failed in queue '{name}'" for name, count in queue.failed.items()]
    waiting = sum(queue.todo.values()) + sum(queue.doing.values())
    if waiting and not any(silent <= SILENCE for silent in queue.workers.values()):
        wrong.append(f"{waiting} jobs wait and no worker is alive")
    return wrong + [f"nobody takes jobs of queue '{name}'" for name, age in queue.oldest.items() if age > STUCK]
