from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.model import Coverage, Cue, Judged, Surface
from herkenbaar.reports import timeline as module
from herkenbaar.reports.timeline import moments, timeline
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def soup(judged: Judged) -> BeautifulSoup:
    return BeautifulSoup(timeline(judged, EN) or "", "html.parser")


def lanes(judged: Judged, fill: str) -> list[tuple[str, str]]:
    return [(str(rect["x"]), str(rect["width"])) for rect in soup(judged).find_all("rect", class_=f"lane-{fill}")]


def test_a_find_stands_at_its_share_of_the_duration() -> None:
    judged = builder.judged(video=builder.evidence(duration=122.0))
    assert lanes(judged, "signal") == [("50.00%", "25.82%")]


def test_what_was_not_looked_at_is_grey_and_said() -> None:
    made = soup(builder.judged())
    names = [text.text for text in made.find_all("text", class_="lane-name")]
    assert names == ["speech · looked at", "text on screen · not looked at"]
    assert lanes(builder.judged(), "seen") == [("0.00%", "100.00%")]


def test_only_the_seconds_that_were_heard_are_drawn_as_heard() -> None:
    judged = builder.judged(video=builder.evidence(duration=100.0, heard=((0.0, 30.0),)))
    assert lanes(judged, "seen") == [("0.00%", "30.00%")]


def test_looked_at_without_a_find_says_so() -> None:
    judged = builder.judged(
        video=builder.evidence(screen=()), coverage=builder.coverage(screen=Coverage("looked", "OCR"))
    )
    assert "text on screen · nothing found" in soup(judged).get_text(" ")


def test_moments_are_listed_with_time_and_quote() -> None:
    said = builder.disclosure(surface=Surface.SPEECH, quote="dit is reclame", start=3.0, end=4.5, zone=None)
    judged = builder.judged(disclosures=(said,))
    items = [" ".join(item.get_text(" ").split()) for item in soup(judged).find_all("li")]
    assert items == [
        "0:03–0:04 speech: disclosure dit is reclame",
        "1:01–1:32 speech: spoken sponsor read met code SANNE15 krijg je korting",
    ]
    assert [moment.start for moment in moments(judged.verdict)] == [3.0, 61.0]


def test_without_duration_the_line_ends_with_the_last_thing_heard() -> None:
    video = builder.evidence(duration=None, speech=(Cue(0.0, 184.0, "x"),))
    assert "3:04" in soup(builder.judged(video=video)).get_text(" ")


def test_there_is_no_line_without_time() -> None:
    video = builder.evidence(duration=None, speech=None)
    assert timeline(builder.judged(video=video, advertising=builder.advertising(signals=())), EN) is None


def test_so_many_moments_and_no_more_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 0)
    assert "1 more find not drawn" in soup(builder.judged()).get_text(" ")
