"""``status`` says how it is, and at what somebody should look."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.test_sweep import put
from tests.town import AD, NOW, Town

from herkenbaar.store import paces, schema
from herkenbaar.store.runs import QUEUE, Scope
from herkenbaar.store.status import LATE, STUCK, Health, look
from herkenbaar.sweep import open_due


def ask(town: Town, **later: Any) -> Health:
    return look(town.tools.store, town.tools.settings, now=NOW + timedelta(**later))


def run(town: Town, statement: str, **values: Any) -> None:
    town.tools.store.write(lambda connection: connection.execute(sa.text(statement), values))


def test_an_empty_roster_is_healthy(town: Town) -> None:
    run(town, "DELETE FROM creators")
    health = ask(town)
    assert (health.healthy, health.creators, health.last_run, health.wrong) == (True, 0, None, ())
    assert health.revision


def test_after_a_sweep_it_names_the_run_and_who_could_not_be_read(town: Town) -> None:
    town.write(AD)
    town.visit()
    assert (ask(town).last_run, ask(town).unreadable, ask(town).healthy) == (1, 0, True)
    town.file.unlink()
    town.visit()
    assert (ask(town).last_run, ask(town).unreadable, ask(town).last_finished) == (2, 1, NOW)


def test_a_creator_is_overdue_when_nobody_came_for_long(town: Town) -> None:
    """Due every day at six, Dutch time: an hour before NOW."""
    town.write(AD)
    town.visit()
    assert ask(town, hours=23).healthy
    assert ask(town, hours=23, seconds=LATE.total_seconds() - 60).overdue == 0
    health = ask(town, hours=23, seconds=LATE.total_seconds() + 60)
    assert (health.overdue, health.healthy, health.wrong) == (1, False, ("1 creators are overdue",))


def test_a_creator_who_is_being_visited_is_not_overdue(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.open()
    health = ask(town, days=3)
    assert (health.overdue, health.healthy) == (0, True)
    assert [(x.run, x.visits, x.left) for x in health.going] == [(2, 1, 1)]


def test_a_clock_that_was_wrong_makes_nobody_wait_unseen(town: Town) -> None:
    town.write(AD)
    town.visit()
    assert look(town.tools.store, town.tools.settings, now=NOW - timedelta(days=400)).overdue == 1


def test_a_pause_that_a_platform_asked_for_is_told_until_it_is_over(town: Town) -> None:
    def close(connection: sa.Connection) -> None:
        line = paces.lock(connection, "youtube")
        line.closed_until, line.why = NOW.timestamp() + 600, "429 Too Many Requests"
        paces.keep(connection, "youtube", line)

    town.tools.store.write(close)
    [pause] = ask(town).pauses
    assert (pause.platform, pause.until, pause.why) == ("youtube", NOW + timedelta(minutes=10), "429 Too Many Requests")
    assert ask(town, minutes=11).pauses == ()


@pytest.mark.parametrize(("attempts", "failed"), [(0, 0), (2, 0), (3, 1)])
def test_notices_that_fail_again_and_again_are_told(town: Town, attempts: int, failed: int) -> None:
    town.write(AD)
    town.visit()
    row = {"run_id": 1, "channel": "mail", "title": "", "body": "", "next_at": NOW, "attempts": attempts}
    town.tools.store.write(lambda connection: connection.execute(sa.insert(schema.notices).values(row)))
    health = ask(town)
    assert (health.notices_waiting, health.notices_failed, health.healthy) == (1, failed, not failed)


def test_the_json_is_one_object_with_its_schema(town: Town) -> None:
    told = msgspec.json.decode(msgspec.json.encode(ask(town)))
    assert told["schema"] == "herkenbaar.status/1"
    assert set(told) >= {"healthy", "wrong", "overdue", "going", "pauses", "queue"}
    assert "test.sqlite" in told["database"] or "***" in told["database"] or "postgresql" in told["database"]


def enqueue(town: Town, folder: Path) -> None:
    from herkenbaar.jobs.queue import put_missing

    put(town.tools, folder, "omar")
    assert open_due(town.tools, Scope(everyone=True), owner=QUEUE) is not None
    town.tools.store.write(put_missing, account="")


def test_the_queue_is_told_only_of_a_database_that_has_one(town: Town, tmp_path: Path) -> None:
    if town.tools.store.is_sqlite:
        assert ask(town).queue is None
        return
    enqueue(town, tmp_path)
    health = ask(town)
    assert health.queue is not None
    assert (health.queue.todo, health.queue.workers) == ({"gather": 2}, {})
    assert health.wrong == ("2 jobs wait and no worker is alive",)
    run(town, "INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert ask(town).healthy


def test_jobs_that_failed_or_that_nobody_takes_are_told(town: Town, tmp_path: Path) -> None:
    if town.tools.store.is_sqlite:
        pytest.skip("SQLite has no queue")
    enqueue(town, tmp_path)
    run(town, "INSERT INTO procrastinate_workers DEFAULT VALUES")
    run(town, "UPDATE procrastinate_events SET at = now() - make_interval(secs => :late)", late=STUCK + 60)
    assert ask(town).wrong == ("nobody takes jobs of queue 'gather'",)
    run(town, "UPDATE procrastinate_jobs SET status = 'failed'")
    assert ask(town).wrong == ("2 jobs failed in queue 'gather'",)
