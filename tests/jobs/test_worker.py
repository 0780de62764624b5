"""Real workers on a real PostgreSQL: killed, stopped, cut off, in doubt: every video is judged, and judged once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests import youtube_pages as pages
from tests.conftest import Postgres
from tests.far_end import Answer, FarEnd, answer
from tests.test_sweep import put
from tests.town import Judge, make_tools
from tests.youtube_channel import make_many

from herkenbaar.jobs.upkeep import open_due
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, open_store, schema
from herkenbaar.store.runs import Scope
from herkenbaar.visit import Tools

TOP = Path(__file__).parents[2]
PATIENCE = 180
DEATH = 2.0
"""Seconds of silence that mean death where all others are dead: a worker does not take itself for dead."""
RESTART = 8.0
"""The same where two live on: a server that restarts cuts both off from their jobs."""
pytestmark = pytest.mark.slow


class Crew:
    """Workers on one database, and what they did."""

    def __init__(self, store: Store, tools: Tools, database: str, folder: Path) -> None:
        self.store = store
        self.tools = tools
        self.database = database
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []

    def hire(self, **orders: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.jobs.worker_process", self.database, str(self.folder)]
        worker = subprocess.Popen([*command, json.dumps(orders)], cwd=TOP)
        self.workers.append(worker)
        return worker

    def watch(self, *names: str, videos: int = 20) -> None:
        for name in names:
            put(self.tools, self.folder, name, videos=videos)

    def enqueue(self, **scope: Any) -> int | None:
        return open_due(self.tools, Scope(everyone=True, **scope))

    def wait(self, done: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            dead = [worker.poll() for worker in self.workers if worker.poll() not in (None, 0, -signal.SIGKILL)]
            assert not dead, f"a worker ended with {dead}"
            assert time.monotonic() < deadline, f"{what} did not happen"
            time.sleep(0.05)

    def wait_for_the_run(self) -> None:
        self.wait(self.is_over, "the end")

    def is_over(self) -> bool:
        runs = self.rows(schema.runs)
        return bool(runs) and all(run.finished_at for run in runs)

    def rows(self, table: sa.Table, **where: Any) -> list[sa.Row[Any]]:
        with self.store.read() as connection:
            return list(connection.execute(sa.select(table).filter_by(**where).order_by(table.c.id)))

    def jobs(self) -> dict[str, int]:
        with self.store.read() as connection:
            found = connection.execute(sa.text("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1"))
            return {row.status: row.count for row in found}

    def alive(self) -> list[sa.Row[Any]]:
        with self.store.read() as connection:
            return list(connection.execute(sa.text("SELECT id, last_heartbeat FROM procrastinate_workers")))

    def lines(self, file: str) -> Counter[str]:
        path = self.folder / f"{file}.txt"
        return Counter(path.read_text().split()) if path.exists() else Counter()

    def judged_once(self, videos: int) -> None:
        """Each video has one verdict, one finding and one change, whatever was done twice on the way."""
        assert len(self.rows(schema.videos)) == videos
        assert len({x.evidence_id for x in self.rows(schema.verdicts)}) == len(self.rows(schema.verdicts)) == videos
        assert len(self.rows(schema.findings)) == len(self.rows(schema.changes)) == videos
        assert {x.state for x in self.rows(schema.visits)} == {"done"}
        assert sum(x.judged for x in self.rows(schema.visits)) == videos


@pytest.fixture
def crew(request: pytest.FixtureRequest, hand_judge: Judge, tmp_path: Path, make_database: Any) -> Iterator[Crew]:
    database = make_database("postgres", "ready")
    with open_store(database) as store:
        crew = Crew(store, make_tools(store, hand_judge, tmp_path), database, tmp_path)
        yield crew
        for worker in crew.workers:
            worker.kill()
            worker.wait()


def test_two_workers_do_what_is_due_without_being_told(crew: Crew) -> None:
    crew.watch("lisa", "omar", "zoe")
    for _ in range(2):
        crew.hire()
    crew.wait_for_the_run()
    crew.judged_once(60)
    assert set(crew.lines("judged").values()) == {1}


def test_a_worker_killed_while_it_judges_is_replaced(crew: Crew) -> None:
    crew.watch("lisa", "omar", "zoe")
    crew.enqueue()
    assert crew.hire(die_in="judge", die_at=33).wait(PATIENCE) == -signal.SIGKILL
    crew.hire(silence=DEATH)
    crew.wait_for_the_run()
    crew.judged_once(60)


def test_a_worker_killed_while_it_listens_is_replaced_and_nothing_is_heard_twice(crew: Crew) -> None:
    crew.watch("lisa", "omar", videos=6)
    crew.enqueue()
    killed = crew.hire(listen=True, die_in="perceive", die_at=4, concurrency=1)
    assert killed.wait(PATIENCE) == -signal.SIGKILL
    crew.hire(listen=True, silence=DEATH)
    crew.wait_for_the_run()
    assert len(crew.rows(schema.verdicts)) == 12
    assert crew.lines("heard") == Counter({x.video_id: 1 for x in crew.rows(schema.videos)})


def test_a_worker_killed_while_it_gathers_is_replaced_and_nothing_is_fetched_twice(crew: Crew, far_end: FarEnd) -> None:
    make_many(8).serve(far_end)
    page = make_entry(f"https://www.youtube.com/{pages.HANDLE}")
    crew.store.write(creators.put, page, origin="command", now=crew.tools.now())
    crew.enqueue()
    assert crew.hire(port=far_end.port, die_in="gather", die_at=5).wait(PATIENCE) == -signal.SIGKILL
    crew.hire(port=far_end.port, silence=DEATH)
    crew.wait_for_the_run()
    assert len(crew.rows(schema.verdicts)) == 8
    watched = Counter(asked for asked in far_end.asked if "/watch" in asked or "timedtext" in asked)
    assert set(watched.values()) == {1}
    assert len(watched) == 16


def test_half_of_the_requests_failing_loses_no_video(crew: Crew, far_end: FarEnd) -> None:
    make_many(10).serve(far_end)
    for start, answers in far_end.answers.items():
        far_end.answers[start] = _every_second(answers[0])
    page = make_entry(f"https://www.youtube.com/{pages.HANDLE}")
    crew.store.write(creators.put, page, origin="command", now=crew.tools.now())
    crew.enqueue()
    crew.hire(port=far_end.port)
    crew.wait_for_the_run()
    judged = {x.video_id for x in crew.rows(schema.videos) if x.ruleset}
    listed = {x.place.rsplit(" ", 1)[-1] for x in crew.rows(schema.problems)}
    assert judged | listed == {pages.video_id(number) for number in range(10)}
    assert len(crew.rows(schema.verdicts)) == len(judged) > 0


def _every_second(good: Answer) -> list[Answer]:
    return [answer(500), good] * 50 + [good]


def test_a_source_that_stays_away_is_listed_with_its_reason(crew: Crew) -> None:
    crew.watch("lisa", "omar")
    (crew.folder / "lisa.jsonl").unlink()
    crew.enqueue()
    crew.hire()
    crew.wait_for_the_run()
    assert sorted((x.state, "No such file" in x.reason) for x in crew.rows(schema.visits)) == [
        ("done", False),
        ("unreadable", True),
    ]
    assert crew.jobs() == {}


def test_told_to_stop_a_worker_puts_its_jobs_back(crew: Crew) -> None:
    crew.watch("lisa", "omar", videos=40)
    crew.enqueue()
    stopped = crew.hire(slow=0.05)
    crew.wait(lambda: crew.lines("judged").total() > 10, "judging")
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(PATIENCE) == 0
    assert "doing" not in crew.jobs()
    assert crew.jobs()["todo"] > 0
    crew.hire()
    crew.wait_for_the_run()
    crew.judged_once(80)


def test_a_worker_that_keeps_the_processor_busy_goes_on_giving_signs_of_life(crew: Crew) -> None:
    """Both workers judge their first videos until each was seen to give five signs."""
    crew.watch("lisa", "omar", "zoe", "kim", videos=2)
    crew.enqueue()
    for _ in range(2):
        crew.hire(busy_until="enough")
    crew.wait(lambda: crew.lines("begun").total() == 4, "judging, with two threads in each worker")
    signs: dict[int, set[datetime]] = {}

    def have_given_signs() -> bool:
        for worker in crew.alive():
            signs.setdefault(worker.id, set()).add(worker.last_heartbeat)
        return sum(len(given) > 5 for given in signs.values()) >= 2

    crew.wait(have_given_signs, "five signs of life of each")
    assert crew.lines("judged").total() == 0
    (crew.folder / "enough").touch()
    crew.wait_for_the_run()
    crew.judged_once(8)
    assert set(crew.lines("judged").values()) == {1}


def test_the_work_put_in_twice_at_once_is_done_once(crew: Crew) -> None:
    crew.watch("lisa", "omar", "zoe")
    first, second = crew.enqueue(), crew.enqueue()
    assert (first, second) == (first, None)
    command = [sys.executable, "-c", _ENQUEUE, crew.database, str(crew.folder)]
    both = [subprocess.Popen(command, cwd=TOP) for _ in range(2)]
    assert [process.wait(PATIENCE) for process in both] == [0, 0]
    crew.hire()
    crew.wait_for_the_run()
    crew.judged_once(60)


_ENQUEUE = """
import sys
from pathlib import Path
from tests.hand_judge import judge
from tests.town import make_tools
from herkenbaar.jobs.upkeep import open_due
from herkenbaar.store import open_store
from herkenbaar.store.runs import Scope
with open_store(sys.argv[1]) as store:
    open_due(make_tools(store, judge, Path(sys.argv[2])), Scope(everyone=True))
"""


def test_a_video_that_kills_every_worker_is_given_up_with_its_reason(crew: Crew) -> None:
    crew.watch("lisa", "omar", videos=3)
    crew.enqueue()
    for _ in range(12):  # on a slow machine deaths fall on both jobs in turn; somebody must live to write down the end
        worker = crew.hire(die_in="judge", die_at=1, concurrency=1, silence=DEATH)
        crew.wait(lambda worker=worker: worker.poll() is not None or crew.is_over(), "death or the end")
        if worker.poll() is None:
            break
    crew.wait_for_the_run()
    reasons = [x.reason for x in crew.rows(schema.visits)]
    assert all("its worker died 2 times" in reason for reason in reasons)


def test_the_server_may_restart_under_load(own_postgres: Postgres, hand_judge: Judge, tmp_path: Path) -> None:
    with open_store(own_postgres.url()) as store:
        own = Crew(store, make_tools(store, hand_judge, tmp_path), own_postgres.url(), tmp_path)
        own.watch("lisa", "omar", "zoe", "kim", videos=30)
        own.enqueue()
        for _ in range(2):
            own.hire(slow=0.02, silence=RESTART)
        try:
            for mode in ("fast", "immediate"):
                before = own.lines("judged").total()
                own.wait(lambda before=before: own.lines("judged").total() > before + 15, "judging")
                own_postgres.control("restart", mode)
            own.wait_for_the_run()
            own.judged_once(120)
        finally:
            for worker in own.workers:
                worker.kill()
                worker.wait()
