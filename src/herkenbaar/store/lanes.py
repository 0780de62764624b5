"""Which visit a lane makes next, and how often one was tried (PostgreSQL only)."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from herkenbaar.roster import HOSTS, SourceKind
from herkenbaar.store.runs import QUEUE, VisitState
from herkenbaar.store.schema import creators, runs, visits


class OpenVisit(msgspec.Struct, frozen=True):
    """A visit that is not over."""

    id: int
    run_id: int
    creator_id: int
    state: VisitState
    attempts: int


_COLUMNS = (visits.c.id, visits.c.run_id, visits.c.creator_id, visits.c.state, visits.c.attempts)


def find_visit(connection: sa.Connection, visit_id: int) -> OpenVisit | None:
    """One visit by number; None where it is over."""
    chosen = sa.select(*_COLUMNS).where(visits.c.id == visit_id, visits.c.finished_at.is_(None))
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _visit(row)


def take_next(connection: sa.Connection, platform: str, *, account: str) -> OpenVisit | None:
    """The visit that the lane of ``platform`` and ``account`` makes next; None where none is left.

    A creator stays with the account that visited them first, because their bundles lie there. Visits that failed
    come last.
    """
    host = next(host for host, name in HOSTS.items() if name == platform)
    chosen = (
        sa.select(*_COLUMNS)
        .join_from(visits, runs, runs.c.id == visits.c.run_id)
        .join(creators, creators.c.id == visits.c.creator_id)
        .where(runs.c.owner == QUEUE, visits.c.finished_at.is_(None))
        .where(visits.c.state.in_((VisitState.WAITING.value, VisitState.GATHERING.value)))
        .where(creators.c.kind == SourceKind.PLATFORM, creators.c.source.startswith(f"https://www.{host}/"))
        .where(sa.or_(creators.c.account.is_(None), creators.c.account == account))
        .order_by(visits.c.attempts, visits.c.id)
        .limit(1)
        .with_for_update(of=creators, skip_locked=True)
    )
    row = connection.execute(chosen).one_or_none()
    if row is None:
        return None
    connection.execute(sa.update(creators).where(creators.c.id == row.creator_id).values(account=account))
    return _visit(row)


def count_attempt(connection: sa.Connection, visit_id: int) -> int:
    """Note that a visit failed once more; how often it has now."""
    more = sa.update(visits).where(visits.c.id == visit_id).values(attempts=visits.c.attempts + 1)
    attempts: int = connection.execute(more.returning(visits.c.attempts)).scalar_one()
    return attempts


def _visit(row: sa.Row[int, int, int, str, int]) -> OpenVisit:
    return OpenVisit(row.id, row.run_id, row.creator_id, VisitState(row.state), row.attempts)
