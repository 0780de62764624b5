"""Whether a database is sound, and how much it holds. On both databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.town import AD, Town

from herkenbaar.errors import StoreError
from herkenbaar.store import Store, open_store
from herkenbaar.store.connection import locate
from herkenbaar.store.health import check
from herkenbaar.store.schema import metadata


def test_an_empty_database_holds_no_rows_of_any_table(store: Store) -> None:
    found = check(store)
    assert found.rows == dict.fromkeys(metadata.tables, 0)
    assert found.size_bytes > 10_000


def test_rows_are_counted_per_table(town: Town) -> None:
    town.write(AD, {"id": "2"})
    town.visit()
    rows = check(town.tools.store).rows
    assert {name: number for name, number in rows.items() if number} == {
        "creators": 1,
        "runs": 1,
        "visits": 1,
        "videos": 2,
        "evidence": 2,
        "verdicts": 2,
        "findings": 1,
        "changes": 1,
    }


def test_a_damaged_file_is_refused_with_what_is_wrong(tmp_path: Path, ready_sqlite: Path) -> None:
    file = tmp_path / "h.sqlite"
    file.write_bytes(ready_sqlite.read_bytes())
    with open_store(str(file)):
        pass
    with sqlite3.connect(file) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'videos'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    raw.close()
    with file.open("r+b") as out:
        out.seek((page - 1) * size)
        out.write(b"\xff" * size)
    with Store(locate(str(file))) as store, pytest.raises(StoreError, match="damaged"):
        check(store)
