"""A queue on a real PostgreSQL, without a worker process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.test_sweep import put
from tests.town import Judge, make_tools

from herkenbaar.jobs.queue import put_missing
from herkenbaar.jobs.tasks import Tasks
from herkenbaar.jobs.upkeep import open_due
from herkenbaar.store import Store, open_store, schema
from herkenbaar.store.runs import Scope
from herkenbaar.visit import Tools


class Queue:
    """The jobs of one database, done by hand."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self.tools = tools
        self.store = tools.store
        self.tasks = Tasks(tools, lambda _: tools.outside)
        self._folder = folder

    def open(self, *names: str, videos: int = 2) -> None:
        """A run with a visit to each of these creators."""
        for name in names:
            put(self.tools, self._folder, name, videos=videos)
        assert open_due(self.tools, Scope(everyone=True)) is not None

    def gather_all(self) -> None:
        """Do the jobs that gather, so that those that judge wait."""
        for job in self.jobs():
            if job["task_name"] == "gather":
                self.tasks.gather(**job["args"])
                self.run("DELETE FROM procrastinate_jobs WHERE id = :id", id=job["id"])

    def missing(self) -> int:
        return self.store.write(put_missing, account="")

    def worker(self, *, silent: float = 0.0) -> int:
        """A worker of Procrastinate that gave its last sign of life ``silent`` seconds ago."""
        made = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => :silent))"
        return int(self.run(f"{made} RETURNING id", silent=silent)[0]["id"])

    def take(self, worker: int, *queues: str) -> dict[str, Any]:
        """What a worker does to begin a job."""
        fetched = "SELECT * FROM procrastinate_fetch_job_v2(CAST(:queues AS varchar[]), :worker)"
        return self.run(fetched, queues=list(queues or ("gather", "speech", "judge")), worker=worker)[0]

    def jobs(self) -> list[dict[str, Any]]:
        return self.run("SELECT * FROM procrastinate_jobs ORDER BY id")

    def states(self) -> list[str]:
        return [job["status"] for job in self.jobs()]

    def run(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        with self.store.transaction() as connection:
            found = connection.execute(sa.text(statement), values)
            return [dict(row) for row in found.mappings()] if found.returns_rows else []

    def rows(self, table: sa.Table, **where: Any) -> list[Any]:
        with self.store.read() as connection:
            return list(connection.execute(sa.select(table).filter_by(**where).order_by(table.c.id)))

    def visits(self) -> list[tuple[str, str]]:
        return [(row.state, row.reason) for row in self.rows(schema.visits)]


@pytest.fixture
def database(make_database: Callable[[str, str], str]) -> str:
    return make_database("postgres", "ready")


@pytest.fixture
def queue(database: str, hand_judge: Judge, tmp_path: Path) -> Iterator[Queue]:
    with open_store(database) as store:
        yield Queue(make_tools(store, hand_judge, tmp_path), tmp_path)


@pytest.fixture
def store(queue: Queue) -> Store:
    return queue.store
