"""Find what suggests advertising without saying so: phrases, codes, links, tags, product cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Discounted, Evidence, Relation, Signal, SignalKind, Surface
from herkenbaar.reading.about import About
from herkenbaar.reading.context import ends_with, is_negated, not_text
from herkenbaar.reading.links import FoundLink, find_links
from herkenbaar.reading.passages import TIMED, Passage
from herkenbaar.reading.reads import find_reads
from herkenbaar.text import fold

_CODE = re.compile(r"[\"'“”‘’«»:*_ ]{1,4}(?:is |= ?)?([A-Z0-9][A-Z0-9_-]{2,24})(?![\w])")
_QUOTED = re.compile(r"[ :]{0,2}[\"“‘'«]([\w-]{3,24})[\"”’'»]")
_SPOKEN_CODE = re.compile(
    r" ([a-z]+\d+|\w{3,20})"
    r"(?= (?:for|voor|to get|krijg|at checkout|you get|get|and get|korting|to save|\w+ procent|\d+))"
)
_OPENING = 600
_TAG = re.compile(r"(?<![\w.@/])@([\w.]{3,40})")
_HASHTAG = re.compile(r"#(\w{3,60})")
_COMPANY_TAG = re.compile(
    r"(?:official|officieel|brand|shop|store|cosmetics|beauty|energy|foods?|hotels?|fashion|wear|benelux)$"
    r"|[._](?:nl|com|be|eu|co)$"
)


def find_signals(
    evidence: Evidence, texts: Sequence[tuple[Passage, Sequence[Found]]], *, lexicon: Lexicon, about: About
) -> tuple[list[Signal], list[Discounted]]:
    """All signals of ``evidence`` but the disclosures themselves, and what looked like one and does not count."""
    signals: list[Signal] = []
    discounted: list[Discounted] = []
    for passage, found in texts:
        charity = lexicon.local("charity").search(passage.folded.text[:_OPENING]) is not None
        for hit in found:
            if hit.group.kind in ("disclosure", "denial", "read"):
                continue
            outcome = _phrase(lexicon, passage, hit)
            reason = (
                "charity" if charity and hit.group.kind == SignalKind.SPONSOR_PHRASE else about.against_signal(passage)
            )
            if isinstance(outcome, Signal) and reason:
                outcome = _discount(outcome, reason)
            if isinstance(outcome, Signal):
                signals.append(outcome)
            elif outcome is not None:
                discounted.append(outcome)
        if passage.surface is Surface.SPEECH:
            reads = find_reads(lexicon, passage, found)
            reason = about.against_signal(passage)
            if reason:
                discounted.extend(_discount(read, reason) for read in reads)
            else:
                signals.extend(reads)
        if passage.surface is Surface.DESCRIPTION:
            signals.extend(_links(lexicon, passage, _own_names(evidence)))
        if passage.surface in (Surface.DESCRIPTION, Surface.TITLE):
            signals.extend(_tags(passage, evidence, found))
            signals.extend(_bare_codes(passage))
    signals.extend(Signal(SignalKind.SHOP, Surface.LABEL, item, weight=3.2) for item in evidence.shop or ())
    return signals, discounted


def _discount(signal: Signal, reason: str) -> Discounted:
    return Discounted(signal.kind, signal.surface, signal.quote, signal.start, signal.end, reason)


def _phrase(lexicon: Lexicon, passage: Passage, hit: Found) -> Signal | Discounted | None:
    span = passage.span(hit.start, hit.end)
    first, last = passage.folded.span(hit.start, hit.end)
    kind = SignalKind(hit.group.kind)
    if hit.group.tail == "code":
        code = _code(lexicon, passage, hit, last)
        if code is None:
            return None
        last = max(last, code)
        span = passage.span(hit.start, hit.end)
    elif passage.surface not in TIMED and not_text(passage, first, last):
        return None
    if is_negated(lexicon, passage, hit):
        return Discounted(kind, span.surface, span.quote, span.start, span.end, "negated")
    start, end = passage.place(first, last)
    return Signal(kind, span.surface, passage.source[first:last], start, end, hit.group.weight)


def _code(lexicon: Lexicon, passage: Passage, hit: Found, last: int) -> int | None:
    """Where the code behind (or inside) the phrase ends in the original, or None when no code is there."""
    text = passage.folded.text
    if ends_with(lexicon, "not_code", text[max(0, hit.start - 24) : hit.start].replace("-", " ")):
        return None
    first = passage.folded.origin(hit.start)
    if passage.surface in TIMED:
        match = _SPOKEN_CODE.match(text, hit.end)
        return passage.folded.span(hit.start, match.end())[1] if match else None
    inside = re.search(r"(?<![\w#@])[A-Z0-9_]{3,24}(?!\w)", passage.source[first:last])
    if inside and not inside.group().isdigit() and inside.group() not in ("CODE", "USE"):
        return last
    match = _CODE.match(passage.source, last) or _QUOTED.match(passage.source, last)
    if match is None or lexicon.local("not_code").fullmatch(match.group(1).lower()):
        return None
    return match.end()


def _own_names(evidence: Evidence) -> tuple[str, ...]:
    """The creator's names as they would stand in a link: letters and digits only, lower case."""
    creator = evidence.creator
    raw = (creator.handle, creator.name, *(creator.name or "").split(" "))
    return tuple({re.sub(r"[^a-z0-9]", "", (name or "").lower()) for name in raw} - {"", "the", "de", "van", "het"})


_EARNED = {"network": 3.4, "parameter": 3.0}


def _links(lexicon: Lexicon, passage: Passage, names: tuple[str, ...]) -> Iterator[Signal]:
    """Links on which somebody earns, and links with a pitch on the same line."""
    source = passage.source
    for link in find_links(source, names=names):
        start, end = link.start, link.end
        if link.earns in _EARNED:
            kind = SignalKind.AFFILIATE_LINK
            yield Signal(kind, passage.surface, link.url, start, end, _EARNED[link.earns], who=link.host or None)
            continue
        weight = _pitch(lexicon, source, link)
        if weight:
            kind = SignalKind.SPONSOR_PHRASE
            yield Signal(kind, passage.surface, link.url, start, end, weight, who=link.host or None)


def _pitch(lexicon: Lexicon, source: str, link: FoundLink) -> float:
    """How much a link with selling words on its line weighs: more with the creator's own path or a known seller."""
    if link.social:
        return 0.0
    begin = source.rfind("\n", 0, link.start) + 1
    stop = source.find("\n", link.end)
    line = source[begin : link.start] + " " + source[link.end : stop if stop >= 0 else len(source)]
    line = fold(line).text
    pitches = len(set(lexicon.local("pitch").findall(line)))
    if lexicon.local("reference").search(line) and link.earns == "no" and pitches < 2:
        return 0.0
    weight = 0.0
    if link.earns == "brand":
        weight += 1.4
    if link.personal:
        weight += 2.2 if pitches else 1.0
    if pitches:
        weight += min(0.8 + 0.4 * pitches, 2.0)
    if begin == 0 and pitches:
        weight += 0.8
    return weight if weight >= 1.2 else 0.0


_BARE_CODE = re.compile(
    r"(?:\b(?:[Mm]et|[Vv]ia|[Ww]ith|[Uu]se)\s+(?=[A-Z0-9]*[A-Z])[A-Z0-9]{3,20}\b"
    r"(?=[^\n]{0,40}?(?:%|korting|gratis|cadeau|off\b|free\b)))"
    r"|(?:(?:%|korting|gratis|off|free)[^\n]{0,25}?\b(?:met|via|with)\s+(?=[A-Z0-9]*[A-Z])[A-Z0-9]{3,20}\b)"
    r"|(?:(?<![\w#@])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20} (?:saves|gets|gives|geeft|voor|for)\b"
    r"(?=[^\n]{0,30}?(?:%|korting|gratis|off\b|free\b)))"
)

_CODE_LIKE = re.compile(r"[A-Z0-9]{3}")
"""In every bare code; looking for this first spares most texts the search for the rest."""


def _bare_codes(passage: Passage) -> Iterator[Signal]:
    """A code that is not called one: "met TARA 10% korting", "5% met CATO"."""
    if not _CODE_LIKE.search(passage.source):
        return
    for match in _BARE_CODE.finditer(passage.source):
        yield Signal(SignalKind.DISCOUNT_CODE, passage.surface, match.group(), match.start(), match.end(), 3.2)


def _tags(passage: Passage, evidence: Evidence, found: Sequence[Found]) -> Iterator[Signal]:
    """Tagged accounts that look like a brand: its own hashtag beside the tag, or a company's kind of name."""
    source = passage.source
    if "@" not in source:
        return
    own = {
        re.sub(r"\W", "", (evidence.creator.handle or "").lower()),
        re.sub(r"\W", "", (evidence.creator.name or "").lower()),
    }
    hashtags = [tag.group(1).lower() for tag in _HASHTAG.finditer(source)]
    said = [passage.folded.span(hit.start, hit.end) for hit in found if hit.group.kind == "disclosure"]
    for tag in _TAG.finditer(source):
        if any(first <= tag.start() <= last + 3 for first, last in said):
            continue  # the party that a disclosure names is no second sign
        handle = tag.group(1).rstrip(".").lower()
        plain = re.sub(r"[^a-z0-9]", "", handle)
        if plain in own:
            continue
        weight = 0.9 if tag.start() == 0 else 0.6
        own_tags = [tag for tag in hashtags if tag.startswith(plain) or (len(tag) > 3 and plain.startswith(tag))]
        if own_tags:
            weight += 2.0 if any(len(tag) > len(plain) for tag in own_tags) else 1.2  # a campaign's own hashtag
        if _COMPANY_TAG.search(handle):
            weight += 0.6
        yield Signal(
            SignalKind.BRAND_TAG, passage.surface, tag.group(), tag.start(), tag.end(), weight, who=tag.group()
        )


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
