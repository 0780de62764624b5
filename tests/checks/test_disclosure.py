"""Is it said, where, and how clearly: *could not look* is never *not there*."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checks.by_hand import mark, read

from herkenbaar.checks.disclosure import disclosed, labelled, marked_in_video
from herkenbaar.model import Disclosure, Grade, LabelKind, Platform, Relation, Surface, Zone

ON = (Surface.TITLE, Surface.DESCRIPTION)
IN_ALL = ((Surface.SPEECH, Surface.SCREEN, Surface.LABEL),)
DOUBT = "low_confidence"


@pytest.mark.parametrize(
    ("marks", "fields", "asked", "value"),
    [
        ([mark()], {}, {}, True),
        ([], {}, {}, False),
        ([], {"title": None}, {}, None),
        ([], {"title": None, "platform": Platform.TIKTOK}, {}, False),
        ([mark()], {"title": None}, {}, True),
        ([mark("speech")], {}, {}, False),
        ([mark(grade="weak")], {}, {"grade": Grade.ACCEPTED}, False),
        ([mark(grade="weak")], {}, {"grade": Grade.WEAK}, True),
        ([mark()], {}, {"zone": Zone.VISIBLE}, True),
        ([mark(zone="hidden")], {}, {"zone": Zone.VISIBLE}, False),
        ([mark(zone="hidden")], {}, {}, True),
        ([mark(zone="uncertain")], {}, {"zone": Zone.VISIBLE}, None),
        ([mark(zone="uncertain"), mark("title")], {}, {"zone": Zone.VISIBLE}, True),
        ([mark(doubt=DOUBT)], {}, {}, None),
        ([mark(doubt=DOUBT), mark()], {}, {}, True),
        ([mark(zone="hidden", doubt=DOUBT)], {}, {"zone": Zone.VISIBLE}, False),
        ([mark(tells=Relation.GIFT)], {}, {"tells": Relation.GIFT}, True),
        ([mark()], {}, {"tells": Relation.GIFT}, False),
        ([], {"title": None}, {"only_if_seen": True}, False),
        ([mark(doubt=DOUBT)], {}, {"only_if_seen": True}, None),
    ],
)
def test_a_mark_counts_where_it_fits(
    marks: list[Disclosure], fields: dict[str, Any], asked: dict[str, Any], value: bool | None
) -> None:
    assert disclosed(read(*marks, **fields), on=ON, **asked).value is value


def test_a_hidden_mark_is_the_proof_that_none_is_visible() -> None:
    answer = disclosed(read(mark(zone="hidden")), on=ON, zone=Zone.VISIBLE)
    assert [(span.quote, span.zone) for span in answer.spans] == [("reclame", Zone.HIDDEN)]


@pytest.mark.parametrize(
    ("marks", "fields", "value", "missing"),
    [
        ([mark("speech")], {"label": None, "screen": None}, True, []),
        ([mark("screen")], {"speech": None}, True, []),
        ([], {"label": True, "speech": None, "screen": None}, True, []),
        ([], {}, False, []),
        ([], {"screen": None}, False, ["screen"]),
        ([], {"label": None}, False, ["label"]),
        ([], {"label": None, "screen": None}, None, ["screen", "label"]),
        ([], {"speech": None}, None, ["speech"]),
        ([], {"partly": (Surface.SPEECH,)}, None, ["speech"]),
        ([], {"partly": (Surface.SCREEN,)}, False, ["screen"]),
        ([mark("speech", doubt=DOUBT)], {}, None, []),
        ([mark("speech", doubt=DOUBT)], {"label": True}, True, []),
    ],
)
def test_a_silent_video_takes_somebody_who_listened_and_looked(
    marks: list[Disclosure], fields: dict[str, Any], value: bool | None, missing: list[str]
) -> None:
    answer = marked_in_video(read(*marks, **fields))
    assert (answer.value, list(answer.missing)) == (value, missing)


def test_a_rule_pack_can_ask_for_more_before_it_says_that_a_video_is_silent() -> None:
    assert marked_in_video(read(label=None), enough=IN_ALL).value is None
    assert marked_in_video(read(), enough=IN_ALL).value is False


def test_a_duty_that_begins_with_a_mark_takes_what_is_unseen_for_no() -> None:
    assert marked_in_video(read(speech=None), only_if_seen=True).value is False
    assert marked_in_video(read(mark("speech", doubt=DOUBT)), only_if_seen=True).value is None


def test_a_weak_word_in_the_video_is_no_clear_one() -> None:
    found = read(mark("speech", grade="insufficient"))
    assert marked_in_video(found).value is True
    assert marked_in_video(found, grade=Grade.WEAK).value is False


@pytest.mark.parametrize(
    ("label", "platform", "asked", "value"),
    [
        (True, "tiktok", {}, True),
        (False, "tiktok", {}, False),
        (None, "tiktok", {}, None),
        (True, "youtube", {"platforms": (Platform.TIKTOK,)}, False),
        (None, "youtube", {"platforms": (Platform.TIKTOK,)}, False),
        (None, "tiktok", {"only_if_seen": True}, False),
    ],
)
def test_a_label_is_on_off_or_not_looked_at(
    label: bool | None, platform: str, asked: dict[str, Any], value: bool | None
) -> None:
    given = read(label=label, label_kind=LabelKind.UNKNOWN, platform=Platform(platform))
    assert labelled(given, **asked).value is value


def test_a_label_that_was_not_looked_for_is_named_even_where_it_makes_up_for_nothing() -> None:
    assert labelled(read(label=None), only_if_seen=True).missing == (Surface.LABEL,)
