"""What counts as a disclosure and what only looks like one, each with its reason."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Platform, Reading
from herkenbaar.reading import read


def reading(description: str = "", *, title: str = "", speech: tuple[str, ...] = ()) -> Reading:
    cues = tuple(Cue(float(number), number + 0.9, text) for number, text in enumerate(speech))
    evidence = Evidence(platform=Platform.TIKTOK, id="1", title=title, description=description, speech=cues)
    return read(evidence, lexicon=load_lexicon(), folds=load_folds())


def quotes(result: Reading) -> list[str]:
    return [mark.quote for mark in result.disclosures]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Betaalde samenwerking met @kaasje 🧀", "Betaalde samenwerking met @kaasje"),
        ("#BetaaldeSamenwerking lekker", "#BetaaldeSamenwerking"),
        ("#betaalde_samenwerking", "#betaalde_samenwerking"),
        ("reclame | dit is mijn fiets", "reclame"),
        ("Reclame voor Fietsfabriek De Ketting. Mooi hè", "Reclame voor Fietsfabriek De Ketting"),
        ("Advertentie: nieuwe pannen", "Advertentie"),
        ("(advertentie) nieuwe pannen", "(advertentie)"),
        ("#ad nieuwe pannen", "#ad"),
        ("^ad nieuwe pannen", "^ad"),
        ("|ad nieuwe pannen", "|ad"),
        ("*ad nieuwe pannen", "*ad"),
        ("-ad nieuwe pannen", "-ad"),
        ("Deze video wordt gesponsord door Pannenland", "Deze video wordt gesponsord door Pannenland"),
        ("This video is sponsored by Pan Land.", "This video is sponsored by Pan Land"),
        ("This video was made possible by Pan Land.", "This video was made possible by Pan Land"),
        ("Thanks to Pan Land for sponsoring this video", "Thanks to Pan Land for sponsoring this video"),
        ("Gekregen van @pannenland", "Gekregen van @pannenland"),
        ("#acmepartner mooie dag", "#acmepartner"),
        ("#SponsoredByAcme", "#SponsoredByAcme"),
    ],
)
def test_a_disclosure_is_quoted_in_full(text: str, quote: str) -> None:
    assert quote in quotes(reading(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("deze video is niet gesponsord door Pannenland", "negated"),
        ("geen betaalde samenwerking, gewoon blij", "negated"),
        ("this video is not sponsored by anyone", "negated"),
        ("geen #spon", "negated"),
        ("vroeger was er meer reclame op tv", "topic"),
        ("ik zette een advertentie op marktplaats", "topic"),
        ("gekregen van mijn oma", "private_party"),
        ("gesponsord door mijn moeder", "private_party"),
        ("in samenwerking met de basisschool", "public_party"),
        ("Muziek in samenwerking met Tobias", "credit"),
        ("ze zei dat dit een betaalde samenwerking was", "reported"),
    ],
)
def test_what_only_looks_like_a_disclosure_says_why_not(text: str, reason: str) -> None:
    result = reading(text)
    assert quotes(result) == []
    assert reason in [item.reason for item in result.advertising.discounted]


@pytest.mark.parametrize(
    "text",
    [
        "add me",
        "ADD of COPY",
        "lees het op AD.nl",
        "mijn Adidas",
        "een reclamespotje",
        "de advertentieprijs",
        "@ad_nl zei iets",
        "https://x.nl/ad",
        "ad hoc",
        "dakje-ad",
    ],
)
def test_part_of_a_word_an_address_or_a_name_is_no_disclosure(text: str) -> None:
    assert quotes(reading(text)) == []


def test_a_newspaper_called_ad_is_none() -> None:
    assert quotes(reading("wij staan in de krant! #AD")) == []
    assert quotes(reading("wij staan in de winkel! #AD")) == ["#AD"]


def test_a_video_about_the_rules_discloses_nothing_by_naming_the_words() -> None:
    result = reading(
        title="Boete voor een influencer: wat ging er mis?", speech=("betaalde promotie moet je laten zien",)
    )
    assert quotes(result) == []


def test_a_mark_inside_a_wider_one_is_told_once() -> None:
    assert quotes(reading("Betaalde samenwerking met Pannenland")) == ["Betaalde samenwerking met Pannenland"]


def test_a_bare_word_in_speech_counts_where_the_text_discloses_too() -> None:
    assert quotes(reading("reclame | pannen", speech=("hoi", "reclame dus"))) == ["reclame", "reclame"]
    assert quotes(reading("pannen", speech=("hoi", "reclame dus"))) == []


def test_a_name_in_speech_ends_with_its_cue() -> None:
    (mark,) = reading(speech=("dit is reclame voor plakvast", "voegen doe je zo")).disclosures
    assert mark.names == "plakvast"
