"""A finding is known again by its words, and a decision holds for the words it was made on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.model import Creator, Deficiency, Finding, Outcome, Platform, Severity, Span, Surface, VideoRef, Words
from herkenbaar.waivers import Decision, DecisionKind, Standing, fingerprint, marks, silences, standing

VIDEO = VideoRef(Platform.TIKTOK, "1", None, None, None, Creator())
SPOKEN = "deze video is een betaalde samenwerking"


def finding(*spans: Span, rule: str = "r", deficiency: Deficiency | None = None) -> Finding:
    words = Words("", "")
    return Finding(rule, words, Outcome.FAIL, Severity.ZWAAR, deficiency, (), spans, words)


def text(quote: str, start: int = 0) -> Span:
    return Span(Surface.DESCRIPTION, quote, start, start + len(quote))


def spoken(quote: str, start: float = 0) -> Span:
    return Span(Surface.SPEECH, quote, start, start + 2)


SAME = [
    ("moved in the text", [text("#ad")], [text("#ad", 90)]),
    ("another order", [text("#ad"), text("code X")], [text("code X"), text("#ad")]),
    ("twice", [text("#ad")], [text("#ad"), text("#ad", 50)]),
    ("other letter forms", [text("Betaalde Samenwerking")], [text("betaalde  ｓamenwerking!")]),
    ("another rank of zone", [text("#ad")], [msgspec.structs.replace(text("#ad"), zone=None)]),
    ("captions cut otherwise", [spoken(SPOKEN)], [spoken("Deze video is een betaalde-samenwerking.", 7)]),
    ("a long read recognised again", [spoken("a sponsor read " * 20)], [spoken("the sponsor's reed " * 20)]),
]


@pytest.mark.parametrize(("before", "after"), [x[1:] for x in SAME], ids=[x[0] for x in SAME])
def test_the_fingerprint_stays(before: list[Span], after: list[Span]) -> None:
    assert fingerprint(VIDEO, finding(*before)) == fingerprint(VIDEO, finding(*after))


OTHER = [
    ("other words", VIDEO, finding(text("#spon"))),
    ("one more quote", VIDEO, finding(text("#ad"), text("code X"))),
    ("another surface", VIDEO, finding(Span(Surface.TITLE, "#ad", 0, 3))),
    ("another rule", VIDEO, finding(text("#ad"), rule="q")),
    ("another deficiency", VIDEO, finding(text("#ad"), deficiency=Deficiency.LATE)),
    ("another video", msgspec.structs.replace(VIDEO, id="2"), finding(text("#ad"))),
    ("another platform", msgspec.structs.replace(VIDEO, platform=Platform.YOUTUBE), finding(text("#ad"))),
]


@pytest.mark.parametrize(("video", "other"), [x[1:] for x in OTHER], ids=[x[0] for x in OTHER])
def test_the_fingerprint_differs(video: VideoRef, other: Finding) -> None:
    assert fingerprint(video, other) != fingerprint(VIDEO, finding(text("#ad")))


@given(st.lists(st.tuples(st.sampled_from(list(Surface)), st.text()), max_size=4), st.floats(0, 1e6))
def test_places_never_count(quotes: list[tuple[Surface, str]], place: float) -> None:
    here = [Span(surface, quote, 0, 1) for surface, quote in quotes]
    there = [Span(surface, quote, place, place + 1) for surface, quote in reversed(quotes)]
    assert fingerprint(VIDEO, finding(*here)) == fingerprint(VIDEO, finding(*there))


def test_signs_without_letters_are_told_apart() -> None:
    assert marks([text("🎁")]) != marks([text("💰")])


def decide(kind: DecisionKind = DecisionKind.WAIVE, *, until: date | None = date(2026, 12, 31)) -> Decision:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    known = marks([text("#ad"), text("code X")])
    return Decision(id=1, fingerprint="f", kind=kind, reason="r", by="b", until=until, at=at, marks=known)


@pytest.mark.parametrize(
    ("decision", "spans", "today", "expected"),
    [
        (decide(), [text("#ad"), text("code X")], date(2026, 12, 31), Standing.IN_FORCE),
        (decide(), [text("#ad")], date(2026, 12, 1), Standing.IN_FORCE),
        (decide(), [text("#ad")], date(2027, 1, 1), Standing.EXPIRED),
        (decide(until=None), [text("#ad")], date(2099, 1, 1), Standing.IN_FORCE),
        (decide(), [text("#ad"), text("code Y")], date(2026, 12, 1), Standing.OUTGROWN),
        (decide(DecisionKind.REOPEN), [text("#ad")], date(2026, 12, 1), Standing.WITHDRAWN),
    ],
)
def test_a_decision_holds_for_its_time_and_its_words(
    decision: Decision, spans: list[Span], today: date, expected: Standing
) -> None:
    assert standing(decision, marks(spans), today=today) is expected


def test_an_accepted_finding_still_counts() -> None:
    counts = {kind for kind in DecisionKind if not silences(decide(kind))}
    assert counts == {DecisionKind.ACCEPT, DecisionKind.REOPEN}
