"""The findings that were open in a run or changed by it, with all that a report says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from herkenbaar.model import Outcome, Platform, Severity, Verdict, Words
from herkenbaar.reports.order import SEVERITIES
from herkenbaar.reports.runs.account import Item, Ruling, Video
from herkenbaar.store import decisions
from herkenbaar.store.body import unpack
from herkenbaar.store.schema import creators, evidence, findings, verdicts, videos
from herkenbaar.waivers import Decision, Standing, silences, standing

Row = sa.Row[*tuple[Any, ...]]
VIDEO = (
    videos.c.id.label("video_key"),
    creators.c.name.label("creator"),
    videos.c.platform,
    videos.c.video_id,
    videos.c.url,
    videos.c.title,
    videos.c.published_at,
)
"""The columns that ``video_of`` needs."""
CURRENT = (
    videos.outerjoin(evidence, sa.and_(evidence.c.video_id == videos.c.id, evidence.c.version == videos.c.version))
    .outerjoin(verdicts, sa.and_(verdicts.c.evidence_id == evidence.c.id, verdicts.c.ruleset == videos.c.ruleset))
    .join(creators, creators.c.id == videos.c.creator_id)
)
"""Videos with their current evidence, their current verdict, and their creator."""


class Key(NamedTuple):
    """One finding of one video, by its row."""

    video: int
    fingerprint: str


def find_items(connection: sa.Connection, run_id: int, mine: sa.Select[int], *, today: date) -> dict[Key, Item]:
    """The findings of the creators ``mine`` that were open when the run ended, or that it closed."""
    chosen = (
        sa.select(*VIDEO, findings, verdicts.c.body)
        .select_from(CURRENT.join(findings, findings.c.video_id == videos.c.id))
        .where(videos.c.creator_id.in_(mine), findings.c.since_run <= run_id)
        .where(sa.or_(findings.c.closed_run.is_(None), findings.c.closed_run >= run_id))
        .order_by(findings.c.id)
    )
    rows = connection.execute(chosen).all()
    last = decisions.find_last(connection, (row.fingerprint for row in rows))
    return {Key(row.video_key, row.fingerprint): _item(row, last.get(row.fingerprint), today) for row in rows}


def worst_first(items: Iterable[Item]) -> tuple[Item, ...]:
    """``items`` by severity, then newest first."""
    return tuple(sorted(items, key=lambda item: (SEVERITIES.index(item.severity), -item.since.timestamp())))


def video_of(row: Row) -> Video:
    """The video of a row with the columns ``VIDEO``."""
    return Video(
        creator=row.creator,
        platform=Platform(row.platform),
        id=row.video_id,
        url=row.url,
        title=row.title,
        published=row.published_at,
    )


def ruling_of(decision: Decision, worth: Standing, *, over: bool = False) -> Ruling:
    """A decision as reports show it."""
    return Ruling(
        kind=decision.kind,
        reason=decision.reason,
        by=decision.by,
        until=decision.until,
        standing="over" if over else worth,
    )


def _item(row: Row, decision: Decision | None, today: date) -> Item:
    title, advice = _words(row)
    ruling, counts = None, row.outcome == Outcome.FAIL
    if decision is not None:
        worth = standing(decision, row.marks, today=today)
        counts = counts and not (worth is Standing.IN_FORCE and silences(decision))
        ruling = None if worth is Standing.WITHDRAWN else ruling_of(decision, worth)
    return Item(
        fingerprint=row.fingerprint,
        video=video_of(row),
        rule=row.rule,
        title=title,
        advice=advice,
        severity=Severity(row.severity),
        outcome=Outcome(row.outcome),
        deficiency=row.deficiency,
        quote=row.quote,
        since=row.since_at,
        ruling=ruling,
        counts=counts,
    )


def _words(row: Row) -> tuple[Words, Words]:
    """The rule's title and advice as the current verdict has them; its id where that no longer knows the rule."""
    if row.body is not None:
        for finding in unpack(row.body, Verdict).findings:
            if finding.rule == row.rule:
                return finding.title, finding.advice
    return Words(row.rule, row.rule), Words("", "")


def pick(items: Mapping[Key, Item], keys: Iterable[tuple[Key, str]]) -> tuple[Item, ...]:
    """The items under ``keys``, each with the cause given with its key, worst first."""
    found = (msgspec.structs.replace(items[key], cause=cause) for key, cause in keys if key in items)
    return worst_first(found)
