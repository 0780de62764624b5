"""Links as signals: those on which somebody earns, also behind a redirect, and those that lead to a shop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from herkenbaar.affiliates import Earns, FoundLink, find_links, look, passes_on, unwrap
from herkenbaar.lexicon import Lexicon
from herkenbaar.model import Evidence, Link, Signal, SignalKind
from herkenbaar.reading.passages import Passage
from herkenbaar.text import fold

_EARNED: dict[Earns, float] = {"network": 3.4, "parameter": 3.0}
_SOLD = 0.8
"""What it adds that the page behind a link sells something: much is for sale that nobody is paid to name."""
_OFFERED = 3.0
"""A discount or a trial on the line of a link."""
_OFFER = re.compile(
    r"\d ?% ?(?:off|discount|korting)|[$e]\d+ (?:off|bonus|credit|korting)|free (?:trial|shipping|month|months|week)"
    r"|free for \d+|\d+ (?:days|weeks|months|dagen|weken|maanden) (?:free|gratis)|gratis (?:proef|maand)|months free"
)
_PRICE = re.compile(r"(?:[€$£]|\beuro?) ?\d|\d ?(?:€|euro\b)|\b\d+,\d\d\b|\d,-")
_PRICED = 1.2
"""A price on the line of a link: something is for sale there."""
_HEADING = re.compile(
    r"(?im:^[^\w\n]*((?:our |my |today's |onze |mijn )?(?:sponsors?|partners))[^\w\n]*\n)"
    r"(?:[^\n]*\n){0,2}?[^\n]*(?:https?://|www\.)"
)
_NAMED = 3.0
"""A heading that calls those below it sponsors: too little for a mark, and no doubt about who pays."""
_LEAST = 1.2
"""A link that weighs less is like any other."""


class Trail(NamedTuple):
    """Where a followed link leads: the addresses behind it, how somebody earns on one of them, and its page."""

    via: tuple[str, ...] = ()
    earns: Earns = "no"
    host: str | None = None
    sells: bool = False
    own: bool = False


NOT_FOLLOWED = Trail()


def link_signals(lexicon: Lexicon, passage: Passage, evidence: Evidence) -> Iterator[Signal]:
    """Links of ``passage`` on which somebody earns, and links with a pitch on the same line or a shop behind them.

    Links that were followed (``evidence.links``) count with all addresses on their way; quote and place are those of
    the link in the text, ``who`` is the host of the page.
    """
    names = own_names(evidence)
    followed = {link.url: link for link in evidence.links or ()}
    for link in find_links(passage.source, names=names):
        trail = _trail(followed[link.url], names) if link.url in followed else NOT_FOLLOWED
        kind, weight = _weigh(lexicon, passage.source, link, trail)
        if weight:
            who = trail.host or _seller(link)
            yield Signal(kind, passage.surface, link.url, link.start, link.end, weight, who=who, via=trail.via)


def sponsor_headings(passage: Passage) -> Iterator[Signal]:
    """Lines such as "- Sponsors -" with links below them."""
    if not any(word in passage.folded.text for word in ("sponsor", "partner")):
        return
    for heading in _HEADING.finditer(passage.source):
        first, last = heading.span(1)
        yield Signal(SignalKind.SPONSOR_PHRASE, passage.surface, heading.group(1), first, last, _NAMED)


def _seller(link: FoundLink) -> str | None:
    """The host that sells, as far as the address tells: a network or a short link only passes visitors on."""
    target = unwrap(link.url)
    if target is not None:
        return look(target).host or None
    return None if passes_on(link.url) else link.host or None


def _trail(link: Link, names: tuple[str, ...]) -> Trail:
    hops = [look(hop, names=names) for hop in link.hops]
    behind = hops[1:]
    if not behind and link.shop is None:
        return NOT_FOLLOWED
    earning = [hop.earns for hop in behind if hop.earns in _EARNED and not hop.own]
    page = hops[-1]
    reached = link.error is None
    return Trail(
        via=tuple(hop.url for hop in behind),
        earns=max(earning, key=lambda earns: _EARNED[earns], default="no"),
        host=page.host or None if reached else None,
        sells=reached and link.shop is True and not page.social,
        own=reached and page.own,
    )


def _weigh(lexicon: Lexicon, source: str, link: FoundLink, trail: Trail) -> tuple[SignalKind, float]:
    """What ``link`` is a sign of, and how much it weighs (0: of nothing)."""
    earned = max(_EARNED.get(link.earns, 0.0), _EARNED.get(trail.earns, 0.0))
    if earned:
        return SignalKind.AFFILIATE_LINK, earned
    pitch = _pitch(lexicon, source, link)
    if trail.sells and (trail.own or link.own):
        return SignalKind.OWN_BRAND, _SOLD + pitch
    if trail.sells:
        return SignalKind.SHOP if pitch < _LEAST else SignalKind.SPONSOR_PHRASE, _SOLD + pitch
    return SignalKind.SPONSOR_PHRASE, pitch if pitch >= _LEAST else 0.0


def _pitch(lexicon: Lexicon, source: str, link: FoundLink) -> float:
    """How much a link with selling words on its line weighs: more with the creator's own path or a known seller."""
    if link.social:
        return 0.0
    begin = source.rfind("\n", 0, link.start) + 1
    stop = source.find("\n", link.end)
    line = source[begin : link.start] + " " + source[link.end : stop if stop >= 0 else len(source)]
    priced = _PRICE.search(line) is not None
    line = fold(line).text
    pitches = len(set(lexicon.local("pitch").findall(line)))
    if lexicon.says(line, "reference") and link.earns == "no" and pitches < 2:
        return 0.0
    if _OFFER.search(line) and not link.own:
        return _OFFERED
    weight = 0.0
    if link.earns == "brand":
        weight += 1.4
    if link.personal:
        weight += 2.2 if pitches else 1.0
    if pitches:
        weight += min(0.8 + 0.4 * pitches, 2.0)
    if priced:
        weight += _PRICED
    if begin == 0 and pitches:
        weight += 0.8
    return weight


def own_names(evidence: Evidence) -> tuple[str, ...]:
    """The creator's names as they would stand in a link: letters and digits only, lower case."""
    return _plain_names(evidence.creator.handle or "", evidence.creator.name or "")


@lru_cache(maxsize=256)  # videos of one creator mostly come one behind the other
def _plain_names(handle: str, name: str) -> tuple[str, ...]:
    raw = (handle, name, *name.split(" "))
    return tuple({re.sub(r"[^a-z0-9]", "", each.lower()) for each in raw} - {"", "the", "de", "van", "het"})
