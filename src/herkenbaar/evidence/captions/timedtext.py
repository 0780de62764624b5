"""YouTube's own XML: srv1 (``<transcript><text start dur>``), srv2 (``<timedtext><text t d>``) and srv3
(``<timedtext format="3"><body><p t d><s ac>``).

srv1 counts in seconds, the others in milliseconds. srv1 and srv2 escape their text twice; lines.py undoes the second.
"""

from __future__ import annotations

from herkenbaar.evidence.captions.json3 import seconds
from herkenbaar.evidence.captions.lines import Read, line
from herkenbaar.evidence.captions.markup import Document, Paragraph


def read(document: Document) -> Read:
    """The lines of a srv1, srv2 or srv3 file."""
    found = [made for paragraph in document.paragraphs if (made := line(*_span(paragraph), "".join(paragraph.words)))]
    recognised = any("ac" in word for paragraph in document.paragraphs for word in paragraph.inner)
    return Read(found, recognised, broken=document.broken)


def _span(paragraph: Paragraph) -> tuple[float, float]:
    given = paragraph.attributes
    if "start" in given:
        start, length = seconds(given["start"]) * 1000, seconds(given.get("dur")) * 1000
    else:
        start, length = seconds(given.get("t")), seconds(given.get("d"))
    return start, start + max(length, 0.0)
