"""Creators in the database: put, list, remove, forget."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.errors import UsageError
from herkenbaar.roster import Entry, SourceKind
from herkenbaar.store.schema import creator_groups, creators
from herkenbaar.store.upsert import insert


class Creator(msgspec.Struct, frozen=True, kw_only=True):
    """One creator of the database: the roster's entry, where it came from, how far its source was read.

    ``origin`` is "config" for one that stands in config.toml, else "command".
    """

    id: int
    entry: Entry
    origin: str
    added_at: datetime
    removed_at: datetime | None
    cursor: dict[str, Any] | None


def put(connection: sa.Connection, entry: Entry, *, origin: str, now: datetime) -> int:
    """Add ``entry``, or bring the one with the same source up to date (also one that was removed); its id."""
    values = {
        "kind": entry.kind.value,
        "name": entry.name,
        "notes": entry.notes,
        "schedule": entry.schedule,
        "since": entry.since,
        "origin": origin,
        "removed_at": None,
    }
    statement = insert(connection, creators).values(source=entry.source, added_at=now, **values)
    statement = statement.on_conflict_do_update(index_elements=["source"], set_=values)
    found: int = connection.execute(statement.returning(creators.c.id)).scalar_one()
    connection.execute(sa.delete(creator_groups).where(creator_groups.c.creator_id == found))
    if entry.groups:
        rows = [{"creator_id": found, "name": group} for group in entry.groups]
        connection.execute(sa.insert(creator_groups), rows)
    return found


def follow_config(connection: sa.Connection, entries: Iterable[Entry], *, now: datetime) -> None:
    """Make the creators of config.toml stand in the roster; those that no longer stand there are removed."""
    known = {creator.entry.source: creator for creator in listing(connection, removed=True)}
    wanted = {entry.source: entry for entry in entries}
    for source, entry in wanted.items():
        stands = known.get(source)
        if stands is None or (stands.entry, stands.origin, stands.removed_at) != (entry, "config", None):
            put(connection, entry, origin="config", now=now)
    for source, creator in known.items():
        if source not in wanted and creator.origin == "config" and creator.removed_at is None:
            remove(connection, creator.id, now=now)


def listing(connection: sa.Connection, *, groups: Iterable[str] = (), removed: bool = False) -> tuple[Creator, ...]:
    """The creators of the roster by name; only those in one of ``groups`` if given; with removed ones if asked."""
    chosen = sa.select(creators).order_by(creators.c.name, creators.c.source)
    if not removed:
        chosen = chosen.where(creators.c.removed_at.is_(None))
    wanted = tuple(groups)
    if wanted:
        inside = sa.select(creator_groups.c.creator_id).where(creator_groups.c.name.in_(wanted))
        chosen = chosen.where(creators.c.id.in_(inside))
    names: dict[int, list[str]] = {}
    for creator_id, name in connection.execute(sa.select(creator_groups).order_by(creator_groups.c.name)):
        names.setdefault(creator_id, []).append(name)
    return tuple(_creator(row, tuple(names.get(row.id, ()))) for row in connection.execute(chosen))


def refuse_unknown_groups(connection: sa.Connection, groups: Iterable[str]) -> None:
    """Raise UsageError for a group that nobody is in: a typing error must not look like nothing to tell."""
    known = set(connection.scalars(sa.select(creator_groups.c.name)))
    if unknown := set(groups) - known:
        raise UsageError(
            f"no creator is in group {min(unknown)!r}",
            remedy=f"groups: {', '.join(sorted(known))}" if known else "nobody is in a group",
        )


def load(connection: sa.Connection, creator_id: int) -> Creator | None:
    """One creator by number; None where they were forgotten."""
    row = connection.execute(sa.select(creators).where(creators.c.id == creator_id)).one_or_none()
    if row is None:
        return None
    names = sa.select(creator_groups.c.name).where(creator_groups.c.creator_id == creator_id)
    return _creator(row, tuple(connection.scalars(names.order_by(creator_groups.c.name))))


def remove(connection: sa.Connection, creator_id: int, *, now: datetime) -> None:
    """Stop looking at a creator; what was found stays until its time is over."""
    connection.execute(sa.update(creators).where(creators.c.id == creator_id).values(removed_at=now))


def forget(connection: sa.Connection, creator_id: int) -> None:
    """Delete a creator with everything that was ever read or judged of them."""
    connection.execute(sa.delete(creators).where(creators.c.id == creator_id))


def _creator(row: sa.Row[Any], groups: tuple[str, ...]) -> Creator:
    entry = Entry(
        source=row.source,
        kind=SourceKind(row.kind),
        name=row.name,
        groups=groups,
        notes=row.notes,
        schedule=row.schedule,
        since=row.since,
    )
    return Creator(
        id=row.id,
        entry=entry,
        origin=row.origin,
        added_at=row.added_at,
        removed_at=row.removed_at,
        cursor=row.cursor,
    )
