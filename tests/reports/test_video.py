from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.model import Judged
from herkenbaar.reports.video import article
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def summary(judged: Judged) -> str:
    made = BeautifulSoup(article(judged, 7, EN), "html.parser")
    assert made.summary is not None
    return " ".join(made.summary.get_text(" ").split())


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        (
            builder.judged(),
            "! disclosure falls short serious Herfstlooks Sanne Voorbeeld · YouTube, video · 3 Oct 2025 "
            "not in the default view",
        ),
        (
            builder.undisclosed(),
            "✗ no disclosure found severe Unboxing Sanne Voorbeeld · YouTube, short · 3 Oct 2025 "
            "discount code “code SANNE15”; spoken sponsor read “met code SANNE15 krijg je korting”",
        ),
        (
            builder.review(),
            "? needs a look Vlog 12 Sanne Voorbeeld · TikTok, video · 3 Oct 2025 "
            "This would settle it: speech, text on screen",
        ),
        (builder.clean(), "– no sign of advertising Dagje weg 0 Sanne Voorbeeld · YouTube, video · 3 Oct 2025"),
    ],
)
def test_the_line_of_a_video_says_the_verdict_and_what_it_rests_on(judged: Judged, said: str) -> None:
    assert summary(judged) == said


def test_a_video_has_an_anchor_and_a_link_to_the_platform() -> None:
    made = BeautifulSoup(article(builder.judged(), 7, EN), "html.parser")
    assert [anchor["id"] for anchor in made.select("details > [id]")] == ["v7"]
    links = [link["href"] for link in made.select(".address a")]
    assert links == ["https://www.youtube.com/watch?v=a1"]


def test_an_address_that_is_no_web_address_is_text() -> None:
    made = BeautifulSoup(
        article(builder.judged(video=builder.evidence(url="javascript:alert(1)")), 7, EN), "html.parser"
    )
    assert not made.select(".address a")
    assert "javascript:alert(1)" in made.get_text()
