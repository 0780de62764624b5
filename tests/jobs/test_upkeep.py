"""Upkeep puts in what is missing, gives the jobs of the dead to others, and closes runs; twice changes nothing."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from tests.jobs.conftest import Queue
from tests.test_sweep import put

from herkenbaar.jobs.strays import Hands
from herkenbaar.jobs.upkeep import MOST_LIVES, SILENCE, close_runs, open_due, save_lost, tend
from herkenbaar.settings import Channel
from herkenbaar.store import schema
from herkenbaar.store.runs import Scope


def test_who_is_due_is_put_in_once(queue: Queue, tmp_path: Path) -> None:
    put(queue.tools, tmp_path, "lisa")
    assert open_due(queue.tools, Scope()) == 1
    assert open_due(queue.tools, Scope()) is None
    assert len(queue.jobs()) == 1


def test_a_job_that_was_lost_between_two_steps_is_put_in_again(queue: Queue) -> None:
    queue.open("lisa", "omar")
    queue.run("DELETE FROM procrastinate_jobs")
    assert queue.missing() == 2
    assert queue.missing() == 0
    queue.gather_all()
    queue.run("DELETE FROM procrastinate_jobs WHERE id = (SELECT min(id) FROM procrastinate_jobs)")
    assert queue.missing() == 1
    assert [job["task_name"] for job in queue.jobs()] == ["judge", "judge"]


def test_a_job_that_was_put_in_meanwhile_is_no_fault(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.open("lisa", "omar")
    first, second = (job["queueing_lock"] for job in queue.jobs())
    queue.run("DELETE FROM procrastinate_jobs WHERE queueing_lock = :key", key=second)
    seen = sa.union_all(sa.select(sa.literal(first)), sa.select(sa.literal(second)))
    monkeypatch.setattr("herkenbaar.jobs.queue._MISSING", seen)
    assert queue.missing() == 1
    assert len(queue.jobs()) == 2


def test_a_fault_in_one_step_does_not_stop_the_others(queue: Queue, tmp_path: Path) -> None:
    class Broken(Hands):
        def put_back_strays(self, store: object) -> int:
            raise ZeroDivisionError

    put(queue.tools, tmp_path, "lisa")
    tend(queue.tools, queue.tasks, Broken(), dispatch=True)
    assert len(queue.jobs()) == 1


def test_jobs_of_a_dead_worker_wait_again_and_those_of_a_living_one_are_left(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    dead, alive = queue.worker(silent=SILENCE + 1), queue.worker(silent=SILENCE - 10)
    lost, held = queue.take(dead)["id"], queue.take(alive)["id"]
    assert save_lost(queue.tools, queue.tasks, Hands()) == 1
    states = {job["id"]: (job["status"], job["attempts"]) for job in queue.jobs()}
    assert (states[lost], states[held]) == (("todo", 1), ("doing", 0))
    assert save_lost(queue.tools, queue.tasks, Hands()) == 0


def test_a_worker_that_was_silent_for_long_does_not_take_what_it_has_in_hand_itself_for_lost(queue: Queue) -> None:
    queue.open("lisa", "omar")
    hands = Hands()
    hands.worker = queue.worker(silent=SILENCE + 1)
    ours, lost = queue.take(hands.worker)["id"], queue.take(hands.worker)["id"]
    with hands.hold(ours):
        assert hands.held == [ours]
        assert save_lost(queue.tools, queue.tasks, hands) == 1
    states = {job["id"]: (job["status"], job["attempts"]) for job in queue.jobs()}
    assert states == {ours: ("doing", 0), lost: ("todo", 1)}


def test_jobs_of_a_worker_that_signed_off_wait_again(queue: Queue) -> None:
    queue.open("lisa")
    worker = queue.worker()
    queue.take(worker)
    queue.run("DELETE FROM procrastinate_workers WHERE id = :id", id=worker)
    assert save_lost(queue.tools, queue.tasks, Hands()) == 1


def test_a_job_that_killed_too_many_workers_is_given_up_and_its_creator_listed(queue: Queue) -> None:
    queue.open("lisa")
    queue.take(queue.worker(silent=SILENCE + 1))
    queue.run("UPDATE procrastinate_jobs SET attempts = :lives", lives=MOST_LIVES - 1)
    assert save_lost(queue.tools, queue.tasks, Hands()) == 0
    assert queue.states() == ["failed"]
    assert queue.visits() == [("unreadable", f"the job 'gather' failed: its worker died {MOST_LIVES} times")]


def test_a_run_is_closed_when_all_its_visits_are_over_and_its_notices_are_noted(queue: Queue) -> None:
    channel = Channel(name="client", url="json://127.0.0.1:1")
    settings = msgspec.structs.replace(
        queue.tools.settings, notify=msgspec.structs.replace(queue.tools.settings.notify, channels=(channel,))
    )
    queue.tools = msgspec.structs.replace(queue.tools, settings=settings)
    queue.open("lisa")
    assert close_runs(queue.tools) == []
    queue.gather_all()
    queue.tasks.judge(**queue.jobs()[0]["args"])
    assert close_runs(queue.tools) == [1]
    assert close_runs(queue.tools) == []
    assert [row.channel for row in queue.rows(schema.notices)] == ["client"]


def test_a_round_does_all_of_it_and_a_round_without_dispatch_puts_in_nobody(queue: Queue, tmp_path: Path) -> None:
    put(queue.tools, tmp_path, "lisa")
    tend(queue.tools, queue.tasks, Hands(), dispatch=False)
    assert queue.jobs() == []
    tend(queue.tools, queue.tasks, Hands(), dispatch=True)
    assert len(queue.jobs()) == 1
    queue.gather_all()
    queue.tasks.judge(**queue.jobs()[0]["args"])
    queue.run("DELETE FROM procrastinate_jobs")
    tend(queue.tools, queue.tasks, Hands(), dispatch=True)
    assert queue.rows(schema.runs)[0].finished_at is not None
