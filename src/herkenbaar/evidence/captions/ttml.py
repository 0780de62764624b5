"""TTML (and the DFXP before it): ``<tt><body><div><p begin end>``.

Times are clock times (``00:00:01.5``, with frames as fourth part) or offsets (``1.5s``, ``200ms``, ``30f``,
``1000t``); those of an element count from the begin of the element around it (W3C TTML2, section 12).
"""

from __future__ import annotations

import re

from herkenbaar.evidence.captions.lines import Read, line
from herkenbaar.evidence.captions.markup import Document, Paragraph

_CLOCK = re.compile(r"(\d{1,9}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})|:(\d{1,4}))?$")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|m|s|ms|f|t)$")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def read(document: Document) -> Read:
    """The lines of a TTML file."""
    rates = _rates(document.attributes)
    found = [made for each in document.paragraphs if (made := line(*_span(each, rates), _words(each)))]
    return Read(found, broken=document.broken)


def _words(paragraph: Paragraph) -> str:
    """The words; line breaks of the source file are white space in XML, ``<br/>`` starts a row."""
    return "".join(piece if piece == "\n" else piece.replace("\n", " ") for piece in paragraph.words)


def _span(paragraph: Paragraph, rates: dict[str, float]) -> tuple[float, float]:
    base = sum(_time(each.get("begin"), rates) or 0.0 for each in paragraph.around)
    given = paragraph.attributes
    start = base + (_time(given.get("begin"), rates) or 0.0)
    end = _time(given.get("end"), rates)
    if end is not None:
        return start, base + end
    return start, start + (_time(given.get("dur"), rates) or 0.0)


def _rates(root: dict[str, str]) -> dict[str, float]:
    """Seconds per unit; 30 frames and 1 tick per second are the standard's own defaults."""
    frames = _positive(root.get("ttp:frameRate")) or 30.0
    ticks = _positive(root.get("ttp:tickRate")) or 1.0
    return {**_SECONDS, "f": 1 / frames, "t": 1 / ticks}


def _positive(text: str | None) -> float:
    return float(text) if text and text.isdecimal() and len(text) < 12 else 0.0


def _time(text: str | None, rates: dict[str, float]) -> float | None:
    if text is None:
        return None
    text = text.strip()
    if match := _OFFSET.match(text):
        return float(match[1]) * rates[match[2]]
    if match := _CLOCK.match(text):
        hours, minutes, seconds, fraction, frames = match.groups()
        whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
        return whole + float(f"0.{fraction or 0}") + int(frames or 0) * rates["f"]
    return None
