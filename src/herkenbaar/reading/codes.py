"""Discount codes: the code that a phrase announces, and codes that nobody calls one ("met TARA 10% korting")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Signal, SignalKind, Surface
from herkenbaar.reading.context import ends_with
from herkenbaar.reading.passages import TIMED, Passage
from herkenbaar.wordlist import ContextKind

_NAMED = re.compile(r"[\"'“”‘’«»:*_ ]{1,4}(?:is |= ?)?([A-Z0-9][A-Z0-9_-]{2,24})(?![\w])")
_QUOTED = re.compile(r"[ :]{0,2}[\"“‘'«]([\w-]{3,24})[\"”’'»]")
_AFTER_COLON = re.compile(r" ?[:=] ?[\"'“‘]?([\w-]{3,24})(?!\w)")
"""Behind a colon a code may be in small letters: "creator code: wispy"."""
_SPOKEN_CODE = re.compile(
    r" (?:(?:eh|uh|uhm|dus) )?([a-z]+\d+|\w{3,20}(?: \w{1,12}){0,3}?)"
    r"(?= (?:for|voor|to get|krijg|krijgt|krijgen|at checkout|at the checkout|you get|you'll get|gets you|get|and get"
    r"|korting|to save|saves|bij|aan de kassa|bij het afrekenen|and you|all one word|dan|werkt|\w+ procent|\w+ percent"
    r"|\d+))"
)
_IN_CAPITALS = re.compile(r"(?<![\w#@])[A-Z0-9_]{3,24}(?!\w)")
_CALLS = (
    "CODE",
    "CODES",
    "KORTINGSCODE",
    "ACTIECODE",
    "COUPON",
    "USE",
    "GEBRUIK",
    "MET",
    "VIA",
    "KORTING",
    "DISCOUNT",
    "KRIJG",
)
"""Words of the phrase itself, which some write in capitals."""
_LAST_WORD = re.compile(r" (\w{3,20})\Z")
_ANY_GAIN = re.compile(
    r"[%@$€£]|https?:|www\.|korting|procent|gratis|euro|eraf|kassa|afrekenen|bestel|actie|percent|discount|\boff\b|free|save|checkout"
    r"|order|purchase|deal|shop|link|shipping|trial|box|\bbio\b"
    r"|\b(?:mijn|my|onze|met|gebruik|use|with) (?:kortings)?code"
)
_BARE = ("code", "codes")
_NEAR = 120
"""So near a word behind "code" something must be said of what it is good for."""
_NO_CODE: tuple[ContextKind, ...] = ("not_code", "function_word")

_CAPITALS = bytes(ord("A") if chr(code) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" else 0 for code in range(256))
_CODE_LIKE = b"AAA"
"""Three capitals or digits in a row are in every bare code; looking for them first spares most lines the rest."""
_CODE = r"[\"“'‘]?(?<![\w#@])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{3,20}\b[\"”'’]?"
_LONG_CODE = r"(?<![\w#@])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20}\b"
_GAIN = (
    r"(?:%|[€$£] ?\d"
    r"|(?i:korting|procent|percent|gratis|cadeau|euro (?:per ticket )?af|eraf|helft|halve prijs|tientje"
    r"|\boff\b|\bfree\b))"
)
_BARE_CODE = re.compile(
    "|".join(
        (
            rf"(?i:\b(?:met|via|with|w/|use|code))\s+{_CODE}(?=[^\n]{{0,40}}?{_GAIN})",
            rf"(?i:\b(?:met|via|with|w/|use|code))\s+{_CODE}(?=[^\n]{{0,60}}?(?i:kassa|afrekenen|checkout))",
            rf"(?i:\breken(?:t)? af met|afrekenen met|bestel met) {_CODE}",
            rf"{_GAIN}[^\n]{{0,25}}?\b(?i:met|via|with|w/)\s*{_CODE}",
            rf"(?i:\b(?:gebruik|use|enter|vul|voer|typ|tik|apply|mention|quote|noem|vermeld|type)) {_CODE}"
            rf"(?=(?i: in\b| bij het afrekenen| aan de kassa| at checkout| when you)|[^\n]{{0,40}}?{_GAIN})",
            rf"{_GAIN}[^\n]{{0,50}}?(?i:\b(?:als je|wanneer je|if you|when you)) "
            rf"(?i:(?:use|enter|mention|quote|type) )?{_CODE}(?: (?i:invult|intypt|gebruikt|noemt|invoert))?",
            rf"{_LONG_CODE} ?(?:=|:|→|->|–|—) ?[-–]?(?:\d+ ?%|[€$£] ?\d+|(?i:korting|gratis|discount))",
            rf"(?:\d ?%|[€$£] ?\d+)(?: (?i:off|korting))[^\n]{{0,30}}?: ?{_LONG_CODE}",
            rf"{_LONG_CODE} (?i:saves|gets|gives|geeft|voor|for)\b(?=[^\n]{{0,30}}?{_GAIN})",
        )
    )
)
_LISTED_CODES = re.compile(
    r"(?im:^[^\n\w]*(?:my |our |mijn |alle |all )?(?:discount codes?|discounts|codes|coupons|promo codes|kortingscodes?"
    r"|kortingen|actiecodes)\b[^\n]{0,20}\n\n?)"
    r"((?:[^\n]{2,40}?(?:[:\-–=>] ?)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20}\b[^\n]{0,30}\n?)+)"
)
"""Codes below a heading: "KORTINGSCODES / Kaasland: TARA10"."""


def code_end(lexicon: Lexicon, passage: Passage, hit: Found, last: int) -> int | None:
    """Where the code behind (or inside) the phrase ends in the original, or None when no code is there."""
    text = passage.folded.text
    if ends_with(lexicon, "not_code", text[max(0, hit.start - 24) : hit.start].replace("-", " ")):
        return None
    spoken = _spoken_end(lexicon, passage, hit) if passage.surface in TIMED else None
    if spoken is not None or passage.surface is Surface.SPEECH:
        return spoken
    bare = text[hit.start : hit.end] in _BARE
    if bare and not _ANY_GAIN.search(text, max(0, hit.start - _NEAR), hit.end + _NEAR):
        return None
    inside = _IN_CAPITALS.findall(passage.source, passage.folded.origin(hit.start), last)
    if any(not word.isdigit() and word not in _CALLS and not _is_word(lexicon, word.lower()) for word in inside):
        return last
    match = next(
        (found for way in (_NAMED, _QUOTED, _AFTER_COLON) if (found := way.match(passage.source, last))),
        None,
    )
    if match is None or _is_word(lexicon, match.group(1).lower()):
        return None
    return match.end()


def _spoken_end(lexicon: Lexicon, passage: Passage, hit: Found) -> int | None:
    text = passage.folded.text
    if not _ANY_GAIN.search(text, max(0, hit.start - _NEAR), hit.end + _NEAR):
        return None
    match = _SPOKEN_CODE.match(text, hit.end) or _LAST_WORD.match(text, hit.end, _cue_end(passage, hit.end))
    if match is None or _is_word(lexicon, match.group(1).partition(" ")[0]):
        return None
    return passage.folded.span(hit.start, match.end())[1]


def _is_word(lexicon: Lexicon, said: str) -> bool:
    """Whether ``said`` is an everyday word or one that makes "code" something else, and no discount code."""
    return any(lexicon.local(kind).fullmatch(said) for kind in _NO_CODE)


def _cue_end(passage: Passage, position: int) -> int:
    """Where in folded text the cue around ``position`` ends (exact where the text is in step, as speech mostly is)."""
    origin = passage.folded.origin(position)
    return position + passage.cue_end(origin) - origin


def bare_codes(passage: Passage) -> Iterator[Signal]:
    """A code that is not called one: "met TARA 10% korting", "5% met CATO"."""
    source = passage.source
    capitals = source.encode("latin-1", "replace").translate(_CAPITALS)
    at = capitals.find(_CODE_LIKE)
    if at >= 0:
        yield from (_signal(passage, *listed.span(1)) for listed in _LISTED_CODES.finditer(source))
    while at >= 0:
        begin, end = source.rfind("\n", 0, at) + 1, source.find("\n", at)
        end = len(source) if end < 0 else end
        yield from (_signal(passage, *match.span()) for match in _BARE_CODE.finditer(source, begin, end))
        at = capitals.find(_CODE_LIKE, end)


def _signal(passage: Passage, first: int, last: int) -> Signal:
    quote, place = passage.source[first:last], passage.place(first, last)
    return Signal(SignalKind.DISCOUNT_CODE, passage.surface, quote, *place, 3.2)
