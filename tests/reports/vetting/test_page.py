"""Comparisons as a page."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from tests.reports.browser import CHROMIUM, outline, overflowing
from tests.reports.hostile import SNIPPETS
from tests.reports.vetting.cards import card, unread

from herkenbaar.reports.vetting.card import Card
from herkenbaar.reports.vetting.page import write


def written(*cards: Card, lang: str = "en") -> str:
    out = io.StringIO()
    write(cards, out, lang=lang)
    return out.getvalue()


def soup(*cards: Card) -> BeautifulSoup:
    return BeautifulSoup(written(*cards), "html.parser")


HARMLESS = outline(written(card(), unread()))


def test_each_creator_has_a_column_a_trend_and_examples() -> None:
    page = soup(card(), unread())
    assert [head.text for head in page.select(".beside thead th")] == ["Sanne", "Omar"]
    assert [head["href"] for head in page.select(".beside thead a")] == [
        "https://www.tiktok.com/@sanne",
        "https://www.tiktok.com/@omar",
    ]
    assert [caption.text for caption in page.select("figcaption")] == ["Sanne", "Omar"]
    assert [heading.text for heading in page.select("h3")] == ["Sanne", "Omar"]


def test_who_could_not_be_read_is_not_said_to_be_faultless() -> None:
    page = soup(card(), unread())
    assert [figure.select("p")[0].text for figure in page.select("figure")[1:]] == ["nothing was looked at"]
    assert [item.text for item in page.select("section")[-1].select("li")] == ["nothing was looked at"]


def test_a_chart_has_its_numbers_in_a_table_beside_it() -> None:
    figure = soup(card()).select("figure")[0]
    assert figure.select("svg[role=img][aria-label]")
    assert len(figure.select("details table tbody tr")) == 5


@pytest.mark.parametrize("name", SNIPPETS)
def test_hostile_names_add_no_element_and_no_attribute(name: str) -> None:
    text = written(card(name), card("Sanne"))
    text.encode("utf-8")
    assert outline(text) <= HARMLESS


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_twelve_creators_have_room_at_any_width(width: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    names = ["Lorem" * 60, "een lange naam " * 20, " ".join(SNIPPETS), *(f"Maker {number}" for number in range(8))]
    html = written(*map(card, names), unread(), lang="nl").replace("<details", "<details open")
    assert overflowing(html, width=width, folder=tmp_path_factory.mktemp("page")) == []
