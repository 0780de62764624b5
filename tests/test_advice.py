"""Advice: the sentence to paste and where, for this video."""

from __future__ import annotations

from typing import Any

import pytest

from herkenbaar.advice import Advice, check_placeholders, fill, load_suggestions, look_first
from herkenbaar.errors import DataFileError
from herkenbaar.model import (
    Advertising,
    Deficiency,
    Disclosure,
    Evidence,
    Finding,
    Grade,
    Kind,
    LabelKind,
    Outcome,
    Platform,
    Reading,
    Relation,
    Severity,
    Span,
    Surface,
    Words,
)

ASKED = Advice(nl="zet {suggestion}, zeg {spoken}", en="put {suggestion} ({brand}, {platform_label})")


def reading(
    relation: str = "sponsor",
    brand: str | None = None,
    platform: str = "youtube",
    names: str | None = None,
    **more: Any,
) -> Reading:
    evidence = Evidence(platform=Platform(platform), id="v", **more)
    mark = Disclosure(Surface.DESCRIPTION, "#ad", 0, 1, "#ad", Grade.ACCEPTED, None, names=names)
    return Reading(evidence, None, Advertising("yes", Relation(relation), advertiser=brand), (mark,), {}, ())


def unsure(*needs: Surface, doubt: str = "", spans: tuple[Span, ...] = ()) -> Finding:
    nothing = Words("", "")
    hidden = Deficiency.HIDDEN
    return Finding("x", nothing, Outcome.UNSURE, Severity.ZWAAR, hidden, (), spans, nothing, needs, doubt)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (reading(brand="Trapper"), "zet Reclame | betaalde samenwerking met Trapper"),
        (reading(), "met [merk], zeg"),
        (reading("gift", names="@trapper"), "zet Reclame | gekregen van @trapper"),
        (reading("affiliate"), "ik krijg commissie als je via deze link iets koopt"),
        (reading("own_brand", brand="Zomaarlicht"), "Reclame voor mijn eigen merk Zomaarlicht"),
        (reading(sponsors=("@eerst",), brand="later"), "met @eerst"),
        (reading(brand="Trapper", language="en-GB"), "zet Advertisement | paid partnership with Trapper"),
    ],
)
def test_the_sentence_to_paste_fits_relation_brand_and_language(given: Reading, said: str) -> None:
    assert said in fill(ASKED, given, ()).nl


def test_a_dutch_video_gets_dutch_words_to_paste_in_an_english_report() -> None:
    words = fill(ASKED, reading(brand="Trapper"), ()).en
    assert words == "put Reclame | betaalde samenwerking met Trapper (Trapper, 'Includes paid promotion')"


def test_without_any_mark_nobody_is_told_that_they_were_paid() -> None:
    unmarked = Reading(
        Evidence(platform=Platform.YOUTUBE, id="v"), None, Advertising("yes", Relation.SPONSOR), (), {}, ()
    )
    assert fill(ASKED, unmarked, ()).nl == "zet Reclame voor [merk], zeg Deze video bevat reclame voor [merk]"


def test_a_name_that_was_heard_gives_way_to_one_that_was_written() -> None:
    given = reading(names="Trapper", brand="later")
    heard = Disclosure(Surface.SPEECH, "…", 0, 1, "…", Grade.ACCEPTED, None, names="trap per dus")
    both = Reading(given.evidence, None, given.advertising, (heard, *given.disclosures), {}, ())
    assert "met Trapper" in fill(ASKED, both, ()).nl


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (reading(platform="tiktok"), "'Paid partnership'"),
        (reading("own_brand", platform="tiktok"), "'Promotional content'"),
        (reading(platform="tiktok", label=True, label_kind=LabelKind.OWN_BRAND), "'Promotional content'"),
        (reading("own_brand"), "'Includes paid promotion'"),
    ],
)
def test_the_label_is_called_by_its_name(given: Reading, said: str) -> None:
    assert said in fill(ASKED, given, ()).en


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (unsure(Surface.SPEECH, Surface.LABEL), "beluisteren: wat er gezegd wordt, het label van het platform."),
        (unsure(doubt="low_confidence"), "laat een mens kijken"),
        (
            unsure(doubt="fold_uncertain", spans=(Span(Surface.DESCRIPTION, "#ad", 0, 3),)),
            "Of een bezoeker «#ad» ziet zonder te drukken, is niet te zeggen.",
        ),
    ],
)
def test_where_a_rule_cannot_tell_the_advice_is_to_look(finding: Finding, said: str) -> None:
    assert said in look_first(reading(), finding).nl


def test_a_platform_can_have_advice_of_its_own() -> None:
    advice = Advice(nl="algemeen", en="general", tiktok=Words("label {platform_label}", "label {platform_label}"))
    assert fill(advice, reading(), ()).nl == "algemeen"
    assert "Betaald partnerschap" in fill(advice, reading(platform="tiktok"), ()).nl


def test_a_short_has_advice_of_its_own_because_it_shows_no_description() -> None:
    advice = Advice(nl="beschrijving", en="description", shorts=Words("titel", "title"))
    assert fill(advice, reading(kind=Kind.SHORT), ()).nl == "titel"
    assert fill(advice, reading(), ()).nl == "beschrijving"
    assert fill(advice, reading(kind=Kind.SHORT, platform="tiktok"), ()).nl == "beschrijving"


def test_the_quote_is_the_mark_that_was_found_on_one_line() -> None:
    advice = Advice(nl="«{quote}»", en="{quote}")
    spans = (Span(Surface.DESCRIPTION, "betaalde\nsamenwerking " + "x" * 200, 0, 9),)
    words = fill(advice, reading(), spans).nl
    assert words.startswith("«betaalde samenwerking x")
    assert len(words) <= 82
    assert fill(advice, reading(), ()).nl == "«…»"


def test_braces_in_a_brand_are_text_and_not_a_placeholder() -> None:
    assert "{spoken} {0}" in fill(ASKED, reading(brand="{spoken} {0}"), ()).nl


def test_a_placeholder_that_nobody_fills_is_refused() -> None:
    with pytest.raises(DataFileError, match="known: brand, platform_label, quote, spoken, suggestion"):
        check_placeholders(Advice(nl="{x}", en=""), "rule.toml")
    with pytest.raises(DataFileError, match=r"rule\.toml"):
        check_placeholders(Advice(nl="", en="", tiktok=Words("{", "")), "rule.toml")


def test_every_relation_and_platform_has_its_sentences() -> None:
    ready = load_suggestions()
    assert set(ready.paste) == set(ready.say) == set(Relation)
    assert set(ready.label) == set(Platform)
