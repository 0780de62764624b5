"""``herkenbaar jobs``, ``worker`` and ``status``, as they are typed, on a real PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from herkenbaar.cli import program
from herkenbaar.errors import StoreError, UsageError

TOP = Path(__file__).parents[2]
PATIENCE = 180
"""Seconds that a process may take to end on a busy machine."""
AD = "Bestel met code LISA10 voor 10% korting bij https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"


@pytest.fixture(autouse=True)
def database(make_database: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch) -> str:
    url = make_database("postgres", "ready")
    monkeypatch.setenv("HERKENBAAR_DATABASE", url)
    monkeypatch.setenv("COLUMNS", "160")
    return url


def type_in(*words: str) -> Result:
    return CliRunner().invoke(program, words, catch_exceptions=False)


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    for name in ("lisa", "omar"):
        row = {"platform": "youtube", "id": name, "title": "Video", "description": AD, "published": "2026-01-01"}
        row |= {"label": False, "speech": [], "screen": [], "links": []}
        (tmp_path / f"{name}.jsonl").write_text(f"{json.dumps(row)}\n")
        assert type_in("creators", "add", str(tmp_path / f"{name}.jsonl")).exit_code == 0
    return tmp_path


def numbers() -> list[str]:
    return re.findall(r"^(\d+) ", type_in("jobs", "list").stdout, re.MULTILINE)


def test_jobs_are_put_in_listed_cancelled_and_made_again(roster: Path) -> None:
    assert type_in("jobs", "list").stderr == "no jobs\n"
    assert "run 1 is in the queue" in type_in("sweep", "--enqueue").stdout
    assert type_in("sweep", "--enqueue").stdout == "nothing to do\n"
    shown = type_in("jobs", "list").stdout
    for word in ("gather", "lisa", "omar", "todo"):
        assert word in shown
    assert len(numbers()) == 2
    assert len(type_in("jobs", "list", "--limit", "1").stdout.splitlines()) == 2
    assert type_in("jobs", "cancel", numbers()[0]).stdout == "cancelled: 1\n"
    assert "cancelled" in type_in("jobs", "list", "--state", "cancelled").stdout
    assert type_in("jobs", "cancel", "--all").stdout == "cancelled: 1\n"
    assert type_in("report", "--lang", "en").stdout.count("cancelled by a person") == 2
    assert re.fullmatch(r"run \d+: lisa, omar\n", type_in("jobs", "retry", *numbers()).stdout)
    assert type_in("jobs", "retry", "--all").stdout == "nothing to try again\n"


@pytest.mark.parametrize("words", [("retry",), ("cancel",), ("retry", "1", "--all")])
def test_which_jobs_must_be_said(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="which jobs"):
        type_in("jobs", *words)


@pytest.mark.parametrize("words", [("jobs", "list"), ("worker",), ("sweep", "--enqueue")])
def test_a_queue_needs_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", str(tmp_path / "h.sqlite"))
    with pytest.raises(StoreError, match="need PostgreSQL"):
        type_in(*words)


def test_a_worker_refuses_a_queue_that_nobody_knows() -> None:
    with pytest.raises(UsageError, match="unknown queue: video"):
        type_in("worker", "--queues", "gather,video")


def test_a_worker_does_the_whole_work_and_the_report_tells_of_it(roster: Path, database: str) -> None:
    """As it is started on a machine: its own process, the real judge."""
    type_in("sweep", "--enqueue")
    done = subprocess.run(worker("--until-empty"), env=surroundings(database), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "working: gather, speech, judge; 4 jobs at once" in done.stderr
    assert done.stderr.endswith("stopped: nothing is left half done\n")
    told = json.loads(type_in("report", "--format", "json").stdout)
    assert {x["creator"]: x["state"] for x in told["visited"]} == {"lisa": "done", "omar": "done"}
    assert told["new"]
    health = type_in("status", "--json")
    assert (health.exit_code, json.loads(health.stdout)["healthy"]) == (0, True)


def test_sigterm_stops_a_worker_that_waits(database: str) -> None:
    process = subprocess.Popen(worker("--no-dispatch"), env=surroundings(database), stderr=subprocess.PIPE, text=True)
    try:
        wait_for_a_worker()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.communicate()
    assert json.loads(type_in("status", "--json").stdout)["queue"]["workers"] == {}


def worker(*options: str) -> list[str]:
    return [sys.executable, "-m", "herkenbaar", "worker", *options]


def surroundings(database: str) -> dict[str, str]:
    return {**os.environ, "HERKENBAAR_DATABASE": database, "PYTHONPATH": str(TOP / "src")}


def wait_for_a_worker() -> None:
    """Until one stands in the database; pytest-timeout ends it."""
    while not json.loads(type_in("status", "--json").stdout)["queue"]["workers"]:
        pass


def test_status_says_at_what_to_look_and_exits_with_1(roster: Path) -> None:
    type_in("sweep", "--enqueue")
    shown = type_in("status")
    assert shown.exit_code == 1
    assert "2 jobs wait and no worker is alive" in shown.stdout
    assert "2 jobs wait and no worker is alive" in json.loads(type_in("status", "--json").stdout)["wrong"]
