from __future__ import annotations

from datetime import datetime

from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.model import Judged, Status
from herkenbaar.reports.summary import badge, filters, lead, over_time
from herkenbaar.reports.tally import Tally
from herkenbaar.reports.words import vocabulary

EN, NL = vocabulary("en"), vocabulary("nl")


def tally(*videos: Judged) -> Tally:
    out = Tally()
    for video in videos:
        out.add(video.verdict)
    return out


def text(made: str) -> str:
    return " ".join(BeautifulSoup(made, "html.parser").get_text(" ").split())


def test_the_lead_says_in_one_sentence_how_it_went() -> None:
    counts = tally(builder.clean(), builder.judged(), builder.undisclosed(), builder.review(), builder.disclosed())
    said = text(lead(counts, EN, datetime(2026, 11, 22, 9, 30)))
    assert said == (
        "4 videos show signs of advertising. Of these, 1 is recognisable, in 1 the disclosure falls short, "
        "in 1 no disclosure was found and 1 needs a look. "
        "5 videos · 2 creators · YouTube · TikTok · made on 22 Nov 2026, 09:30"
    )


def test_one_share_needs_no_and() -> None:
    assert text(lead(tally(builder.judged()), NL, None)).startswith(
        "Bij 1 video zijn tekenen van reclame gevonden. Daarvan schiet bij 1 de vermelding tekort."
    )


def test_nothing_found_and_nothing_looked_at_are_different_words() -> None:
    assert "No signs of advertising were found where we looked." in text(lead(tally(builder.clean()), EN, None))
    assert text(lead(tally(), EN, None)) == "Nothing was looked at."


def test_there_is_a_tile_for_every_status_that_occurs_and_all_is_chosen() -> None:
    made = BeautifulSoup(filters(tally(builder.clean(), builder.judged()), EN), "html.parser")
    assert [(button["id"], button.has_attr("checked")) for button in made.find_all("input")] == [
        ("show-all", True),
        ("show-deficient", False),
        ("show-no_ad", False),
    ]


def test_every_status_can_be_filtered_by_the_style_sheet() -> None:
    from importlib import resources

    sheet = resources.files("herkenbaar.reports").joinpath("page.css").read_text(encoding="utf-8")
    for status in Status:
        assert f"body:has(#show-{status}:checked) .video:not(.{status})" in sheet
        assert f".fill-{status} " in sheet


def test_the_chart_needs_two_periods_and_says_what_it_leaves_out() -> None:
    assert over_time(tally(builder.judged()), EN) is None
    videos = [builder.judged(video=builder.evidence(published=date)) for date in ("2025-01-01", "2025-02-01", None)]
    old = builder.judged(Status.OUT_OF_SCOPE, video=builder.evidence(published="2021-01-01"))
    made = over_time(tally(*videos, old), EN)
    assert made is not None
    assert "Jan 2025" in made
    assert "1 video from before 1 July 2022 is not in the chart; 1 video without a readable date" in text(made)


def test_a_badge_says_the_status_in_words() -> None:
    assert text(badge(Status.REVIEW, NL)) == "? zelf bekijken"
