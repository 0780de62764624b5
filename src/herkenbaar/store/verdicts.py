"""Verdicts and the findings that live on from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.changes import Cause, ChangeKind, Known, State, Step, follow
from herkenbaar.model import Evidence, Judged, Outcome, Verdict
from herkenbaar.store.body import pack, unpack
from herkenbaar.store.history import Change, note
from herkenbaar.store.runs import END_VISITS
from herkenbaar.store.schema import Key, evidence, findings, verdicts, videos, visits
from herkenbaar.store.upsert import insert_into
from herkenbaar.waivers import marks

_earlier = evidence.alias("earlier")
_JUDGED_BEFORE = (
    sa.exists()
    .where(verdicts.c.evidence_id == _earlier.c.id, _earlier.c.video_id == videos.c.id)
    .correlate(videos)
    .label("judged_before")
)


class Unjudged(msgspec.Struct, frozen=True):
    """A video whose current evidence was not judged under the rules at hand; ``cause`` says why."""

    creator_id: int
    video_id: int
    evidence_id: int
    version: int
    evidence: Evidence
    cause: Cause


def find_unjudged(
    connection: sa.Connection, creator_ids: Sequence[int], *, ruleset: str, after: int = 0, limit: int = 50
) -> tuple[Unjudged, ...]:
    """The next videos of these creators to judge, from saved evidence, one creator after the other.

    ``after`` is the last ``video_id`` seen (of one creator).
    """
    values = {"of_creators": list(creator_ids), "by": ruleset, "past": after, "most": limit}
    return tuple(
        Unjudged(creator, video, number, version, unpack(body, Evidence), _cause(under, judged_before=before))
        for creator, video, number, version, body, under, before in connection.execute(_FIND_UNJUDGED, values)
    )


def end_judged_visit(connection: sa.Connection, run_id: int, creator_id: int, *, ruleset: str, now: datetime) -> bool:
    """Close a visit, in one statement, if nothing of its creator is left to judge; whether it did."""
    values = {"of_run": run_id, "of_creators": [creator_id], "by": ruleset, "at": now}
    return connection.execute(_END_JUDGED_VISIT, values).rowcount == 1


_LATEST = sa.and_(evidence.c.video_id == videos.c.id, evidence.c.version == videos.c.version)
_IS_OPEN = sa.or_(videos.c.ruleset.is_(None), videos.c.ruleset != sa.bindparam("by", type_=sa.Text))
_IS_UNJUDGED = sa.and_(videos.c.gone_at.is_(None), _IS_OPEN)
_END_JUDGED_VISIT = END_VISITS.where(~sa.exists().where(videos.c.creator_id == visits.c.creator_id, _IS_UNJUDGED))
_FIND_UNJUDGED = (
    sa.select(
        videos.c.creator_id,
        videos.c.id,
        evidence.c.id,
        videos.c.version,
        evidence.c.body,
        videos.c.ruleset,
        _JUDGED_BEFORE,
    )
    .join_from(videos, evidence, _LATEST)
    .where(videos.c.creator_id.in_(sa.bindparam("of_creators", type_=Key, expanding=True)), _IS_UNJUDGED)
    .where(videos.c.id > sa.bindparam("past", type_=Key))
    .order_by(videos.c.creator_id, videos.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def find_judged(
    connection: sa.Connection, creator_id: int, *, after: int = 0, limit: int = 200
) -> tuple[tuple[int, Judged], ...]:
    """The next videos of a creator with their current evidence and verdict, and the ``video_id`` to go on after."""
    current = sa.and_(verdicts.c.evidence_id == evidence.c.id, verdicts.c.ruleset == videos.c.ruleset)
    chosen = (
        sa.select(videos.c.id, evidence.c.body, verdicts.c.body.label("verdict"))
        .select_from(videos.join(evidence, _LATEST).join(verdicts, current))
        .where(videos.c.creator_id == creator_id, videos.c.id > after, videos.c.gone_at.is_(None))
        .order_by(videos.c.id)
        .limit(limit)
    )
    return tuple(
        (video_id, Judged(unpack(body, Evidence), unpack(verdict, Verdict)))
        for video_id, body, verdict in connection.execute(chosen)
    )


def save(
    connection: sa.Connection,
    judged: Iterable[tuple[Unjudged, Verdict]],
    *,
    run_id: int,
    ruleset: str,
    now: datetime,
) -> int:
    """Keep verdicts and bring the findings of their videos up to date; how many were new.

    A verdict that is there already, or whose evidence has moved on meanwhile, changes nothing. The rows of the videos
    are written first, so that two who judge the same ones come one after the other.
    """
    judged = tuple(judged)
    if not judged:
        return 0
    taken = _put_verdicts(connection, judged, run_id=run_id, ruleset=ruleset, now=now)
    known = _known(connection, [item.video_id for item, _ in taken if item.cause is not Cause.FIRST])
    steps = [(item, step) for item, verdict in taken for step in follow(known.get(item.video_id, ()), verdict)]
    _take(connection, steps, run_id=run_id, now=now)
    told = (
        Change(video_id=item.video_id, kind=step.kind, fingerprint=step.fingerprint, cause=item.cause)
        for item, step in steps
        if step.kind is not None
    )
    note(connection, told, run_id=run_id)
    return len(taken)


def _cause(ruleset: str | None, *, judged_before: bool) -> Cause:
    if ruleset is not None:
        return Cause.RULES
    return Cause.EVIDENCE if judged_before else Cause.FIRST


def _put_verdicts(
    connection: sa.Connection, judged: Sequence[tuple[Unjudged, Verdict]], *, run_id: int, ruleset: str, now: datetime
) -> list[tuple[Unjudged, Verdict]]:
    """Write the verdicts on evidence that is still current and not judged by these rules; which those were."""
    judged_on = sa.tuple_(videos.c.id, videos.c.version).in_([(item.video_id, item.version) for item, _ in judged])
    stands = sa.update(videos).where(judged_on, _IS_OPEN).values(ruleset=sa.bindparam("by", type_=sa.Text))
    ids = set(connection.scalars(stands.returning(videos.c.id), {"by": ruleset}))
    taken = [(item, verdict) for item, verdict in judged if item.video_id in ids]
    rows = [
        {
            "evidence_id": item.evidence_id,
            "ruleset": ruleset,
            "status": verdict.status.value,
            "severity": verdict.severity.value if verdict.severity else None,
            "advertising": verdict.advertising.answer,
            "body": pack(verdict),
            "run_id": run_id,
            "judged_at": now,
        }
        for item, verdict in taken
    ]
    if rows:
        connection.execute(_upsert(connection.dialect.name), rows)
    return taken


@cache
def _upsert(dialect: str) -> sa.Insert:
    """The same evidence may have been judged under these rules before they were changed and changed back."""
    again = insert_into(dialect, verdicts)
    newest = {column.name: again.excluded[column.name] for column in verdicts.c if not column.primary_key}
    return again.on_conflict_do_update(index_elements=["evidence_id", "ruleset"], set_=newest)


def _known(connection: sa.Connection, video_ids: Sequence[int]) -> dict[int, list[Known]]:
    found: dict[int, list[Known]] = {}
    if not video_ids:
        return found
    for row in connection.execute(sa.select(findings).where(findings.c.video_id.in_(video_ids))):
        one = Known(
            id=row.id,
            fingerprint=row.fingerprint,
            rule=row.rule,
            deficiency=row.deficiency,
            outcome=Outcome(row.outcome),
            marks=tuple(row.marks),
            state=State(row.state),
        )
        found.setdefault(row.video_id, []).append(one)
    return found


def _take(connection: sa.Connection, steps: Iterable[tuple[Unjudged, Step]], *, run_id: int, now: datetime) -> None:
    """Write what becomes of the findings, a statement for each kind of change rather than for each finding."""
    new: list[dict[str, Any]] = []
    changed: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for item, step in steps:
        if step.known is None:
            own = {"video_id": item.video_id, "fingerprint": step.fingerprint, "since_run": run_id, "since_at": now}
            new.append(_described(step) | own)
        else:
            values = _changed(step, run_id=run_id, now=now)
            changed.setdefault(tuple(values), []).append(values | {"known": step.known.id})
    if new:
        connection.execute(sa.insert(findings), new)
    for rows in changed.values():
        connection.execute(sa.update(findings).where(findings.c.id == sa.bindparam("known")), rows)


def _changed(step: Step, *, run_id: int, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"state": step.state.value, "outcome": step.outcome.value}
    if step.finding is not None:
        values |= _described(step) | {"closed_run": None, "closed_at": None}
    if step.state is not State.OPEN:
        values |= {"closed_run": run_id, "closed_at": now}
    if step.kind is ChangeKind.NEW:
        values |= {"since_run": run_id, "since_at": now}
    return values


def _described(step: Step) -> dict[str, Any]:
    assert step.finding is not None  # noqa: S101 - the callers see to it
    finding = step.finding
    return {
        "rule": finding.rule,
        "deficiency": finding.deficiency.value if finding.deficiency else None,
        "severity": finding.severity.value,
        "outcome": step.outcome.value,
        "marks": marks(finding.spans),
        "quote": finding.spans[0].quote if finding.spans else "",
        "state": step.state.value,
    }
