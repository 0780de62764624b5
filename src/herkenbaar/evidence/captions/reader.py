"""A caption file in any format to cues."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions import json3, timedtext, ttml, webvtt
from herkenbaar.evidence.captions.lines import AGAIN, Line, Read, without_sounds
from herkenbaar.evidence.captions.markup import read_document
from herkenbaar.evidence.captions.rows import unroll
from herkenbaar.evidence.encoding import decode
from herkenbaar.model import Cue

MOST = 32 * 2**20
"""No caption track is larger: twelve hours of word-timed json3 take about 16 MB."""


class Captions(msgspec.Struct, frozen=True):
    """The cues of one track, in the order of time, each word once.

    ``recognised``: the file shows that a machine wrote it. ``broken`` says where and why reading stopped early;
    the cues before that place are good.
    """

    cues: tuple[Cue, ...]
    recognised: bool = False
    broken: str = ""


def read_captions(raw: bytes) -> Captions:
    """The captions in ``raw``; the format is told by the content (json3, srv1-3, TTML, WebVTT, SubRip, TikTok).

    No cue at all is an answer: nothing is said. Raises InputError (without ``where``) when it is no caption file,
    empty, broken before the first cue, or too large.
    """
    if len(raw) > MOST:
        raise InputError(f"larger than {MOST >> 20} MB: no caption track is", remedy="check what this file is")
    try:
        text = decode(raw)
    except InputError as error:
        raise InputError(error.what, remedy=AGAIN) from error
    found = _read(text)
    lines = sorted(found.lines, key=lambda each: each.start)
    lines = [each for number, each in enumerate(lines) if number == 0 or each != lines[number - 1]]
    lines = unroll(lines, rolls=found.rolls)
    if found.recognised:
        lines = _end_where_the_next_begins(lines)
    cues = (Cue(each.start, each.end, without_sounds(" ".join(each.rows))) for each in lines)
    return Captions(tuple(cue for cue in cues if cue.text), found.recognised, found.broken)


def _read(text: str) -> Read:
    start = text.lstrip("\ufeff \t\n")
    if start.startswith("{"):
        return json3.read(start)
    if start.startswith("<"):
        return _read_markup(start)
    if start.startswith("WEBVTT") or any(webvtt.is_timing(row) for row in start.split("\n")):
        return webvtt.read(start)
    raise InputError("no captions in this file", remedy=AGAIN)


def _read_markup(text: str) -> Read:
    document = read_document(text)
    if document.broken and not document.paragraphs:
        raise InputError(document.broken, remedy=AGAIN)
    if document.root == "tt":
        return ttml.read(document)
    if document.root in ("timedtext", "transcript"):
        return timedtext.read(document)
    what = "a web page was saved in place of captions" if document.root == "html" else "XML, but no caption file"
    raise InputError(what, remedy=AGAIN)


def _end_where_the_next_begins(lines: list[Line]) -> list[Line]:
    """Recognised rows stay on screen while the next is spoken; the words end where the next row begins."""
    cut = [
        Line(each.start, after.start, each.rows) if each.start < after.start < each.end else each
        for each, after in pairwise(lines)
    ]
    return [*cut, *lines[-1:]]
