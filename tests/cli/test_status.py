"""``herkenbaar status`` for people: what to look at first, then how everything is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from herkenbaar.cli import program
from herkenbaar.store import status
from herkenbaar.store.status import Going, Health, Pause, QueueState

SIX = datetime(2026, 11, 22, 5, 7, tzinfo=UTC)
GOOD = Health(
    healthy=True,
    wrong=(),
    database="h.sqlite",
    revision="0002",
    creators=1200,
    overdue=0,
    last_run=7,
    last_finished=SIX,
    unreadable=0,
    going=(),
    pauses=(),
    notices_waiting=0,
    notices_failed=0,
    queue=None,
)
QUEUE = QueueState(
    todo={"gather": 3, "judge": 0},
    doing={"gather": 1, "judge": 0},
    failed={"judge": 2},
    oldest={"gather": 75.4},
    workers={},
)


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", str(tmp_path / "h.sqlite"))


def type_in(*words: str) -> Result:
    return CliRunner().invoke(program, ["status", *words], catch_exceptions=False)


def shown(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> list[str]:
    health = msgspec.structs.replace(GOOD, **changes)
    monkeypatch.setattr(status, "look", lambda *_, **__: health)
    result = type_in()
    assert result.exit_code == (0 if health.healthy else 1)
    return [" ".join(line.split()) for line in result.output.splitlines()]


def test_a_new_database_is_healthy_and_says_that_nothing_ran_yet() -> None:
    lines = [" ".join(line.split()) for line in type_in().output.splitlines()]
    assert lines[0] == "healthy"
    assert "creators 0" in lines
    assert "last run none yet" in lines
    assert json.loads(type_in("--json").output)["schema"] == "herkenbaar.status/1"


def test_what_somebody_should_look_at_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, healthy=False, wrong=("3 creators are overdue", "no worker is alive"), overdue=3)
    assert lines[:2] == ["look at 3 creators are overdue", "look at no worker is alive"]
    assert "healthy" not in lines
    assert "creators 1,200, 3 overdue" in lines


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "last run 7, finished 2026-11-22 06:07"),
        ({"unreadable": 2}, "last run 7, finished 2026-11-22 06:07; 2 creators could not be read"),
        (
            {"going": (Going(run=8, started=SIX, visits=40, left=12),)},
            "going on run 8 since 2026-11-22 06:07: 12 of 40 visits left",
        ),
        ({"pauses": (Pause("tiktok", SIX, "HTTP 429"),)}, "pause tiktok until 2026-11-22 06:07: HTTP 429"),
        ({"notices_waiting": 3, "notices_failed": 1}, "notices 3 not sent yet, 1 of them failed"),
        ({"queue": QUEUE}, "queue gather: 3 wait (the oldest for 75 s), 1 at work"),
        ({"queue": QUEUE}, "queue judge: 0 wait, 0 at work, 2 failed"),
        ({"queue": QUEUE}, "workers none"),
        ({"queue": msgspec.structs.replace(QUEUE, workers={"4": 1.6})}, "worker 4: last sign of life 2 s ago"),
    ],
)
def test_how_everything_is_stands_in_words(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], expected: str
) -> None:
    assert expected in shown(monkeypatch, **changes)


def test_what_a_platform_said_never_drives_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, pauses=(Pause("tiktok", SIX, "\x1b[2J\nhealthy"),))
    assert "\x1b" not in "".join(lines)
    assert lines.count("healthy") == 1
