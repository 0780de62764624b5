"""A judge job that is done takes the next ones itself, without the way back through the event loop.

Most creators have little new: judging that takes milliseconds, and fetching a job takes as many. In a streak jobs are
finished and the next ones taken in one statement, more each time while that is little work, and what they judged is
saved in one transaction. A job is finished only after its verdicts were saved: what a kill leaves is done again.

A streak ends after a second, so that the other queues get their turn. Its jobs are those of its worker like all
others, and are given to another one when it dies. One that failed before, or that a worker did not survive, is done
alone, so that it takes no others with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.jobs.queue import QUEUE_OF, Task
from herkenbaar.jobs.strays import Hands, put_back
from herkenbaar.jobs.tasks import Tasks
from herkenbaar.store import Store
from herkenbaar.visit import Stopped

LONGEST = 1.0
"""Seconds after which no further job is taken."""
QUICK = 0.1
"""Seconds of processor time: jobs that took no more are followed by ``GROWTH`` times as many."""
GROWTH = 4
MOST = 32
"""Jobs taken at once: what they judge goes into one transaction."""


class Taken(msgspec.Struct, frozen=True):
    """A job that is ours to do."""

    id: int
    arguments: dict[str, Any]
    attempts: int


def go_on(store: Store, tasks: Tasks, hands: Hands, *, worker: int, clock: Callable[[], float] = time.monotonic) -> int:
    """Do judge jobs that wait, until none does or time is over; how many. Those that fail are put back, and end it."""
    begun, total, most = clock(), 0, 1
    jobs = store.single(_exchange, [], worker, most)
    while jobs:
        started = time.thread_time()
        done = _do(store, tasks, hands, jobs)
        total += len(done)
        is_quick = time.thread_time() - started < QUICK and len(done) == len(jobs)
        most = min(GROWTH * most, MOST) if is_quick else 1
        if clock() - begun > LONGEST or not done:
            most = 0
        jobs = store.single(_exchange, done, worker, most)
    return total


def _do(store: Store, tasks: Tasks, hands: Hands, jobs: Sequence[Taken]) -> list[int]:
    """Do jobs together; the numbers of those that are done. The others wait again."""
    jobs = _set_apart(store, jobs)
    with ExitStack() as stack:
        for job in jobs:
            stack.enter_context(hands.hold(job.id))
        try:
            done = tasks.judge_together([job.arguments for job in jobs])
        except Stopped:
            store.write(put_back, [job.id for job in jobs])
            return []
        except BaseException as error:
            for job in jobs:
                wait = tasks.wait_after(error, Task.JUDGE, job.arguments, tries=job.attempts)
                store.single(_give_back, job, wait)
            return []
        left = [job.id for job in jobs if job.arguments["visit"] not in done]
        if left:
            store.write(put_back, left)
        return [job.id for job in jobs if job.id not in left]


def _set_apart(store: Store, jobs: Sequence[Taken]) -> Sequence[Taken]:
    """Of several jobs, those that nothing went wrong with before; where there are none, the first."""
    if len(jobs) == 1:
        return jobs
    sound = [job for job in jobs if not job.attempts] or jobs[:1]
    others = [job.id for job in jobs if job not in sound]
    if others:
        store.write(put_back, others)
    return sound


def _exchange(connection: sa.Connection, done: Sequence[int], worker: int, most: int) -> list[Taken]:
    """Finish jobs and take the next ones, in the order in which they come."""
    values = {"done": list(done), "worker": worker, "queue": QUEUE_OF[Task.JUDGE], "most": most}
    rows = connection.execute(_EXCHANGE, values)
    return [Taken(*row) for row in sorted(rows, key=lambda row: row.id)]


def _give_back(connection: sa.Connection, job: Taken, wait: float | None) -> None:
    if wait is None:
        connection.execute(_FAIL, {"job": job.id})
    else:
        connection.execute(_RETRY, {"job": job.id, "wait": wait})


# What procrastinate_finish_job_v1 and procrastinate_fetch_job_v2 do, for several jobs; judge jobs have no lock.
_EXCHANGE = sa.text(
    """
    WITH finished AS (
        DELETE FROM procrastinate_jobs WHERE id = ANY(:done) AND status = 'doing' AND worker_id = :worker
    ), next AS (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'todo' AND queue_name = :queue AND lock IS NULL AND coalesce(scheduled_at, now()) <= now()
        ORDER BY priority DESC, id LIMIT :most FOR UPDATE SKIP LOCKED
    )
    UPDATE procrastinate_jobs AS job SET status = 'doing', worker_id = :worker FROM next WHERE job.id = next.id
    RETURNING job.id, job.args, job.attempts
    """
).bindparams(sa.bindparam("done", type_=sa.ARRAY(sa.BigInteger)))
_FAIL = sa.text("SELECT procrastinate_finish_job_v1(:job, 'failed', false)")
_RETRY = sa.text("SELECT procrastinate_retry_job_v2(:job, now() + make_interval(secs => :wait), NULL, NULL, NULL)")
