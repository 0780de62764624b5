"""Looking at the queue, and people's hand in it: list, retry, cancel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.jobs.queue import put_missing
from herkenbaar.store import runs
from herkenbaar.store.lanes import OpenVisit, find_visit
from herkenbaar.store.runs import QUEUE, Run, Scope
from herkenbaar.store.schema import creators, visits

STATES = ("todo", "doing", "failed", "cancelled", "aborted")
CANCELLED = "cancelled by a person"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job. ``about``: the creator, or the platform of a lane; ``due``: when it may begin, None: at once."""

    id: int
    task: str
    queue: str
    state: str
    attempts: int
    due: datetime | None
    about: str
    visit: int | None


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How full one queue is. ``oldest``: seconds that its oldest waiting job has been able to begin."""

    queue: str
    todo: int
    doing: int
    failed: int
    oldest: float | None


class Alive(msgspec.Struct, frozen=True, kw_only=True):
    """A worker, and how many seconds ago it gave a sign of life."""

    id: int
    silent: float


def list_jobs(connection: sa.Connection, *, states: Sequence[str] = STATES, limit: int = 200) -> Iterator[Job]:
    """The jobs in one of ``states``, at work first, then in the order in which they come."""
    for row in connection.execute(_JOBS, {"states": list(states), "limit": limit}):
        yield Job(
            id=row.id,
            task=row.task_name,
            queue=row.queue_name,
            state=row.status,
            attempts=row.attempts,
            due=row.scheduled_at,
            about=row.name or row.args.get("platform", ""),
            visit=row.args.get("visit"),
        )


def measure(connection: sa.Connection) -> tuple[list[Load], list[Alive]]:
    """How full the queues are, and which workers there are."""
    loads = [Load(**row._mapping) for row in connection.execute(_LOADS)]
    return loads, [Alive(**row._mapping) for row in connection.execute(_WORKERS)]


def retry(
    connection: sa.Connection, job_ids: Sequence[int], *, ruleset: str, account: str, now: datetime
) -> Run | None:
    """Visit the creators of failed or cancelled jobs again, in a new run; None where there is nobody to visit."""
    rows = connection.execute(_ENDED, {"ids": list(job_ids)}).all()
    ids = [row.args["visit"] for row in rows if "visit" in row.args]
    found = connection.execute(
        sa.select(creators.c.id, creators.c.name).where(
            creators.c.id.in_(sa.select(visits.c.creator_id).where(visits.c.id.in_(ids)))
        )
    ).all()
    connection.execute(_DELETE, {"ids": [row.id for row in rows]})
    last = runs.find_last_visits(connection)
    run = runs.open_run(
        connection,
        {row.id: last[row.id].id if row.id in last else None for row in found},
        scope=Scope(creators=tuple(row.name for row in found)),
        ruleset=ruleset,
        owner=QUEUE,
        now=now,
    )
    put_missing(connection, account=account)
    return run


def cancel(connection: sa.Connection, job_ids: Sequence[int], *, now: datetime) -> int:
    """Take waiting jobs out and ask those at work to end; their visits are closed as cancelled; how many there were.

    Of a lane, the visits that wait for it are left to the next round of upkeep.
    """
    cancelled = 0
    for row in connection.execute(_LIVE, {"ids": list(job_ids)}).all():
        connection.execute(_CANCEL, {"id": row.id})
        cancelled += 1
        visit = find_visit(connection, row.args["visit"]) if "visit" in row.args else None
        if visit is not None:
            close(connection, visit, reason=CANCELLED, now=now)
    return cancelled


def close(connection: sa.Connection, visit: OpenVisit, *, reason: str, now: datetime) -> None:
    """Close a visit that will not come to its end, with the reason."""
    runs.give_up(connection, visit.run_id, visit.creator_id, reason=reason)
    runs.end_visits(connection, visit.run_id, [visit.creator_id], now=now)


def _ids(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=sa.ARRAY(sa.BigInteger))


_JOBS = sa.text(
    """
    SELECT job.*, creators.name FROM procrastinate_jobs AS job
    LEFT JOIN visits ON visits.id = (job.args ->> 'visit')::bigint
    LEFT JOIN creators ON creators.id = visits.creator_id
    WHERE job.status::text = ANY(:states)
    ORDER BY job.status <> 'doing', job.priority DESC, job.id LIMIT :limit
    """
).bindparams(sa.bindparam("states", type_=sa.ARRAY(sa.Text)))
_LOADS = sa.text(
    """
    SELECT queue_name AS queue,
           count(*) FILTER (WHERE status = 'todo') AS todo,
           count(*) FILTER (WHERE status = 'doing') AS doing,
           count(*) FILTER (WHERE status = 'failed') AS failed,
           extract(epoch FROM max(now() - greatest(entered.at, scheduled_at))
               FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()))::float AS oldest
    FROM procrastinate_jobs LEFT JOIN LATERAL
         (SELECT max(at) AS at FROM procrastinate_events
          WHERE job_id = procrastinate_jobs.id AND type IN ('deferred', 'deferred_for_retry')) AS entered ON true
    GROUP BY queue_name ORDER BY queue_name
    """
)
_WORKERS = sa.text(
    "SELECT id, extract(epoch FROM now() - last_heartbeat)::float AS silent FROM procrastinate_workers ORDER BY id"
)
_ENDED = sa.text(
    "SELECT id, args FROM procrastinate_jobs WHERE id = ANY(:ids) AND status IN ('failed', 'cancelled', 'aborted')"
).bindparams(_ids("ids"))
_DELETE = sa.text("DELETE FROM procrastinate_jobs WHERE id = ANY(:ids)").bindparams(_ids("ids"))
_LIVE = sa.text(
    "SELECT id, args FROM procrastinate_jobs WHERE id = ANY(:ids) AND status IN ('todo', 'doing')"
).bindparams(_ids("ids"))
_CANCEL = sa.text("SELECT procrastinate_cancel_job_v1(:id, true, false)")
