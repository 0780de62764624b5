"""The rows of a comparison: nothing found is a number, nothing looked at is not."""

from __future__ import annotations

import pytest
from tests.reports import builder
from tests.reports.vetting.cards import card, dated, unread

from herkenbaar.model import Status
from herkenbaar.reports.vetting.card import Card, quarters_of
from herkenbaar.reports.vetting.lines import example, nothing_dated, nothing_wrong, overview, trend
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def table(*cards: Card) -> dict[str, tuple[str, ...]]:
    return dict(overview(cards, EN))


def test_shares_stand_with_their_numbers() -> None:
    found = table(card())
    assert found["videos looked at"] == ("5",)
    assert found["of these with advertising"] == ("60% (3 of 5)",)
    assert found["of these recognisable"] == ("33% (1 of 3)",)
    assert found["could not be judged"] == ("20% (1 of 5)",)


def test_nothing_found_and_nothing_looked_at_are_not_the_same_sign() -> None:
    found = table(card("Sanne", builder.clean()), unread())
    assert found["videos looked at"] == ("1", "0")
    assert found["of these with advertising"] == ("0% (0 of 1)", "–")
    assert found["videos: severe"] == ("0", "–")
    assert found["not everything was read"] == ("–", "HTTP 429: too many requests")


def test_rows_that_are_about_nobody_are_left_out() -> None:
    found = table(card("Sanne", builder.clean()))
    assert not {"not everything was read", "could not be read", EN("vet.out_of_scope")} & set(found)
    early = card("Sanne", builder.judged(Status.OUT_OF_SCOPE, severity=None, deficiencies=()))
    assert table(early, unread())[EN("vet.out_of_scope")] == ("1", "0")


@pytest.mark.parametrize(
    ("made", "wrong", "dates"),
    [
        (unread(), "nothing was looked at", "nothing was looked at"),
        (card("a", builder.clean()), "nothing found that falls short", "No signs of advertising"),
        (card("b", dated(builder.disclosed(), None)), "nothing found that falls short", "without a date"),
    ],
)
def test_why_there_is_no_example_and_no_trend(made: Card, wrong: str, dates: str) -> None:
    assert nothing_wrong(made, EN) == wrong
    assert dates in nothing_dated(made, EN)


def test_the_trend_tells_recognisable_of_advertising_per_quarter() -> None:
    cards = (card(), card("Kim", dated(builder.clean(), "2025-01-15")))
    rows = list(trend(cards, quarters_of(cards), EN))
    assert rows[0].cells == (EN("vet.quarter", recognisable="1", ads="1"), EN("vet.no_ads", videos="1"))
    assert rows[1].cells == (EN("vet.quarter", recognisable="0", ads="1"), "–")


def test_an_example_names_the_video_what_is_wrong_and_the_words() -> None:
    [worst] = card("Sanne", builder.judged()).worst
    video, wrong, quote = example(worst, EN)
    assert video == "Herfstlooks (3 Oct 2025)"
    assert wrong == "serious: The disclosure stands in the default view"
    assert quote == "#reclame"
