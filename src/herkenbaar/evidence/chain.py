"""Follows one link, address by address, until a page: redirects, addresses that carry another, pages that pass on.

address ─▶ carries another one? ─yes──────────────────────────────┐ (nothing is asked)
  ▲                 │ no                                          │
  │                 ▼                                             │
  │        a social platform? ─yes─▶ end                          │
  │                 │ no                                          │
  │                 ▼                                             │
  │               asked ─▶ Location, refresh ─▶ plain and public? ─┤
  │                 └─▶ a page: title, shop marks                  │
  └───────────────────────── at most ten times ───────────────────┘
"""

from __future__ import annotations

import re
from collections.abc import Callable

from herkenbaar.affiliates import look, passes_on, unwrap
from herkenbaar.errors import FetchError, LookError, UnsafeError
from herkenbaar.evidence.addresses import read_address
from herkenbaar.evidence.guard import Answer
from herkenbaar.evidence.landing import Landing, read_landing
from herkenbaar.model import Link

MAX_HOPS = 10
"""How often a link may lead on."""

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def follow(url: str, ask: Callable[[str], Answer]) -> Link:
    """Where ``url`` leads, with every address on the way. What went wrong stands in ``error``; nothing is raised.

    ``ask`` gives the answer of one address. The last hop is the page itself, or the address that was refused.
    """
    hops: list[str] = []
    try:
        page, whole = _walk(url, ask, hops)
    except LookError as error:
        return Link(url=url, hops=tuple(hops), error=error.what)
    if page is None:
        return Link(url=url, hops=tuple(hops))
    shop = True if page.marks else False if whole else None
    short = None if whole else "the page is larger than the limit: only its beginning was read"
    return Link(url=url, hops=tuple(hops), title=page.title, shop=shop, marks=page.marks, error=short)


def _walk(url: str, ask: Callable[[str], Answer], hops: list[str]) -> tuple[Landing | None, bool]:
    """The page at the end (None where it is none, or is not asked for) and whether all of it was read."""
    address = read_address(url)
    while True:
        if address in hops:
            raise FetchError("the redirects go round in a circle")
        if len(hops) > MAX_HOPS:
            raise FetchError(f"more than {MAX_HOPS} redirects")
        hops.append(address)
        onward = unwrap(address)
        if onward is None:
            if look(address).social:
                return None, True
            answer = ask(address)
            onward, page = _read(answer, address)
            if onward is None:
                return page, answer.whole
        address = _go_on(onward, address, hops)


def _read(answer: Answer, address: str) -> tuple[str | None, Landing | None]:
    """Where the answer sends us, or else its page."""
    if answer.status in _REDIRECTS:
        location = answer.headers.get("location", "").strip()
        if not location:
            raise FetchError(f"status {answer.status} without an address to go to")
        return location, None
    if not 200 <= answer.status < 300:
        raise FetchError(f"status {answer.status}")
    if not answer.body:
        return None, None
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    page = read_landing(answer.body, charset=charset[1] if charset else None, passes_on=passes_on(address))
    return (page.onward if page.onward and not _is_same(page.onward, address) else None), page


def _is_same(onward: str, address: str) -> bool:
    """Whether a page only loads itself anew."""
    try:
        return read_address(onward, base=address) == address
    except UnsafeError:
        return False


def _go_on(onward: str, address: str, hops: list[str]) -> str:
    """The next address. One that must not be asked is kept as the last hop, and UnsafeError is raised."""
    try:
        return read_address(onward, base=address)
    except UnsafeError:
        hops.append("".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in onward[:300]))
        raise
