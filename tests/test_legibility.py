from __future__ import annotations

import pytest

from herkenbaar.legibility import Legibility, grade_down, lowered
from herkenbaar.model import Cue, Grade, Shortfall

LIMITS = Legibility()


@pytest.mark.parametrize(
    ("cue", "reason"),
    [
        pytest.param(Cue(1, 1.5, "Reclame", height=0.06), Shortfall("shown_too_short", 0.5, 3.0), id="half a second"),
        pytest.param(Cue(1, 3, "Reclame", height=0.06), Shortfall("shown_too_short", 2.0, 3.0), id="two seconds"),
        pytest.param(Cue(0, 30, "Reclame", height=0.02), Shortfall("too_small", 0.02, 0.03), id="2 percent"),
        pytest.param(Cue(0, 3, "Reclame", height=0.06), None, id="three seconds are enough"),
        pytest.param(Cue(0, 30, "Reclame", height=0.06), None, id="throughout"),
        pytest.param(Cue(0, 30, "Reclame"), None, id="a sticker has no height"),
        pytest.param(Cue(4, 4, "Reclame"), None, id="a sticker has no time"),
    ],
)
def test_a_mark_too_short_or_too_small_is_graded_down_with_its_figures(cue: Cue, reason: Shortfall | None) -> None:
    assert grade_down(cue, LIMITS) == reason


def test_a_mark_throughout_a_video_shorter_than_the_minimum_is_long_enough() -> None:
    assert grade_down(Cue(0, 2, "Reclame"), LIMITS, duration=2.1) is None
    assert grade_down(Cue(0, 1, "Reclame"), LIMITS, duration=2.1) is not None


@pytest.mark.parametrize(
    ("grade", "cue", "lower"),
    [
        (Grade.RECOMMENDED, Cue(0, 30, "Reclame", height=0.06), Grade.RECOMMENDED),
        (Grade.RECOMMENDED, Cue(0, 2, "Reclame", height=0.06), Grade.WEAK),
        (Grade.RECOMMENDED, Cue(0, 0.5, "Reclame", height=0.06), Grade.INSUFFICIENT),
        (Grade.ACCEPTED, Cue(0, 30, "#ad", height=0.02), Grade.WEAK),
        (Grade.ACCEPTED, Cue(0, 30, "#ad", height=0.01), Grade.INSUFFICIENT),
        (Grade.INSUFFICIENT, Cue(0, 2, "#partner"), Grade.INSUFFICIENT),
    ],
)
def test_the_grade_falls_with_what_is_missing_and_never_rises(grade: Grade, cue: Cue, lower: Grade) -> None:
    assert lowered(grade, grade_down(cue, LIMITS)) is lower
