"""Decisions of people on findings. Nothing is ever changed or removed here: the last one counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.changes import State
from herkenbaar.errors import UsageError
from herkenbaar.model import Outcome, Platform
from herkenbaar.store.schema import creators, decisions, findings, videos, visits
from herkenbaar.store.videos import CHUNK
from herkenbaar.waivers import Decision, DecisionKind, Standing, standing

SHORTEST = 4
"""Characters of a fingerprint that are enough, where they mean one finding."""
BASELINE_REASON = "it stood there when watching began"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The finding that a decision is about, as it stands now."""

    fingerprint: str
    rule: str
    severity: str
    quote: str
    state: State
    marks: tuple[str, ...]
    platform: Platform
    video_id: str
    url: str | None
    title: str | None
    published_at: datetime | None
    creator_id: int
    creator: str


class Listed(msgspec.Struct, frozen=True):
    """The last decision on a finding, the finding if it is still known, and what the decision is worth.

    ``over``: the finding is fixed, gone or forgotten, so that there is nothing left to decide on.
    """

    decision: Decision
    subject: Subject | None
    standing: Standing
    over: bool

    @property
    def is_stale(self) -> bool:
        """Whether somebody should look at this decision again."""
        return self.over or self.standing in {Standing.EXPIRED, Standing.OUTGROWN}


def find_subject(connection: sa.Connection, fingerprint: str) -> Subject:
    """The finding that ``fingerprint``, or its beginning, means. Raises UsageError where it means none or several."""
    start = fingerprint.strip().lower()
    remedy = "`herkenbaar report --run last` shows the fingerprints"
    if len(start) < SHORTEST or not all(x in "0123456789abcdef" for x in start):
        raise UsageError(f"not a fingerprint: {fingerprint!r}", remedy=remedy)
    found = {
        subject.fingerprint: subject for subject in _subjects(connection, findings.c.fingerprint.startswith(start))
    }
    if not found:
        raise UsageError(f"no finding has the fingerprint {start}", remedy=remedy)
    if len(found) > 1:
        raise UsageError(f"{start} is the beginning of {len(found)} fingerprints", remedy="give more characters")
    return next(iter(found.values()))


def decide(
    connection: sa.Connection,
    subject: Subject,
    kind: DecisionKind,
    *,
    reason: str,
    by: str,
    until: date | None,
    now: datetime,
) -> None:
    """Write a decision down, with the marks that the finding has now."""
    row = _row(subject.fingerprint, kind, reason=reason, by=by, until=until, now=now, marks=subject.marks)
    connection.execute(sa.insert(decisions).values(row))


def find_last(connection: sa.Connection, fingerprints: Iterable[str]) -> dict[str, Decision]:
    """The last decision on each finding that has one."""
    wanted = sorted(set(fingerprints))
    found: dict[str, Decision] = {}
    for start in range(0, len(wanted), CHUNK):
        chosen = sa.select(decisions).where(decisions.c.fingerprint.in_(wanted[start : start + CHUNK]))
        found.update({row.fingerprint: _decision(row) for row in connection.execute(chosen.order_by(decisions.c.id))})
    return found


def find_history(connection: sa.Connection, fingerprint: str) -> tuple[Decision, ...]:
    """All decisions on one finding, oldest first."""
    chosen = sa.select(decisions).where(decisions.c.fingerprint == fingerprint).order_by(decisions.c.id)
    return tuple(_decision(row) for row in connection.execute(chosen))


def list_last(connection: sa.Connection, *, today: date) -> Iterator[Listed]:
    """The last decision on every finding that has one, newest first, with what it is worth ``today``."""
    latest = sa.select(sa.func.max(decisions.c.id)).group_by(decisions.c.fingerprint)
    rows = connection.execute(sa.select(decisions).where(decisions.c.id.in_(latest)).order_by(decisions.c.id.desc()))
    last = [_decision(row) for row in rows]
    about = sa.select(decisions.c.fingerprint)
    subjects: dict[str, Subject] = {}
    for subject in _subjects(connection, findings.c.fingerprint.in_(about)):
        known = subjects.get(subject.fingerprint)
        if known is None or known.state is not State.OPEN:
            subjects[subject.fingerprint] = subject
    for decision in last:
        found = subjects.get(decision.fingerprint)
        over = found is None or found.state is not State.OPEN
        worth = standing(decision, decision.marks if found is None else found.marks, today=today)
        yield Listed(decision, found, worth, over and worth is not Standing.WITHDRAWN)


def set_baseline(connection: sa.Connection, run_id: int, *, by: str, today: date, now: datetime) -> int:
    """Decide on all open findings of the creators of a run that they stood there already; how many there were.

    Findings on which a decision is in force keep it, so that doing it twice changes nothing.
    """
    visited = sa.select(visits.c.creator_id).where(visits.c.run_id == run_id)
    chosen = sa.select(findings.c.fingerprint, findings.c.marks).join_from(findings, videos)
    chosen = chosen.where(videos.c.creator_id.in_(visited), findings.c.state == State.OPEN)
    chosen = chosen.where(findings.c.outcome == Outcome.FAIL)
    stands = {row.fingerprint: tuple(row.marks) for row in connection.execute(chosen)}
    last = find_last(connection, stands)
    rows = [
        _row(identity, DecisionKind.BASELINE, reason=BASELINE_REASON, by=by, until=None, now=now, marks=current)
        for identity, current in stands.items()
        if identity not in last or standing(last[identity], current, today=today) is not Standing.IN_FORCE
    ]
    if rows:
        connection.execute(sa.insert(decisions), rows)
    return len(rows)


def _row(
    fingerprint: str,
    kind: DecisionKind,
    *,
    reason: str,
    by: str,
    until: date | None,
    now: datetime,
    marks: Sequence[str],
) -> dict[str, Any]:
    return {
        "fingerprint": fingerprint,
        "kind": kind.value,
        "reason": reason,
        "by": by,
        "until": until,
        "at": now,
        "marks": list(marks),
    }


def _decision(row: sa.Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        fingerprint=row.fingerprint,
        kind=DecisionKind(row.kind),
        reason=row.reason,
        by=row.by,
        until=row.until,
        at=row.at,
        marks=tuple(row.marks),
    )


def _subjects(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> Iterator[Subject]:
    found = sa.select(findings, videos, creators.c.name).select_from(findings.join(videos).join(creators))
    for row in connection.execute(found.where(condition)).mappings():
        yield Subject(
            fingerprint=row[findings.c.fingerprint],
            rule=row[findings.c.rule],
            severity=row[findings.c.severity],
            quote=row[findings.c.quote],
            state=State(row[findings.c.state]),
            marks=tuple(row[findings.c.marks]),
            platform=Platform(row[videos.c.platform]),
            video_id=row[videos.c.video_id],
            url=row[videos.c.url],
            title=row[videos.c.title],
            published_at=row[videos.c.published_at],
            creator_id=row[videos.c.creator_id],
            creator=row[creators.c.name],
        )
