from __future__ import annotations

import numpy as np
import pytest
from benchmarks.voices import Samples, compose, recording
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.evidence.audio import RATE
from herkenbaar.evidence.pauses import shorten


def tone(seconds: float, loud: float = 0.2) -> Samples:
    return (loud * np.sin(np.arange(round(seconds * RATE)) * 2 * np.pi * 220 / RATE)).astype(np.float32)


def hiss(seconds: float, loud: float = 0.0005) -> Samples:
    return (loud * np.random.default_rng(1).standard_normal(round(seconds * RATE))).astype(np.float32)


@pytest.mark.parametrize(
    ("case", "parts", "stretches"),
    [
        ("a long pause keeps a second at either end", [tone(2), hiss(8), tone(2)], [(0, 3), (9, 12)]),
        ("a short one is left as it is", [tone(2), hiss(2.9), tone(2)], [(0, 6.9)]),
        ("one before and one after", [hiss(5), tone(2), hiss(5)], [(0, 1), (4, 8), (11, 12)]),
        ("digital silence is a pause", [tone(2), np.zeros(8 * RATE, np.float32), tone(2)], [(0, 3), (9, 12)]),
        ("music under nobody's voice is no pause", [tone(2), hiss(8, 0.01), tone(2)], [(0, 12)]),
        ("a soft voice is no pause", [tone(8, 0.002), hiss(2, 0.0002), tone(8, 0.002)], [(0, 18)]),
        ("nothing is left as it is", [tone(0)], [(0, 0)]),
    ],
)
def test_only_the_middle_of_long_pauses_goes(
    case: str, parts: list[Samples], stretches: list[tuple[float, float]]
) -> None:
    found = shorten(np.concatenate(parts))
    assert np.asarray(found.stretches) == pytest.approx(np.asarray(stretches), abs=0.05), case
    assert len(found.samples) / RATE == pytest.approx(sum(end - start for start, end in stretches), abs=0.05)


@given(st.lists(st.tuples(st.floats(0.1, 6), st.sampled_from([0.0, 0.0005, 0.2])), max_size=6))
def test_every_second_that_is_left_is_found_where_it_was(parts: list[tuple[float, float]]) -> None:
    samples = np.concatenate([tone(0), *(tone(seconds, loud) for seconds, loud in parts)])
    found = shorten(samples)
    at = np.linspace(0, len(found.samples) / RATE, 40)
    places = [found.original(float(second)) for second in at]
    assert places == sorted(places)
    for second, place in zip(at[:-1], places, strict=False):
        left, was = (round(float(value) * RATE) for value in (second, place))
        assert np.abs(found.samples[left : left + 2] - samples[was : was + 2]).max(initial=0) < 0.03


def test_the_voice_itself_is_never_cut() -> None:
    sound = compose({2.0: 3, 15.0: 20}, seconds=30)
    kept = shorten(sound).stretches
    for start, number in ((2.0, 3), (15.0, 20)):
        end = start + len(recording(number)) / RATE
        assert any(first <= start and end <= last for first, last in kept)
