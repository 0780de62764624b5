from __future__ import annotations

import msgspec
import pytest
from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.model import FoldedText, Judged, LabelKind, Platform, Surface
from herkenbaar.reports.visitor import view
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def soup(judged: Judged) -> BeautifulSoup:
    return BeautifulSoup(view(judged, EN), "html.parser")


def words(judged: Judged) -> str:
    return " ".join(soup(judged).get_text(" ").split())


def test_the_text_is_cut_where_the_deciding_view_cuts_it() -> None:
    description = soup(builder.judged()).find(class_="description")
    assert description is not None
    visible = description.find_all(class_="zone-visible")
    hidden = description.find_all(class_="zone-hidden")
    assert "".join(part.get_text() for part in visible).replace("[discount code] ", "") == builder.DESCRIPTION[:62]
    assert [mark["class"] for part in hidden for mark in part.find_all("mark")] == [["disclosure"]]
    assert [cut.text for cut in description.find_all(class_="cut")] == ["…more"]


def test_the_uncertain_zone_is_drawn_apart() -> None:
    judged = msgspec.structs.replace(builder.judged(), folds=(FoldedText("app", Surface.DESCRIPTION, 10, 40, True),))
    assert [cut.text for cut in soup(judged).find_all(class_="cut")] == ["cut off somewhere here", "…more"]
    assert "at the edge of the default view" in words(judged)


def test_marks_say_what_they_are_without_colour() -> None:
    mark = soup(builder.judged()).find("mark", class_="signal")
    assert mark is not None
    assert mark["title"] == "discount code"
    assert mark.get_text() == "[discount code] code SANNE15"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"label": None}, "platform label not looked at"),
        ({"label": False}, "no platform label seen"),
        ({"label": True, "label_kind": LabelKind.THIRD_PARTY}, "Platform label: paid partnership"),
        ({"label": True, "sponsors": ("@vosje",)}, "Platform label (@vosje)"),
        ({"title": None}, "title not looked at"),
        ({"title": ""}, "no title"),
        ({"description": None}, "description not looked at"),
        ({"description": " "}, "no description"),
    ],
)
def test_what_is_not_there_and_what_was_not_looked_at_are_different_words(
    changes: dict[str, object], said: str
) -> None:
    assert said in words(builder.judged(video=builder.evidence(**changes)))


def test_tiktok_has_no_title_to_miss() -> None:
    assert "no title" not in words(builder.judged(video=builder.evidence(platform=Platform.TIKTOK, title="")))


def test_every_view_is_listed_with_what_it_shows() -> None:
    rows = [" ".join(row.get_text(" ").split()) for row in soup(builder.judged()).find_all("tr")]
    assert rows == [
        "view title description disclosure",
        "desktop judged by this – first 62 characters not visible",
        "mobile_app – nothing not visible",
    ]


def test_without_a_fold_the_text_is_whole_and_that_is_said() -> None:
    judged = msgspec.structs.replace(builder.judged(), folds=())
    assert "where the text is cut off is not known" in words(judged)
    assert not soup(judged).find(class_="cut")


def test_a_long_stretch_without_finds_is_shortened() -> None:
    long = builder.DESCRIPTION + "x" * 1_000_000
    made = view(builder.judged(video=builder.evidence(description=long)), EN)
    assert len(made) < 6000
    assert "characters without a find left out" in made
