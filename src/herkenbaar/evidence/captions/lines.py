"""One caption as its file gives it: a line on the screen, before rows that are shown twice are taken out."""

from __future__ import annotations

import html
import re

import msgspec

AGAIN = "download the captions again"

MOST_LINES = 200_000
"""No caption file has more: a stream of twelve hours has about 30,000."""

TOO_MANY = "too many lines for captions"

SOUNDS = frozenset(
    re.findall(
        r"\w+",
        "muziek music musik musique applaus applause gelach laughter laughs lachen gejuich cheering cheers gejoel "
        "stilte silence zucht sighs gezang singing",
    )
)
"""What recognisers (and captioners) write between brackets for a sound. Other bracketed words stay: "[advertentie]"
in a caption is a disclosure."""

_TAG = re.compile(r"</?(?:c|i|b|u|v|s|font|lang|ruby|rt|span|p|br|\d[\d:.]*)(?:[.\s/][^<>]*)?>", re.IGNORECASE)
_STYLE = re.compile(r"\{\\[^{}]*\}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SOUND = re.compile(r"[\[(]\s*([^\W\d_]+)\s*[\])]")
_SPEAKER = re.compile(r"(?:[-–—]\s+|[>»]{2,3}\s*)+")
_DASHES = ("-", "–", "—", ">", "»")
_NOISE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029♪♫♬]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Line(msgspec.Struct, frozen=True):
    """What is shown from ``start`` to ``end`` (seconds), row by row."""

    start: float
    end: float
    rows: tuple[str, ...]


class Read(msgspec.Struct, frozen=True):
    """All lines of one file.

    ``recognised``: the file itself shows that a machine wrote it (word times or confidences). ``rolls``: the format
    shows rows again in this file. ``broken`` says where and why reading stopped early, else it is empty.
    """

    lines: list[Line]
    recognised: bool = False
    rolls: bool = False
    broken: str = ""


def unescape(text: str) -> str:
    """``text`` with HTML character references resolved, once; a bare ``&copy`` in an address stays as it is."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


def clean(text: str) -> tuple[str, ...]:
    """The rows of ``text`` as a viewer reads them: without markup and speaker dashes."""
    return tuple(filter(None, map(_clean_row, text.splitlines())))


def _clean_row(row: str) -> str:
    """One row; what most rows do not have is looked for before it is taken out."""
    if "<" in row:
        row = _TAG.sub("", row)
    if "{" in row:
        row = _STYLE.sub("", row)
    if "&" in row:
        row = unescape(row)
    if not row.isprintable() or not row.isascii():
        row = _LONE_SURROGATE.sub("\ufffd", _NOISE.sub(" ", row))
    row = " ".join(row.split())
    return row[match.end() :] if row.startswith(_DASHES) and (match := _SPEAKER.match(row)) else row


def without_sounds(text: str) -> str:
    """``text`` without sounds between brackets, such as [Muziek]; "" when it was nothing else."""
    if "[" not in text and "(" not in text:
        return text
    return " ".join(_SOUND.sub(lambda match: " " if match[1].casefold() in SOUNDS else match[0], text).split())


def line(start: float, end: float, text: str) -> Line | None:
    """The line that ``text`` makes, or None when nothing readable is in it.

    Negative times are moved to 0, times in the wrong order are swapped: what is said counts more than a slip in
    when it is said.
    """
    rows = clean(text)
    if not rows:
        return None
    if not 0 <= start <= end:
        start, end = sorted((max(start, 0.0), max(end, 0.0)))
    return Line(round(start, 3), round(end, 3), rows)
