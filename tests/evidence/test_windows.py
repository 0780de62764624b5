from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar import config
from herkenbaar.evidence.windows import (
    SHORTEST,
    Plan,
    Prospect,
    Stop,
    Window,
    merge,
    next_window,
    plan_of,
    total,
    uncovered,
)
from herkenbaar.model import Range

PLAN = Plan(opening=25, end=15, around=10, piece=120, limit=3600)


def walk(
    duration: float, *, points: tuple[Range, ...] = (), prospect: Prospect = Prospect.OPEN, plan: Plan = PLAN
) -> tuple[list[Window], Stop]:
    """All windows in the order in which they are asked for, and why it ends."""
    windows: list[Window] = []
    while True:
        covered = [(w.start, w.end) for w in windows]
        step = next_window(duration, covered, points=points, prospect=prospect, plan=plan)
        if isinstance(step, Stop):
            return windows, step
        windows.append(step)
        assert len(windows) < 10_000


@pytest.mark.parametrize(
    ("case", "duration", "points", "expected"),
    [
        ("opening, end, then pieces", 400, (), [(0, 25), (385, 400), (25, 145), (145, 265), (265, 385)]),
        ("a short one is one window", 20, (), [(0, 20)]),
        ("opening and end meet", 35, (), [(0, 25), (25, 35)]),
        ("a point first", 200, ((99, 104),), [(0, 25), (185, 200), (89, 114), (25, 89), (114, 185)]),
        ("two points", 200, ((99, 101), (105, 108)), [(0, 25), (185, 200), (89, 118), (25, 89), (118, 185)]),
        ("a point in the opening adds nothing", 60, ((3, 4),), [(0, 25), (45, 60), (25, 45)]),
        ("a point behind the end is ignored", 60, ((900, 901),), [(0, 25), (45, 60), (25, 45)]),
        ("nothing to hear", 0, (), []),
    ],
)
def test_windows_come_in_the_order_of_what_is_likely(
    case: str, duration: float, points: tuple[Range, ...], expected: list[Range]
) -> None:
    windows, stop = walk(duration, points=points)
    assert [(w.start, w.end) for w in windows] == expected, case
    assert stop.complete


def test_the_rest_nearest_to_a_point_comes_first() -> None:
    windows, _ = walk(1000, points=((700, 701),))
    first_piece = next(w for w in windows if "depends" in w.reason)
    assert first_piece.start == 711 or first_piece.end == 690


def test_a_settled_verdict_stops_at_once() -> None:
    assert walk(600, prospect=Prospect.SETTLED) == ([], Stop("no further second could change the verdict"))


def test_without_cause_only_the_likely_places_are_covered() -> None:
    windows, stop = walk(600, points=((300, 301),), prospect=Prospect.NO_CAUSE)
    assert [w.reason for w in windows] == ["opening", "end", "around a sign of advertising"]
    assert not stop.complete


def test_everything_is_covered_without_cause_when_asked() -> None:
    plan = Plan(opening=25, end=15, around=10, piece=120, limit=3600, everything=True)
    assert walk(600, prospect=Prospect.NO_CAUSE, plan=plan)[1].complete


def test_the_limit_ends_an_endless_stream() -> None:
    windows, stop = walk(40_000, plan=Plan(opening=25, end=15, around=10, piece=120, limit=300))
    assert sum(w.end - w.start for w in windows) == pytest.approx(300)
    assert "limit of 300 s" in stop.reason
    assert not stop.complete


seconds = st.floats(0, 4000, allow_nan=False)
ranges = st.lists(st.tuples(seconds, seconds), max_size=8).map(tuple)


@given(duration=seconds, points=ranges)
def test_windows_never_overlap_stay_inside_and_end_up_covering_everything(
    duration: float, points: tuple[Range, ...]
) -> None:
    ordered = tuple((min(p), max(p)) for p in points)
    windows, stop = walk(duration, points=ordered, plan=Plan(opening=25, end=15, around=10, piece=120, limit=1e9))
    covered = [(w.start, w.end) for w in windows]
    assert stop.complete
    assert all(0 <= start < end <= duration for start, end in covered)
    assert sum(end - start for start, end in covered) == pytest.approx(total(covered))
    assert sum(end - start for start, end in uncovered(duration, covered)) <= SHORTEST


@given(some=ranges)
def test_merged_ranges_are_sorted_apart_and_cover_the_same(some: tuple[Range, ...]) -> None:
    merged = merge(some)
    assert all(first[1] < second[0] for first, second in pairwise(merged))
    for start, end in some:
        if start < end:
            assert any(low <= start and end <= high for low, high in merged)


def test_sound_and_picture_have_measures_of_their_own() -> None:
    settings = config.load().settings
    assert plan_of(settings.speech) == Plan(opening=25, end=15, around=12, piece=115, limit=7200)
    assert plan_of(settings.screen) == Plan(opening=30, end=10, around=5, piece=60, limit=7200)
