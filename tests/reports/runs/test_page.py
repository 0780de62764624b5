"""The account of a run as a page: safe, whole, and readable at every width."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from tests.reports.browser import CHROMIUM, outline, overflowing
from tests.reports.hostile import SNIPPETS
from tests.reports.runs.accounts import account, full, hostile, item, video, visited

from herkenbaar.reports.runs import page
from herkenbaar.reports.runs.account import Account

LONG = "Lorem" * 60


def written(told: Account, lang: str = "en") -> str:
    out = io.StringIO()
    page.write(told, out, lang=lang)
    return out.getvalue()


def soup(told: Account, lang: str = "en") -> BeautifulSoup:
    return BeautifulSoup(written(told, lang), "html.parser")


HARMLESS = outline(written(full()))


def test_each_section_stands_under_its_name_and_long_ones_are_folded() -> None:
    content = soup(full())
    names = [str(section["class"][0]) for section in content.select("main > section")]
    assert names[:4] == ["warnings", "unreadable", "new", "reopened"]
    assert names[-1] == "visited"
    folded = {str(section["class"][0]) for section in content.select("main > section:has(> details)")}
    assert folded == page.FOLDED | {"visited"}


@pytest.mark.parametrize(("lang", "heading"), [("nl", "Wat er veranderd is"), ("en", "What changed")])
def test_the_page_says_its_language_its_run_and_that_it_is_no_legal_advice(lang: str, heading: str) -> None:
    content = soup(full(), lang)
    assert content.html is not None
    assert content.html["lang"] == lang
    assert content.h1 is not None
    assert content.h1.text == heading
    assert "7" in content.select("p.lead")[0].text
    assert content.footer is not None


def test_a_section_of_thousands_is_cut_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SHOWN", 2)
    content = soup(account(visited=(visited(),), new=(item(),) * 5))
    assert [entry.text for entry in content.select("section.new li")][2] == "and 3 more"


def test_every_visit_is_in_the_table_with_what_could_not_be_counted_as_a_dash() -> None:
    rows = [[cell.text for cell in row.select("th, td")] for row in soup(full()).select("section.visited tbody tr")]
    assert rows[0] == ["Sanne", "read", "30", "1", "2", "3"]
    assert rows[1][:3] == ["Omar", "could not be read", "–"]


@given(hostile())
@settings(max_examples=30)
def test_hostile_text_adds_no_element_and_no_attribute(told: Account) -> None:
    text = written(told)
    text.encode("utf-8")
    assert outline(text) <= HARMLESS
    links = [str(link["href"]) for link in BeautifulSoup(text, "html.parser").select("a[href]")]
    assert all(link.startswith(("https://", "http://")) for link in links)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_runs_out_of_the_page_at_any_width(width: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    hard = video(title=" ".join(SNIPPETS), creator=LONG)
    told = full(
        new=(item(video=hard, quote=LONG),),
        visited=(visited(creator=LONG), visited(creator=" ".join(SNIPPETS), state="unreadable", reason=LONG)),
    )
    html = written(told, "nl").replace("<details>", "<details open>")
    assert overflowing(html, width=width, folder=tmp_path_factory.mktemp("page")) == []
