from __future__ import annotations

import pytest
from tests.far_end import TestClock

from herkenbaar.budget import Budget, Wait
from herkenbaar.errors import BlockedError


def test_requests_keep_to_the_hourly_ceiling_with_jitter(clock: TestClock) -> None:
    budget = Budget({"youtube": 600}, jitter=0.3, clock=clock, seed=1)
    start = clock.now()
    for _ in range(601):
        budget.take_turn("youtube")
    assert 3600 * 0.95 < clock.now() - start < 3600 * 1.05
    assert all(6 * 0.69 < x < 6 * 1.31 for x in clock.slept)
    assert len(set(clock.slept)) > 500
    assert budget.spent == {"youtube": 601}


def test_platforms_do_not_wait_for_each_other(clock: TestClock) -> None:
    budget = Budget({"youtube": 60, "tiktok": 60}, clock=clock)
    budget.take_turn("youtube")
    budget.take_turn("tiktok")
    assert clock.slept == []


def test_no_ceiling_means_no_waiting(clock: TestClock) -> None:
    budget = Budget({"youtube": 0}, clock=clock)
    for _ in range(5):
        budget.take_turn("youtube")
    assert clock.slept == []


def test_pauses_double_and_an_answer_ends_them(clock: TestClock) -> None:
    budget = Budget({}, jitter=0.0, clock=clock)
    for _ in range(4):
        budget.report_trouble("youtube", "status 503")
        budget.take_turn("youtube")
    assert clock.slept == [2, 4, 8, 16]
    budget.report_good("youtube")
    budget.take_turn("youtube")
    assert len(clock.slept) == 4


def test_a_refusal_pauses_for_a_minute_up_to_an_hour(clock: TestClock) -> None:
    budget = Budget({}, jitter=0.0, patience=1e9, clock=clock)
    for _ in range(9):
        budget.report_trouble("youtube", "a bot page", refused=True)
        budget.take_turn("youtube")
    assert clock.slept[:3] == [60, 120, 240]
    assert clock.slept[-1] == 3600


@pytest.mark.parametrize("asked", [5.0, 700.0])
def test_retry_after_is_honoured_to_the_second(clock: TestClock, asked: float) -> None:
    budget = Budget({}, clock=clock)
    budget.report_trouble("youtube", "status 429", refused=True, retry_after=asked)
    budget.take_turn("youtube")
    assert clock.slept == [asked]


def test_a_pause_longer_than_the_patience_sends_nothing(clock: TestClock) -> None:
    budget = Budget({}, patience=900, clock=clock)
    budget.report_trouble("youtube", "status 429", refused=True, retry_after=3000)
    with pytest.raises(BlockedError, match=r"no request for another 3000 s, because status 429") as caught:
        budget.take_turn("youtube")
    assert caught.value.retry_after == 3000
    assert budget.spent["youtube"] == 0
    assert clock.slept == []


def test_what_an_earlier_run_was_told_still_holds(clock: TestClock) -> None:
    told = Budget({}, clock=clock)
    told.report_trouble("youtube", "status 429", retry_after=500)
    later = Budget({}, clock=clock)
    for platform, (until, why) in told.closed().items():
        later.close_until(platform, until, why)
    later.take_turn("youtube")
    assert clock.slept == [500]


def test_every_wait_is_announced_with_its_reason(clock: TestClock) -> None:
    heard: list[Wait] = []
    budget = Budget({"youtube": 3600}, jitter=0.0, clock=clock, on_wait=heard.append)
    budget.take_turn("youtube")
    budget.take_turn("youtube")
    budget.report_trouble("youtube", "status 503")
    budget.take_turn("youtube")
    assert heard == [Wait(1.0, "youtube", "the request budget"), Wait(2.0, "youtube", "status 503")]
    assert budget.waited == 3.0
