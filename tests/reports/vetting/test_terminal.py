"""Comparisons at a prompt."""

from __future__ import annotations

import io

import pytest
from tests.reports.hostile import SNIPPETS
from tests.reports.vetting.cards import card, unread

from herkenbaar.reports.vetting.card import Card
from herkenbaar.reports.vetting.terminal import write


def shown(*cards: Card, lang: str = "en", width: int = 110) -> str:
    out = io.StringIO()
    write(cards, out, lang=lang, width=width)
    return out.getvalue()


def test_creators_stand_side_by_side_where_there_is_room_and_else_under_each_other() -> None:
    both = (card(), unread())
    assert shown(*both).count("videos looked at") == 1
    assert shown(*both, width=60).count("videos looked at") == 2


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_could_not_be_read_is_not_said_to_be_faultless(lang: str) -> None:
    said = {"nl": "er is niets bekeken", "en": "nothing was looked at"}[lang]
    text = shown(card(), unread(), lang=lang)
    assert text.count(said) == 1
    assert "HTTP 429" in text


def test_the_worst_examples_come_with_quote_and_link() -> None:
    text = shown(card())
    assert "“#reclame”" in text
    assert "https://www.youtube.com/watch?v=a1" in text


@pytest.mark.parametrize("width", [50, 110, 240])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    names = [f"Creator {number}" for number in range(12)]
    assert max(len(line) for line in shown(*map(card, names), width=width).splitlines()) <= width


def test_hostile_names_never_drive_the_terminal() -> None:
    text = shown(*map(card, SNIPPETS))
    assert not any(sign in text for sign in "\x1b\x07\x9b\r\x00\u202e\u2066")
