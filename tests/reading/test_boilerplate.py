"""What stands under every video of a creator: it takes away what says nothing about this one, and nothing else."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Creator, Cue, Evidence, Platform, Reading
from herkenbaar.reading import read
from herkenbaar.standing import Standing, key

FOOTER = (
    "Camera: Kiekkast K2 https://amzn.to/kiek",
    "Microfoon: https://partner.bol.com/click/click?p=1",
    "Mijn eigen boek is te koop: https://pien.example/boek",
    "10% korting bij Verfland met code PIEN10",
    "Sommige links zijn affiliate links, dan krijg ik commissie",
    "Bedankt @geluidsman voor de muziek",
)


def reading(
    text: str, *, title: str = "Een boom planten", speech: str = "", lines: tuple[str, ...] = FOOTER
) -> Reading:
    standing: Standing = frozenset(key(line) for line in lines)
    evidence = Evidence(
        platform=Platform.YOUTUBE,
        id="1",
        title=title,
        description="\n".join((text, "", *FOOTER)),
        creator=Creator(name="Pien Zomer", handle="@pienzomer"),
        speech=(Cue(0, 2, speech),) if speech else (),
    )
    return read(evidence, lexicon=load_lexicon(), folds=load_folds(), standing=standing)


def boilerplate(result: Reading) -> set[str]:
    return {item.quote for item in result.advertising.discounted if item.reason == "boilerplate"}


def test_a_video_alone_is_judged_by_all_its_lines() -> None:
    result = reading("We planten een boom.", lines=())
    assert result.advertising.answer == "yes"
    assert not boilerplate(result)


def test_links_codes_shop_and_thanks_in_standing_lines_do_not_count_and_say_why() -> None:
    result = reading("We planten een boom.")
    assert result.advertising.answer == "no"
    told = " ".join(boilerplate(result))
    for word in ("amzn.to", "partner.bol.com", "PIEN10", "boek", "affiliate"):
        assert word in told


def test_an_affiliate_mark_in_a_standing_line_is_still_a_mark() -> None:
    assert any("affiliate" in mark.quote for mark in reading("We planten een boom.").disclosures)


@pytest.mark.parametrize(
    ("title", "speech"),
    [
        ("De Kiekkast K2 na een jaar", ""),
        ("Welke verf? Verfland getest", ""),
        ("Een boom planten", "ik film dit trouwens met de kiekkast"),
    ],
)
def test_a_standing_line_that_names_what_this_video_is_about_counts(title: str, speech: str) -> None:
    assert reading("Kijk maar.", title=title, speech=speech).advertising.answer == "yes"


def test_what_is_new_in_this_video_counts() -> None:
    result = reading("De schep: https://www.awin1.com/cread.php?awinmid=1")
    assert result.advertising.answer == "yes"


@pytest.mark.parametrize(
    "line",
    [
        "Deze video wordt gesponsord door Verfland.",
        "Sponsor van dit kanaal: Verfland, 10% korting met code PIEN10",
        "Betaalde samenwerking met Verfland: https://www.awin1.com/cread.php?awinmid=1",
    ],
)
def test_a_long_running_sponsor_is_advertising_under_every_video(line: str) -> None:
    result = reading(line, lines=(*FOOTER, line))
    assert result.advertising.answer == "yes"
    assert result.disclosures
