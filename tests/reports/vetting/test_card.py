"""What is counted of one creator, and what is no share of anything."""

from __future__ import annotations

import pytest
from tests.reports import builder
from tests.reports.vetting.cards import card, dated, unread

from herkenbaar.model import Deficiency, Problem, Severity, Status, Surface
from herkenbaar.reports.vetting.card import EXAMPLES, Quarter, quarters_of, share


def test_each_video_counts_once_where_it_belongs() -> None:
    found = card()
    assert (found.looked_at, found.advertising, found.recognisable, found.unjudged) == (5, 3, 1, 1)
    assert found.severities == {Severity.ERNSTIG: 1, Severity.ZWAAR: 1}
    assert found.deficiencies == {Deficiency.HIDDEN: 1}
    assert set(found.missing) == {Surface.SPEECH, Surface.SCREEN}


def test_what_was_published_before_supervision_is_not_looked_at() -> None:
    found = card("Sanne", builder.judged(Status.OUT_OF_SCOPE, severity=None, deficiencies=()), builder.clean())
    assert (found.looked_at, found.statuses[Status.OUT_OF_SCOPE]) == (1, 1)


def test_what_could_not_be_read_is_counted_apart() -> None:
    found = card("Sanne", builder.clean(), Problem("a", "not JSON"))
    assert (found.looked_at, found.problems) == (1, 1)


@pytest.mark.parametrize(
    ("published", "quarter"),
    [
        ("2025-01-01", Quarter(2025, 1)),
        ("2025-03-31T20:00:00Z", Quarter(2025, 1)),
        ("2025-12-31T23:30:00Z", Quarter(2026, 1)),
        (None, None),
        ("soon", None),
    ],
)
def test_a_video_belongs_to_the_quarter_of_its_day_in_amsterdam(published: str | None, quarter: Quarter | None) -> None:
    found = card("Sanne", dated(builder.disclosed(), published))
    assert list(found.quarters) == ([] if quarter is None else [quarter])
    assert found.undated == (quarter is None)


def test_a_few_of_the_worst_are_kept_the_worst_first() -> None:
    found = card("Sanne", *[builder.judged()] * 5, builder.undisclosed(), builder.clean())
    assert len(found.worst) == EXAMPLES
    assert [each.verdict.status for each in found.worst] == [Status.UNDISCLOSED, Status.DEFICIENT, Status.DEFICIENT]


def test_quarters_without_videos_in_between_are_told_and_none_before_supervision() -> None:
    early, late = (card(name, dated(builder.clean(), day)) for name, day in (("a", "2021-05-01"), ("b", "2023-05-01")))
    gap = card("c", dated(builder.clean(), "2022-12-01"))
    assert quarters_of([early, late, gap]) == [Quarter(2022, 4), Quarter(2023, 1), Quarter(2023, 2)]
    assert quarters_of([early, unread()]) == []


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 2, 50.0), (0, 3, 0.0), (0, 0, None)])
def test_a_share_of_nothing_is_no_share(part: int, whole: int, expected: float | None) -> None:
    assert share(part, whole) == expected
