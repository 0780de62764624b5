"""Creators side by side: from the store where they are known, else as their source is now."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from tests.town import AD, Town

from herkenbaar.errors import UsageError
from herkenbaar.model import Deficiency, Severity, Status
from herkenbaar.reports.vetting import page, table, terminal
from herkenbaar.reports.vetting.card import Card, Quarter, quarters_of, share
from herkenbaar.scan import Period
from herkenbaar.vet import vet

ALL = Period()
VIDEOS = (
    {"id": "1", "title": "Summer", "published": "2022-07-01", "url": "https://tiktok.example/1"} | AD,
    {"id": "2", "published": "2022-12-31", "description": "#ad code LISA10"},
    {"id": "3", "published": "2023-03-31", "description": "#spon"},
    {"id": "4", "published": "2023-04-01", "description": "a cat"},
    {"id": "5", "published": "2023-04-01", "description": "hm"},
    {"id": "6", "published": None, "description": "boom"},
)


def card(town: Town, named: str = "", period: Period = ALL) -> Card:
    return vet(town.tools, named or str(town.file), period=period)


def test_a_card_counts_what_was_seen_and_what_could_not_be(town: Town) -> None:
    town.write(*VIDEOS)
    found = card(town)
    assert (found.looked_at, found.advertising, found.recognisable, found.unjudged) == (5, 3, 1, 1)
    assert found.severities == {Severity.ERNSTIG: 1, Severity.ZWAAR: 1}
    assert found.deficiencies == {Deficiency.WORDING: 1}
    assert found.problems == 1
    assert [(x.evidence.id, x.finding.spans[0].quote) for x in found.worst] == [("1", "code LISA10"), ("3", "#spon")]
    assert list(found.quarters) == [Quarter(2022, 3), Quarter(2022, 4), Quarter(2023, 1), Quarter(2023, 2)]
    assert quarters_of([found]) == list(found.quarters)


def test_somebody_on_the_roster_is_told_of_as_the_store_has_it(town: Town) -> None:
    town.write(*VIDEOS)
    town.visit()
    town.file.unlink()
    by_name, by_source = card(town, "lisa"), card(town)
    assert town.judged.count("1") == 1
    assert (by_name.looked_at, by_source.looked_at) == (5, 5)
    assert by_name.error == ""


def test_the_period_counts_by_publication(town: Town) -> None:
    town.write(*VIDEOS)
    town.visit()
    assert card(town, period=Period(date(2023, 1, 1), date(2023, 3, 31))).looked_at == 1
    assert card(town, period=Period(since=date(2023, 1, 1))).looked_at == 3


def test_a_source_that_cannot_be_read_is_told_of_with_the_reason(town: Town) -> None:
    other = town.file.with_name("omar.jsonl")
    other.touch()
    entry = str(other)
    other.unlink()
    with pytest.raises(UsageError, match="no such file"):
        card(town, entry)
    packed = town.file.with_name("omar.jsonl.gz")
    packed.write_bytes(b"no gzip")
    assert "cannot be read" in card(town, str(packed)).error


def test_quarters_between_are_told_though_empty() -> None:
    cards = [Card("a", "a"), Card("b", "b")]
    cards[0].quarters = {Quarter(2021, 1): {}, Quarter(2023, 2): {}}  # type: ignore[dict-item]
    cards[1].quarters = {Quarter(2022, 4): {}}  # type: ignore[dict-item]
    assert quarters_of(cards) == [Quarter(2022, 4), Quarter(2023, 1), Quarter(2023, 2)]
    assert quarters_of([Card("a", "a")]) == []


@pytest.mark.parametrize(("part", "whole", "expected"), [(1, 2, 50.0), (0, 3, 0.0), (0, 0, None)])
def test_a_share_of_nothing_is_no_share(part: int, whole: int, expected: float | None) -> None:
    assert share(part, whole) == expected


def render(writer: Any, cards: list[Card], **options: Any) -> str:
    out = io.StringIO()
    writer.write(cards, out, **options)
    return out.getvalue()


@pytest.fixture
def cards(town: Town) -> list[Card]:
    town.write(*VIDEOS)
    empty = Card("=Omar\x1b[31m<b>", "https://www.tiktok.com/@omar")
    empty.error = "429"
    return [card(town), empty]


def test_the_terminal_puts_creators_side_by_side(cards: list[Card]) -> None:
    shown = render(terminal, cards, lang="en", width=110)
    assert "60% (3 of 5)" in shown
    assert "33% (1 of 3)" in shown
    assert "2022 Q3" in shown
    assert "“code LISA10”" in shown
    assert "nothing found that falls short" in shown
    assert "\x1b" not in shown


def test_a_narrow_terminal_puts_them_under_each_other(cards: list[Card]) -> None:
    assert render(terminal, cards, lang="nl", width=60).count("bekeken video's") == 2


def test_the_page_is_safe_and_says_the_same(cards: list[Card]) -> None:
    shown = render(page, cards, lang="en")
    assert "60% (3 of 5)" in shown
    assert "<b>" not in shown
    assert "<svg" in shown
    assert 'href="https://tiktok.example/1"' in shown


def test_the_table_has_a_row_per_creator_and_quarter(cards: list[Card]) -> None:
    rows = list(csv.DictReader(io.StringIO(render(table, cards))))
    periods = ["all", "2022Q3", "2022Q4", "2023Q1", "2023Q2"]
    assert [(row["creator"], row["period"]) for row in rows] == [
        (name, period) for name in ("lisa", "'=Omar␛[31m<b>") for period in periods
    ]
    assert (rows[0]["videos"], rows[0]["disclosed"], rows[0]["deficiency_wording"], rows[0]["unread"]) == (
        "5",
        "1",
        "1",
        "1",
    )
    assert rows[5]["error"] == "429"
    assert Status.REVIEW in rows[0]
