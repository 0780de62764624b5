"""A database is upgraded, or refused with the reason; it is never guessed at."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from herkenbaar.errors import StoreError
from herkenbaar.store import Store, open_store
from herkenbaar.store.schema import metadata, runs
from herkenbaar.store.upgrade import VERSION_TABLE, State, alembic_config, revisions, state, upgrade


def run(store: Store, statement: str) -> None:
    store.write(lambda connection: connection.exec_driver_sql(statement))


def test_an_empty_database_gets_its_tables(empty_database: str) -> None:
    with open_store(empty_database) as store:
        assert state(store) is State.CURRENT


def test_the_migrations_build_exactly_the_schema(store: Store) -> None:
    def ours(item: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and name and name.startswith(("procrastinate", "herkenbaar_queue")))

    with store.read() as connection:
        options = {"version_table": VERSION_TABLE, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_one_alembic_means(store: Store) -> None:
    assert ScriptDirectory.from_config(alembic_config(store)).get_current_head() == revisions()[-1]


def test_upgrading_twice_changes_nothing(store: Store) -> None:
    assert upgrade(store) == upgrade(store) == revisions()[-1]


def test_two_processes_may_upgrade_at_once(empty_database: str) -> None:
    code = "import sys; from herkenbaar.store import open_store; open_store(sys.argv[1]).close()"
    both = [subprocess.Popen([sys.executable, "-W", "error", "-c", code, empty_database]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    with open_store(empty_database, create=False) as store:
        assert state(store) is State.CURRENT


def test_without_permission_an_empty_database_stays_empty(empty_database: str) -> None:
    with pytest.raises(StoreError, match=r"is empty.*db upgrade"):
        open_store(empty_database, create=False)


def test_a_newer_database_is_refused_and_not_touched(store: Store, database: str) -> None:
    run(store, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer than this program"):
        open_store(database)
    with pytest.raises(StoreError, match="newer than this program"):
        upgrade(store)
    with store.read() as connection:
        assert connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar() == "9999"


@pytest.mark.parametrize("lost", [VERSION_TABLE, "findings"])
def test_a_database_that_lost_a_table_is_refused(store: Store, database: str, lost: str) -> None:
    run(store, f"DROP TABLE {lost}")
    with pytest.raises(StoreError, match="damaged"):
        open_store(database)


def test_a_database_without_a_version_is_refused(store: Store, database: str) -> None:
    run(store, f"DELETE FROM {VERSION_TABLE}")
    with pytest.raises(StoreError, match="damaged"):
        open_store(database)


def test_another_programs_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "theirs.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE letters (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        open_store(str(file))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(str(file))


def test_a_file_with_torn_pages_is_refused(tmp_path: Path, ready_sqlite: Path) -> None:
    torn = bytearray(ready_sqlite.read_bytes())
    torn[100:3000] = b"\x5a" * 2900
    file = tmp_path / "torn.sqlite"
    file.write_bytes(torn)
    with pytest.raises(StoreError, match="damaged"):
        open_store(str(file))


def test_an_interrupted_upgrade_leaves_nothing_behind(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import alembic.op

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(alembic.op, "create_index", stop)
    with pytest.raises(KeyboardInterrupt):
        open_store(empty_database)
    monkeypatch.undo()
    with open_store(empty_database) as store, store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(runs)) == 0
