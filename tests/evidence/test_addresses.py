from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.errors import UnsafeError
from herkenbaar.evidence.addresses import PORTS, read_address, why_refused


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("bit.ly/abc", "https://bit.ly/abc"),
        ("http://Shop.NL", "http://shop.nl/"),
        ("https://shop.nl./a?b=c#top", "https://shop.nl/a?b=c"),
        ("https://shop.nl:443/", "https://shop.nl:443/"),
        ("https://shop.nl/één jas?maat=S m", "https://shop.nl/%C3%A9%C3%A9n%20jas?maat=S%20m"),
        ("https://café.nl/", "https://xn--caf-dma.nl/"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://my_shop.example.com/\ud800", "https://my_shop.example.com/%3F"),
    ],
)
def test_a_web_address_is_written_plainly(text: str, plain: str) -> None:
    assert read_address(text) == plain


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("http://127.0.0.1/", "127.0.0.1 is not a public address"),
        ("http://0x7f000001/", "no IP address"),
        ("http://2130706433/", "no IP address"),
        ("http://017700000001/", "no IP address"),
        ("http://127.1/", "no IP address"),
        ("http://0177.0.0.1/", "no IP address"),
        ("http://10.0.0.0x1/", "no IP address"),
        ("http://１２７.0.0.1/", "not a public address"),
        ("http://127。0。0。1/", "not a public address"),
        ("http://[::1]/", "::1 is not a public address"),
        ("http://[::ffff:10.0.0.1]/", "not a public address"),
        ("http://[::127.0.0.1]/", "not a public address"),
        ("http://[64:ff9b::a9fe:a9fe]/", "not a public address"),
        ("http://[fe80::1%25eth0]/", "is not a public address"),
        ("http://169.254.169.254/latest/meta-data/", "not a public address"),
        ("http://100.64.0.1/", "not a public address"),
        ("http://localhost/", "no public name"),
        ("http://localhost./", "no public name"),
        ("http://app.localhost/", "private network"),
        ("http://metadata.google.internal/", "private network"),
        ("http://printer.local/", "private network"),
        ("http://intranet/", "no public name"),
        ("http://1.0.0.127.in-addr.arpa/", "private network"),
        ("http://%31%32%37.0.0.1/", "no IP address"),
        ("http://shop.nl:8080/", "port 8080"),
        ("http://shop.nl:22/", "port 22"),
        ("http://shop.nl:0/", "port 0"),
        ("http://shop.nl:99999/", "not a web address"),
        ("http://user:secret@shop.nl/", "user name"),
        ("http://shop.nl@127.0.0.1/", "user name"),
        ("http://shop.nl\\@127.0.0.1/", "control characters"),
        ("http://shop.nl/\r\nHost: 127.0.0.1", "control characters"),
        ("http://shop.nl/\0", "control characters"),
        ("file:///etc/passwd", "file: is not the web"),
        ("ftp://shop.nl/", "ftp: is not the web"),
        ("gopher://shop.nl/", "gopher: is not the web"),
        ("http:///path", "no public name"),
        ("http://[::1/", "not a web address"),
        ("http://-.-/", "no public name"),
        ("https://" + "a" * 64 + ".nl/", "no public name"),
        ("https://shop.nl/" + "a" * 2000, "characters"),
        ("", "empty"),
    ],
)
def test_what_is_no_public_web_address_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(UnsafeError, match=r"^refused: ") as caught:
        read_address(text)
    assert why in caught.value.what


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("/winkel", "https://shop.nl/winkel"),
        ("verder?x=1", "https://shop.nl/a/verder?x=1"),
        ("//ander.nl/x", "https://ander.nl/x"),
        ("HTTP://Ander.nl", "http://ander.nl/"),
        ("?p=2", "https://shop.nl/a/b?p=2"),
    ],
)
def test_a_location_is_read_from_where_it_stood(location: str, address: str) -> None:
    assert read_address(location, base="https://shop.nl/a/b") == address


@pytest.mark.parametrize("location", ["data:text/html,x", "javascript:alert(1)", "//127.0.0.1/", "file:/etc/passwd"])
def test_a_location_leads_nowhere_else_than_the_web(location: str) -> None:
    with pytest.raises(UnsafeError):
        read_address(location, base="https://shop.nl/a/b")


NUMBERS = """
0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.1.1 192.175.48.1 198.18.0.1
198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 3fff::1
2620:4f:8000::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 fe80::1%eth0
"""


@pytest.mark.parametrize("number", NUMBERS.split())
def test_private_special_and_translated_numbers_are_refused(number: str) -> None:
    assert "is not a public address" in why_refused(number)


@pytest.mark.parametrize("number", ["8.8.8.8", "93.184.215.14", "223.255.255.1", "2606:4700::1111", "2a00:1450::1"])
def test_public_numbers_are_not(number: str) -> None:
    assert why_refused(number) == ""


@given(st.ip_addresses())
def test_nothing_is_public_that_python_holds_for_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_link_local:
        assert why_refused(str(address))


@given(st.ip_addresses(v=4))
def test_a_number_is_judged_the_same_however_it_is_spelt_in_six(address: ipaddress.IPv4Address) -> None:
    assert why_refused(f"::ffff:{address}")
    assert why_refused(f"64:ff9b::{address}")


PIECES = st.sampled_from(
    [
        "http://",
        "https:",
        "//",
        "/",
        "\\",
        "@",
        ":",
        "?",
        "#",
        "%",
        "[",
        "]",
        "127.0.0.1",
        "0x7f.1",
        "localhost",
        "nl",
        ".",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map("".join)), st.booleans())
def test_any_text_is_a_plain_address_or_refused(text: str, relative: bool) -> None:
    try:
        address = read_address(text, base="https://shop.nl/a" if relative else "")
    except UnsafeError:
        return
    parts = urlsplit(address)
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert parts.scheme in ("http", "https")
    assert parts.port is None or parts.port in PORTS
    assert parts.username is None
    assert parts.hostname
    assert "." in parts.hostname or ":" in parts.hostname
    assert read_address(address) == address
