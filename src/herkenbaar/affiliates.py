"""Links in a text, and what their addresses say: who earns on them, whose they are, where they lead on. Pure.

affiliates.toml has the hosts and parameters. Nothing is asked here; evidence/links.py follows links.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec

URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]{}|\\^`]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|nl|be|de|eu|org|net|io|co|app|shop|store|to|me|gg|tv|art|link|health|fit|example)(?:/[^\s<>\"'()\[\]{}|\\^`]*)?(?![\w@])"
    # Endings that are also words, or hardly in use: with a path only ("bit.ly/jas", not "i.e. is").
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:ly|gy|sh|gl|is|at|it|us|ai|cc|st|page|bio|deals|gifts|shopping|world|site|online|xyz|club|info|biz|uk|fr|ch|es|eu|se|dk|no|pl|in|ca|au)/[\w%~+-][^\s<>\"'()\[\]{}|\\^`]*",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_TRAILING = ".,;:!?…»”’"
Earns = Literal["network", "parameter", "brand", "no"]


class _Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    always: frozenset[str]
    maybe: frozenset[str]
    tag_hosts: tuple[str, ...]


class _Brands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: frozenset[str]


class Networks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """affiliates.toml: which hosts and parameters mean that somebody earns."""

    network: frozenset[str]
    shortener: frozenset[str]
    vanity: frozenset[str]
    social: frozenset[str]
    names: frozenset[str]
    parameters: _Parameters
    brands: _Brands
    wrappers: dict[str, tuple[str, ...]]


class FoundLink(NamedTuple):
    """A link in a text: its code points and address, and what the address says.

    ``host`` is without ``www.``; ``earns`` how somebody earns on it; ``social`` a platform or other place that is
    never commercial by itself; ``personal`` its path carries the creator's name; ``own`` its host does.
    """

    start: int
    end: int
    url: str
    host: str
    earns: Earns
    social: bool
    personal: bool
    own: bool


@lru_cache(maxsize=1)
def load_networks() -> Networks:
    """The table of networks that comes with the program."""
    text = (resources.files("herkenbaar") / "affiliates.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Networks)


def find_links(text: str, *, names: tuple[str, ...] = ()) -> list[FoundLink]:
    """All links in ``text``. ``names`` are the creator's own (handle, channel): a path that carries one is personal."""
    return [look(url, start=start, names=names) for start, url in _addresses(text)]


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    """Where each address begins, and the address; most lines have none, and are not searched."""
    start = 0
    for line in text.split("\n"):
        if "." in line:
            yield from ((start + match.start(), match.group().rstrip(_TRAILING)) for match in URL.finditer(line))
        start += len(line) + 1


def look(url: str, *, start: int = 0, names: tuple[str, ...] = ()) -> FoundLink:
    """What the address ``url`` says; ``start`` is where it stands in its text."""
    networks = load_networks()
    host, path, query = _split(url)
    own = any(len(name) > 3 and name in re.sub(r"[^a-z0-9]", "", host) for name in names)
    plain = re.sub(r"[^a-z0-9]", "", f"{path}{query}".lower())
    personal = not own and any(len(name) > 2 and name in plain for name in names)
    social = _is_in(host, networks.social)
    earns = _earns(host, path, query, networks, personal=personal)
    return FoundLink(start, start + len(url), url, host, earns, social, personal, own)


def unwrap(url: str) -> str | None:
    """The address that ``url`` carries to pass visitors on to (``youtube.com/redirect?q=https%3A…``), or None."""
    host, path, query = _split(url)
    wrappers = load_networks().wrappers
    first = path.strip("/").partition("/")[0]
    names = next((wrappers[place] for place in _places(host, first) if place in wrappers), ())
    carried = (value for key, value in parse_qsl(query) if key.lower() in names)
    return next((value for value in map(_decode, carried) if _ABSOLUTE.match(value)), None)


def passes_on(url: str) -> bool:
    """Whether the host of ``url`` only passes visitors on: a shortener, or a network."""
    networks = load_networks()
    host = _split(url)[0]
    return any(_is_in(host, hosts) for hosts in (networks.vanity, networks.shortener, networks.network))


@lru_cache(maxsize=256)  # one link is asked several things
def _split(url: str) -> tuple[str, str, str]:
    """Host without ``www.`` or ``m.``, path and query; all empty where there is no host to be found."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        return (parts.hostname or "").removeprefix("www.").removeprefix("m."), parts.path, parts.query
    except ValueError:
        return "", "", ""


def _places(host: str, first: str) -> Iterator[str]:
    """How a wrapper may be named: the host or one above it, with the first step of the path or without."""
    while host:
        yield from (f"{host}/{first}", host)
        _, _, host = host.partition(".")


def _decode(value: str) -> str:
    """``value``, decoded once more where it was encoded twice."""
    return unquote(value) if re.match(r"https?%3a", value, re.IGNORECASE) else value


def _earns(host: str, path: str, query: str, networks: Networks, *, personal: bool) -> Earns:
    named = not networks.names.isdisjoint(host.split("."))
    if named or _is_in(host, networks.network) or _is_in(host, networks.shortener):
        return "network"
    if _is_in(host, networks.social):
        return "no"
    keys = {key.lower(): value for key, value in parse_qsl(query)}
    tagged = "tag" in keys and any(shop in host for shop in networks.parameters.tag_hosts)
    if tagged or any(key in networks.parameters.always and key != "tag" for key in keys):
        return "parameter"
    if host.startswith("amazon.") and path.startswith("/shop/"):
        return "parameter"  # an influencer's storefront
    sold = _is_in(host, networks.brands.hosts)
    if any(key in networks.parameters.maybe for key in keys) and (sold or personal):
        return "parameter"
    if re.match(r"/(?:r|ref|refer|aff|affiliate|invite|via|partner|sal)/", path) and not _is_in(host, networks.vanity):
        return "parameter"
    return "brand" if sold and (path.strip("/") or keys) else "no"


def _is_in(host: str, hosts: frozenset[str]) -> bool:
    """Whether ``host`` or a domain above it is in ``hosts``."""
    while host:
        if host in hosts:
            return True
        _, _, host = host.partition(".")
    return False
