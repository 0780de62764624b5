"""Creators side by side: from the store where they are known, else as their source is now."""

from __future__ import annotations

from datetime import date

import pytest
from tests.town import AD, Town

from herkenbaar.errors import UsageError
from herkenbaar.model import Deficiency, Severity
from herkenbaar.reports.vetting.card import Card, Quarter, quarters_of
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
