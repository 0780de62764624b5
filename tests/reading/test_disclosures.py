from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.legibility import Legibility
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Grade, Platform, Shortfall
from herkenbaar.reading import read


@pytest.mark.parametrize(
    ("cue", "grade", "shortfall"),
    [
        (Cue(0, 8, "Betaalde samenwerking", height=0.06), Grade.RECOMMENDED, None),
        (Cue(0, 2, "Betaalde samenwerking", height=0.06), Grade.WEAK, Shortfall("shown_too_short", 2, 3)),
        (Cue(0, 0.5, "Reclame", height=0.06), Grade.INSUFFICIENT, Shortfall("shown_too_short", 0.5, 3)),
        (Cue(0, 8, "Reclame", height=0.02), Grade.WEAK, Shortfall("too_small", 0.02, 0.03)),
    ],
)
def test_a_mark_on_the_screen_that_can_hardly_be_read_is_found_but_graded_down(
    cue: Cue, grade: Grade, shortfall: Shortfall | None
) -> None:
    evidence = Evidence(platform=Platform.TIKTOK, id="1", screen=(Cue(0, 30, "welkom"), cue), duration=60.0)
    (found,) = read(evidence, lexicon=load_lexicon(), folds=load_folds()).disclosures
    assert (found.grade, found.shortfall) == (grade, shortfall)


def test_the_limits_of_what_can_be_read_are_the_callers() -> None:
    evidence = Evidence(platform=Platform.TIKTOK, id="1", screen=(Cue(0, 2, "Reclame", height=0.02),))
    limits = Legibility(min_seconds=1, min_height=0.01)
    (found,) = read(evidence, lexicon=load_lexicon(), folds=load_folds(), legibility=limits).disclosures
    assert found.shortfall is None


def test_spoken_words_need_no_size() -> None:
    evidence = Evidence(platform=Platform.TIKTOK, id="1", speech=(Cue(0, 1, "dit is reclame"),))
    (found,) = read(evidence, lexicon=load_lexicon(), folds=load_folds()).disclosures
    assert found.shortfall is None
