"""A streak does the judge jobs that wait, one after the other, and leaves none half done."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from tests.jobs.conftest import Queue

from herkenbaar.jobs.strays import Hands
from herkenbaar.jobs.streak import go_on
from herkenbaar.jobs.tasks import MOST_TRIES, Tasks
from herkenbaar.model import Evidence, Verdict
from herkenbaar.store import schema
from herkenbaar.visit import Stopped


def test_all_judge_jobs_that_wait_are_done_and_their_visits_are_over(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    queue.gather_all()
    assert go_on(queue.store, queue.tasks, Hands(), worker=queue.worker()) == 3
    assert queue.jobs() == []
    assert [state for state, _ in queue.visits()] == ["done"] * 3
    assert len(queue.rows(schema.verdicts)) == 6


def test_jobs_of_other_queues_are_left_alone(queue: Queue) -> None:
    queue.open("lisa")
    assert go_on(queue.store, queue.tasks, Hands(), worker=queue.worker()) == 0
    assert queue.states() == ["todo"]


def test_a_streak_ends_when_its_time_is_over_and_leaves_the_rest_waiting(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    queue.gather_all()
    seconds = itertools.chain([0.0, 0.5], itertools.repeat(1.5))
    assert go_on(queue.store, queue.tasks, Hands(), worker=queue.worker(), clock=lambda: next(seconds)) == 2
    assert queue.states() == ["todo"]


class Failing:
    """A judge that raises at every video."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __call__(self, evidence: Evidence) -> Verdict:
        raise self._error


def failing(queue: Queue, error: BaseException) -> Tasks:
    tools = msgspec.structs.replace(queue.tools, judge=Failing(error))
    return Tasks(tools, lambda _: tools.outside)


def test_a_job_that_was_told_to_stop_waits_again(queue: Queue) -> None:
    queue.open("lisa", "omar")
    queue.gather_all()
    assert go_on(queue.store, failing(queue, Stopped()), Hands(), worker=queue.worker()) == 0
    assert queue.states() == ["todo", "todo"]
    assert go_on(queue.store, queue.tasks, Hands(), worker=queue.worker()) == 2


@pytest.mark.parametrize(("tries", "state"), [(0, "todo"), (MOST_TRIES - 1, "failed")])
def test_a_job_that_fails_is_tried_again_and_in_the_end_given_up(queue: Queue, tries: int, state: str) -> None:
    queue.open("lisa")
    queue.gather_all()
    queue.run("UPDATE procrastinate_jobs SET attempts = :tries", tries=tries)
    tasks = failing(queue, KeyboardInterrupt("boom"))
    assert go_on(queue.store, tasks, Hands(), worker=queue.worker()) == 0
    [job] = queue.jobs()
    assert (job["status"], job["attempts"]) == (state, tries + 1)
    expected: list[Any] = [("unreadable", "the job 'judge' failed: boom")] if tries else [("judging", "")]
    assert queue.visits() == expected
