"""Runs, and in each run one visit per creator.

    run ──▶ visit: waiting ──▶ gathering ──▶ listening ──▶ judging ──▶ done, or unreadable with the reason

A creator has at most one open visit, whoever opens it: two sweeps at once share the work. A run belongs to a process
as long as its lease is renewed; a run whose process died is taken over by the next sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
import sqlalchemy as sa

from herkenbaar.store.schema import Key, changes, creators, evidence, runs, verdicts, videos, visits
from herkenbaar.store.upsert import insert

LEASE = timedelta(seconds=90)
QUEUE = "queue"
"""The owner of a run whose visits are jobs: the job queue knows which of its workers are alive."""


class VisitState(StrEnum):
    """How far a visit is."""

    WAITING = "waiting"
    GATHERING = "gathering"
    LISTENING = "listening"
    JUDGING = "judging"
    DONE = "done"
    UNREADABLE = "unreadable"


class Scope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a run was asked for: everybody (``everyone``) or who is due, of which groups or creators.

    ``baseline``: what is found is what stood there when watching began.
    """

    everyone: bool = False
    groups: tuple[str, ...] = ()
    creators: tuple[str, ...] = ()
    baseline: bool = False


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    owner: str
    ruleset: str
    scope: Scope


class LastVisit(msgspec.Struct, frozen=True):
    """The last finished visit to a creator; ``listed``: how many videos its source had, None: could not be read."""

    id: int
    started_at: datetime
    state: VisitState
    listed: int | None


def open_run(
    connection: sa.Connection,
    due: Mapping[int, int | None],
    *,
    scope: Scope,
    ruleset: str,
    owner: str,
    now: datetime,
) -> Run | None:
    """A new run with a visit for each creator that nobody else is visiting; None when that leaves nobody.

    ``due`` maps each creator to their last visit as it was when they were found to be due: who was visited since is
    left out.
    """
    if not due:
        return None
    row = {
        "started_at": now,
        "owner": owner,
        "lease_until": None if owner == QUEUE else now + LEASE,
        "ruleset": ruleset,
        "scope": msgspec.to_builtins(scope),
    }
    run_id: int = connection.execute(sa.insert(runs).values(row).returning(runs.c.id)).scalar_one()
    rows = [{"run_id": run_id, "creator_id": creator_id, "state": VisitState.WAITING.value} for creator_id in due]
    connection.execute(insert(connection, visits).on_conflict_do_nothing(), rows)
    _leave_out_visited(connection, run_id, due)
    if not find_open_visits(connection, run_id):
        connection.execute(sa.delete(runs).where(runs.c.id == run_id))
        return None
    return load_run(connection, run_id)


def _leave_out_visited(connection: sa.Connection, run_id: int, due: Mapping[int, int | None]) -> None:
    mine = sa.select(visits.c.creator_id).where(visits.c.run_id == run_id)
    others = sa.select(visits.c.creator_id, sa.func.max(visits.c.id)).where(visits.c.run_id != run_id)
    rows = connection.execute(others.where(visits.c.creator_id.in_(mine)).group_by(visits.c.creator_id))
    for creator_id, last in rows:
        if last != due[creator_id]:
            visited = (visits.c.run_id == run_id, visits.c.creator_id == creator_id)
            connection.execute(sa.delete(visits).where(*visited))


def load_run(connection: sa.Connection, run_id: int) -> Run:
    """One run by its number. Raises LookupError where there is none."""
    row = connection.execute(sa.select(runs).where(runs.c.id == run_id)).one_or_none()
    if row is None:
        raise LookupError(f"there is no run {run_id}")
    return Run(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        owner=row.owner,
        ruleset=row.ruleset,
        scope=msgspec.convert(row.scope, Scope),
    )


def adopt(
    connection: sa.Connection, *, owner: str, ruleset: str, is_alive: Callable[[str], bool | None], now: datetime
) -> tuple[Run, ...]:
    """Take over the unfinished runs whose process died, and return them, oldest first.

    ``is_alive`` tells it of a process on this machine and answers None for another machine's: then the lease
    decides. A lease beyond what a lease can be was written by a clock that was wrong, and is over.
    """
    unfinished = sa.select(runs.c.id, runs.c.owner, runs.c.lease_until).where(
        runs.c.finished_at.is_(None), runs.c.owner != QUEUE
    )
    taken = []
    for run_id, held_by, until in connection.execute(unfinished.order_by(runs.c.id).with_for_update()).all():
        alive = is_alive(held_by)
        if alive is None:
            alive = until is not None and now < until <= now + 2 * LEASE
        if not alive:
            values = {"owner": owner, "lease_until": now + LEASE, "ruleset": ruleset}
            connection.execute(sa.update(runs).where(runs.c.id == run_id).values(values))
            taken.append(load_run(connection, run_id))
    return tuple(taken)


def renew_lease(connection: sa.Connection, run_id: int, *, owner: str, now: datetime) -> bool:
    """Hold a run for another while; False when somebody else holds it now."""
    mine = sa.update(runs).where(runs.c.id == run_id, runs.c.owner == owner)
    return connection.execute(mine.values(lease_until=now + LEASE)).rowcount == 1


def release(connection: sa.Connection, run_id: int, *, owner: str) -> None:
    """Let go of a run that was stopped, so that the next sweep goes on with it at once."""
    mine = sa.update(runs).where(runs.c.id == run_id, runs.c.owner == owner, runs.c.finished_at.is_(None))
    connection.execute(mine.values(owner="", lease_until=None))


def find_open_visits(connection: sa.Connection, run_id: int) -> tuple[int, ...]:
    """The creators of a run that are not done, in the order of the roster."""
    chosen = (
        sa.select(visits.c.creator_id)
        .join_from(visits, creators, visits.c.creator_id == creators.c.id)
        .where(visits.c.run_id == run_id, visits.c.finished_at.is_(None))
        .order_by(creators.c.name, creators.c.source)
    )
    return tuple(connection.scalars(chosen))


def find_open_runs(connection: sa.Connection, *, owner: str) -> tuple[int, ...]:
    """The runs of ``owner`` that are not finished, oldest first."""
    chosen = sa.select(runs.c.id).where(runs.c.finished_at.is_(None), runs.c.owner == owner)
    return tuple(connection.scalars(chosen.order_by(runs.c.id)))


def find_last_visits(connection: sa.Connection) -> dict[int, LastVisit]:
    """Per creator its last finished visit."""
    latest = sa.select(sa.func.max(visits.c.id)).where(visits.c.finished_at.is_not(None)).group_by(visits.c.creator_id)
    chosen = sa.select(visits.c.creator_id, visits.c.id, visits.c.started_at, visits.c.state, visits.c.listed)
    rows = connection.execute(chosen.where(visits.c.id.in_(latest)))
    return {creator: LastVisit(number, at, VisitState(state), listed) for creator, number, at, state, listed in rows}


def find_last_listed(connection: sa.Connection, creator_id: int) -> int | None:
    """How many videos a creator's source had when it was last read; None: it never was."""
    chosen = sa.select(visits.c.listed).where(visits.c.creator_id == creator_id, visits.c.listed.is_not(None))
    return connection.scalar(chosen.where(visits.c.finished_at.is_not(None)).order_by(visits.c.id.desc()).limit(1))


def start_visit(connection: sa.Connection, run_id: int, creator_id: int, *, now: datetime) -> bool:
    """Begin to read a source, or begin again; False when it was read already."""
    mine = _open_visit(run_id, creator_id).where(visits.c.state.in_(_UNREAD))
    started = sa.func.coalesce(visits.c.started_at, sa.bindparam("now", now, type_=visits.c.started_at.type))
    return connection.execute(mine.values(state=VisitState.GATHERING.value, started_at=started)).rowcount == 1


def end_gathering(
    connection: sa.Connection,
    run_id: int,
    creator_id: int,
    *,
    listed: int,
    cursor: dict[str, object] | None,
    requests: int,
    expected: int | None,
    then: VisitState,
) -> None:
    """All of the source is saved: remember how far it was read, and go on to ``then`` (listening or judging).

    ``expected``: how many videos there were the time before, where there are suspiciously few now.
    """
    values = {"state": then.value, "listed": listed, "expected": expected, "reason": ""}
    connection.execute(_open_visit(run_id, creator_id).values(requests=visits.c.requests + requests, **values))
    connection.execute(sa.update(creators).where(creators.c.id == creator_id).values(cursor=cursor))


_UNREAD = (VisitState.WAITING.value, VisitState.GATHERING.value)


def end_listening(connection: sa.Connection, run_id: int, creator_id: int) -> None:
    """What had to be heard was: go on to judging."""
    mine = _open_visit(run_id, creator_id).where(visits.c.state == VisitState.LISTENING.value)
    connection.execute(mine.values(state=VisitState.JUDGING.value))


def give_up(connection: sa.Connection, run_id: int, creator_id: int, *, reason: str) -> None:
    """The source could not be read, and will not be tried again in this run: go on to judging what is known."""
    values = {"state": VisitState.JUDGING.value, "reason": reason}
    connection.execute(_open_visit(run_id, creator_id).values(values))


def end_visits(connection: sa.Connection, run_id: int, creator_ids: Sequence[int], *, now: datetime) -> None:
    """Close visits: unreadable where there is a reason for it, with what they brought counted from its rows."""
    connection.execute(END_VISITS, {"of_run": run_id, "of_creators": list(creator_ids), "at": now})


def finish_run(connection: sa.Connection, run_id: int, *, now: datetime) -> bool:
    """Close a run when all its visits are over; whether it was this call that closed it."""
    still_open = sa.exists().where(visits.c.run_id == run_id, visits.c.finished_at.is_(None))
    done = sa.update(runs).where(runs.c.id == run_id, runs.c.finished_at.is_(None), ~still_open)
    return connection.execute(done.values(finished_at=now, lease_until=None)).rowcount == 1


def _open_visit(run_id: int, creator_id: int) -> sa.Update:
    mine = (visits.c.run_id == run_id, visits.c.creator_id == creator_id, visits.c.finished_at.is_(None))
    return sa.update(visits).where(*mine)


def _end_visits() -> sa.Update:
    run = sa.bindparam("of_run", type_=Key)
    mine = videos.c.creator_id == visits.c.creator_id
    fresh = sa.select(sa.func.count()).where(mine, videos.c.first_run == run)
    edited = sa.select(sa.func.count(changes.c.video_id.distinct())).join_from(changes, videos)
    edited = edited.where(mine, changes.c.run_id == run, changes.c.kind == "edited")
    judged = sa.select(sa.func.count()).select_from(verdicts.join(evidence).join(videos))
    judged = judged.where(mine, verdicts.c.run_id == run)
    whose = visits.c.creator_id.in_(sa.bindparam("of_creators", type_=Key, expanding=True))
    return (
        sa.update(visits)
        .where(visits.c.run_id == run, whose, visits.c.finished_at.is_(None))
        .values(
            state=sa.case((visits.c.reason == "", VisitState.DONE.value), else_=VisitState.UNREADABLE.value),
            finished_at=sa.bindparam("at", type_=visits.c.finished_at.type),
            fresh=fresh.scalar_subquery(),
            changed=edited.scalar_subquery(),
            judged=judged.scalar_subquery(),
        )
    )


END_VISITS = _end_visits()
"""Made once: putting a statement together costs SQLAlchemy more than running it. Values: of_run, of_creators, at."""
