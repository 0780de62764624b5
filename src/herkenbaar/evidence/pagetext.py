"""The source of a stranger's page as text that can be parsed in time proportional to its length.

Python's html.parser takes quadratic time for tags and comments that never end (30 kB of "<a <a <a" took 18 s with
3.11), and guessing an encoding takes seconds. So: the encoding is what the page says; comments are cut out; a "<" that
no ">" follows is text; and after so many tags nothing is read.
"""

from __future__ import annotations

import codecs
import contextlib
import re

MOST_TAGS = 20_000
"""Tags of one page that are read; a busy shop has a quarter of that."""

_LONGEST_TAG = 4000
_DECLARED = re.compile(rb"<meta[^<>]{0,200}?charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_ENCODINGS = re.compile(
    r"(?:utf-?8|utf-16(?:[bl]e)?|(?:us-)?ascii|latin-?1|iso-8859-\d\d?|windows-125\d)", re.IGNORECASE
)
"""Those that pages are written in. Python knows others, some of which unpack, or take quadratic time."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NO_TAG = re.compile(rf"<(?:(?=!\[)|(?![^<>]{{0,{_LONGEST_TAG}}}>))")


def read_text(body: bytes, *, charset: str | None) -> str:
    """``body`` as text that is quick to parse; ``charset`` is what its header says."""
    text = _cut_comments(_decode(body, charset))
    return _cut_tags(_NO_TAG.sub("&lt;", text))


def _decode(body: bytes, charset: str | None) -> str:
    """By its byte-order mark, its header, its own word; else UTF-8, or as old pages are (windows-1252)."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(body[:4096])
    own = str(declared[1], "ascii") if declared else ""
    for encoding in (charset or "", own, "utf-8"):
        if _ENCODINGS.fullmatch(encoding):
            with contextlib.suppress(LookupError, UnicodeError):
                return codecs.getincrementaldecoder(encoding)().decode(body)  # a last letter may be cut in two
    return body.decode("windows-1252", "replace")


def _cut_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        parts.append(text[at:begin])
        end = text.find("-->", begin + 4)
        if end < 0:
            return "".join(parts)
        at = end + 3
    return "".join((*parts, text[at:]))


def _cut_tags(text: str) -> str:
    for count, tag in enumerate(re.finditer("<", text)):
        if count == MOST_TAGS:
            return text[: tag.start()]
    return text
