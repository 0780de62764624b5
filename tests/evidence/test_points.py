from __future__ import annotations

import msgspec
import pytest

from herkenbaar.evidence.points import points_of
from herkenbaar.model import (
    Advertising,
    Creator,
    Evidence,
    Platform,
    Relation,
    Signal,
    SignalKind,
    Status,
    Surface,
    Verdict,
    VideoRef,
)


def judged(*signals: Signal) -> Verdict:
    return Verdict(
        video=VideoRef(Platform.YOUTUBE, "a", None, None, None, Creator()),
        status=Status.REVIEW,
        severity=None,
        deficiencies=(),
        advertising=Advertising("yes", Relation.UNKNOWN, signals),
        disclosures=(),
        findings=(),
        coverage={},
    )


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("0:00 intro\n3:12 sponsor\n9:40 recept", [192]),
        ("1:02:03 Betaalde samenwerking met een merk", [3723]),
        ("3:12 de hond\n4:00 naar het strand", []),
        ("Reclame! Vanaf 12:05 laat ik het zien", [725]),
        ("sponsor 3:99 en 1:2:3", []),
        ("de verhouding is 16:9 en dit is reclame", []),
        ("", []),
    ],
)
def test_times_in_the_description_point_where_the_line_sounds_like_advertising(
    description: str, expected: list[float]
) -> None:
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", description=description)
    assert points_of(evidence, judged()) == tuple((float(at), float(at)) for at in expected)


def test_a_time_points_where_the_verdict_found_something_in_its_line() -> None:
    description = "1:00 intro\n2:00 de jas van Zonneveld\n3:00 uit"
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", description=description)
    found = Signal(SignalKind.AFFILIATE_LINK, Surface.DESCRIPTION, "Zonneveld", 27, 36)
    assert points_of(evidence, judged(found)) == ((120.0, 120.0),)


def test_what_was_heard_and_shown_points_to_its_own_seconds() -> None:
    evidence = Evidence(platform=Platform.YOUTUBE, id="a")
    read = Signal(SignalKind.SPONSOR_READ, Surface.SPEECH, "…", 40.0, 90.0)
    shown = Signal(SignalKind.SPONSOR_PHRASE, Surface.SCREEN, "…", 12.0, 14.0)
    title = Signal(SignalKind.SPONSOR_PHRASE, Surface.TITLE, "…", 2, 9)
    assert points_of(evidence, judged(read, shown, title)) == ((12.0, 14.0), (40.0, 90.0))


@pytest.mark.parametrize(
    ("chapters", "expected"),
    [
        ([{"title": "Intro", "start_time": 0}, {"title": "Onze sponsor", "start_time": 61.5, "end_time": 90}], [61.5]),
        ([{"title": "PR pakket uitpakken", "start_time": 10}], [10]),
        ([{"title": "sponsor", "start_time": -4}], []),
        ([{"title": 7}], []),
        ("nonsense", []),
        (None, []),
    ],
)
def test_chapters_point_by_their_title_and_nonsense_points_nowhere(chapters: object, expected: list[float]) -> None:
    raw = msgspec.Raw(msgspec.json.encode(chapters))
    evidence = Evidence(platform=Platform.YOUTUBE, id="a", extra={"chapters": raw})
    assert points_of(evidence, judged()) == tuple((float(at), float(at)) for at in expected)
