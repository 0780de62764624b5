"""Signals with their kind and place, and how they add up."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Creator, Cue, Evidence, Platform, Reading, Relation, SignalKind
from herkenbaar.reading import read


def reading(description: str = "", *, speech: tuple[str, ...] = (), off: frozenset[str] = frozenset()) -> Reading:
    cues = tuple(Cue(float(number), number + 0.9, text) for number, text in enumerate(speech))
    creator = Creator(name="Teun Luchtkasteel", handle="@teunluchtkasteel")
    evidence = Evidence(platform=Platform.YOUTUBE, id="1", description=description, speech=cues, creator=creator)
    return read(evidence, lexicon=load_lexicon(), folds=load_folds(), off=off)


def kinds(result: Reading) -> set[SignalKind]:
    return {signal.kind for signal in result.advertising.signals}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Met code TEUN10 krijg je 10% korting", SignalKind.DISCOUNT_CODE),
        ("tent: @poptent (met TEUN 10% korting)", SignalKind.DISCOUNT_CODE),
        ("POPPY = korting", SignalKind.DISCOUNT_CODE),
        ("Use code MILO for 20% off", SignalKind.DISCOUNT_CODE),
        ("Lamp: https://partner.bol.com/click/click?p=1", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://www.awin1.com/cread.php?awinmid=1", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://ds1.nl/c/?si=1", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://tc.tradetracker.net/?c=1", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://clk.tradedoubler.com/click?p=1", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://www.amazon.nl/dp/B0?tag=teun-21", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://amzn.to/3x", SignalKind.AFFILIATE_LINK),
        ("Jas: https://ltk.app.link/x", SignalKind.AFFILIATE_LINK),
        ("Lamp: https://lampen.example/?ref=teunluchtkasteel&discount=1", SignalKind.AFFILIATE_LINK),
        ("mocht ik uitproberen en het is top", SignalKind.GIFT),
        ("Ik ben trots ambassadeur bij Trapper", SignalKind.AMBASSADOR),
        ("Mijn nieuwe kookboek is nu te koop", SignalKind.OWN_BRAND),
        ("@boltz lekker #boltzchallenge", SignalKind.BRAND_TAG),
        ("WINACTIE win een fiets van @trapper", SignalKind.GIVEAWAY),
    ],
)
def test_a_sign_of_advertising_is_found(text: str, kind: SignalKind) -> None:
    assert kind in kinds(reading(text))


@pytest.mark.parametrize(
    "text",
    [
        "QR code scannen bij de ingang",
        "code oranje in het hele land",
        "de code staat op https://github.com/x/y",
        "Volg mij: https://instagram.com/teun https://youtube.com/@teun",
        "Muziek: https://open.spotify.com/track/1",
        "Bron: https://nos.nl/artikel/1",
        "wat een dag 🌞 met @lisa.vriendin",
        "Mijn postcode is 1234 AB",
        "ADVERTENTIE-INKOMSTEN in cijfers",
    ],
)
def test_everyday_text_is_no_advertising(text: str) -> None:
    assert reading(text).advertising.answer == "no"


def test_the_whole_code_is_quoted_at_its_place() -> None:
    text = "Hoi! Met code TEUN10 krijg je 10% korting"
    signal = next(s for s in reading(text).advertising.signals if s.kind is SignalKind.DISCOUNT_CODE)
    assert signal.start is not None
    assert signal.end is not None
    assert text[int(signal.start) : int(signal.end)] == signal.quote
    assert "TEUN10" in signal.quote


def test_a_link_with_the_creators_own_path_is_a_personal_offer() -> None:
    personal = reading("Probeer gratis: https://spaarpot.example/teunluchtkasteel").advertising
    plain = reading("Meer lezen: https://spaarpot.example/over-ons").advertising
    assert (personal.answer, plain.answer) == ("yes", "no")
    assert personal.advertiser == "spaarpot.example"


def test_families_of_selling_words_add_up_and_the_sum_is_told() -> None:
    asks = reading(speech=("bestel hem nu via de site",)).advertising
    more = ("bestel hem nu via de site", "op is op", "je krijgt er een tas cadeau", "gamechanger")
    both = reading(speech=more).advertising
    assert (asks.answer, both.answer) == ("no", "yes")
    assert both.why.split(" = ")[1] > asks.why.split(" = ")[1]


def test_a_denial_outweighs_weak_signs() -> None:
    said = ("link in mijn bio", "echt een aanrader")
    assert reading(speech=said).advertising.answer == "unsure"
    assert reading("alles zelf gekocht", speech=said).advertising.answer == "no"


@pytest.mark.parametrize("kind", ["discount_code", "affiliate_link", "gift"])
def test_a_kind_that_is_switched_off_does_not_count(kind: str) -> None:
    text = "Met code TEUN10 10% korting https://amzn.to/3x mocht ik uitproberen"
    assert SignalKind(kind) in kinds(reading(text))
    assert SignalKind(kind) not in kinds(reading(text, off=frozenset({kind})))


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Betaalde samenwerking met Pannenland", Relation.SPONSOR),
        ("Gekregen van @pannenland", Relation.GIFT),
        ("Uitgenodigd door @pannenland", Relation.TRIP),
        ("Ik krijg een kleine commissie via deze links https://amzn.to/3x", Relation.AFFILIATE),
        ("Met code TEUN10 krijg je 10% korting", Relation.DISCOUNT),
        ("Mijn nieuwe kookboek is nu te koop, bestel het via de link in mijn bio", Relation.OWN_BRAND),
        ("#ambassadeur Trapper", Relation.AMBASSADOR),
        ("een gewone dag", Relation.NONE),
    ],
)
def test_the_relation_is_told(text: str, relation: Relation) -> None:
    assert reading(text).advertising.relation is relation


def test_the_one_who_pays_is_named() -> None:
    assert reading("Betaalde samenwerking met @pannenland").advertising.advertiser == "@pannenland"
