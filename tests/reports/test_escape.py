from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from tests.reports.hostile import texts

from herkenbaar.reports.escape import cell, one_line, safe_url, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gewoon", "gewoon"),
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[31m", "␛[31m"),
        ("\x00", "␀"),
        ("\x7f", "␡"),
        ("\x9b", "⟨U+009B⟩"),
        ("\u202eabc", "⟨U+202E⟩abc"),
        ("\ud83d", "\ufffd"),
        ("👩‍👧", "👩‍👧"),
    ],
)
def test_harmful_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(texts)
def test_nothing_visible_can_steer_a_terminal_or_turn_the_direction(text: str) -> None:
    shown = visible(text)
    assert not {c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}} - {"\n"}
    assert not {
        c
        for c in shown
        if unicodedata.bidirectional(c) in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"}
    }
    assert visible(shown) == shown


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("een  zin\nop twee regels", limit=12) == "een zin op…"
    assert one_line("kort", limit=12) == "kort"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31", "-1", "@naam", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠x", "'=1", '"=1', "\u200b=1", "\xa0=1"],
)
def test_a_cell_that_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert cell(text).startswith("'")


def test_a_formula_behind_a_semicolon_is_broken_too() -> None:
    assert cell("x; =cmd") == "x;' =cmd"
    assert cell("a; b") == "a; b"


@given(texts)
def test_no_cell_starts_as_a_formula_or_has_a_second_line(text: str) -> None:
    made = cell(text)
    assert made.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert "\n" not in made
    assert not any(part.strip(" '\"")[:1] in set("=+-@") and not part.startswith("'") for part in made.split(";")[1:])


@pytest.mark.parametrize("url", ["https://example.nl/x?a=1", "http://example.nl"])
def test_web_addresses_may_be_links(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " https://example.nl",
        "java\nscript:x",
        "data:text/html,x",
        "//example.nl",
        "https://",
        "https://[",
        "file:///etc/passwd",
        "https://example.nl/\u202e",
    ],
)
def test_anything_else_is_no_link(url: str | None) -> None:
    assert safe_url(url) is None
