"""The queue as people see it, and their hand in it: list, measure, retry, cancel."""

from __future__ import annotations

from tests.jobs.conftest import Queue
from tests.town import NOW

from herkenbaar.jobs import board
from herkenbaar.store import schema


def listed(queue: Queue, *states: str) -> list[tuple[str, str, str]]:
    with queue.store.read() as connection:
        return [(x.task, x.about, x.state) for x in board.list_jobs(connection, states=states or board.STATES)]


def test_jobs_are_listed_with_whom_they_are_about_those_at_work_first(queue: Queue) -> None:
    queue.open("lisa", "omar")
    assert listed(queue) == [("gather", "lisa", "todo"), ("gather", "omar", "todo")]
    queue.run("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT max(id) FROM procrastinate_jobs)")
    assert listed(queue) == [("gather", "omar", "doing"), ("gather", "lisa", "todo")]
    assert listed(queue, "failed") == []


def test_load_counts_jobs_per_queue_and_how_long_the_oldest_waits(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    worker = queue.worker(silent=7)
    queue.take(worker)
    queue.run("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = (SELECT max(id) FROM procrastinate_jobs)")
    queue.run("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
    with queue.store.read() as connection:
        [load], [alive] = board.measure(connection)
    assert (load.queue, load.todo, load.doing, load.failed) == ("gather", 1, 1, 1)
    assert load.oldest is not None
    assert 90 <= load.oldest < 120
    assert (alive.id, 7 <= alive.silent < 30) == (worker, True)


def test_a_job_that_is_to_run_later_is_not_late(queue: Queue) -> None:
    queue.open("lisa")
    queue.run("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    with queue.store.read() as connection:
        [load], _ = board.measure(connection)
    assert (load.todo, load.oldest) == (1, None)


def cancel(queue: Queue) -> int:
    ids = [job["id"] for job in queue.jobs()]
    return queue.store.write(board.cancel, ids, now=NOW)


def test_a_waiting_job_that_is_cancelled_ends_its_visit_with_that_reason(queue: Queue) -> None:
    queue.open("lisa", "omar")
    assert cancel(queue) == 2
    assert queue.states() == ["cancelled"] * 2
    assert queue.visits() == [("unreadable", board.CANCELLED)] * 2
    assert queue.missing() == 0
    assert cancel(queue) == 0


def test_a_job_at_work_that_is_cancelled_is_asked_to_end(queue: Queue) -> None:
    queue.open("lisa")
    queue.take(queue.worker())
    assert cancel(queue) == 1
    [job] = queue.jobs()
    assert (job["status"], job["abort_requested"]) == ("doing", True)
    assert queue.visits() == [("unreadable", board.CANCELLED)]


def fail(queue: Queue) -> list[int]:
    """Let all jobs fail for good, as a worker does; their numbers."""
    for job in queue.jobs():
        queue.tasks.give_up(job["task_name"], job["args"], "boom")
    queue.run("UPDATE procrastinate_jobs SET status = 'failed'")
    return [job["id"] for job in queue.jobs()]


def retry(queue: Queue, *jobs: int) -> board.Run | None:
    return queue.store.write(board.retry, jobs, ruleset="rules 1", account="", now=NOW)


def test_creators_of_failed_jobs_are_visited_again_in_a_new_run(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    lisa, omar, _ = fail(queue)
    queue.store.write(lambda connection: board.runs.finish_run(connection, 1, now=NOW))
    run = retry(queue, lisa, omar)
    assert run is not None
    assert sorted(run.scope.creators) == ["lisa", "omar"]
    assert listed(queue, "todo") == [("gather", "lisa", "todo"), ("gather", "omar", "todo")]
    assert listed(queue, "failed") == [("gather", "zoe", "failed")]
    assert [row.run_id for row in queue.rows(schema.visits, finished_at=None)] == [run.id, run.id]


def test_there_is_nothing_to_try_again_where_no_job_failed(queue: Queue) -> None:
    queue.open("lisa")
    assert retry(queue, queue.jobs()[0]["id"], 4711) is None
    assert queue.states() == ["todo"]
