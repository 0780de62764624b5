"""Discount codes: the code that a phrase announces, and codes that nobody calls one ("met TARA 10% korting")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Signal, SignalKind
from herkenbaar.reading.context import ends_with
from herkenbaar.reading.passages import TIMED, Passage

_CODE = re.compile(r"[\"'“”‘’«»:*_ ]{1,4}(?:is |= ?)?([A-Z0-9][A-Z0-9_-]{2,24})(?![\w])")
_QUOTED = re.compile(r"[ :]{0,2}[\"“‘'«]([\w-]{3,24})[\"”’'»]")
_SPOKEN_CODE = re.compile(
    r" ([a-z]+\d+|\w{3,20})"
    r"(?= (?:for|voor|to get|krijg|at checkout|you get|get|and get|korting|to save|\w+ procent|\d+))"
)
_CAPITALS = bytes(ord("A") if chr(code) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" else 0 for code in range(256))
_CODE_LIKE = b"AAA"
"""Three capitals or digits in a row are in every bare code; looking for them first spares most lines the rest."""
_BARE_CODE = re.compile(
    r"(?:\b(?:[Mm]et|[Vv]ia|[Ww]ith|[Uu]se)\s+(?=[A-Z0-9]*[A-Z])[A-Z0-9]{3,20}\b"
    r"(?=[^\n]{0,40}?(?:%|korting|gratis|cadeau|euro af|eraf|off\b|free\b)))"
    r"|(?:\b(?:[Gg]ebruik|[Uu]se|[Ee]nter|[Vv]ul|[Tt]yp) (?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20}"
    r"(?= (?:in )?(?:bij het afrekenen|aan de kassa|at checkout|when you|in de app|op de site)))"
    r"|(?:(?<![\w#@])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20} ?(?:=|:|→|->) ?(?:\d+ ?%|korting|gratis|discount))"
    r"|(?:(?:%|korting|gratis|off|free)[^\n]{0,25}?\b(?:met|via|with)\s+(?=[A-Z0-9]*[A-Z])[A-Z0-9]{3,20}\b)"
    r"|(?:(?<![\w#@])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20} (?:saves|gets|gives|geeft|voor|for)\b"
    r"(?=[^\n]{0,30}?(?:%|korting|gratis|off\b|free\b)))"
)


_LISTED_CODES = re.compile(
    r"(?im:^[^\n\w]*(?:discount codes?|codes|promo codes|kortingscodes?|mijn codes|kortingen)\b[^\n]{0,20}\n\n?)"
    r"((?:[^\n]{2,40}?(?:[:\-–=>] ?)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20}\b[^\n]{0,30}\n?)+)"
)
"""Codes below a heading: "KORTINGSCODES / Kaasland: TARA10"."""

_LAST_WORD = re.compile(r" \w{3,20}\Z")


def _cue_end(passage: Passage, position: int) -> int:
    """Where in folded text the cue around ``position`` ends (exact where the text is in step, as speech mostly is)."""
    origin = passage.folded.origin(position)
    return position + passage.cue_end(origin) - origin


def code_end(lexicon: Lexicon, passage: Passage, hit: Found, last: int) -> int | None:
    """Where the code behind (or inside) the phrase ends in the original, or None when no code is there."""
    text = passage.folded.text
    if ends_with(lexicon, "not_code", text[max(0, hit.start - 24) : hit.start].replace("-", " ")):
        return None
    first = passage.folded.origin(hit.start)
    if passage.surface in TIMED:
        match = _SPOKEN_CODE.match(text, hit.end) or _LAST_WORD.match(text, hit.end, _cue_end(passage, hit.end))
        said = match.group().strip() if match else ""
        if match is None or any(lexicon.local(kind).fullmatch(said) for kind in ("not_code", "function_word")):
            return None
        return passage.folded.span(hit.start, match.end())[1]
    inside = re.search(r"(?<![\w#@])[A-Z0-9_]{3,24}(?!\w)", passage.source[first:last])
    if inside and not inside.group().isdigit() and inside.group() not in ("CODE", "USE"):
        return last
    match = _CODE.match(passage.source, last) or _QUOTED.match(passage.source, last)
    if match is None or lexicon.local("not_code").fullmatch(match.group(1).lower()):
        return None
    return match.end()


def bare_codes(passage: Passage) -> Iterator[Signal]:
    """A code that is not called one: "met TARA 10% korting", "5% met CATO"."""
    source = passage.source
    capitals = source.encode("latin-1", "replace").translate(_CAPITALS)
    at = capitals.find(_CODE_LIKE)
    if at >= 0:
        yield from _listed_codes(passage)
    while at >= 0:
        begin, end = source.rfind("\n", 0, at) + 1, source.find("\n", at)
        end = len(source) if end < 0 else end
        for match in _BARE_CODE.finditer(source, begin, end):
            yield Signal(SignalKind.DISCOUNT_CODE, passage.surface, match.group(), match.start(), match.end(), 3.2)
        at = capitals.find(_CODE_LIKE, end)


def _listed_codes(passage: Passage) -> Iterator[Signal]:
    for listed in _LISTED_CODES.finditer(passage.source):
        first, last = listed.span(1)
        yield Signal(SignalKind.DISCOUNT_CODE, passage.surface, listed.group(1), first, last, 3.2)
