"""What a worker does beside its jobs, every few seconds: put in what is due, mend what the dead left, close runs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec
import sqlalchemy as sa

from herkenbaar import sweep
from herkenbaar.errors import HerkenbaarError
from herkenbaar.jobs.queue import Task, put_missing
from herkenbaar.notify import deliver
from herkenbaar.retention import let_go
from herkenbaar.store import runs
from herkenbaar.store.runs import QUEUE, Scope
from herkenbaar.sweep import close_run, follow_config

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from herkenbaar.jobs.strays import Hands
    from herkenbaar.jobs.tasks import Tasks
    from herkenbaar.visit import Tools

log = logging.getLogger(__name__)

HEARTBEAT = 5.0
"""Seconds between two signs of life of a worker."""
SILENCE = 20.0
"""Seconds without one after which a worker counts as dead, and its jobs are given to others."""
MOST_LIVES = 5
"""A job that its worker did not survive so often is not begun again."""


class Lost(msgspec.Struct, frozen=True):
    """A job whose worker died."""

    id: int
    task: str
    arguments: dict[str, object]
    attempts: int
    key: str


def open_due(tools: Tools, scope: Scope) -> int | None:
    """Open a run for the creators that are due, to be visited by workers; its number, None where nobody is due."""
    follow_config(tools)
    run = sweep.open_due(tools, scope, owner=QUEUE)
    if run is None:
        return None
    tools.store.write(put_missing, account=tools.settings.sweep.account)
    return run.id


def tend(tools: Tools, tasks: Tasks, hands: Hands, *, dispatch: bool) -> None:
    """One round of upkeep. Of several workers that do it at once, all but one pass each step over."""
    steps: list[Callable[[], object]] = [
        lambda: save_lost(tools, tasks, hands),
        lambda: hands.put_back_strays(tools.store),
        lambda: tools.store.write(put_missing, account=tools.settings.sweep.account),
        lambda: close_runs(tools),
        lambda: deliver(tools),
    ]
    if dispatch:
        steps.insert(0, lambda: open_due(tools, Scope()))
    for step in steps:
        try:
            step()
        except HerkenbaarError as error:
            log.warning("upkeep: %s", error)
        except Exception:  # the next round is due all the same: without upkeep, nobody mends anything
            log.exception("upkeep")


def save_lost(tools: Tools, tasks: Tasks, hands: Hands) -> int:
    """Give the jobs of dead workers to others; how many. One that killed too many workers is given up.

    What we have in hand is not lost, even if we were silent for long (the machine slept, say).
    """
    saved, hopeless = tools.store.write(_take_lost, hands.held)
    for job in hopeless:
        log.error("job %s (%s) was begun %s times and its worker died each time", job.id, job.task, job.attempts)
        tasks.give_up(Task(job.task), dict(job.arguments), f"its worker died {job.attempts} times")
    return saved


def close_runs(tools: Tools) -> list[int]:
    """Close the runs whose visits are all over; which."""
    with tools.store.read() as connection:
        still_open = runs.find_open_runs(connection, owner=QUEUE)
    closed = [run for run in still_open if close_run(tools, run)]
    if closed:
        let_go(tools.store, tools.settings, now=tools.now())
    return closed


def _take_lost(connection: sa.Connection, held: Sequence[int]) -> tuple[int, list[Lost]]:
    saved, hopeless = 0, []
    for row in connection.execute(_LOST, {"silence": SILENCE, "held": held}).all():
        job = Lost(row.id, row.task_name, row.args, row.attempts + 1, row.queueing_lock or "")
        waits_already = connection.execute(_WAITING, {"key": job.key}).first() is not None
        if job.attempts >= MOST_LIVES:
            hopeless.append(job)
            connection.execute(_FAIL, {"id": job.id})
        elif waits_already:
            connection.execute(_DROP, {"id": job.id})
        else:
            connection.execute(_RETRY, {"id": job.id})
            saved += 1
    return saved, hopeless


# Procrastinate's own functions; the query is the one behind JobManager.get_stalled_jobs, with a lock, so that two
# workers do not take the same job from a dead one.
_LOST = sa.text(
    """
    SELECT job.id, job.task_name, job.args, job.attempts, job.queueing_lock
    FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND NOT job.id = ANY(:held)
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :silence))
    FOR UPDATE OF job SKIP LOCKED
    """
).bindparams(sa.bindparam("held", type_=sa.ARRAY(sa.BigInteger)))
_WAITING = sa.text("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = :key AND status = 'todo'")
_RETRY = sa.text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)")
_DROP = sa.text("SELECT procrastinate_finish_job_v1(:id, 'aborted', true)")
_FAIL = sa.text("SELECT procrastinate_finish_job_v1(:id, 'failed', false)")
