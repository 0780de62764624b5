"""A sweep does what is due; it can be killed anywhere, run twice at once, and survive a clock that jumps."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.town import make_tools

from herkenbaar.errors import ConfigError, StoreError
from herkenbaar.model import Evidence, Verdict
from herkenbaar.process import name_process
from herkenbaar.roster import make_entry
from herkenbaar.settings import Watched
from herkenbaar.store import Store, creators, runs, schema
from herkenbaar.store.runs import LEASE, QUEUE, Scope
from herkenbaar.sweep import Progress, find_due, find_next, sweep, watch
from herkenbaar.visit import Tools

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
Judge = Callable[[Evidence], Verdict]


class Wall:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Wall:
    return Wall()


@pytest.fixture
def tools(store: Store, hand_judge: Judge, clock: Wall, tmp_path: Path) -> Tools:
    return make_tools(store, hand_judge, tmp_path, now=clock)


def put(tools: Tools, folder: Path, name: str, *, videos: int = 2, **entry: Any) -> int:
    """A creator with an evidence file of some videos, all of them advertising without a mark."""
    file = folder / f"{name}.jsonl"
    rows = ({"platform": "tiktok", "id": f"{name}{n}", "description": "code LISA10"} for n in range(videos))
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return tools.store.write(creators.put, make_entry(str(file), **entry), origin="command", now=NOON)


def rows(tools: Tools, table: sa.Table, **where: Any) -> list[sa.Row[Any]]:
    with tools.store.read() as connection:
        return list(connection.execute(sa.select(table).filter_by(**where).order_by(table.c.id)))


def names(tools: Tools, scope: Scope | None = None) -> list[str]:
    return [creator.entry.name for creator in find_due(tools, scope or Scope())]


def test_who_is_due_is_visited_and_then_is_not_due_until_the_next_time(
    tools: Tools, tmp_path: Path, clock: Wall
) -> None:
    put(tools, tmp_path, "lisa")
    seen: list[Progress] = []
    [run] = sweep(tools, Scope(), on_progress=seen.append)
    assert [(x.run_id, x.creator, x.done, x.total) for x in seen] == [(run, "lisa", 1, 1)]
    assert len(rows(tools, schema.verdicts)) == 2
    assert sweep(tools, Scope()) == ()
    clock.at += DAY
    assert len(sweep(tools, Scope())) == 1
    assert [row.finished_at for row in rows(tools, schema.runs)] == [NOON, NOON + DAY]


def test_everyone_of_a_group_can_be_asked_for(tools: Tools, tmp_path: Path) -> None:
    put(tools, tmp_path, "lisa", groups=["a"])
    put(tools, tmp_path, "omar", groups=["b"])
    sweep(tools, Scope())
    assert names(tools) == []
    assert names(tools, Scope(everyone=True)) == ["lisa", "omar"]
    assert names(tools, Scope(everyone=True, groups=("b",))) == ["omar"]
    assert names(tools, Scope(everyone=True, creators=("lisa",))) == ["lisa"]


def test_each_creator_has_their_own_schedule(tools: Tools, tmp_path: Path, clock: Wall) -> None:
    put(tools, tmp_path, "daily", schedule="0 6 * * *")
    put(tools, tmp_path, "hourly", schedule="0 * * * *")
    put(tools, tmp_path, "weekly", schedule="0 6 * * mon")
    sweep(tools, Scope())
    assert find_next(tools, Scope()) == NOON + timedelta(hours=1)
    clock.at = NOON + timedelta(hours=2)
    assert names(tools) == ["hourly"]
    clock.at = NOON + DAY
    assert names(tools) == ["daily", "hourly", "weekly"]
    assert find_next(tools, Scope()) == clock.at


def test_a_clock_that_was_years_ahead_does_not_stop_the_sweeps(tools: Tools, tmp_path: Path, clock: Wall) -> None:
    put(tools, tmp_path, "lisa")
    clock.at = NOON + 2000 * DAY
    sweep(tools, Scope())
    clock.at = NOON
    assert names(tools) == ["lisa"]
    sweep(tools, Scope())
    clock.at = NOON - timedelta(minutes=30)
    assert names(tools) == []


def test_nobody_to_visit_is_no_run(tools: Tools) -> None:
    assert sweep(tools, Scope()) == ()
    assert rows(tools, schema.runs) == []
    assert find_next(tools, Scope()) is None


def test_the_creators_of_the_configuration_are_visited(tools: Tools, tmp_path: Path) -> None:
    put(tools, tmp_path, "lisa")
    settings = msgspec.structs.replace(tools.settings, creators=(Watched(source=str(tmp_path / "lisa.jsonl")),))
    assert len(sweep(msgspec.structs.replace(tools, settings=settings), Scope())) == 1
    wrong = msgspec.structs.replace(tools.settings, creators=(Watched(source="lisa.jsonl"),))
    with pytest.raises(ConfigError):
        sweep(msgspec.structs.replace(tools, settings=wrong), Scope())


def test_one_creator_that_cannot_be_read_does_not_stop_the_others(tools: Tools, tmp_path: Path) -> None:
    put(tools, tmp_path, "lisa")
    put(tools, tmp_path, "omar")
    (tmp_path / "lisa.jsonl").unlink()
    sweep(tools, Scope())
    assert [row.state for row in rows(tools, schema.visits)] == ["unreadable", "done"]


def test_a_creator_removed_or_forgotten_during_a_run_does_no_harm(tools: Tools, tmp_path: Path) -> None:
    put(tools, tmp_path, "lisa")
    omar = put(tools, tmp_path, "omar")
    zoe = put(tools, tmp_path, "zoe")

    def forget(progress: Progress) -> None:
        if progress.creator == "lisa":
            tools.store.write(creators.forget, omar)
            tools.store.write(creators.remove, zoe, now=NOON)

    sweep(tools, Scope(), on_progress=forget)
    assert {row.state for row in rows(tools, schema.visits)} == {"done"}
    assert rows(tools, schema.runs)[0].finished_at == NOON


class StopError(Exception):
    pass


def test_a_sweep_that_is_stopped_is_gone_on_with_at_once(tools: Tools, tmp_path: Path) -> None:
    put(tools, tmp_path, "lisa")
    put(tools, tmp_path, "omar")

    def stop(_: Progress) -> None:
        raise StopError

    with pytest.raises(StopError):
        sweep(tools, Scope(), on_progress=stop)
    seen: list[Progress] = []
    [run] = sweep(tools, Scope(), on_progress=seen.append)
    assert [x.creator for x in seen] == ["omar"]
    assert [row.id for row in rows(tools, schema.runs)] == [run]


@pytest.mark.parametrize(
    ("owner", "lease", "adopted"),
    [
        ("elsewhere/1/1", NOON - timedelta(seconds=1), True),
        ("elsewhere/1/1", NOON + LEASE, False),
        # written by a clock that was years ahead
        ("elsewhere/1/1", NOON + 1000 * DAY, True),
        ("", None, True),
        (name_process(), NOON - DAY, False),
        (QUEUE, None, False),
    ],
    ids=["lease over", "lease running", "lease of a wrong clock", "no owner", "this process", "queued"],
)
def test_a_run_is_taken_over_when_its_process_is_dead(
    tools: Tools, tmp_path: Path, owner: str, lease: datetime | None, adopted: bool
) -> None:
    creator = put(tools, tmp_path, "lisa")
    opening = {"scope": Scope(), "ruleset": "old", "owner": owner, "now": NOON}
    run = tools.store.write(runs.open_run, {creator: None}, **opening)
    assert run is not None
    tools.store.write(lambda connection: connection.execute(sa.update(schema.runs).values(lease_until=lease)))
    assert sweep(tools, Scope()) == ((run.id,) if adopted else ())
    assert (rows(tools, schema.runs)[0].finished_at is not None) is adopted


def test_a_sweep_whose_run_was_taken_over_stops(tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a machine slept: its lease ran out, and another sweep went on with the run."""
    monkeypatch.setattr("herkenbaar.sweep.LEASE", timedelta(seconds=0.2))
    put(tools, tmp_path, "lisa")
    put(tools, tmp_path, "omar")

    def take_over(_: Progress) -> None:
        tools.store.write(lambda connection: connection.execute(sa.update(schema.runs).values(owner="elsewhere/1/1")))
        [holder] = [thread for thread in threading.enumerate() if thread.name.startswith("lease of run")]
        holder.join(20)

    with pytest.raises(StoreError, match="taken over"):
        sweep(tools, Scope(), on_progress=take_over)
    assert rows(tools, schema.runs)[0].owner == "elsewhere/1/1"


def test_watching_sweeps_until_it_is_told_to_stop(tools: Tools, tmp_path: Path, clock: Wall) -> None:
    put(tools, tmp_path, "lisa")
    stop = threading.Event()
    done: list[int] = []

    def on_runs(found: tuple[int, ...]) -> None:
        done.extend(found)
        clock.at += DAY
        if len(done) == 2:
            stop.set()

    watch(tools, Scope(), stop=stop, on_runs=on_runs)
    assert len(done) == 2


SCRIPT = """
import os, runpy, signal, sys
from pathlib import Path
from herkenbaar.store import open_store
from herkenbaar.store.runs import Scope
from herkenbaar.sweep import sweep
from tests.town import make_tools

database, judge_file, die_at = sys.argv[1:]
judge = runpy.run_path(judge_file)["judge"]
left = int(die_at)

def judge_until(evidence):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return judge(evidence)

with open_store(database) as store:
    done = sweep(make_tools(store, judge_until, Path()), Scope())
    print(len(done))
"""


def start(database: str, *, die_at: int = 0) -> subprocess.Popen[str]:
    judge_file = Path(__file__).with_name("hand_judge.py")
    command = [sys.executable, "-c", SCRIPT, database, str(judge_file), str(die_at)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])


def test_a_sweep_that_is_killed_is_gone_on_with(tools: Tools, database: str, tmp_path: Path) -> None:
    for name in ("lisa", "omar", "zoe"):
        put(tools, tmp_path, name, videos=120)
    for die_at in (1, 130, 55):
        killed = start(database, die_at=die_at)
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL
    last = start(database)
    assert last.communicate(timeout=60)[0] == "1\n"
    assert len(rows(tools, schema.verdicts)) == 360
    assert len(rows(tools, schema.changes)) == 360
    assert [row.judged for row in rows(tools, schema.visits)] == [120, 120, 120]
    assert len(rows(tools, schema.runs)) == 1


def test_two_sweeps_at_once_share_the_work(tools: Tools, database: str, tmp_path: Path) -> None:
    for number in range(12):
        put(tools, tmp_path, f"creator{number:02}", videos=60)
    both = [start(database) for _ in range(2)]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    assert len(rows(tools, schema.verdicts)) == 720
    assert len(rows(tools, schema.changes)) == 720
    visited = rows(tools, schema.visits)
    assert len({row.creator_id for row in visited}) == 12
    assert {row.state for row in visited} == {"done"}
    assert all(row.finished_at for row in rows(tools, schema.runs))


def test_who_was_visited_since_they_were_found_due_is_left_out(tools: Tools, tmp_path: Path) -> None:
    lisa = put(tools, tmp_path, "lisa")
    omar = put(tools, tmp_path, "omar")
    sweep(tools, Scope())
    opening = {"scope": Scope(), "ruleset": "rules 1", "owner": "", "now": NOON}
    last = {row.creator_id: row.id for row in rows(tools, schema.visits)}
    assert tools.store.write(runs.open_run, {lisa: None, omar: None}, **opening) is None
    assert tools.store.write(runs.open_run, {lisa: last[lisa], omar: None}, **opening) is not None
    assert [row.creator_id for row in rows(tools, schema.visits, finished_at=None)] == [lisa]
