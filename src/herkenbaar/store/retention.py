"""Letting go of what is older than is kept: people's data is not held longer than configured.

The clock starts when a video is gone, a creator was removed, or something newer took a row's place. What is current of
a creator who is still watched stays.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from herkenbaar.store.schema import (
    changes,
    creators,
    decisions,
    evidence,
    findings,
    notices,
    problems,
    runs,
    verdicts,
    videos,
    visits,
)


class Old(msgspec.Struct, frozen=True, kw_only=True):
    """What is older than is kept: rows per table, and the videos and sources whose bundles go with them."""

    rows: dict[str, int]
    videos: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def prune(connection: sa.Connection, *, before: datetime, dry: bool) -> Old:
    """Delete what has been old since ``before``; with ``dry`` all of it is put back, and only said."""
    gone = (videos.c.gone_at < before) | videos.c.creator_id.in_(
        sa.select(creators.c.id).where(creators.c.removed_at < before)
    )
    bundles = sa.select(creators.c.source, videos.c.video_id).join_from(videos, creators).where(gone)
    sources = sa.select(creators.c.source).where(creators.c.removed_at < before)
    found = Old(
        rows={},
        videos=tuple((source, video) for source, video in connection.execute(bundles)),
        sources=tuple(connection.scalars(sources)),
    )
    with connection.begin_nested() as deleting:
        for table, condition in _old(before, gone):
            number = connection.execute(sa.delete(table).where(condition)).rowcount
            if number:
                found.rows[table.name] = number
        if dry:
            deleting.rollback()
    return found


def _old(before: datetime, gone: sa.ColumnElement[bool]) -> list[tuple[sa.Table, sa.ColumnElement[bool]]]:
    """Per table what is old, in the order in which it can be deleted."""
    newer, later, latest = evidence.alias("newer"), verdicts.alias("later"), visits.alias("latest")
    replaced = sa.exists().where(
        newer.c.video_id == evidence.c.video_id, newer.c.version > evidence.c.version, newer.c.taken_at < before
    )
    judged_again = sa.exists().where(
        later.c.evidence_id == verdicts.c.evidence_id, later.c.id > verdicts.c.id, later.c.judged_at < before
    )
    visited_again = sa.exists().where(latest.c.creator_id == visits.c.creator_id, latest.c.id > visits.c.id)
    over = sa.select(runs.c.id).where(runs.c.finished_at < before)
    known = sa.select(findings.c.fingerprint)
    return [
        (videos, gone),
        (evidence, replaced),
        (verdicts, judged_again),
        (changes, changes.c.run_id.in_(over)),
        (problems, problems.c.run_id.in_(over)),
        (notices, notices.c.run_id.in_(over)),
        (visits, sa.and_(visits.c.run_id.in_(over), visits.c.finished_at < before, visited_again)),
        (creators, creators.c.removed_at < before),
        (runs, sa.and_(runs.c.finished_at < before, ~sa.exists().where(visits.c.run_id == runs.c.id))),
        (decisions, sa.and_(decisions.c.at < before, decisions.c.fingerprint.not_in(known))),
    ]
