"""The account of one run, read from the rows it left."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from datetime import date

import sqlalchemy as sa

from herkenbaar.changes import ChangeKind
from herkenbaar.errors import UsageError
from herkenbaar.model import Outcome, Problem, Status, Verdict
from herkenbaar.reports.order import missing_surfaces
from herkenbaar.reports.runs.account import Account, Edit, Item, Look, ToDecide, Video, Visited
from herkenbaar.store import decisions, items, runs, schema
from herkenbaar.store.body import unpack
from herkenbaar.store.items import CURRENT, VIDEO, Key, Row, video_of
from herkenbaar.store.schema import changes, creators, evidence, problems, verdicts, videos, visits
from herkenbaar.store.videos import load_version

Creators = sa.Select[int]
LONGEST_LINE = 300
MOST_LINES = 200
"""Of a description, as far as it is compared: what a stranger wrote may be any length."""


def find_run(connection: sa.Connection, named: str) -> int:
    """The number of the run that "last" or a number means. Raises UsageError."""
    if named != "last" and not named.isdecimal():
        raise UsageError(f"not a run: {named!r}", remedy="'last', or the number that a sweep printed")
    chosen = sa.select(sa.func.max(schema.runs.c.id))
    if named != "last":
        chosen = chosen.where(schema.runs.c.id == int(named))
    found: int | None = connection.scalar(chosen)
    if found is None:
        what = "there is no run yet" if named == "last" else f"there is no run {named}"
        raise UsageError(what, remedy="herkenbaar sweep makes one")
    return found


def give_account(connection: sa.Connection, run_id: int, *, groups: Sequence[str] = (), today: date) -> Account:
    """What happened in a run; only to the creators of ``groups`` where any are given."""
    run = runs.load_run(connection, run_id)
    mine = _creators(run_id, groups)
    changed = _find_changed(connection, run_id, mine)
    found = items.find_items(connection, run_id, mine, today=today)
    touched = {Key(row.video_key, row.fingerprint) for row in changed if row.kind in _TOLD}
    gone = {row.video_key for row in changed if row.kind == ChangeKind.GONE}
    return Account(
        run=run.id,
        started=run.started_at,
        finished=run.finished_at,
        groups=tuple(groups),
        ruleset=run.ruleset,
        visited=tuple(_visited(connection, run_id, mine)),
        new=_items(found, changed, ChangeKind.NEW),
        reopened=_items(found, changed, ChangeKind.REOPENED),
        fixed=_items(found, changed, ChangeKind.FIXED),
        still_open=items.worst_first(
            item
            for key, item in found.items()
            if item.outcome is Outcome.FAIL and key not in touched and key.video not in gone
        ),
        looks=tuple(_looks(connection, run_id, mine, changed)),
        gone=_videos(changed, ChangeKind.GONE),
        returned=_videos(changed, ChangeKind.RETURNED),
        edited=tuple(_edit(connection, row) for row in changed if row.kind == ChangeKind.EDITED),
        problems=tuple(_problems(connection, run_id, mine)),
        to_decide=tuple(_to_decide(connection, mine, today)),
    )


_TOLD = {ChangeKind.NEW, ChangeKind.REOPENED, ChangeKind.FIXED}


def _creators(run_id: int, groups: Sequence[str]) -> Creators:
    mine = sa.select(visits.c.creator_id).where(visits.c.run_id == run_id)
    if not groups:
        return mine
    inside = sa.select(schema.creator_groups.c.creator_id).where(schema.creator_groups.c.name.in_(groups))
    return mine.where(visits.c.creator_id.in_(inside))


def _find_changed(connection: sa.Connection, run_id: int, mine: Creators) -> Sequence[Row]:
    chosen = (
        sa.select(*VIDEO, changes.c.kind, changes.c.fingerprint, changes.c.cause, changes.c.detail)
        .select_from(changes.join(videos).join(creators))
        .where(changes.c.run_id == run_id, videos.c.creator_id.in_(mine))
        .order_by(creators.c.name, changes.c.id)
    )
    return connection.execute(chosen).all()


def _items(found: dict[Key, Item], changed: Sequence[Row], kind: ChangeKind) -> tuple[Item, ...]:
    keys = ((Key(row.video_key, row.fingerprint), row.cause) for row in changed if row.kind == kind)
    return items.pick(found, keys)


def _videos(changed: Sequence[Row], kind: ChangeKind) -> tuple[Video, ...]:
    return tuple(video_of(row) for row in changed if row.kind == kind)


def _visited(connection: sa.Connection, run_id: int, mine: Creators) -> Iterator[Visited]:
    groups: dict[int, list[str]] = {}
    for creator_id, name in connection.execute(sa.select(schema.creator_groups).order_by(schema.creator_groups.c.name)):
        groups.setdefault(creator_id, []).append(name)
    chosen = (
        sa.select(visits, creators.c.name, creators.c.source)
        .join_from(visits, creators)
        .where(visits.c.run_id == run_id, visits.c.creator_id.in_(mine))
        .order_by(creators.c.name, creators.c.source)
    )
    for row in connection.execute(chosen):
        yield Visited(
            creator=row.name,
            source=row.source,
            groups=tuple(groups.get(row.creator_id, ())),
            state=row.state,
            listed=row.listed,
            fresh=row.fresh,
            changed=row.changed,
            judged=row.judged,
            requests=row.requests,
            reason=row.reason,
            expected=row.expected,
        )


def _looks(connection: sa.Connection, run_id: int, mine: Creators, changed: Sequence[Row]) -> Iterator[Look]:
    """The videos that a person has to look at, new ones first."""
    asked = {row.video_key for row in changed if row.kind == ChangeKind.LOOK}
    chosen = (
        sa.select(*VIDEO, verdicts.c.body, videos.c.first_run, evidence.c.run_id)
        .select_from(CURRENT)
        .where(videos.c.creator_id.in_(mine), videos.c.gone_at.is_(None))
        .where(verdicts.c.status == Status.REVIEW, videos.c.first_run <= run_id)
    )
    found = []
    for row in connection.execute(chosen):
        verdict = unpack(row.body, Verdict)
        missing = missing_surfaces(verdict)
        doubts = (finding.doubt for finding in verdict.findings if finding.outcome is Outcome.UNSURE)
        look = Look(
            video=video_of(row),
            missing={surface: verdict.coverage[surface].why for surface in missing if surface in verdict.coverage},
            doubts=tuple(dict.fromkeys(doubt for doubt in doubts if doubt)),
            is_new=row.video_key in asked or run_id in {row.first_run, row.run_id},
        )
        found.append(look)
    yield from sorted(found, key=lambda look: not look.is_new)


def _edit(connection: sa.Connection, row: Row) -> Edit:
    """Both versions stay in the store; here is what went from and came to their words."""
    old = load_version(connection, row.video_key, row.detail["from"])
    new = load_version(connection, row.video_key, row.detail["to"])
    difference: list[str] = []
    for name in ("title", "description"):
        before, after = _lines(getattr(old, name)), _lines(getattr(new, name))
        difference += list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    told = tuple(line for line in difference if not line.startswith("@@"))
    return Edit(video=video_of(row), fields=tuple(row.detail["fields"]), version=row.detail["to"], difference=told)


def _lines(text: str | None) -> list[str]:
    return [line[:LONGEST_LINE] for line in (text or "").splitlines()[:MOST_LINES]]


def _problems(connection: sa.Connection, run_id: int, mine: Creators) -> Iterator[Problem]:
    chosen = sa.select(problems.c.place, problems.c.what, problems.c.remedy).order_by(problems.c.id)
    rows = connection.execute(chosen.where(problems.c.run_id == run_id, problems.c.creator_id.in_(mine)))
    return (Problem(*row) for row in rows)


def _to_decide(connection: sa.Connection, mine: Creators, today: date) -> Iterator[ToDecide]:
    visited = set(connection.scalars(mine))
    for listed in decisions.list_last(connection, today=today):
        subject = listed.subject
        if subject is None or not listed.is_stale or subject.creator_id not in visited:
            continue
        yield ToDecide(
            fingerprint=subject.fingerprint,
            video=Video(
                creator=subject.creator,
                platform=subject.platform,
                id=subject.video_id,
                url=subject.url,
                title=subject.title,
                published=subject.published_at,
            ),
            rule=subject.rule,
            quote=subject.quote,
            ruling=items.ruling_of(listed.decision, listed.standing, over=listed.over),
        )
