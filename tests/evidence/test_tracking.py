from __future__ import annotations

import pytest

from herkenbaar.evidence.ocr import Line
from herkenbaar.evidence.overlays import Area
from herkenbaar.evidence.tracking import Sample, follow


def line(text: str, *, top: float = 0.1, left: float = 0.1, confidence: float = 0.9, size: float = 0.04) -> Line:
    wide = 0.02 * len(text)
    return Line(left, top, min(1.0, left + wide), top + size * 1.3, text, confidence, size)


def shown(*readings: tuple[float, list[Line]], step: float = 0.5) -> list[Sample]:
    return [Sample(at, at + step, tuple(lines)) for at, lines in readings]


def every(step: float, start: float, end: float, *lines: Line) -> list[tuple[float, list[Line]]]:
    return [(start + n * step, list(lines)) for n in range(round((end - start) / step))]


def cues(samples: list[Sample]) -> list[tuple[float, float, str]]:
    return [(cue.start, cue.end, cue.text) for cue in follow(samples)]


def test_nothing_seen_gives_no_cues() -> None:
    assert follow([]) == ()
    assert follow(shown((0, []), (0.5, []))) == ()


def test_a_word_lasts_from_its_first_sample_to_one_step_after_its_last() -> None:
    assert cues(shown((0, []), *every(0.5, 0.5, 2.0, line("Reclame")), (2.0, []))) == [(0.5, 2.0, "Reclame")]


@pytest.mark.parametrize(
    ("readings", "best"),
    [
        (["Betaalde samenwerking", "Betaalde samenwerkng", "Betaalde samenwerking"], "Betaalde samenwerking"),
        (["Betaa1de samenwerking", "Betaalde samenwerking", "Betaalde samenwerking"], "Betaalde samenwerking"),
        (["Betaalde sam", "Betaalde samenw", "Betaalde samenwerking"], "Betaalde samenwerking"),
    ],
)
def test_the_best_of_several_readings_is_kept(readings: list[str], best: str) -> None:
    samples = shown(*((n * 0.5, [line(text)]) for n, text in enumerate(readings)))
    assert cues(samples) == [(0, 1.5, best)]


def test_other_words_at_the_same_place_are_another_cue() -> None:
    samples = shown(*every(0.5, 0, 1, line("welkom allemaal")), *every(0.5, 1, 2, line("vandaag bakken we")))
    assert cues(samples) == [(0, 1, "welkom allemaal"), (1, 2, "vandaag bakken we")]


def test_the_same_words_again_after_a_while_are_another_cue() -> None:
    samples = shown((0, [line("Reclame")]), *every(0.5, 0.5, 5), (5, [line("Reclame")]))
    assert cues(samples) == [(0, 0.5, "Reclame"), (5, 5.5, "Reclame")]


def test_words_that_one_sample_missed_go_on() -> None:
    samples = shown((0, [line("Reclame")]), (0.5, []), (1, [line("Reclame")]), (1.5, []))
    assert cues(samples) == [(0, 1.5, "Reclame")]


def test_words_that_move_stay_one_cue() -> None:
    samples = shown(*((n * 0.5, [line("Reclame", left=0.1 * n, top=0.05 * n)]) for n in range(6)))
    assert cues(samples) == [(0, 3, "Reclame")]


def test_the_same_word_twice_in_the_picture_is_two_cues() -> None:
    both = [line("Reclame", top=0.1), line("Reclame", top=0.8)]
    assert cues(shown(*every(0.5, 0, 1, *both))) == [(0, 1, "Reclame"), (0, 1, "Reclame")]


def test_lines_that_stand_together_for_the_same_time_are_one_text_in_reading_order() -> None:
    lines = [line("samenwerking", top=0.15), line("met Merk", left=0.36, top=0.152), line("Betaalde", top=0.1)]
    assert cues(shown(*every(0.5, 0, 4, *lines))) == [(0, 4, "Betaalde samenwerking met Merk")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(line("koop nu", top=0.5), id="far below"),
        pytest.param(line("koop nu", top=0.15, size=0.09), id="much larger"),
        pytest.param(line("koop nu", top=0.15, left=0.7), id="not under it"),
    ],
)
def test_lines_that_do_not_belong_together_stay_apart(other: Line) -> None:
    assert len(follow(shown(*every(0.5, 0, 4, line("Reclame"), other)))) == 2


def test_a_subtitle_under_a_mark_stays_apart_because_it_changes() -> None:
    mark = line("Reclame", top=0.1)
    first, second = line("ik ga vandaag", top=0.15), line("naar de markt", top=0.15)
    samples = shown(*every(0.5, 0, 1, mark, first), *every(0.5, 1, 3, mark, second))
    assert cues(samples) == [(0, 1, "ik ga vandaag"), (0, 3, "Reclame"), (1, 3, "naar de markt")]


def test_size_place_and_the_weakest_confidence_ride_along() -> None:
    lines = [line("Betaalde", confidence=0.8, size=0.05), line("samenwerking", top=0.16, size=0.05)]
    (cue,) = follow(shown(*every(0.5, 0, 4, *lines)))
    assert (cue.confidence, cue.height, cue.place) == (0.8, 0.05, "top")


def test_words_under_the_buttons_are_told_apart() -> None:
    caption = Area(name="caption", left=0, top=0.8, right=1, bottom=1)
    (cue,) = follow(shown(*every(0.5, 0, 4, line("Reclame", top=0.85))), (caption,))
    assert cue.place == "under_buttons"
