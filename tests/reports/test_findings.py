from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.model import Judged, Law, Outcome, Severity, Span, Surface, Zone
from herkenbaar.reports.findings import findings, law
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def words(judged: Judged) -> str:
    return " ".join(BeautifulSoup(findings(judged.verdict, EN), "html.parser").get_text(" ").split())


def test_an_open_finding_has_proof_advice_and_law() -> None:
    text = words(builder.judged())
    for expected in (
        "serious: not in order The disclosure stands in the default view",
        "#reclame description, characters 81–88; behind “more”",
        "What to do: Put it first: “Reclame voor Vosje”.",
        "Mediawet 2008, art. 3.5b lid 1 law or ruling read",
    ):
        assert expected in text


def test_an_unsure_finding_says_what_would_settle_it() -> None:
    text = words(builder.review())
    assert "cannot be told" in text
    assert "speech was not heard. This would settle it: speech, text on screen" in text


def test_what_is_in_order_is_counted_and_named() -> None:
    outcomes = (Outcome.PASS, Outcome.PASS, Outcome.INAPPLICABLE)
    judged = builder.judged(findings=tuple(builder.finding(outcome=outcome) for outcome in outcomes))
    text = words(judged)
    assert "No rule is out of order or undecided." in text
    assert "2 rules in order" in text
    assert "1 rule does not apply" in text


@pytest.mark.parametrize(
    ("source", "link", "said"),
    [
        (builder.MEDIAWET, "https://wetten.overheid.nl/BWBR0025028", "law or ruling read"),
        (builder.CODE_2026, None, "second-hand, original text not read"),
        (Law("x", None, "javascript:alert(1)", "unverified"), None, "not checked"),
    ],
)
def test_a_source_of_law_says_how_well_it_was_read_and_links_only_to_the_web(
    source: Law, link: str | None, said: str
) -> None:
    made = BeautifulSoup(law(source, EN), "html.parser")
    assert (made.a["href"] if made.a else None) == link
    assert said in made.get_text(" ")


def test_many_quotes_are_cut_short() -> None:
    spans = tuple(Span(Surface.TITLE, f"q{number}", number, number + 1) for number in range(9))
    text = words(builder.judged(findings=(builder.finding(spans=spans, severity=Severity.ADVIES),)))
    assert "q5" in text
    assert "q6" not in text
    assert "and more" in text


def test_the_first_source_of_law_is_in_sight_and_the_rest_folded() -> None:
    judged = builder.judged(findings=(builder.finding(law=(builder.MEDIAWET, builder.CODE_2026, builder.CODE_2026)),))
    made = BeautifulSoup(findings(judged.verdict, EN), "html.parser")
    folded = made.select_one(".finding details")
    assert folded is not None
    assert folded.get_text(" ").startswith("2 more sources RSM 2026")
    assert "Mediawet" not in folded.get_text()


def test_a_place_is_quoted_once_with_its_zone() -> None:
    span = Span(Surface.TITLE, "#ad", 0, 3)
    known = Span(Surface.TITLE, "#ad", 0, 3, Zone.VISIBLE)
    judged = builder.judged(findings=(builder.finding(spans=(span, known)),))
    assert words(judged).count("#ad title, characters 1–3; in the default view") == 1
    assert words(judged).count("#ad") == 1


def test_advice_is_not_called_out_of_order() -> None:
    text = words(builder.judged(findings=(builder.finding(severity=Severity.ADVIES),)))
    assert "advice: could be better" in text
    assert "not in order" not in text
