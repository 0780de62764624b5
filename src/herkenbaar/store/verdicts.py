"""Verdicts and the findings that live on from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.changes import Cause, ChangeKind, Known, State, Step, follow
from herkenbaar.model import Evidence, Judged, Outcome, Verdict
from herkenbaar.store.body import pack, unpack
from herkenbaar.store.history import note
from herkenbaar.store.schema import evidence, findings, verdicts, videos
from herkenbaar.store.upsert import insert
from herkenbaar.store.videos import lock_creator
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

    video_id: int
    evidence_id: int
    version: int
    evidence: Evidence
    cause: Cause


def find_unjudged(
    connection: sa.Connection, creator_id: int, *, ruleset: str, after: int = 0, limit: int = 50
) -> tuple[Unjudged, ...]:
    """The next videos of a creator to judge, from saved evidence; ``after`` is the last ``video_id`` seen."""
    latest = sa.and_(evidence.c.video_id == videos.c.id, evidence.c.version == videos.c.version)
    chosen = (
        sa.select(videos.c.id, evidence.c.id, videos.c.version, evidence.c.body, videos.c.ruleset, _JUDGED_BEFORE)
        .join_from(videos, evidence, latest)
        .where(videos.c.creator_id == creator_id, videos.c.id > after, videos.c.gone_at.is_(None))
        .where(sa.or_(videos.c.ruleset.is_(None), videos.c.ruleset != ruleset))
        .order_by(videos.c.id)
        .limit(limit)
    )
    return tuple(
        Unjudged(video_id, evidence_id, version, unpack(body, Evidence), _cause(under, judged_before=before))
        for video_id, evidence_id, version, body, under, before in connection.execute(chosen)
    )


def find_judged(
    connection: sa.Connection, creator_id: int, *, after: int = 0, limit: int = 200
) -> tuple[tuple[int, Judged], ...]:
    """The next videos of a creator with their current evidence and verdict, and the ``video_id`` to go on after."""
    latest = sa.and_(evidence.c.video_id == videos.c.id, evidence.c.version == videos.c.version)
    current = sa.and_(verdicts.c.evidence_id == evidence.c.id, verdicts.c.ruleset == videos.c.ruleset)
    chosen = (
        sa.select(videos.c.id, evidence.c.body, verdicts.c.body.label("verdict"))
        .select_from(videos.join(evidence, latest).join(verdicts, current))
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
    creator_id: int,
    run_id: int,
    ruleset: str,
    now: datetime,
) -> int:
    """Keep verdicts on videos of one creator and bring their findings up to date; how many were new.

    A verdict that is there already, or whose evidence has moved on meanwhile, changes nothing.
    """
    lock_creator(connection, creator_id)
    judged = tuple(judged)
    known = _known(connection, [item.video_id for item, _ in judged])
    saved = 0
    for item, verdict in judged:
        if not _put_verdict(connection, item, verdict, run_id=run_id, ruleset=ruleset, now=now):
            continue
        saved += 1
        for step in follow(known.get(item.video_id, ()), verdict):
            _take(connection, step, item, run_id=run_id, now=now)
    return saved


def _cause(ruleset: str | None, *, judged_before: bool) -> Cause:
    if ruleset is not None:
        return Cause.RULES
    return Cause.EVIDENCE if judged_before else Cause.FIRST


def _put_verdict(
    connection: sa.Connection, item: Unjudged, verdict: Verdict, *, run_id: int, ruleset: str, now: datetime
) -> bool:
    open_one = sa.or_(videos.c.ruleset.is_(None), videos.c.ruleset != ruleset)
    stands = sa.update(videos).where(videos.c.id == item.video_id, videos.c.version == item.version, open_one)
    if connection.execute(stands.values(ruleset=ruleset)).rowcount == 0:
        return False
    row = {
        "evidence_id": item.evidence_id,
        "ruleset": ruleset,
        "status": verdict.status.value,
        "severity": verdict.severity.value if verdict.severity else None,
        "advertising": verdict.advertising.answer,
        "body": pack(verdict),
        "run_id": run_id,
        "judged_at": now,
    }
    again = insert(connection, verdicts).values(row)
    # The same evidence under rules that were in force before: the verdict stands there already.
    connection.execute(again.on_conflict_do_update(index_elements=["evidence_id", "ruleset"], set_=row))
    return True


def _known(connection: sa.Connection, video_ids: Sequence[int]) -> dict[int, list[Known]]:
    found: dict[int, list[Known]] = {}
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


def _take(connection: sa.Connection, step: Step, item: Unjudged, *, run_id: int, now: datetime) -> None:
    if step.known is None:
        _add(connection, step, item.video_id, run_id=run_id, now=now)
    else:
        _change(connection, step, step.known, run_id=run_id, now=now)
    if step.kind is not None:
        note(
            connection,
            run_id=run_id,
            video_id=item.video_id,
            kind=step.kind,
            fingerprint=step.fingerprint,
            cause=item.cause,
        )


def _add(connection: sa.Connection, step: Step, video_id: int, *, run_id: int, now: datetime) -> None:
    row = _described(step) | {
        "video_id": video_id,
        "fingerprint": step.fingerprint,
        "since_run": run_id,
        "since_at": now,
    }
    connection.execute(sa.insert(findings).values(row))


def _change(connection: sa.Connection, step: Step, known: Known, *, run_id: int, now: datetime) -> None:
    values: dict[str, Any] = {"state": step.state.value, "outcome": step.outcome.value}
    if step.finding is not None:
        values |= _described(step) | {"closed_run": None, "closed_at": None}
    if step.state is not State.OPEN:
        values |= {"closed_run": run_id, "closed_at": now}
    if step.kind is ChangeKind.NEW:
        values |= {"since_run": run_id, "since_at": now}
    connection.execute(sa.update(findings).where(findings.c.id == known.id).values(values))


def _described(step: Step) -> dict[str, Any]:
    assert step.finding is not None  # noqa: S101 - both callers have one
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
