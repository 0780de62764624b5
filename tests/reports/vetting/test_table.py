"""Comparisons as CSV: a row for the whole time and one per quarter of each creator."""

from __future__ import annotations

import csv
import io

import pytest
from tests.reports.hostile import SNIPPETS
from tests.reports.vetting.cards import card, unread

from herkenbaar.reports.vetting.card import Card
from herkenbaar.reports.vetting.table import COLUMNS, write


def rows(*cards: Card) -> list[dict[str, str]]:
    out = io.StringIO()
    write(cards, out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_every_creator_has_the_same_periods_the_whole_time_first() -> None:
    found = rows(card(), unread())
    periods = ["all", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1"]
    assert [(row["creator"], row["period"]) for row in found] == [(n, p) for n in ("Sanne", "Omar") for p in periods]


def test_the_quarters_add_up_to_the_whole_time() -> None:
    whole, *quarters = rows(card())
    for name in ("videos", "disclosed", "deficient", "undisclosed", "review", "no_ad"):
        assert int(whole[name]) == sum(int(row[name]) for row in quarters)


def test_what_holds_for_the_whole_time_only_is_empty_in_quarters() -> None:
    whole, first, *_ = rows(card())
    after = COLUMNS[COLUMNS.index("before_scope") :]
    assert {first[name] for name in after} == {""}
    assert (whole["severity_ernstig"], whole["deficiency_hidden"], whole["unread"]) == ("1", "1", "0")


def test_the_error_stands_in_the_row_of_the_whole_time() -> None:
    assert [row["error"] for row in rows(unread())] == ["HTTP 429: too many requests"]


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_hostile_name_starts_no_formula_and_breaks_no_row(name: str) -> None:
    found = rows(card(name))
    assert len(found) == 6
    assert not any(row["creator"].lstrip().startswith(("=", "+", "-", "@")) for row in found)
