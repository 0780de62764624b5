"""Links in a text, and whether somebody earns on them: by network, by parameter, or by the creator's own path."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import msgspec

URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'()\[\]{}|\\^`]+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|nl|be|de|eu|org|net|io|co|app|shop|store|to|me|gg|tv|art|link|health|fit|example)(?:/[^\s<>\"'()\[\]{}|\\^`]*)?(?![\w@])",
    re.IGNORECASE,
)
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


class FoundLink(NamedTuple):
    """A link in a text: its code points, address, host without ``www.``, and how somebody earns on it."""

    start: int
    end: int
    url: str
    host: str
    earns: Earns
    social: bool
    personal: bool


@lru_cache(maxsize=1)
def load_networks() -> Networks:
    """The table of networks that comes with the program."""
    text = (resources.files("herkenbaar") / "affiliates.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Networks)


def find_links(text: str, *, names: tuple[str, ...] = ()) -> list[FoundLink]:
    """All links in ``text``. ``names`` are the creator's own (handle, channel): a path that carries one is personal."""
    networks = load_networks()
    if "." not in text:
        return []
    return [_look(match, networks, names) for match in URL.finditer(text)]


def _look(match: re.Match[str], networks: Networks, names: tuple[str, ...]) -> FoundLink:
    url = match.group().rstrip(_TRAILING)
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        query, path = parts.query, parts.path
    except ValueError:
        host, query, path = "", "", ""
    own_site = any(len(name) > 3 and name in re.sub(r"[^a-z0-9]", "", host) for name in names)
    plain = re.sub(r"[^a-z0-9]", "", f"{path}{query}".lower())
    personal = not own_site and any(len(name) > 2 and name in plain for name in names)
    social = _is_in(host, networks.social)
    earns = _earns(host, path, query, networks, personal=personal)
    return FoundLink(match.start(), match.start() + len(url), url, host, earns, social, personal)


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
