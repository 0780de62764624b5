from __future__ import annotations

import pytest

from herkenbaar.legibility import Legibility, advise_longer, grade_down
from herkenbaar.model import Cue

LIMITS = Legibility()


@pytest.mark.parametrize(
    ("cue", "says"),
    [
        pytest.param(Cue(1, 1.5, "Reclame", height=0.06), "shown_too_short (0.5 s, needed 3 s)", id="half a second"),
        pytest.param(Cue(1, 3, "Reclame", height=0.06), "shown_too_short (2.0 s, needed 3 s)", id="two seconds"),
        pytest.param(Cue(0, 30, "Reclame", height=0.02), "too_small (2.0% of the height, needed 3.0%)", id="2 percent"),
        pytest.param(Cue(0, 3, "Reclame", height=0.06), None, id="three seconds are enough"),
        pytest.param(Cue(0, 30, "Reclame", height=0.06), None, id="throughout"),
        pytest.param(Cue(0, 30, "Reclame"), None, id="a sticker has no height"),
        pytest.param(Cue(4, 4, "Reclame"), None, id="a sticker has no time"),
    ],
)
def test_a_mark_that_is_too_short_or_too_small_is_graded_down_with_its_figures(cue: Cue, says: str | None) -> None:
    reason = grade_down(cue, LIMITS)
    assert (str(reason) if reason else None) == says


def test_a_mark_throughout_a_video_shorter_than_the_minimum_is_long_enough() -> None:
    assert grade_down(Cue(0, 2, "Reclame"), LIMITS, duration=2.1) is None
    assert grade_down(Cue(0, 1, "Reclame"), LIMITS, duration=2.1) is not None


@pytest.mark.parametrize(("seconds", "advised"), [(2, False), (3, True), (5.5, True), (6, False), (60, False)])
def test_a_mark_between_the_minimum_and_six_seconds_gets_advice(seconds: float, advised: bool) -> None:
    assert bool(advise_longer(Cue(0, seconds, "Reclame"), LIMITS)) is advised
