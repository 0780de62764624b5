"""Videos and the versions of their evidence: save what was read, mark what is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.changes import ChangeKind, State, carry_over, differing, digest, is_poorer, is_richer
from herkenbaar.model import Evidence, parse_published
from herkenbaar.store.body import Described, pack, unpack
from herkenbaar.store.history import Change, note
from herkenbaar.store.schema import Key, creators, evidence, findings, storable, videos

CHUNK = 500
"""Values in one IN list: both databases take that many."""


class Identity(msgspec.Struct, frozen=True):
    """Which video, among those of one creator."""

    platform: str
    video_id: str


class Saved(msgspec.Struct, frozen=True):
    """How many of the videos just read were new, changed, or as before."""

    fresh: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: Saved) -> Saved:
        """Both together."""
        return Saved(self.fresh + other.fresh, self.changed + other.changed, self.same + other.same)


def identity(item: Evidence) -> Identity:
    """Which video ``item`` is evidence of, as the database writes it."""
    return Identity(item.platform.value, storable(item.id))


def save(connection: sa.Connection, items: Iterable[Evidence], *, creator_id: int, run_id: int, now: datetime) -> Saved:
    """Keep what was read of videos of one creator, in the order of ``items``; a later one is the newer version.

    A version is written only where a viewer would see something else. Done twice, it leaves the same rows.
    """
    lock_creator(connection, creator_id)
    items = tuple(items)
    known = _current(connection, creator_id, {identity(item) for item in items})
    saved = Saved()
    for item in items:
        before = known.get(identity(item))
        if before is None:
            video_id = _add(connection, item, creator_id=creator_id, run_id=run_id, now=now)
            known[identity(item)] = _Current(video_id, 1, digest(item), None, run_id)
            saved += Saved(fresh=1)
            continue
        if before.gone_at is not None:
            _return(connection, before.id, run_id=run_id)
        after = _renew(connection, before, item, run_id=run_id, now=now)
        known[identity(item)] = after
        fresh = int(before.first_run == run_id)
        changed = int(after.version > before.version and not fresh)
        saved += Saved(changed=changed, same=1 - changed)
    return saved


def mark_gone(
    connection: sa.Connection,
    present: Collection[Identity] | None,
    gone: Collection[Identity] = (),
    *,
    creator_id: int,
    run_id: int,
    now: datetime,
) -> int:
    """Mark videos of a creator as gone, with their findings; how many.

    These are the ones in ``gone`` and, where ``present`` is known, all that are not in it.
    """
    if present is None and not gone:
        return 0
    lock_creator(connection, creator_id)
    chosen = sa.select(videos.c.id, videos.c.platform, videos.c.video_id).where(
        videos.c.creator_id == creator_id, videos.c.gone_at.is_(None)
    )
    ids = []
    for row in connection.execute(chosen):
        one = Identity(row.platform, row.video_id)
        if one in gone or (present is not None and one not in present):
            ids.append(row.id)
    for chunk in _chunks(ids):
        connection.execute(sa.update(videos).where(videos.c.id.in_(chunk)).values(gone_at=now))
        open_ones = sa.update(findings).where(findings.c.video_id.in_(chunk), findings.c.state == State.OPEN)
        connection.execute(open_ones.values(state=State.GONE, closed_run=run_id, closed_at=now))
    note(connection, (Change(video_id=video_id, kind=ChangeKind.GONE) for video_id in ids), run_id=run_id)
    return len(ids)


def mark_back(connection: sa.Connection, back: Collection[Identity], *, creator_id: int, run_id: int) -> None:
    """Take back that these videos of a creator are gone, with their findings: they were read again, as before."""
    if not back:
        return
    lock_creator(connection, creator_id)
    chosen = sa.select(videos.c.id, videos.c.platform, videos.c.video_id).where(
        videos.c.creator_id == creator_id, videos.c.gone_at.is_not(None)
    )
    for row in connection.execute(chosen).all():
        if Identity(row.platform, row.video_id) in back:
            _return(connection, row.id, run_id=run_id)


def count(connection: sa.Connection, creator_id: int) -> int:
    """How many videos of a creator are known and not gone."""
    counted = sa.select(sa.func.count()).where(videos.c.creator_id == creator_id, videos.c.gone_at.is_(None))
    return connection.scalar(counted) or 0


def find_descriptions(
    connection: sa.Connection, creator_ids: Sequence[int], *, limit: int = 100
) -> dict[int, list[str | None]]:
    """The descriptions of the newest videos of each of these creators, as they were last seen."""
    found: dict[int, list[str | None]] = {}
    rows = connection.execute(_DESCRIPTIONS, {"of_creators": list(creator_ids), "most": limit})
    for creator_id, body in rows:
        found.setdefault(creator_id, []).append(unpack(body, Described).description)
    return found


_newest = (
    sa.select(
        videos.c.creator_id,
        videos.c.id,
        videos.c.version,
        sa.func.row_number().over(partition_by=videos.c.creator_id, order_by=videos.c.id.desc()).label("place"),
    )
    .where(videos.c.creator_id.in_(sa.bindparam("of_creators", type_=Key, expanding=True)), videos.c.gone_at.is_(None))
    .subquery("newest")
)
_DESCRIPTIONS = (
    sa.select(_newest.c.creator_id, evidence.c.body)
    .join_from(_newest, evidence, sa.and_(evidence.c.video_id == _newest.c.id, evidence.c.version == _newest.c.version))
    .where(_newest.c.place <= sa.bindparam("most", type_=sa.Integer))
    .order_by(_newest.c.id.desc())
)


def lock_creator(connection: sa.Connection, creator_id: int) -> None:
    """Let one transaction at a time write about a creator (SQLite writes one at a time anyway)."""
    connection.execute(_LOCK, {"of_creator": creator_id})


_LOCK = sa.select(creators.c.id).where(creators.c.id == sa.bindparam("of_creator")).with_for_update()


class _Current(msgspec.Struct, frozen=True):
    id: int
    version: int
    digest: str
    gone_at: datetime | None
    first_run: int


def _current(connection: sa.Connection, creator_id: int, wanted: set[Identity]) -> dict[Identity, _Current]:
    latest = sa.and_(evidence.c.video_id == videos.c.id, evidence.c.version == videos.c.version)
    chosen = sa.select(
        videos.c.platform,
        videos.c.video_id,
        videos.c.id,
        videos.c.version,
        evidence.c.digest,
        videos.c.gone_at,
        videos.c.first_run,
    ).join_from(videos, evidence, latest)
    found = {}
    for chunk in _chunks(sorted({one.video_id for one in wanted})):
        rows = connection.execute(chosen.where(videos.c.creator_id == creator_id, videos.c.video_id.in_(chunk)))
        found.update({Identity(*row[:2]): _Current(*row[2:]) for row in rows})
    return found


def _add(connection: sa.Connection, item: Evidence, *, creator_id: int, run_id: int, now: datetime) -> int:
    row = _described(item) | {
        "creator_id": creator_id,
        "platform": item.platform.value,
        "video_id": item.id,
        "version": 1,
        "first_run": run_id,
        "first_seen_at": now,
    }
    video_id: int = connection.execute(sa.insert(videos).values(row).returning(videos.c.id)).scalar_one()
    _add_version(connection, item, video_id=video_id, version=1, run_id=run_id, now=now)
    return video_id


def _renew(connection: sa.Connection, before: _Current, item: Evidence, *, run_id: int, now: datetime) -> _Current:
    """Write a new version where ``item`` differs from the current one; what is current afterwards."""
    if digest(item) == before.digest:
        return before
    old = load_version(connection, before.id, before.version)
    item = carry_over(old, item)
    if is_poorer(old, item) or not differing(old, item):
        return before
    version = before.version + 1
    _add_version(connection, item, video_id=before.id, version=version, run_id=run_id, now=now)
    current = sa.update(videos).where(videos.c.id == before.id)
    connection.execute(current.values(version=version, ruleset=None, **_described(item)))
    if not is_richer(old, item):
        detail = {"from": before.version, "to": version, "fields": differing(old, item)}
        name = f"version {version}"
        edit = Change(video_id=before.id, kind=ChangeKind.EDITED, fingerprint=name, detail=detail)
        note(connection, [edit], run_id=run_id)
    return _Current(before.id, version, digest(item), None, before.first_run)


def load_version(connection: sa.Connection, video_id: int, version: int) -> Evidence:
    """One version of the evidence of a video (its number in the database)."""
    chosen = sa.select(evidence.c.body).where(evidence.c.video_id == video_id, evidence.c.version == version)
    return unpack(connection.execute(chosen).scalar_one(), Evidence)


def _add_version(
    connection: sa.Connection, item: Evidence, *, video_id: int, version: int, run_id: int, now: datetime
) -> None:
    row = {
        "video_id": video_id,
        "version": version,
        "digest": digest(item),
        "body": pack(item),
        "run_id": run_id,
        "taken_at": now,
    }
    connection.execute(sa.insert(evidence).values(row))


def _return(connection: sa.Connection, video_id: int, *, run_id: int) -> None:
    """A video that was gone is back, and its findings with it."""
    connection.execute(sa.update(videos).where(videos.c.id == video_id).values(gone_at=None))
    gone = sa.update(findings).where(findings.c.video_id == video_id, findings.c.state == State.GONE)
    connection.execute(gone.values(state=State.OPEN, closed_run=None, closed_at=None))
    note(connection, [Change(video_id=video_id, kind=ChangeKind.RETURNED)], run_id=run_id)


def _described(item: Evidence) -> dict[str, Any]:
    try:
        published = parse_published(item.published)
    except ValueError:
        published = None
    return {"url": item.url, "title": item.title, "published_at": published}


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
