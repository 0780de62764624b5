"""When the next request to a platform may leave, for all workers together."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from herkenbaar.budget import Line
from herkenbaar.store.schema import paces
from herkenbaar.store.upsert import insert


def lock(connection: sa.Connection, name: str) -> Line:
    """The line called ``name``; others wait for it until this transaction ends."""
    empty = {"name": name, "next_at": 0.0, "closed_until": 0.0, "strikes": 0, "why": ""}
    connection.execute(insert(connection, paces).values(empty).on_conflict_do_nothing())
    row = connection.execute(sa.select(paces).where(paces.c.name == name).with_for_update()).one()
    return _line(row.next_at, row.closed_until, row.strikes, row.why)


def keep(connection: sa.Connection, name: str, line: Line) -> None:
    """Write the line called ``name``."""
    connection.execute(sa.update(paces).where(paces.c.name == name).values(values(line)))


def load_all(connection: sa.Connection) -> Iterator[tuple[str, Line]]:
    """Every line with its name."""
    for row in connection.execute(sa.select(paces)):
        yield row.name, _line(row.next_at, row.closed_until, row.strikes, row.why)


def values(line: Line) -> dict[str, float | int | str]:
    """The columns of a line."""
    return {
        "next_at": line.next_at,
        "closed_until": line.closed_until,
        "strikes": line.strikes,
        "why": line.why,
    }


def _line(next_at: float, closed_until: float, strikes: int, why: str) -> Line:
    line = Line()
    line.next_at, line.closed_until, line.strikes, line.why = next_at, closed_until, strikes, why
    return line
