from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from tests.reports import builder

from herkenbaar.reports import grounds as module
from herkenbaar.reports.grounds import coverage, grounds
from herkenbaar.reports.words import vocabulary

EN = vocabulary("en")


def lines(made: str, name: str) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in BeautifulSoup(made, "html.parser").select(name)]


def test_every_find_has_its_place_and_what_it_means() -> None:
    assert lines(grounds(builder.judged().verdict, EN), "tbody tr") == [
        "disclosure #reclame description, characters 81–88; behind “more” recommended words; "
        "not visible on: desktop, mobile_app",
        "discount code code SANNE15 description, characters 33–44 Vosje; weight 2.1",
        "spoken sponsor read met code SANNE15 krijg je korting speech, 1:01–1:32 weight 1.7",
        "brand tag looks title, characters 7–11 does not count: advertising is the topic here",
    ]


def test_the_answer_names_relation_and_advertiser() -> None:
    (answer,) = lines(grounds(builder.judged().verdict, EN), "section > p")
    assert answer.startswith("advertising: yes · relation: discount code or offer · advertiser: Vosje")


def test_no_sign_names_no_relation() -> None:
    assert lines(grounds(builder.clean().verdict, EN), "section > p") == ["advertising: no sign"]


def test_a_doubtful_disclosure_says_why_and_whom_it_names() -> None:
    found = builder.disclosure(doubt="fuzzy", names="Vosje", hidden_on=())
    row = lines(grounds(builder.judged(disclosures=(found,)).verdict, EN), "tbody tr")[0]
    assert row.endswith("recommended words; names Vosje; " + EN("doubt.fuzzy"))


def test_so_many_finds_and_no_more_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    made = grounds(builder.judged().verdict, EN)
    assert len(lines(made, "tbody tr")) == 1
    assert "3 more finds not drawn" in made


def test_coverage_tells_nothing_found_from_not_looked_at() -> None:
    assert lines(coverage(builder.judged(), EN), "dl > div") == [
        "title looked at, nothing found info.json",
        "description looked at, 2 found info.json",
        "speech looked at, 1 found captions nl-orig",
        "text on screen not looked at OCR switched off",
        "platform label looked at, nothing found watch page",
        "links not looked at",
        "profile could not be looked at HTTP 429",
    ]


def test_a_surface_that_nobody_mentions_was_not_looked_at() -> None:
    assert lines(coverage(builder.judged(coverage={}), EN), "dl > div")[0] == "title not looked at"
