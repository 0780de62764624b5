"""A job whose end could not be written down waits again; one that is at work is left alone."""

from __future__ import annotations

from tests.far_end import TestClock
from tests.jobs.conftest import Queue

from herkenbaar.jobs.strays import BETWEEN_STEPS, Hands


def test_what_stands_under_our_name_for_long_and_is_not_in_hand_waits_again(queue: Queue) -> None:
    queue.open("lisa", "omar", "zoe")
    clock = TestClock(0.0)
    hands = Hands(clock.now)
    assert hands.put_back_strays(queue.store) == 0
    hands.worker = queue.worker()
    ours, lost = queue.take(hands.worker)["id"], queue.take(hands.worker)["id"]
    elsewhere = queue.take(queue.worker())["id"]
    with hands.hold(ours):
        assert hands.put_back_strays(queue.store) == 0
        clock.time = BETWEEN_STEPS - 1
        assert hands.put_back_strays(queue.store) == 0
        clock.time = BETWEEN_STEPS
        assert hands.put_back_strays(queue.store) == 1
        assert hands.put_back_strays(queue.store) == 0
    states = {job["id"]: (job["status"], job["attempts"]) for job in queue.jobs()}
    assert states == {ours: ("doing", 0), lost: ("todo", 0), elsewhere: ("doing", 0)}


def test_a_stray_that_was_put_in_anew_is_dropped(queue: Queue) -> None:
    queue.open("lisa")
    clock = TestClock(0.0)
    hands = Hands(clock.now)
    hands.worker = queue.worker()
    stray = queue.take(hands.worker)
    queue.run(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock) VALUES ('gather', 'gather', :key)",
        key=stray["queueing_lock"],
    )
    hands.put_back_strays(queue.store)
    clock.time = BETWEEN_STEPS
    assert hands.put_back_strays(queue.store) == 1
    assert queue.states() == ["todo"]
