"""Find what suggests advertising without saying so: phrases, codes, links, tags, product cards."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Discounted, Evidence, Relation, Signal, SignalKind, Surface
from herkenbaar.reading.about import About
from herkenbaar.reading.codes import bare_codes, code_end
from herkenbaar.reading.context import is_negated, not_text
from herkenbaar.reading.offers import link_signals, sponsor_headings
from herkenbaar.reading.party import led_reason, party_reason, private_reason
from herkenbaar.reading.passages import TIMED, Passage
from herkenbaar.reading.reads import find_reads
from herkenbaar.reading.tags import brand_tags

_HANDLE = re.compile(r"@[\w.]+")
_LINK = re.compile(r"[^\n]{0,60}(?:https?://|www\.|\w\.(?:nl|com|be|shop|example)\b)")
_CITED = re.compile(r"\b(?:roept|riep|zegt|zei|schreeuwt|gilt|vraagt|says|said|asks)\W{1,3}['\"‘“]\Z")
"""Before somebody else's words in quotation marks."""
_OVERLAPPING = 8
"""So many phrases of one family may overlap at one place."""
_OPENING = 600
"""How much of a text is looked at to learn that it asks for a charity."""
SIGNALS = frozenset(SignalKind) - {SignalKind.DISCLOSURE}


class Sign(NamedTuple):
    """A signal and its family: of one family only the strongest counts whole (reading/weigh.py)."""

    signal: Signal
    family: str


def find_signals(
    evidence: Evidence, texts: Sequence[tuple[Passage, Sequence[Found]]], *, lexicon: Lexicon, about: About
) -> tuple[list[Sign], list[Discounted]]:
    """All signals of ``evidence`` but the disclosures themselves, and what looked like one and does not count."""
    signals: list[Sign] = []
    discounted: list[Discounted] = []
    for passage, found in texts:
        for outcome in _all(evidence, passage, found, lexicon=lexicon, about=about):
            if isinstance(outcome, Sign):
                signals.append(outcome)
            else:
                discounted.append(outcome)
    cards = (Signal(SignalKind.SHOP, Surface.LABEL, item, weight=3.2) for item in evidence.shop or ())
    signals.extend(Sign(card, card.kind) for card in cards)
    return signals, discounted


def _all(
    evidence: Evidence, passage: Passage, found: Sequence[Found], *, lexicon: Lexicon, about: About
) -> Iterator[Sign | Discounted]:
    """What one passage says, phrase by phrase, then its reads, links, tags and bare codes."""
    told = _Told()
    phrases = (hit for hit in found if hit.group.kind in SIGNALS)
    for hit in sorted(phrases, key=lambda hit: -hit.group.weight):  # of one stretch the heaviest meaning counts
        outcome = None if hit in told else _phrase(lexicon, passage, hit)
        if isinstance(outcome, Signal):
            told.add(hit)
            reason = _charity(lexicon, passage, hit) or about.against_signal(passage, outcome.kind)
            yield _discount(outcome, reason) if reason else Sign(outcome, hit.group.family or hit.group.kind)
        elif outcome is not None and outcome.reason != "no_party":
            yield outcome
    if passage.surface is Surface.SPEECH:
        for read in find_reads(lexicon, passage, found):
            topic = about.against_signal(passage, read.kind)
            yield _discount(read, topic) if topic else Sign(read, read.kind)
    others: list[Signal] = []
    if passage.surface is Surface.DESCRIPTION and "." in passage.source:
        others.extend((*link_signals(lexicon, passage, evidence), *sponsor_headings(passage)))
    if passage.surface in (Surface.DESCRIPTION, Surface.TITLE):
        others.extend(brand_tags(passage, evidence, found))
    if passage.surface is not Surface.SPEECH:
        others.extend(bare_codes(passage))
    for signal in others:
        topic = about.against_signal(passage, signal.kind) if signal.kind is SignalKind.DISCOUNT_CODE else None
        yield _discount(signal, topic) if topic else Sign(signal, signal.kind)


class _Told:
    """Which stretches of a passage have said something already, so that no part of one says it again."""

    def __init__(self) -> None:
        self._places: set[tuple[str, int, int]] = set()
        self._spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)

    def __contains__(self, hit: Found) -> bool:
        if (hit.group.kind, hit.start, hit.end) in self._places:
            return True
        spans = self._spans[hit.group.kind, hit.group.family]
        at = bisect_right(spans, (hit.start, hit.end))
        return any(end >= hit.end for _, end in spans[max(0, at - _OVERLAPPING) : at])

    def add(self, hit: Found) -> None:
        self._places.add((hit.group.kind, hit.start, hit.end))
        insort(self._spans[hit.group.kind, hit.group.family], (hit.start, hit.end))


def _charity(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    if hit.group.kind not in (SignalKind.SPONSOR_PHRASE, SignalKind.OWN_BRAND):
        return None
    return "charity" if lexicon.says(passage.folded.text[:_OPENING], "charity") else None


def _discount(signal: Signal, reason: str) -> Discounted:
    return Discounted(signal.kind, signal.surface, signal.quote, signal.start, signal.end, reason)


def _phrase(lexicon: Lexicon, passage: Passage, hit: Found) -> Signal | Discounted | None:
    span = passage.span(hit.start, hit.end)
    first, last = passage.folded.span(hit.start, hit.end)
    kind = SignalKind(hit.group.kind)
    if hit.group.tail == "code":
        code = code_end(lexicon, passage, hit, last)
        if code is None:
            return None
        last = max(last, code)
        span = passage.span(hit.start, hit.end)
    elif hit.group.tail == "link":
        if not _LINK.match(passage.source, last):
            return None
    elif passage.surface not in TIMED and (not_text(passage, first, last) or "\n" in passage.source[first:last]):
        return None  # the gaps of a phrase end with its line
    handle = _HANDLE.match(passage.source, max(first, last - 1))
    if handle:  # a phrase that ends in a tag takes the whole account
        last = handle.end()
    reason = "negated" if not hit.group.sure and is_negated(lexicon, passage, hit) else _party(lexicon, passage, hit)
    if reason is None and passage.surface not in TIMED and _CITED.search(passage.source, max(0, first - 24), first):
        reason = "reported"
    if kind is SignalKind.DISCOUNT_CODE and _is_joke(lexicon, passage, hit):
        reason = "joke"
    if reason is None and hit.group.footer and _in_footer(passage, first):
        reason = "footer"
    if reason:
        return Discounted(kind, span.surface, span.quote, span.start, span.end, reason)
    start, end = passage.place(first, last)
    return Signal(kind, span.surface, passage.source[first:last], start, end, hit.group.weight)


def _is_joke(lexicon: Lexicon, passage: Passage, hit: Found) -> bool:
    """Whether what is offered right here is nothing, or everything ("honderd procent korting")."""
    offer = lexicon.local("joke_offer").search(passage.folded.text, max(0, hit.start - 60), hit.end + 60)
    return offer is not None


def _in_footer(passage: Passage, first: int) -> bool:
    """Whether ``first`` is in a list below the text: an entry with a bullet behind the first empty line."""
    source = passage.source
    if passage.surface is not Surface.DESCRIPTION or "\n\n" not in source[:first]:
        return False
    line = source[source.rfind("\n", 0, first) + 1 : first + 1].lstrip()
    return bool(line) and not (line[0].isalnum() or line[0] in "\"'“‘(@#")


def _party(lexicon: Lexicon, passage: Passage, hit: Found) -> str | None:
    """Why whoever gives or invites makes it no advertising, or None."""
    if hit.group.needs is not None:
        return party_reason(lexicon, passage, hit, "")
    if hit.group.kind == SignalKind.AMBASSADOR:
        return led_reason(lexicon, passage, hit)
    gives = hit.group.kind in (SignalKind.GIFT, SignalKind.TRIP)
    return private_reason(lexicon, passage, hit) if gives else None


RELATIONS = {
    SignalKind.SPONSOR_PHRASE: Relation.SPONSOR,
    SignalKind.SPONSOR_READ: Relation.SPONSOR,
    SignalKind.DISCOUNT_CODE: Relation.DISCOUNT,
    SignalKind.AFFILIATE_LINK: Relation.AFFILIATE,
    SignalKind.OWN_BRAND: Relation.OWN_BRAND,
    SignalKind.GIFT: Relation.GIFT,
    SignalKind.TRIP: Relation.TRIP,
    SignalKind.AMBASSADOR: Relation.AMBASSADOR,
    SignalKind.BRAND_TAG: Relation.SPONSOR,
    SignalKind.GIVEAWAY: Relation.SPONSOR,
    SignalKind.SHOP: Relation.AFFILIATE,
}
"""What kind of tie each signal points to."""
