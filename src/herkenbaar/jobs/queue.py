"""Putting jobs in the queue, in the same transaction as what they are about: both happen, or neither.

A platform's creators are visited one after the other by a *lane*: one job per platform and account, which visits one
creator and then puts itself in again. (A job per creator with a common lock would do the same, but Procrastinate
searches all waiting jobs of a lock whenever it looks for work.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa

from herkenbaar.errors import MissingExtraError, StoreError
from herkenbaar.roster import HOSTS, SourceKind
from herkenbaar.store import Store
from herkenbaar.store.lanes import OpenVisit
from herkenbaar.store.runs import QUEUE, VisitState
from herkenbaar.store.schema import creators, runs, visits

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.manager import JobManager

UPKEEP = 0x68726B6A
"""The advisory lock of those who put in what is missing."""


class Task(StrEnum):
    """What a job does."""

    GATHER = "gather"
    LANE = "lane"
    LISTEN = "listen"
    JUDGE = "judge"


QUEUE_OF = {Task.GATHER: "gather", Task.LANE: "gather", Task.LISTEN: "speech", Task.JUDGE: "judge"}
QUEUES = tuple(dict.fromkeys(QUEUE_OF.values()))
_NEXT = {
    VisitState.WAITING: Task.GATHER,
    VisitState.GATHERING: Task.GATHER,
    VisitState.LISTENING: Task.LISTEN,
    VisitState.JUDGING: Task.JUDGE,
}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A job to put in. ``key``: what it is known by; ``lock``: of jobs with the same one, one runs at a time."""

    task: Task
    key: str
    arguments: dict[str, Any]
    queue: str
    lock: str | None = None


def visit_order(visit: OpenVisit) -> Order:
    """The job that one visit needs next."""
    task = _NEXT[visit.state]
    arguments = {"visit": visit.id}
    if task is Task.JUDGE:
        arguments |= {"run": visit.run_id, "creator": visit.creator_id}
    return Order(task=task, key=f"{task} {visit.id}", arguments=arguments, queue=QUEUE_OF[task])


def lane_order(platform: str, account: str) -> Order:
    """The job of one platform and account. Machines with an account of their own have a queue of their own."""
    key = f"lane {platform} {account}".strip()
    queue = f"{QUEUE_OF[Task.LANE]} {account}".strip()
    return Order(task=Task.LANE, key=key, arguments={"platform": platform}, queue=queue, lock=key)


def put(connection: sa.Connection, order: Order, *, wait: float = 0.0) -> bool:
    """Put one job in, to run after ``wait`` seconds; False where the same one waits already or is at work.

    (Upkeep may have put it in between two steps of ours. A lane at work puts in the one after itself.)
    """
    from procrastinate.exceptions import AlreadyEnqueued

    if order.lock is None and connection.scalar(_IS_AT_WORK, {"key": order.key}):
        return False
    try:
        with connection.begin_nested():
            _defer(connection, [order], wait)
    except AlreadyEnqueued:
        return False
    return True


def put_missing(connection: sa.Connection, *, account: str) -> int:
    """Put in the jobs that open visits need and that are not there; how many.

    So a run is put to work, and so is mended what a crash between two steps left behind. ``account`` is the one that
    lanes are put in for.
    """
    from procrastinate.exceptions import AlreadyEnqueued

    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPKEEP)))
    missing = [int(key.rpartition(" ")[2]) for key in connection.scalars(_MISSING)]
    found = connection.execute(_VISITS, {"ids": missing}) if missing else ()
    orders = [visit_order(_open_visit(row)) for row in found]
    there = set(connection.scalars(_LANES))
    for platform in connection.scalars(_PLATFORMS):
        lane = lane_order(platform, account)
        if lane.key not in there:
            orders.append(lane)
    try:
        with connection.begin_nested():
            _defer(connection, orders, 0.0)
    except AlreadyEnqueued:  # a job that ended meanwhile put in the one after it
        return sum(put(connection, order) for order in orders)
    return len(orders)


def wait_for_upkeep(connection: sa.Connection) -> None:
    """Let no ``put_missing`` run until this transaction ends: it would put in again what is just being put in."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(UPKEEP)))


def can_begin(connection: sa.Connection, queues: Sequence[str]) -> bool:
    """Whether a job of these queues waits that may begin now."""
    return bool(connection.scalar(_CAN_BEGIN, {"queues": list(queues)}))


_IS_AT_WORK = sa.text(  # worker_id: what is at work has an index, what waits may be 100,000 jobs
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs"
    " WHERE queueing_lock = :key AND status = 'doing' AND worker_id IS NOT NULL)"
)
_CAN_BEGIN = sa.text(
    "SELECT EXISTS (SELECT 1 FROM procrastinate_jobs AS job WHERE status = 'todo' AND queue_name = ANY(:queues)"
    " AND coalesce(scheduled_at, now()) <= now() AND NOT EXISTS"
    " (SELECT 1 FROM procrastinate_jobs WHERE lock = job.lock AND status = 'doing'))"
)


def _open_visit(row: sa.Row[Any]) -> OpenVisit:
    return OpenVisit(row.id, row.run_id, row.creator_id, VisitState(row.state), row.attempts)


# What is missing is found by the database: of 100,000 open visits nearly all have their job.
_JOBS = sa.table("procrastinate_jobs", sa.column("queueing_lock"), sa.column("status"))
_LIVE = sa.cast(_JOBS.c.status, sa.Text).in_(("todo", "doing"))
_LANES = sa.select(_JOBS.c.queueing_lock).where(_LIVE, _JOBS.c.queueing_lock.startswith("lane "))
_KEY = sa.case({state.value: f"{task} " for state, task in _NEXT.items()}, value=visits.c.state) + sa.cast(
    visits.c.id, sa.Text
)
_OPEN = (
    sa.select(visits)
    .join_from(visits, runs, runs.c.id == visits.c.run_id)
    .join(creators, creators.c.id == visits.c.creator_id)
    .where(visits.c.finished_at.is_(None), runs.c.owner == QUEUE)
)
_IS_IN_LANE = sa.and_(
    creators.c.kind == SourceKind.PLATFORM,
    visits.c.state.in_((VisitState.WAITING.value, VisitState.GATHERING.value)),
)
# EXCEPT sorts or hashes; a NOT EXISTS may become a loop in a loop where the tables were filled a moment ago.
_MISSING = sa.except_(_OPEN.with_only_columns(_KEY).where(~_IS_IN_LANE), sa.select(_JOBS.c.queueing_lock).where(_LIVE))
_VISITS = (
    sa.select(visits)
    .where(visits.c.id == sa.any_(sa.bindparam("ids", type_=sa.ARRAY(sa.BigInteger))))
    .order_by(visits.c.id)
)
_PLATFORMS = sa.union_all(
    *(
        sa.select(sa.literal(platform.value)).where(
            sa.exists(_OPEN.where(_IS_IN_LANE, creators.c.source.startswith(f"https://www.{host}/")))
        )
        for host, platform in HOSTS.items()
    )
)
BATCH = 1000


def open_app(store: Store) -> App:
    """Procrastinate on the database of ``store``, for an event loop."""
    app_class, connector_class, _ = _procrastinate()
    address = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app: App = app_class(connector=connector_class(conninfo=address, min_size=1, max_size=8))
    return app


def _defer(connection: sa.Connection, orders: Sequence[Order], wait: float) -> None:
    from procrastinate.exceptions import ConnectorException
    from procrastinate.jobs import Job

    at = datetime.now(UTC) + timedelta(seconds=wait) if wait > 0 else None
    jobs = [
        Job(
            queue=order.queue,
            lock=order.lock,
            queueing_lock=order.key,
            task_name=order.task.value,
            task_kwargs=order.arguments,
            scheduled_at=at,
        )
        for order in orders
    ]
    raw = connection.connection.driver_connection
    try:
        for start in range(0, len(jobs), BATCH):
            _manager().batch_defer_jobs(jobs[start : start + BATCH], connection=raw)
    except ConnectorException as error:
        what = f"the job queue refuses: {error.__cause__ or error}"
        raise StoreError(what, remedy="check the database; the worker tries again") from error


@cache
def _manager() -> JobManager:
    """What puts jobs in through a connection of ours; it has none of its own."""
    _, _, connector = _procrastinate()
    from procrastinate.manager import JobManager

    return JobManager(connector())


def _procrastinate() -> tuple[Any, Any, Any]:
    try:
        from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
    except ImportError as error:
        raise MissingExtraError(
            "the job queue is not installed", remedy="pip install 'herkenbaar[postgres]'"
        ) from error
    return App, PsycopgConnector, SyncPsycopgConnector
