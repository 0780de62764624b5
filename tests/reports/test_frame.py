from __future__ import annotations

import base64
import hashlib
import re
from importlib import resources

import pytest
from bs4 import BeautifulSoup

from herkenbaar.reports.frame import document
from herkenbaar.reports.markup import tag

SHEET = resources.files("herkenbaar.reports").joinpath("page.css").read_text(encoding="utf-8")


def test_the_policy_allows_this_style_sheet_and_nothing_else() -> None:
    page = BeautifulSoup("".join(document([tag("p", "x")], title="<t>", lang="nl")), "html.parser")
    style = page.style
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert style is not None
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in str(policy["content"])
    assert str(policy["content"]).startswith("default-src 'none'")
    assert page.title is not None
    assert (page.title.text, page.html and page.html["lang"]) == ("<t>", "nl")


def test_the_style_sheet_fetches_nothing_and_cannot_end_its_element() -> None:
    assert not re.search(r"url\(|@import|</", SHEET)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


STATUSES = ("undisclosed", "deficient", "review", "disclosed", "no_ad", "out_of_scope")
PAIRS = [
    *((ink, paper) for ink in ("ink", "quiet", "link") for paper in ("paper", "sheet", "well")),
    *((f"{status}-ink", f"{status}-tint") for status in STATUSES),
    *(("ink", mark) for mark in ("mark-disclosure", "mark-signal")),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_has_enough_contrast_in_both_schemes(scheme: str, ink: str, paper: str) -> None:
    block = SHEET.split("@media")[scheme == "dark"]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    assert contrast(colours[ink], colours[paper]) >= 4.5
