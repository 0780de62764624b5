from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.model import Cue, Evidence, Platform, Range
from herkenbaar.room import Spot, free_within, room_to_say, room_to_show, seconds_to_say

VIDEO = {"platform": Platform.TIKTOK, "id": "draft"}


def spoken(*ranges: Range, duration: float = 30.0, heard: tuple[Range, ...] | None = None) -> Evidence:
    cues = tuple(Cue(start, end, "woorden") for start, end in ranges)
    return Evidence(**VIDEO, duration=duration, speech=cues, heard=heard)


def test_a_sentence_takes_as_long_as_its_words() -> None:
    assert seconds_to_say("Deze video bevat reclame voor Merk") == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("evidence", "room"),
    [
        pytest.param(spoken(), (0.3, 2.3), id="nobody speaks"),
        pytest.param(spoken((0, 4), (5, 12), (16, 30)), (12.3, 14.3), id="the first pause that is long enough"),
        pytest.param(spoken((3, 30)), (0.3, 2.3), id="before the first word"),
        pytest.param(spoken((0, 28)), None, id="a pause too short"),
        pytest.param(spoken((0, 10), heard=((0, 10),)), None, id="nobody listened to the rest"),
        pytest.param(Evidence(**VIDEO, duration=30), None, id="nobody listened"),
    ],
)
def test_room_to_say_it_is_the_first_pause_that_fits(evidence: Evidence, room: Range | None) -> None:
    assert room_to_say(evidence, 2.0) == room


def shown(*cues: Cue, duration: float = 30.0) -> Evidence:
    return Evidence(**VIDEO, duration=duration, screen=cues)


@pytest.mark.parametrize(
    ("evidence", "spot"),
    [
        pytest.param(shown(), Spot(0, 6, "top"), id="an empty picture"),
        pytest.param(shown(Cue(0, 30, "titel", place="top")), Spot(0, 6, "bottom"), id="words at the top"),
        pytest.param(shown(Cue(2, 12, "overal")), Spot(12, 18, "top"), id="words of which the place is not known"),
        pytest.param(shown(duration=4), Spot(0, 4, "top"), id="a short video"),
        pytest.param(shown(Cue(0, 30, "overal")), None, id="words all the time"),
        pytest.param(Evidence(**VIDEO, duration=30), None, id="nobody looked"),
    ],
)
def test_room_to_show_it_is_where_no_other_words_stand(evidence: Evidence, spot: Spot | None) -> None:
    assert room_to_show(evidence) == spot


RANGE = st.tuples(st.floats(0, 100), st.floats(0.1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(RANGE))
def test_what_is_free_never_overlaps_what_is_said(busy: list[Range]) -> None:
    cues = [Cue(start, end, "x") for start, end in busy]
    for start, end in free_within([(0.0, 120.0)], cues):
        assert 0 <= start < end <= 120
        assert all(end <= cue.start or cue.end <= start for cue in cues)
