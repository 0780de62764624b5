"""What counts as news in the account of a run."""

from __future__ import annotations

from typing import Any

import pytest
from tests.reports.runs.accounts import account, full, item, video, visited

from herkenbaar.model import Problem
from herkenbaar.reports.runs.account import Account, Look

LOOK = Look(video=video(), missing={}, doubts=(), is_new=True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"visited": (visited(),)}, False),
        ({"still_open": (item(),)}, False),
        ({"to_decide": full().to_decide}, False),
        ({"looks": (Look(video=video(), missing={}, doubts=(), is_new=False),)}, False),
        ({"looks": (LOOK,)}, True),
        ({"new": (item(),)}, True),
        ({"reopened": (item(),)}, True),
        ({"fixed": (item(),)}, True),
        ({"gone": (video(),)}, True),
        ({"returned": (video(),)}, True),
        ({"edited": full().edited}, True),
        ({"problems": (Problem("a", "b"),)}, True),
        ({"visited": (visited(state="unreadable"),)}, True),
        ({"visited": (visited(expected=30),)}, True),
    ],
)
def test_news_is_what_a_reader_of_the_last_report_does_not_know(changes: dict[str, Any], expected: bool) -> None:
    told: Account = account(**changes)
    assert told.has_news is expected


def test_creators_that_could_not_be_read_and_those_with_too_few_videos_are_told_apart() -> None:
    told = full()
    assert [each.creator for each in told.unreadable] == ["Omar"]
    assert [each.creator for each in told.warnings] == ["Kim"]
