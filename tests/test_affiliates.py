"""Addresses in a text, with and without a scheme."""

from __future__ import annotations

import pytest

from herkenbaar.affiliates import find_links, look


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("jas: bit.ly/jas.", ["bit.ly/jas"]),
        ("tinyurl.com/jas en ow.ly/jas2", ["tinyurl.com/jas", "ow.ly/jas2"]),
        ("korting: rb.gy/ab1 (nu)", ["rb.gy/ab1"]),
        ("via geni.us/jas!", ["geni.us/jas"]),
        ("www.jassen.example/x, jassen.nl", ["www.jassen.example/x", "jassen.nl"]),
        ("dat is.at de rest", []),
        ("slechts 3.5/4", []),
        ("bit.ly zegt niets zonder pad", []),
        ("mail pien@bureau.ly/x", []),
        ("zin.it is ook geen link", []),
    ],
)
def test_addresses_are_found_also_without_a_scheme(text: str, urls: list[str]) -> None:
    found = find_links(text)
    assert [link.url for link in found] == urls
    assert all(text[link.start : link.end] == link.url for link in found)


def test_a_bare_short_link_of_a_network_is_known() -> None:
    assert look("amzn.to/3x").earns == "network"
