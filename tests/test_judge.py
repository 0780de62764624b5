"""The roll-up: findings become one status, in the order of the contract. Readings are made by hand here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from herkenbaar import rulebook
from herkenbaar.judge import judge
from herkenbaar.model import (
    Advertising,
    Coverage,
    Cue,
    Deficiency,
    Disclosure,
    Evidence,
    Finding,
    Grade,
    Kind,
    Outcome,
    Platform,
    Reading,
    Relation,
    Severity,
    Status,
    Surface,
    Verdict,
    Words,
    Zone,
    parse_published,
)

BOOK = rulebook.load()
SPOKEN = (Cue(1, 3, "hallo"),)


def evidence(**fields: Any) -> Evidence:
    """A YouTube video of 2024 of which everything was looked at and nothing found."""
    whole = {"title": "titel", "description": "tekst", "speech": SPOKEN, "screen": (), "label": False}
    return Evidence(
        **{"platform": Platform.YOUTUBE, "id": "v", "published": "2024-05-01", "profile": "", **whole, **fields}
    )


def reading(
    *marks: Disclosure,
    ad: str = "yes",
    relation: Relation = Relation.DISCOUNT,
    partly: tuple[Surface, ...] = (),
    **fields: Any,
) -> Reading:
    given = evidence(**fields)
    seen = {surface: getattr(given, surface.value) is not None for surface in Surface}
    states = {surface: Coverage("looked" if seen[surface] else "not_looked") for surface in Surface}
    states.update({surface: Coverage("partly") for surface in partly})
    published: datetime | None = parse_published(given.published)
    advertising = Advertising(ad, relation, why="weak_signals")  # type: ignore[arg-type]
    return Reading(given, published, advertising, marks, states, ())


def mark(
    surface: str = "description", grade: str = "recommended", zone: str | None = "visible", doubt: str = "", **more: Any
) -> Disclosure:
    in_text = surface in ("title", "description")
    place = Zone(zone) if zone and in_text else None
    start, end = (None, None) if surface == "label" else (0.0, 7.0)
    return Disclosure(Surface(surface), "reclame", start, end, "reclame", Grade(grade), place, doubt=doubt, **more)


def verdict(*marks: Disclosure, **more: Any) -> Verdict:
    return judge(reading(*marks, **more), BOOK)


def finding(found: Verdict, name: str) -> Finding:
    return next(entry for entry in found.findings if entry.rule.endswith(f"mediawet/{name}"))


TEXT, VOICE = mark(), mark("speech")
UNHEARD: dict[str, Any] = {"speech": None}
UNSEEN: dict[str, Any] = {"screen": None, "label": None}


@pytest.mark.parametrize(
    ("marks", "fields", "status", "deficiencies"),
    [
        ([], {"published": "2022-06-30T21:59:59Z"}, "out_of_scope", []),
        ([], {"ad": "no"}, "no_ad", []),
        ([], {"ad": "no", **UNHEARD, **UNSEEN}, "no_ad", []),
        ([], {}, "undisclosed", []),
        ([], {"published": "2022-06-30T22:00:00Z"}, "undisclosed", []),
        ([], UNHEARD, "review", []),
        ([], UNSEEN, "review", []),
        ([], {"label": None}, "undisclosed", []),
        ([], {"screen": None}, "undisclosed", []),
        ([], {"partly": (Surface.SPEECH,)}, "review", []),
        ([], {"description": None}, "review", []),
        ([], {"published": None}, "review", []),
        ([], {"ad": "unsure"}, "review", []),
        ([TEXT, VOICE], {}, "disclosed", []),
        ([TEXT, VOICE], {"published": None}, "disclosed", []),
        ([TEXT, mark("screen")], UNHEARD, "disclosed", []),
        ([TEXT], {"label": True, **UNHEARD}, "disclosed", []),
        ([TEXT], {}, "deficient", ["not_in_video"]),
        ([TEXT], UNHEARD, "review", []),
        ([TEXT], UNSEEN, "review", []),
        ([VOICE], {}, "deficient", ["not_in_description"]),
        ([VOICE], UNSEEN, "deficient", ["not_in_description"]),
        ([mark("screen")], {"platform": Platform.TIKTOK, "label": None}, "deficient", ["not_in_description"]),
        ([], {"label": True}, "deficient", ["not_in_description"]),
        ([], {"label": True, "platform": Platform.TIKTOK}, "disclosed", []),
        ([], {"label": True, "platform": Platform.INSTAGRAM}, "disclosed", []),
        ([mark(zone="hidden")], {}, "deficient", ["hidden", "not_in_video"]),
        ([mark(zone="hidden")], UNHEARD, "deficient", ["hidden"]),
        ([mark(zone="hidden"), VOICE], {}, "deficient", ["hidden"]),
        ([mark(zone="hidden")], {"platform": Platform.TIKTOK, "label": True}, "disclosed", []),
        ([mark(zone="hidden"), VOICE], {"platform": Platform.TIKTOK, "label": None}, "deficient", ["hidden"]),
        ([mark(zone="hidden"), mark("title"), VOICE], {}, "disclosed", []),
        ([mark(zone="uncertain"), VOICE], {}, "review", []),
        ([mark(zone="uncertain"), TEXT, VOICE], {}, "disclosed", []),
        ([mark(grade="weak")], {}, "deficient", ["not_in_video", "wording"]),
        ([mark(grade="insufficient")], {}, "deficient", ["not_in_video", "wording"]),
        ([mark(grade="weak")], UNHEARD, "review", []),
        ([mark(grade="weak"), VOICE], {}, "disclosed", []),
        ([mark(grade="weak"), mark(zone="hidden")], {}, "deficient", ["not_in_video", "wording"]),
        ([mark(grade="insufficient"), mark(zone="hidden")], {}, "deficient", ["hidden", "not_in_video"]),
        ([mark(grade="insufficient"), VOICE], {}, "deficient", ["not_in_description"]),
        ([mark("speech", "insufficient")], {}, "deficient", ["wording"]),
        ([TEXT, mark("speech", doubt="fuzzy")], {}, "review", []),
        ([mark("speech", doubt="fuzzy")], {}, "review", []),
        ([mark(doubt="fuzzy"), VOICE], {}, "review", []),
    ],
)
def test_findings_roll_up_in_the_order_of_the_contract(
    marks: list[Disclosure], fields: dict[str, Any], status: str, deficiencies: list[str]
) -> None:
    found = verdict(*marks, **fields)
    assert (found.status, list(found.deficiencies)) == (Status(status), [Deficiency(name) for name in deficiencies])


def test_a_review_names_the_surface_that_would_settle_it() -> None:
    assert finding(verdict(TEXT, **UNHEARD), "in-video").needs == (Surface.SPEECH,)
    assert finding(verdict(TEXT, **UNSEEN), "in-video").needs == (Surface.SCREEN, Surface.LABEL)
    assert finding(verdict(description=None), "recognisable").needs == (Surface.DESCRIPTION,)


def test_a_review_names_its_doubt() -> None:
    assert finding(verdict(published=None), "recognisable").doubt == "no_date"
    assert finding(verdict(mark(zone="uncertain"), VOICE), "default-view").doubt == "fold_uncertain"
    assert finding(verdict(ad="unsure"), "recognisable").doubt == "weak_signals"
    assert finding(verdict(mark("speech", doubt="fuzzy")), "recognisable").doubt == "fuzzy"


def test_what_nobody_looked_at_is_not_called_absent_in_the_advice() -> None:
    advice = finding(verdict(TEXT, **UNHEARD), "in-video").advice
    assert advice.nl == "Nog niet te zeggen. Eerst te bekijken of te beluisteren: wat er gezegd wordt."
    assert finding(verdict(TEXT, VOICE), "in-video").advice == Words("", "")


def test_a_duty_about_a_mark_begins_with_a_mark_that_was_found() -> None:
    """Where none was found and not all was looked at, one rule says so; the others do not repeat it."""
    found = verdict(**UNHEARD, **UNSEEN)
    heavy = [entry.rule for entry in found.findings if entry.outcome is Outcome.UNSURE and entry.severity != "advies"]
    assert heavy == ["nl/mediawet/recognisable"]


def test_a_broken_duty_names_what_was_left_unseen() -> None:
    """The accusation stands on speech and label; the text in the picture could still change it, so it is named."""
    found = finding(verdict(screen=None), "recognisable")
    assert (found.outcome, found.needs) == (Outcome.FAIL, (Surface.SCREEN,))


@pytest.mark.parametrize(
    ("marks", "fields", "severity"),
    [
        ([], {}, Severity.ERNSTIG),
        ([TEXT], {}, Severity.ZWAAR),
        ([mark(grade="accepted"), mark("speech", "accepted")], {}, Severity.ADVIES),
        ([TEXT, VOICE], {}, None),
        ([], {"ad": "no"}, None),
    ],
)
def test_the_severity_is_that_of_the_heaviest_broken_duty(
    marks: list[Disclosure], fields: dict[str, Any], severity: Severity | None
) -> None:
    assert verdict(*marks, **fields).severity is severity


def test_advice_rides_along_and_changes_no_status() -> None:
    found = verdict(mark(grade="accepted"), mark("speech", "accepted"), relation=Relation.SPONSOR)
    assert found.status is Status.DISCLOSED
    assert found.deficiencies == (Deficiency.NOT_NAMED,)


def test_a_photo_has_no_duty_inside_the_video() -> None:
    photo: dict[str, Any] = {"platform": Platform.INSTAGRAM, "kind": Kind.POST, "speech": None, "screen": None}
    assert verdict(TEXT, **photo).status is Status.DISCLOSED
    assert verdict(**photo).status is Status.UNDISCLOSED
    assert verdict(mark(zone="hidden"), **photo).deficiencies == (Deficiency.HIDDEN,)
    assert verdict(mark(grade="insufficient"), **photo).deficiencies == (Deficiency.WORDING,)


def test_without_advertising_no_rule_applies_and_coverage_is_said() -> None:
    found = verdict(ad="no", speech=None)
    assert {entry.outcome for entry in found.findings} == {Outcome.INAPPLICABLE}
    assert found.coverage[Surface.SPEECH].state == "not_looked"


def test_rules_are_chosen_by_the_day_of_publication_in_amsterdam() -> None:
    before, after = (verdict(TEXT, VOICE, published=f"2026-06-30T{hour}:30:00Z") for hour in (21, 22))
    new = {entry.rule for entry in after.findings} - {entry.rule for entry in before.findings}
    assert new == {"nl/rsm/first-words-2026", "nl/rsm/listed-words-2026"}


def test_the_verdict_has_the_shape_of_the_contract() -> None:
    found = msgspec.to_builtins(verdict(TEXT))
    assert found["schema"] == "herkenbaar.verdict/1"
    for key in ("video", "status", "severity", "deficiencies", "advertising", "disclosures", "findings", "coverage"):
        assert key in found
    broken = next(entry for entry in found["findings"] if entry["outcome"] == "fail")
    assert {"rule", "outcome", "severity", "deficiency", "law", "spans", "advice"} <= broken.keys()
    assert {"ref", "at", "url", "status"} == broken["law"][0].keys()
    assert set(broken["advice"]) == {"nl", "en"}


surfaces = st.sampled_from(["title", "description", "speech", "screen"])
any_mark = st.builds(
    mark,
    surfaces,
    st.sampled_from([grade.value for grade in Grade]),
    st.sampled_from([zone.value for zone in Zone]),
    st.sampled_from(["", "fuzzy"]),
)
any_fields = st.fixed_dictionaries(
    {
        "ad": st.sampled_from(["yes", "no", "unsure"]),
        "relation": st.sampled_from(Relation),
        "platform": st.sampled_from(Platform),
        "kind": st.sampled_from(Kind),
        "published": st.sampled_from([None, "2021-01-01", "2022-07-01", "2025-06-16", "2026-07-01", "2999-12-31"]),
        "title": st.sampled_from([None, "", "titel"]),
        "description": st.sampled_from([None, "", "tekst #a #b"]),
        "speech": st.sampled_from([None, (), SPOKEN]),
        "screen": st.sampled_from([None, ()]),
        "label": st.sampled_from([None, True, False]),
        "duration": st.sampled_from([None, 60.0]),
        "profile": st.sampled_from([None, "", "CvdM"]),
        "partly": st.sampled_from([(), (Surface.SPEECH,), (Surface.SCREEN,)]),
    }
)


@given(st.lists(any_mark, max_size=4), any_fields)
def test_nobody_is_accused_of_saying_nothing_before_somebody_listened_and_looked(
    marks: list[Disclosure], fields: dict[str, Any]
) -> None:
    given_reading = reading(*marks, **fields)
    found = judge(given_reading, BOOK)
    state = {surface: entry.state for surface, entry in found.coverage.items()}
    if found.status is Status.UNDISCLOSED:
        assert fields["ad"] == "yes"
        assert fields["published"] is not None
        assert not marks
        assert state[Surface.DESCRIPTION] == "looked"
        photo = fields["kind"] is Kind.POST and not fields["duration"] and not fields["speech"]
        seen = [surface for surface in (Surface.SCREEN, Surface.LABEL) if state[surface] == "looked"]
        assert seen if not photo else Surface.LABEL in seen
        assert photo or state[Surface.SPEECH] == "looked"
    if found.status is Status.DISCLOSED:
        assert fields["label"] or any(not each.doubt for each in marks)
    if found.status is Status.REVIEW:
        open_ones = [entry for entry in found.findings if entry.outcome is Outcome.UNSURE]
        assert any(entry.needs or entry.doubt for entry in open_ones)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Verdict) == found


@given(st.lists(any_mark, max_size=4), any_fields, st.sampled_from(["speech", "screen"]))
def test_looking_further_without_finding_anything_turns_no_accusation_into_a_pass(
    marks: list[Disclosure], fields: dict[str, Any], surface: str
) -> None:
    """An accusation that stood while a surface was unseen still stands when that surface turns out to be empty."""
    assume(not any(each.surface == surface for each in marks) and fields["kind"] is not Kind.POST)
    before = verdict(*marks, **{**fields, surface: None})
    after = verdict(*marks, **{**fields, surface: (), "partly": ()})
    if before.status in (Status.UNDISCLOSED, Status.DEFICIENT):
        assert after.status in (Status.UNDISCLOSED, Status.DEFICIENT)
        assert set(before.deficiencies) <= set(after.deficiencies) or after.status is Status.UNDISCLOSED
