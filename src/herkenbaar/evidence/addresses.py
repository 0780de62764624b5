"""Which addresses of strangers may be asked: written plainly, on the public internet, on the ports of the web. Pure.

A description, a Location header and a name server all say what a stranger wants us to ask. ``read_address`` takes an
address apart once and refuses what is no plain web address; ``why_refused`` judges the number that a name leads to.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit

import idna

from herkenbaar.errors import UnsafeError

PORTS = frozenset({80, 443})
LONGEST = 2000
"""Characters in an address; what is longer was not made for people."""

_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
"""All that IANA gives out for public use; loopback, mapped and translated addresses (NAT64) lie outside of it."""

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        # IANA IPv4 special-purpose registry, and multicast
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        # Azure answers its own machines on this public number (metadata, DHCP, DNS)
        "168.63.129.16/32",
        # IANA IPv6 special-purpose registry, as far as it lies in 2000::/3 (Teredo, ORCHID, 6to4, documentation, AS112)
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
_INSIDE = re.compile(r"(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|arpa|onion)$")
"""Names that mean something on one network only."""

_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))+")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)$")
_BROKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_KEPT = "%/:@!$&'()*+,;=~-._[]"


def read_address(text: str, *, base: str = "") -> str:
    """``text`` as a plain absolute address without fragment: https where no scheme is written, host in lower case.

    ``base`` is the address of the page that it stood on. Raises UnsafeError, saying why it is not asked.
    """
    text = text.strip(" \t\r\n\f")
    if len(text) > LONGEST:
        raise _refuse(f"an address of {len(text)} characters")
    if not text or _BROKEN.search(text):
        raise _refuse("an address with control characters" if text else "an empty address")
    try:
        parts = urlsplit(urljoin(base, text) if base else text if "://" in text else f"https://{text}")
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise _refuse("not a web address") from None
    if parts.scheme not in ("http", "https"):
        raise _refuse(f"{parts.scheme[:20] or 'no scheme'}: is not the web")
    if "@" in parts.netloc:
        raise _refuse("an address with a user name in it")
    if port is not None and port not in PORTS:
        raise _refuse(f"port {port} is not one of the web")
    place = _read_host(host) + (f":{port}" if port is not None else "")
    path = quote(parts.path or "/", safe=_KEPT, errors="replace")
    query = quote(parts.query, safe=f"{_KEPT}?", errors="replace")
    return f"{parts.scheme}://{place}{path}" + (f"?{query}" if query else "")


def why_refused(number: str) -> str:
    """Why the IP address ``number`` must not be asked, or "" for a public one."""
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return f"{number[:60]!r} is no IP address"
    outside = address.version == 6 and address not in _GLOBAL_6
    if outside or not address.is_global or any(address in network for network in _NOT_PUBLIC):
        return f"{address} is not a public address"
    return ""


def _read_host(host: str) -> str:
    """``host`` as it is asked for. Numbers are judged here, names when it is known where they lead."""
    if ":" in host:
        return f"[{_read_number(host)}]"
    plain = _to_ascii(host.removesuffix("."))
    if _NUMBER.match(plain.rpartition(".")[2]):  # as browsers do: whatever ends in a number is meant as one
        return _read_number(plain)
    if not _HOST.fullmatch(plain):
        raise _refuse(f"{host[:60]!r} is no public name")
    if _INSIDE.search(plain):
        raise _refuse(f"{plain[:60]} is a name on a private network")
    return plain


def _read_number(text: str) -> str:
    why = why_refused(text)
    if why:
        raise _refuse(why)
    return text


def _to_ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode()
    except UnicodeError:
        raise _refuse(f"{host[:60]!r} is no public name") from None


def _refuse(why: str) -> UnsafeError:
    return UnsafeError(f"refused: {why}")
