"""Opening a database, and work in transactions."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from herkenbaar.errors import StoreError
from herkenbaar.store import Store, connection, open_store
from herkenbaar.store.connection import locate
from herkenbaar.store.schema import runs

ROW = {"owner": "test", "ruleset": "r", "scope": {}}


def add_run(connection: sa.Connection) -> None:
    connection.execute(
        sa.insert(runs).values(started_at=sa.func.current_timestamp(type_=runs.c.started_at.type), **ROW)
    )


def count(store: Store) -> int:
    with store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(runs)) or 0


@pytest.mark.parametrize(
    ("named", "backend"),
    [
        ("history.sqlite", "sqlite"),
        ("sqlite:///history.sqlite", "sqlite"),
        ("postgresql://u:p@host/name", "postgresql"),
        ("postgres://u:p@host/name", None),
        ("mysql://host/name", None),
        ("sqlite://", None),
        ("://", None),
    ],
)
def test_a_database_is_named_by_file_or_url(
    named: str, backend: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if backend is None:
        with pytest.raises(StoreError):
            locate(named)
    else:
        assert locate(named).get_backend_name() == backend


def test_the_environment_goes_before_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", str(tmp_path / "env.sqlite"))
    assert locate("other.sqlite").database == str(tmp_path / "env.sqlite")


def test_without_a_name_it_lies_in_the_users_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HERKENBAAR_DATABASE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Path(locate().database or "").is_relative_to(tmp_path)


def test_the_password_is_never_in_a_message() -> None:
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://u:geheim@127.0.0.1:1/name")
    assert "geheim" not in str(caught.value)


def test_work_that_fails_leaves_nothing(store: Store) -> None:
    def fail(connection: sa.Connection) -> None:
        add_run(connection)
        raise KeyError("in the middle")

    with pytest.raises(KeyError):
        store.write(fail)
    assert count(store) == 0


def add_many(url: str, times: int) -> None:
    with open_store(url) as store:
        for _ in range(times):
            store.write(add_run)


def test_two_processes_write_at_once_and_lose_nothing(store: Store, database: str) -> None:
    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=add_many, args=(database, 50)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
        assert process.exitcode == 0
    assert count(store) == 100


def test_work_is_done_again_after_the_server_cut_the_connection(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no server")
    attempts = []

    def work(connection: sa.Connection) -> None:
        attempts.append(1)
        add_run(connection)
        if len(attempts) == 1:
            pid = connection.scalar(sa.select(sa.func.pg_backend_pid()))
            with store.engine.connect() as other:
                other.execute(sa.select(sa.func.pg_terminate_backend(pid)))
            connection.execute(sa.select(1))

    store.write(work)
    assert len(attempts) == 2
    assert count(store) == 1


def test_a_connection_that_was_cut_while_nobody_used_it_is_replaced(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no server")
    monkeypatch.setattr(connection, "FRESH", 0.0)
    with store.read() as first:
        pid = first.scalar(sa.select(sa.func.pg_backend_pid()))
    with Store(store.url) as elsewhere, elsewhere.read() as other:
        other.execute(sa.select(sa.func.pg_terminate_backend(pid)))
    assert count(store) == 0


def test_a_reading_sees_one_state_however_long_it_takes(store: Store) -> None:
    with store.read() as reading:
        before = reading.scalar(sa.select(sa.func.count()).select_from(runs))
        store.write(add_run)
        assert reading.scalar(sa.select(sa.func.count()).select_from(runs)) == before == 0
    assert count(store) == 1


def test_a_single_statement_is_kept_and_tried_again_like_any_write(store: Store) -> None:
    store.single(add_run)
    assert count(store) == 1
    with store.read() as reading:
        assert reading.scalar(sa.select(sa.func.count()).select_from(runs)) == 1


def test_a_locked_file_is_waited_for_and_then_named(
    tmp_path: Path, ready_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "busy.sqlite"
    file.write_bytes(ready_sqlite.read_bytes())
    monkeypatch.setattr(connection, "PATIENCE", 0.1)
    monkeypatch.setattr(connection, "LOCK_WAIT", 0.05)
    with open_store(str(file)) as store:
        holder = sqlite3.connect(file)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another process holds"):
            store.write(add_run)
        holder.rollback()
        holder.close()
        store.write(add_run)
        assert count(store) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match=r"folder cannot be made|cannot be opened"):
        open_store(str(tmp_path / "deeper" / "history.sqlite"))
