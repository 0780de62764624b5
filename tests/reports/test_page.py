from __future__ import annotations

import io
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from tests.reports import builder
from tests.reports.browser import CHROMIUM, console, outline
from tests.reports.hostile import SNIPPETS, videos

from herkenbaar.model import Judged, Problem
from herkenbaar.reports import page
from herkenbaar.reports.page import write

ALL = [builder.clean(), builder.judged(), builder.undisclosed(), builder.review(), builder.disclosed()]
PROBLEM = Problem("x/a.info.json", "not JSON", "download it again")


def written(*results: Judged | Problem, lang: str = "en", made: datetime | None = None) -> str:
    out = io.StringIO()
    write(results, out, lang=lang, made=made)
    return out.getvalue()


def soup(*results: Judged | Problem, lang: str = "en") -> BeautifulSoup:
    return BeautifulSoup(written(*results, lang=lang), "html.parser")


HARMLESS = outline(written(*ALL, builder.judged(video=builder.evidence(description="x" * 900)), PROBLEM))


def test_videos_stand_worst_first() -> None:
    names = [heading.get_text() for heading in soup(*ALL).find_all("h3")]
    assert names == ["Unboxing", "Herfstlooks", "Vlog 12", "Met label", "Dagje weg 0"]


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(heading.name[1]) for heading in soup(*ALL, PROBLEM).find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_id_is_used_once_and_every_link_inside_the_page_arrives() -> None:
    made = soup(*ALL, builder.review())
    ids = [str(element["id"]) for element in made.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in made.select('a[href^="#"]')} <= set(ids)


def test_pictures_have_words_and_buttons_have_names() -> None:
    made = soup(*ALL)
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in made.find_all("svg"))
    assert all(button.find_parent("label") for button in made.find_all("input"))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_says_its_language_and_that_it_is_no_legal_advice(lang: str) -> None:
    made = soup(*ALL, lang=lang)
    assert made.html is not None
    assert made.html["lang"] == lang
    assert ("geen juridisch advies" if lang == "nl" else "not legal advice") in made.get_text()


def test_unjudged_videos_and_unreadable_input_are_listed() -> None:
    text = " ".join(soup(*ALL, PROBLEM).get_text(" ").split())
    assert "This would settle it: speech, text on screen 1 video Vlog 12 speech could not be looked at" in text
    assert "x/a.info.json not JSON . What to do: download it again" in text


def test_an_empty_run_is_not_said_to_be_clean() -> None:
    text = soup(PROBLEM).get_text(" ")
    assert "Nothing was looked at." in text
    assert "no sign" not in text


def test_only_the_worst_are_shown_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "SHOWN", 2)
    made = soup(*ALL)
    assert len(made.find_all("article")) == 2
    assert "3 more videos are not in this list" in made.get_text()
    assert not made.select('a[href^="#"]')


def test_the_same_verdicts_give_the_same_page() -> None:
    assert written(*ALL) == written(*ALL)
    assert "22 Nov 2026, 09:30" in written(*ALL, made=datetime(2026, 11, 22, 9, 30))


def test_a_thousand_videos_stay_small() -> None:
    each = len(written(*[builder.judged()] * 50)) - len(written(builder.judged()))
    assert each / 49 < 10_000


@given(videos())
@settings(max_examples=30)
def test_hostile_text_adds_no_element_and_no_attribute(judged: Judged) -> None:
    text = written(judged, Problem(judged.evidence.id, judged.evidence.id, judged.evidence.id))
    text.encode("utf-8")
    assert outline(text) <= HARMLESS
    links = [str(link["href"]) for link in BeautifulSoup(text, "html.parser").select("a[href]")]
    assert all(link.startswith(("https://", "http://", "#v")) for link in links)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_real_browser_draws_the_page_without_a_complaint(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    hostile = builder.judged(video=builder.evidence(title=" ".join(SNIPPETS), description="\n".join(SNIPPETS)))
    complaints, picture = console(tmp_path, written(*ALL, hostile, PROBLEM, lang="nl"))
    assert complaints == []
    colours = {colour for _, colour in image.open(picture).convert("RGB").getcolors(1 << 20)}
    assert {(0xF5, 0xF4, 0xF0), (0xB3, 0x26, 0x1E), (0x2F, 0x8F, 0x58)} <= colours


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_real_browser_refuses_what_the_policy_forbids(tmp_path: Path) -> None:
    injected = '<script>document.title = "x"</script><img src="http://127.0.0.1:9/x.png"><p style="color: red">x</p>'
    complaints, _ = console(tmp_path, written(builder.judged()).replace("</main>", f"{injected}</main>"))
    assert len(complaints) == 3
    assert all("Content Security Policy" in complaint for complaint in complaints)
