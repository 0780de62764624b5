"""A budget that several workers share is the budget of one."""

from __future__ import annotations

import threading

import pytest
from tests.far_end import TestClock

from herkenbaar.budget import SystemClock
from herkenbaar.errors import BlockedError
from herkenbaar.shared_budget import SharedBudget
from herkenbaar.store import Store


def test_two_workers_together_keep_to_the_ceiling(store: Store, clock: TestClock) -> None:
    both = [SharedBudget(store, {"youtube": 600}, jitter=0, clock=clock) for _ in range(2)]
    start = clock.now()
    for turn in range(101):
        both[turn % 2].take_turn("youtube")
    assert clock.now() - start == pytest.approx(600, rel=0.01)
    assert both[0].spent["youtube"] + both[1].spent["youtube"] == 101


def test_turns_taken_at_the_same_moment_leave_one_after_the_other(store: Store) -> None:
    """Real threads, real time: 8 turns at 50 a second take at least 7 intervals, whoever takes them."""
    budgets = [SharedBudget(store, {"youtube": 180_000}, jitter=0) for _ in range(2)]
    clock = SystemClock()
    start = clock.now()

    def take(budget: SharedBudget) -> None:
        for _ in range(4):
            budget.take_turn("youtube")

    threads = [threading.Thread(target=take, args=(budget,)) for budget in budgets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now() - start >= 7 * 0.02


def test_each_account_has_its_own_budget(store: Store, clock: TestClock) -> None:
    for account in ("a", "b"):
        SharedBudget(store, {"youtube": 60}, account=account, clock=clock).take_turn("youtube")
    assert clock.slept == []


def test_when_one_is_refused_all_pause(store: Store, clock: TestClock) -> None:
    one, other = (SharedBudget(store, {"youtube": 0}, clock=clock, patience=900) for _ in range(2))
    one.report_trouble("youtube", "a bot page", refused=True, retry_after=3000)
    with pytest.raises(BlockedError, match="3000 s, because a bot page"):
        other.take_turn("youtube")
    assert list(other.closed()) == ["youtube"]
    clock.time += 2500
    other.take_turn("youtube")
    assert clock.slept == [500]
    other.report_good("youtube")
    assert one.closed() == {}


def test_a_moment_written_by_a_clock_that_was_years_ahead_does_not_count(store: Store, clock: TestClock) -> None:
    ahead = TestClock(clock.now() + 1e9)
    wrong = SharedBudget(store, {"youtube": 60}, clock=ahead)
    wrong.take_turn("youtube")
    wrong.report_trouble("youtube", "x", retry_after=1000)
    SharedBudget(store, {"youtube": 60}, clock=clock).take_turn("youtube")
    assert clock.slept == []
