"""Links as signals: what followed links add, who earns and whose shop it is."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Creator, Evidence, Link, Platform, Relation, Signal, SignalKind, Surface
from herkenbaar.reading import read

JACKET = "Wandelen in de regen.\nJas: bit.ly/jas\nMuziek: Regenpijp"
SHORT = "https://bit.ly/jas"


def signals(*links: Link, description: str = JACKET) -> list[Signal]:
    evidence = Evidence(
        platform=Platform.YOUTUBE,
        id="1",
        title="Regen",
        description=description,
        creator=Creator(name="Teun Luchtkasteel", handle="@teunluchtkasteel"),
        links=links,
    )
    return list(read(evidence, lexicon=load_lexicon(), folds=load_folds()).advertising.signals)


def leads(*hops: str, shop: bool | None = None, error: str | None = None) -> Link:
    return Link(url="bit.ly/jas", hops=(SHORT, *hops), shop=shop, error=error)


@pytest.mark.parametrize(
    "hops",
    [
        ("https://www.awin1.com/cread.php?awinmid=1", "https://jassen.example/jas?awc=1"),
        ("https://jassen.example/jas?partnerid=7",),
        ("https://partner.bol.com/click/click?p=1", "https://www.bol.com/nl/jas"),
    ],
)
def test_a_hop_on_which_somebody_earns_makes_a_short_link_an_affiliate_link(hops: tuple[str, ...]) -> None:
    (signal,) = signals(leads(*hops, shop=True))
    assert (signal.kind, signal.surface, signal.quote) == (
        SignalKind.AFFILIATE_LINK,
        Surface.DESCRIPTION,
        "bit.ly/jas",
    )
    assert JACKET[int(signal.start or 0) : int(signal.end or 0)] == "bit.ly/jas"
    assert signal.via == hops
    assert signal.who in hops[-1]


def test_the_same_link_unfollowed_is_no_sign() -> None:
    assert signals() == []


def test_what_its_hops_told_counts_also_where_a_link_was_not_followed_to_its_end() -> None:
    (signal,) = signals(leads("https://www.awin1.com/cread.php?awinmid=1", error="failed: timed out"))
    assert signal.kind is SignalKind.AFFILIATE_LINK
    assert signal.who is None  # the page was not seen


def test_a_page_that_sells_weighs_a_little_and_decides_nothing_alone() -> None:
    evidence = Evidence(
        platform=Platform.YOUTUBE, id="1", description=JACKET, links=(leads("https://jassen.example/jas", shop=True),)
    )
    advertising = read(evidence, lexicon=load_lexicon(), folds=load_folds()).advertising
    assert advertising.answer == "no"
    (signal,) = signals(leads("https://jassen.example/jas", shop=True), description="Bestel hem nu via bit.ly/jas")[:1]
    assert signal.weight > 2
    assert signal.via == ("https://jassen.example/jas",)


@pytest.mark.parametrize(
    ("page", "shop"),
    [("https://jassen.example/jas", False), ("https://jassen.example/jas", None), ("https://instagram.com/jas", True)],
)
def test_a_page_that_sells_nothing_adds_nothing(page: str, shop: bool | None) -> None:
    assert signals(leads(page, shop=shop)) == []


def test_a_link_to_the_own_shop_is_own_brand_and_no_commission() -> None:
    own = leads("https://luchtkasteel-winkel.example/?discount=teun", shop=True)
    found = signals(own, description="Shop mijn jassen nu: bit.ly/jas")
    assert {signal.kind for signal in found} <= {SignalKind.OWN_BRAND, SignalKind.SPONSOR_PHRASE}
    assert SignalKind.OWN_BRAND in {signal.kind for signal in found}


def test_a_link_on_which_somebody_earns_tells_the_relation_and_who() -> None:
    evidence = Evidence(
        platform=Platform.YOUTUBE,
        id="1",
        description=JACKET,
        links=(leads("https://www.awin1.com/cread.php?awinmid=1", "https://jassen.example/jas", shop=True),),
    )
    advertising = read(evidence, lexicon=load_lexicon(), folds=load_folds()).advertising
    assert (advertising.answer, advertising.relation) == ("yes", Relation.AFFILIATE)
    assert advertising.advertiser == "jassen.example"


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("https://www.awin1.com/cread.php?awinmid=1", None),
        ("https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fjassen.example%2Fjas", "jassen.example"),
        ("https://jassen.example/jas?partnerid=7", "jassen.example"),
    ],
)
def test_a_network_is_not_who_pays_but_the_shop_behind_it_is(url: str, who: str | None) -> None:
    (signal,) = signals(description=f"Wandelen in de regen.\nJas: {url}")
    assert signal.who == who


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ("Een film.\n\n- Sponsors -\nAcme: https://acme.example\n", ["Sponsors"]),
        ("A film.\n\nOUR PARTNERS:\n\nAcme - https://acme.example\n", ["OUR PARTNERS"]),
        ("A film.\n\nSponsors\nnone this week\n", []),
        ("My partners in crime are at https://acme.example\n", []),
    ],
)
def test_a_heading_that_calls_the_links_below_it_sponsors_is_a_sign(description: str, found: list[str]) -> None:
    named = [signal.quote for signal in signals(description=description) if signal.weight == 3.0]
    assert named == found


def test_a_price_on_the_line_of_a_link_says_that_something_is_for_sale() -> None:
    priced = signals(description="Setje van vier € 16,95 → https://kaasland.example")
    plain = signals(description="Mijn verhaal → https://kaasland.example")
    assert [signal.quote for signal in priced] == ["https://kaasland.example"]
    assert plain == []
