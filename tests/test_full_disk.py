"""A disk that fills up stops the work with a clear word; with room again it goes on, and nothing is done twice."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.conftest import Postgres, open_folder
from tests.jobs.test_worker import Crew
from tests.test_sweep import put, rows
from tests.town import Judge, make_tools

from herkenbaar.errors import StoreError
from herkenbaar.store import Store, open_store, schema
from herkenbaar.store.runs import Scope
from herkenbaar.sweep import sweep

MEGABYTE = 2**20


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """``folder`` as a disk of its own."""
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as out, contextlib.suppress(OSError):
        while out.write(bytes(MEGABYTE)):
            pass
    with filler.open("ab", buffering=0) as out, contextlib.suppress(OSError):
        while out.write(bytes(512)):
            pass
    return filler


def test_sqlite(hand_judge: Judge, tmp_path: Path, ready_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = tmp_path / "small"
    small.mkdir()
    with small_disk(small, "1m"):
        (small / "h.sqlite").write_bytes(ready_sqlite.read_bytes())
        with Store(sa.make_url(f"sqlite:///{small / 'h.sqlite'}")) as store:
            tools = make_tools(store, hand_judge, tmp_path)
            for number in range(10):
                put(tools, tmp_path, f"creator{number}", videos=200)
            with pytest.raises(StoreError, match="the disk is full"):
                sweep(tools, Scope())
            judged = len(rows(tools, schema.verdicts))
            assert 0 < judged < 2000
            subprocess.run(["mount", "-o", "remount,size=50m", str(small)], check=True)
            # The command ended with the error; on a full disk it could not note that it let go of its run.
            monkeypatch.setattr("herkenbaar.sweep.is_alive", lambda owner: False)
            sweep(tools, Scope())
            assert len(rows(tools, schema.verdicts)) == 2000
            assert len(rows(tools, schema.runs)) == 1


@pytest.fixture
def small_postgres() -> Iterator[tuple[Postgres, Path]]:
    """A server whose data lie on a disk of their own."""
    with open_folder() as folder, small_disk(folder, "160m"):
        server = Postgres(folder)
        server.run("ALTER SYSTEM SET max_wal_size = '32MB'; ALTER SYSTEM SET wal_recycle = off; CHECKPOINT;")
        yield server, folder
        with contextlib.suppress(subprocess.SubprocessError):
            server.control("stop", "immediate")


@pytest.mark.slow
def test_postgresql(
    small_postgres: tuple[Postgres, Path], hand_judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, disk = small_postgres
    with open_store(server.url()) as store:
        tools = make_tools(store, hand_judge, tmp_path)
        for number in range(10):
            put(tools, tmp_path, f"creator{number}", videos=200)
        filler = fill(disk)
        with pytest.raises(StoreError, match="the disk is full"):
            sweep(tools, Scope())
        assert len(rows(tools, schema.verdicts)) < 2000
        filler.unlink()
        monkeypatch.setattr("herkenbaar.sweep.is_alive", lambda owner: False)
        sweep(tools, Scope())
        assert len(rows(tools, schema.verdicts)) == 2000
        assert len(rows(tools, schema.runs)) == 1


@pytest.mark.slow
def test_workers_on_postgresql(small_postgres: tuple[Postgres, Path], hand_judge: Judge, tmp_path: Path) -> None:
    server, disk = small_postgres
    with open_store(server.url()) as store:
        crew = Crew(store, make_tools(store, hand_judge, tmp_path), server.url(), tmp_path)
        crew.watch("lisa", "omar", "zoe", "kim", videos=120)
        crew.enqueue()
        try:
            for _ in range(2):
                crew.hire()
            crew.wait(lambda: crew.lines("judged").total() > 20, "judging")
            filler = fill(disk)
            crew.wait(lambda: _is_full(store), "a full disk")
            filler.unlink()
            crew.wait_for_the_run()
            crew.judged_once(480)
        finally:
            for worker in crew.workers:
                worker.kill()
                worker.wait()


def _is_full(store: Store) -> bool:
    """Whether nothing more can be written (a table that is taken back at once shows it)."""
    grow = "CREATE TABLE grow AS SELECT repeat(md5(n::text), 20) AS x FROM generate_series(1, 2000) n"
    try:
        with store.transaction() as connection:
            connection.exec_driver_sql(grow)
            connection.rollback()
    except StoreError as error:
        return "the disk is full" in str(error)
    return False
