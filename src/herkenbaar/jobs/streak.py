"""A judge job that is done takes the next one itself, without the way back through the event loop.

Most creators have little new: judging that takes milliseconds, and fetching a job takes as many. In a streak a job is
finished and the next one taken in one statement. It ends after a second, so that the other queues get their turn; the
jobs are those of its worker like all others, and are given to another one when it dies.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.jobs.queue import QUEUE_OF, Task
from herkenbaar.jobs.strays import Hands
from herkenbaar.jobs.tasks import Tasks
from herkenbaar.store import Store

LONGEST = 1.0
"""Seconds after which no further job is taken."""


class Taken(msgspec.Struct, frozen=True):
    """A job that is ours to do."""

    id: int
    arguments: dict[str, Any]
    attempts: int


def go_on(store: Store, tasks: Tasks, hands: Hands, *, worker: int, clock: Callable[[], float] = time.monotonic) -> int:
    """Do judge jobs that wait, one after the other; how many. One that fails is put back, and ends the streak."""
    begun, done = clock(), 0
    job = store.single(_take, worker)
    while job is not None:
        try:
            with hands.hold(job.id):
                tasks.judge(**job.arguments)
        except BaseException as error:
            wait = tasks.wait_after(error, Task.JUDGE, job.arguments, tries=job.attempts)
            store.single(_put_back, job, wait)
            return done
        done += 1
        if clock() - begun > LONGEST:
            store.single(_finish, job)
            return done
        job = store.single(_exchange, job, worker)
    return done


def _take(connection: sa.Connection, worker: int) -> Taken | None:
    return _taken(connection.execute(_TAKE, {"worker": worker, "queue": QUEUE_OF[Task.JUDGE]}))


def _exchange(connection: sa.Connection, job: Taken, worker: int) -> Taken | None:
    values = {"done": job.id, "worker": worker, "queue": QUEUE_OF[Task.JUDGE]}
    return _taken(connection.execute(_EXCHANGE, values))


def _finish(connection: sa.Connection, job: Taken) -> None:
    connection.execute(_FINISH, {"done": job.id, "state": "succeeded", "delete": True})


def _put_back(connection: sa.Connection, job: Taken, wait: float | None) -> None:
    if wait is None:
        connection.execute(_FINISH, {"done": job.id, "state": "failed", "delete": False})
    else:
        connection.execute(_RETRY, {"job": job.id, "wait": wait})


def _taken(found: sa.CursorResult[Any]) -> Taken | None:
    row = found.one_or_none()
    return None if row is None else Taken(row.id, row.args, row.attempts)


# Procrastinate's own functions; a fetch that finds nothing gives a row of nulls.
_TAKE = sa.text(
    "SELECT next.id, next.args, next.attempts FROM procrastinate_fetch_job_v2(ARRAY[:queue]::varchar[], :worker)"
    " AS next WHERE next.id IS NOT NULL"
)
_EXCHANGE = sa.text(
    "WITH finished AS MATERIALIZED (SELECT procrastinate_finish_job_v1(:done, 'succeeded', true))"
    " SELECT next.id, next.args, next.attempts"
    " FROM finished, procrastinate_fetch_job_v2(ARRAY[:queue]::varchar[], :worker) AS next WHERE next.id IS NOT NULL"
)
_FINISH = sa.text("SELECT procrastinate_finish_job_v1(:done, CAST(:state AS procrastinate_job_status), :delete)")
_RETRY = sa.text("SELECT procrastinate_retry_job_v2(:job, now() + make_interval(secs => :wait), NULL, NULL, NULL)")
