"""Everything the store holds, as files that other programs read: JSON Lines, evidence and verdicts as contracts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.store.connection import Store
from herkenbaar.store.items import CURRENT
from herkenbaar.store.schema import creators, evidence, metadata, verdicts, videos

CHUNK = 500


def export(store: Store, folder: Path, *, creator_ids: tuple[int, ...] | None = None) -> dict[str, int]:
    """Write the store, or what it holds of some creators, into ``folder``; lines per file.

    ``evidence.jsonl`` and ``verdicts.jsonl`` hold what is current (herkenbaar.evidence/1, herkenbaar.verdict/1, line
    by line of the same videos); the other files are the tables, every version and every decision. Files are complete
    or not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    with store.read() as connection, ExitStack() as stack:
        for name, lines in _files(connection, creator_ids):
            part = folder / f".{name}.part"
            stack.callback(part.unlink, missing_ok=True)
            with part.open("wb") as out:
                written[name] = sum(1 for line in lines if out.write(line + b"\n"))
            part.rename(folder / name)
    return written


def _files(connection: sa.Connection, mine: tuple[int, ...] | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    yield "evidence.jsonl", _bodies(connection, evidence.c.body, mine)
    yield "verdicts.jsonl", _bodies(connection, verdicts.c.body, mine)
    for table in metadata.sorted_tables:
        condition = _belongs(table, mine)
        if condition is not None and table not in (evidence, verdicts):
            yield f"{table.name}.jsonl", _rows(connection, sa.select(table).where(condition))
    for table in (evidence, verdicts):
        columns = [column for column in table.c if column.name != "body"]
        condition = _belongs(table, mine)
        if condition is not None:
            yield f"{table.name}-versions.jsonl", _rows(connection, sa.select(*columns).where(condition))


def _bodies(connection: sa.Connection, body: sa.Column[Any], mine: tuple[int, ...] | None) -> Iterator[bytes]:
    import zlib

    chosen = sa.select(body).select_from(CURRENT).where(verdicts.c.id.is_not(None)).order_by(videos.c.id)
    if mine is not None:
        chosen = chosen.where(videos.c.creator_id.in_(mine))
    with connection.execution_options(stream_results=True, yield_per=CHUNK).execute(chosen) as found:
        for row in found:
            yield zlib.decompress(row[0])


def _rows(connection: sa.Connection, chosen: sa.Select[Any]) -> Iterator[bytes]:
    with connection.execution_options(stream_results=True, yield_per=CHUNK).execute(chosen) as found:
        for row in found.mappings():
            yield msgspec.json.encode({str(key): value for key, value in row.items()})


def _belongs(table: sa.Table, mine: tuple[int, ...] | None) -> sa.ColumnElement[bool] | None:
    """Which rows of ``table`` are about the creators ``mine``; None for tables that are about nobody of them alone."""
    if mine is None:
        return sa.true()
    theirs = sa.select(videos.c.id).where(videos.c.creator_id.in_(mine))
    if table is creators:
        return creators.c.id.in_(mine)
    if "creator_id" in table.c:
        return table.c.creator_id.in_(mine)
    if "video_id" in table.c and table is not videos:
        return table.c.video_id.in_(theirs)
    if "evidence_id" in table.c:
        return table.c.evidence_id.in_(sa.select(evidence.c.id).where(evidence.c.video_id.in_(theirs)))
    if "fingerprint" in table.c:
        findings = metadata.tables["findings"]
        return table.c.fingerprint.in_(sa.select(findings.c.fingerprint).where(findings.c.video_id.in_(theirs)))
    return None
