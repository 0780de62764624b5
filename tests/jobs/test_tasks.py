"""What each job does, on a real queue without a worker process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.far_end import FarEnd, TestClock, answer
from tests.jobs.conftest import Queue
from tests.youtube_channel import make_many

from herkenbaar.crawl import Options
from herkenbaar.errors import StoreError
from herkenbaar.jobs.queue import Task, lane_order, put
from herkenbaar.jobs.tasks import LONGEST_WAIT, MOST_ATTEMPTS, MOST_TRIES, Again, Tasks
from herkenbaar.jobs.upkeep import open_due
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, schema
from herkenbaar.store.runs import Scope
from herkenbaar.visit import Stopped


def test_a_visit_goes_from_gathering_to_judging_and_is_over(queue: Queue) -> None:
    queue.open("lisa")
    queue.gather_all()
    [job] = queue.jobs()
    assert job["task_name"] == "judge"
    queue.tasks.judge(**job["args"])
    assert queue.visits() == [("done", "")]
    queue.tasks.judge(**job["args"])
    assert len(queue.rows(schema.verdicts)) == 2


def test_judge_jobs_done_together_close_their_visits_and_those_of_another_run_are_left(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    queue.gather_all()
    jobs = [job["args"] for job in queue.jobs()]
    others = [jobs[2] | {"run": 4711}]
    assert queue.tasks.judge_together(jobs[:2] + others) == {job["visit"] for job in jobs[:2]}
    assert queue.visits() == [("done", ""), ("done", ""), ("judging", "")]
    assert queue.tasks.judge_together(jobs[2:]) == {jobs[2]["visit"]}
    assert len(queue.rows(schema.verdicts)) == 6


def test_of_jobs_with_too_much_for_one_transaction_the_first_is_done(
    queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("herkenbaar.sitting.BATCH", 2)
    queue.open("lisa", "omar", videos=5)
    queue.gather_all()
    jobs = [job["args"] for job in queue.jobs()]
    assert queue.tasks.judge_together(jobs) == {jobs[0]["visit"]}
    assert len(queue.rows(schema.verdicts)) == 5


def test_a_job_that_upkeep_put_in_meanwhile_and_is_at_work_is_not_put_in_again(queue: Queue) -> None:
    queue.open("lisa")
    [gather] = queue.jobs()
    queue.gather_all()
    queue.take(queue.worker(), "judge")
    queue.tasks.gather(**gather["args"])
    assert queue.states() == ["doing"]


def test_where_nothing_is_new_the_visit_is_over_without_another_job(queue: Queue) -> None:
    queue.open("lisa")
    queue.gather_all()
    queue.tasks.judge(**queue.jobs()[0]["args"])
    queue.run("DELETE FROM procrastinate_jobs")
    assert open_due(queue.tools, Scope(everyone=True)) is not None
    queue.gather_all()
    assert queue.jobs() == []
    assert queue.visits() == [("done", ""), ("done", "")]


def test_what_is_to_be_heard_goes_to_the_queue_for_speech_first(queue: Queue) -> None:
    tools = msgspec.structs.replace(queue.tools, perceive=lambda evidence: evidence)
    queue.tasks = Tasks(tools, lambda _: tools.outside)
    queue.open("lisa")
    queue.gather_all()
    [job] = queue.jobs()
    assert (job["task_name"], job["queue_name"]) == ("listen", "speech")
    queue.tasks.listen(**job["args"])
    assert [job["task_name"] for job in queue.jobs()] == ["listen", "judge"]


def test_a_source_that_is_away_is_listed_with_its_reason(queue: Queue, tmp_path: Path) -> None:
    queue.open("lisa")
    (tmp_path / "lisa.jsonl").unlink()
    queue.gather_all()
    [(state, reason)] = queue.visits()
    assert state == "unreadable"
    assert "No such file" in reason


def test_a_visit_that_is_over_is_nothing_to_do(queue: Queue) -> None:
    queue.open("lisa")
    [job] = queue.jobs()
    queue.tasks.give_up(Task.GATHER, job["args"], "boom")
    assert queue.visits() == [("unreadable", "the job 'gather' failed: boom")]
    queue.tasks.gather(**job["args"])
    queue.tasks.give_up(Task.GATHER, job["args"], "again")
    assert queue.visits() == [("unreadable", "the job 'gather' failed: boom")]


@pytest.mark.parametrize(
    ("error", "tries", "wait"),
    [
        (Stopped(), 0, 0.0),
        (Again(42.0), MOST_TRIES, 42.0),
        (StoreError("away"), 0, 1.0),
        (StoreError("away"), 3, 8.0),
        (StoreError("away"), 12, LONGEST_WAIT),
        (StoreError("away"), MOST_TRIES - 1, None),
    ],
)
def test_how_long_a_job_that_raised_waits(queue: Queue, error: BaseException, tries: int, wait: float | None) -> None:
    assert queue.tasks.wait_after(error, Task.JUDGE, {"visit": 0, "run": 0, "creator": 0}, tries=tries) == wait


@pytest.fixture
def page(queue: Queue, far_end: FarEnd, clock: TestClock) -> Any:
    """One creator on a platform, whose far end is ours."""
    queue.tools.store.write(
        creators.put, make_entry(f"https://www.youtube.com/{pages.HANDLE}"), origin="command", now=queue.tools.now()
    )
    assert open_due(queue.tools, Scope(everyone=True)) is not None
    options = Options(transport=far_end.transport(), clock=clock)
    with Outside(queue.store, queue.tools.settings, options=options) as outside:
        queue.tasks = Tasks(queue.tools, lambda _: outside)
        yield


def lane(queue: Queue) -> dict[str, Any]:
    """Do the job of the lane; the one that it put in after itself."""
    queue.run("DELETE FROM procrastinate_jobs WHERE task_name = 'lane'")
    queue.tasks.lane("youtube")
    return next(job for job in queue.jobs() if job["task_name"] == "lane")


@pytest.mark.usefixtures("page")
def test_a_lane_makes_the_visits_of_its_platform_one_after_the_other(queue: Queue, far_end: FarEnd) -> None:
    make_many(2).serve(far_end)
    assert lane(queue)["scheduled_at"] is None
    assert [job["task_name"] for job in queue.jobs()] == ["judge", "lane"]
    queue.run("DELETE FROM procrastinate_jobs WHERE task_name = 'lane'")
    queue.tasks.lane("youtube")
    assert [job["task_name"] for job in queue.jobs()] == ["judge"]


@pytest.mark.usefixtures("page")
def test_a_platform_that_refuses_us_makes_its_lane_wait_as_long_as_it_asked(queue: Queue, far_end: FarEnd) -> None:
    far_end.on("www.youtube.com", answer(429, retry_after="5000"))
    job = lane(queue)
    [(wait,)] = [
        tuple(x.values()) for x in queue.run("SELECT extract(epoch FROM scheduled_at - now()) FROM procrastinate_jobs")
    ]
    assert job["scheduled_at"] is not None
    assert 4000 < float(wait) <= 5000
    assert [row.attempts for row in queue.rows(schema.visits)] == [1]


@pytest.mark.usefixtures("page")
def test_a_creator_that_cannot_be_read_is_given_up_after_a_few_attempts(queue: Queue, far_end: FarEnd) -> None:
    far_end.on("www.youtube.com", 500)
    for _ in range(MOST_ATTEMPTS - 1):
        lane(queue)
        assert queue.visits()[0][0] == "gathering"
    lane(queue)
    [(state, reason)] = queue.visits()
    assert (state, bool(reason)) == ("unreadable", True)


def test_the_same_lane_is_put_in_once(queue: Queue) -> None:
    order = lane_order("youtube", "office")
    assert order.queue == "gather office"
    assert queue.store.write(put, order)
    assert not queue.store.write(put, order)
    assert len(queue.jobs()) == 1
