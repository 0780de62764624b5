from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.evidence.hallucinations import Segment, find_fault, sift


def said(text: str, *, start: float = 0.0, end: float = 4.0, **more: float) -> Segment:
    return Segment(start, end, text, more.pop("logprob", -0.2), **more)


@pytest.mark.parametrize(
    ("segment", "expected"),
    [
        (said("Deze video is een betaalde samenwerking."), ""),
        (said("Bedankt voor het kijken en tot de volgende keer!"), ""),
        (said("Ik ben echt heel heel heel blij."), ""),
        (said("De muziek is van mijn broer."), ""),
        (said("Ik kijk altijd naar Omroep Gelderland."), ""),
        (said("Een video met ondertiteling door mijn zus gemaakt", end=0.0, start=0.0), "faster than speech"),
        (said("Dit is reclame.", no_speech=0.9, logprob=-1.4), "no speech"),
        (said("Dit is reclame.", no_speech=0.9, logprob=-0.4), ""),
        (said("Dit is reclame.", no_speech=0.1, logprob=-1.4), ""),
        (said("ja ja ja ja ja ja", compression=2.9), "repetition"),
        (said("dit is reclame dit is reclame dit is reclame dit is reclame dit is reclame"), "repetition"),
        (said("♪ ♪"), "music"),
        (said("[Muziek]"), "music"),
        (said("(music)"), "music"),
        (said("Ondertitels ingediend door de Amara.org gemeenschap"), "invented credits"),
        (said("Ondertiteld door iemand van de omroep"), "invented credits"),
        (said("TV GELDERLAND 2021"), "invented credits"),
        (said("Subtitles by the Amara.org community"), "invented credits"),
        (said("x" * 200), "faster than speech"),
        (said(""), ""),
    ],
)
def test_a_segment_is_dropped_for_a_reason_only(segment: Segment, expected: str) -> None:
    assert find_fault(segment) == expected


def test_a_loop_keeps_its_first_rounds_and_counts_the_rest() -> None:
    kept, dropped = sift([said("Dit is reclame.", start=n, end=n + 1.0) for n in range(6)])
    assert [segment.start for segment in kept] == [0, 1]
    assert dropped == {"repetition": 4}


def test_empty_segments_are_neither_kept_nor_counted() -> None:
    assert sift([said(" "), said("...")]) == ([], {})


@given(st.lists(st.builds(said, st.text(max_size=60)), max_size=20))
def test_every_segment_is_kept_counted_or_empty(segments: list[Segment]) -> None:
    kept, dropped = sift(segments)
    assert len(kept) + sum(dropped.values()) <= len(segments)
    assert all(segment in segments for segment in kept)
