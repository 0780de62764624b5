"""A streak does the judge jobs that wait, more at once while they are quick, and leaves none half done."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from tests.jobs.conftest import Queue

from herkenbaar.jobs.strays import Hands
from herkenbaar.jobs.streak import go_on
from herkenbaar.jobs.tasks import MOST_TRIES, Tasks
from herkenbaar.jobs.upkeep import SILENCE, save_lost
from herkenbaar.model import Evidence, Verdict
from herkenbaar.store import Store, schema
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


NAMES = ("ali", "bea", "cas", "dia", "eva", "fay", "gus")


def test_a_streak_ends_when_its_time_is_over_and_leaves_the_rest_waiting(queue: Queue) -> None:
    queue.open(*NAMES)
    queue.gather_all()
    seconds = itertools.chain([0.0, 0.5], itertools.repeat(1.5))
    assert go_on(queue.store, queue.tasks, Hands(), worker=queue.worker(), clock=lambda: next(seconds)) == 5
    assert queue.states() == ["todo"] * 2


class Watched(Tasks):
    """The jobs of a worker, who notes which creators it judges together."""

    def __init__(self, queue: Queue) -> None:
        super().__init__(queue.tools, lambda _: queue.tools.outside)
        self.groups: list[list[int]] = []

    def judge_together(self, jobs: Sequence[Mapping[str, int]]) -> frozenset[int]:
        self.groups.append([job["creator"] for job in jobs])
        return super().judge_together(jobs)


@pytest.fixture
def watched(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Seven creators whose judge jobs wait, all of them quick on any machine."""
    monkeypatch.setattr("herkenbaar.jobs.streak.QUICK", 60.0)
    queue.open(*NAMES)
    queue.gather_all()
    return Watched(queue)


def test_quick_jobs_are_followed_by_more_at_once(queue: Queue, watched: Watched) -> None:
    assert go_on(queue.store, watched, Hands(), worker=queue.worker()) == 7
    assert watched.groups == [[1], [2, 3, 4, 5], [6, 7]]
    assert [state for state, _ in queue.visits()] == ["done"] * 7


def test_jobs_that_are_not_quick_are_done_one_after_the_other(
    queue: Queue, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("herkenbaar.jobs.streak.QUICK", 0.0)
    assert go_on(queue.store, watched, Hands(), worker=queue.worker()) == 7
    assert [len(group) for group in watched.groups] == [1] * 7


def test_jobs_that_do_not_go_into_one_transaction_wait_again_and_are_done(
    queue: Queue, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("herkenbaar.sitting.BATCH", 5)
    assert go_on(queue.store, watched, Hands(), worker=queue.worker()) == 7
    assert watched.groups == [[1], [2, 3, 4, 5], [4], [5, 6, 7], [7]]
    assert [state for state, _ in queue.visits()] == ["done"] * 7
    assert len(queue.rows(schema.verdicts)) == 14


def test_a_job_that_something_went_wrong_with_before_is_done_alone(queue: Queue, watched: Watched) -> None:
    queue.run("UPDATE procrastinate_jobs SET attempts = 1 WHERE (args ->> 'creator')::int IN (2, 4)")
    assert go_on(queue.store, watched, Hands(), worker=queue.worker()) == 7
    assert watched.groups == [[1], [3, 5], [2], [6, 7], [4]]


def test_what_a_streak_leaves_when_its_worker_dies_at_any_step_is_done_by_another(
    queue: Queue, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every statement or transaction in turn is the last one of a worker that dies then."""
    monkeypatch.setattr("herkenbaar.sitting.BATCH", 7)
    real, left = Store._try, 0

    def attempt(store: Store, *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise SystemExit
        return real(store, *args)

    for step in range(40):
        monkeypatch.setattr(Store, "_try", attempt)
        left, worker = step, queue.worker(silent=SILENCE + 1)
        with suppress(SystemExit):
            go_on(queue.store, watched, Hands(), worker=worker)
        is_over = left > 0
        monkeypatch.setattr(Store, "_try", real)
        if is_over:
            break
        save_lost(queue.tools, watched, Hands())
        queue.run("UPDATE procrastinate_jobs SET attempts = 0, scheduled_at = NULL")
    assert step > 3
    assert queue.jobs() == []
    assert [state for state, _ in queue.visits()] == ["done"] * 7
    assert len({row.evidence_id for row in queue.rows(schema.verdicts)}) == len(queue.rows(schema.verdicts)) == 14
    assert len(queue.rows(schema.changes)) == len(queue.rows(schema.findings)) == 14
    assert [row.judged for row in queue.rows(schema.visits)] == [2] * 7


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
    assert [(job["status"], job["attempts"]) for job in queue.jobs()] == [("todo", 0)] * 2
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
