"""Is it advertising, and what ties creator and advertiser?"""

from __future__ import annotations

import pytest
from tests.checks.by_hand import read, signal

from herkenbaar.checks.advertising import advertising, has_video, related, signalled
from herkenbaar.model import Cue, Kind, Platform, Relation, SignalKind

GIFT = (Relation.GIFT,)


@pytest.mark.parametrize(("answer", "value"), [("yes", True), ("no", False), ("unsure", None)])
def test_the_reading_says_whether_it_is_advertising(answer: str, value: bool | None) -> None:
    assert advertising(read(answer=answer)).value is value


def test_signals_too_weak_to_tell_are_a_doubt_with_their_proof() -> None:
    answer = advertising(read(answer="unsure", signals=(signal("giveaway", 3, 4),)))
    assert answer.doubt == "weak_signals"
    assert [(span.start, span.end) for span in answer.spans] == [(3, 4)]


@pytest.mark.parametrize(
    ("answer", "relation", "value"),
    [("yes", "gift", True), ("yes", "sponsor", False), ("no", "none", False), ("unsure", "gift", None)],
)
def test_a_relation_is_known_where_the_advertising_is(answer: str, relation: str, value: bool | None) -> None:
    assert related(read(answer=answer, relation=relation), to=GIFT).value is value


def test_a_sign_is_found_by_its_kind() -> None:
    given = read(signals=(signal("affiliate_link", 3, 4, "description"),))
    assert signalled(given, kinds=(SignalKind.AFFILIATE_LINK,)).value is True
    assert signalled(given, kinds=(SignalKind.GIFT,)).value is False


def test_a_post_without_duration_and_sound_is_a_photo() -> None:
    photo = {"platform": Platform.INSTAGRAM, "kind": Kind.POST}
    assert has_video(read(**photo)).value is False
    assert has_video(read(**photo, duration=12)).value is True
    assert has_video(read(**photo, speech=(Cue(0, 1, "hoi"),))).value is True
    assert has_video(read(platform=Platform.INSTAGRAM, kind=Kind.REEL)).value is True
