"""Where followed links lead, beside their signal and as a list."""

from __future__ import annotations

import pytest

from herkenbaar.model import Link, Signal, SignalKind, Surface
from herkenbaar.reports.trails import MOST, followed, trail
from herkenbaar.reports.words import vocabulary

HOPS = ("https://www.awin1.com/cread.php?a=1", "https://shop.example/a", "https://shop.example/jas")


@pytest.mark.parametrize(
    ("via", "words"),
    [
        ((), ""),
        (HOPS[-1:], "leads to shop.example"),
        (HOPS, "leads via awin1.com to shop.example"),
        (("https://[broken", HOPS[-1]), "leads via https://[broken to shop.example"),
    ],
)
def test_a_signal_tells_the_hosts_that_its_link_leads_to(via: tuple[str, ...], words: str) -> None:
    signal = Signal(SignalKind.AFFILIATE_LINK, Surface.DESCRIPTION, "bit.ly/jas", 1, 11, 3.4, via=via)
    assert trail(signal, vocabulary("en")) == words


def test_every_address_of_a_followed_link_is_listed_and_none_can_be_clicked() -> None:
    link = Link(url="bit.ly/jas", hops=("https://bit.ly/jas", *HOPS), title="Jas <b>", shop=True)
    html = followed((link,), vocabulary("nl")) or ""
    assert all(hop.replace("&", "&amp;") in html for hop in HOPS)
    assert "Jas &lt;b&gt;; verkoopt iets" in html
    assert "<a " not in html


def test_a_link_that_was_not_followed_says_why() -> None:
    html = followed((Link(url="bit.ly/x", error="refused: a private address"),), vocabulary("en")) or ""
    assert "not to its end: refused: a private address" in html


def test_without_links_there_is_no_list_and_with_many_the_rest_is_counted() -> None:
    assert followed(None, vocabulary("en")) is None
    assert followed((), vocabulary("en")) is None
    html = followed((Link(url="bit.ly/x"),) * (MOST + 2), vocabulary("en")) or ""
    assert "2 more links" in html
