"""Rolling captions give each word once.

Broadcast-style captions scroll: a row is shown at the bottom, then once more above the next one, so a file that
lists what is on screen has every row two or three times. Others grow word by word. What is new in a line is what
stands after the rows that were already there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from herkenbaar.evidence.captions.lines import Line

_TOUCH = 0.1
"""Seconds between two lines that follow each other without a pause."""

_SHARE = 0.25
"""A file rolls when at least this share of its lines scrolls; in the rolling files of YouTube it is a half."""


def unroll(lines: list[Line], *, rolls: bool = False) -> list[Line]:
    """``lines`` without the rows that were already on screen, when the file ``rolls`` or looks so; else ``lines``."""
    return list(_new_only(lines)) if rolls or _looks_rolling(lines) else lines


def _looks_rolling(lines: list[Line]) -> bool:
    scrolls = 0
    for before, after in pairwise(lines):
        kept, grown = _overlap(before, after)
        scrolls += bool(grown) or 0 < kept < len(after.rows)
    return scrolls > 0 and scrolls >= _SHARE * (len(lines) - 1)


def _new_only(lines: list[Line]) -> Iterator[Line]:
    before = Line(0.0, -1.0, ())
    for after in lines:
        kept, grown = _overlap(before, after)
        rows = (after.rows[kept][grown:].lstrip(), *after.rows[kept + 1 :]) if grown else after.rows[kept:]
        if rows:
            yield Line(after.start, after.end, rows)
        before = after


def _overlap(before: Line, after: Line) -> tuple[int, int]:
    """How many rows of ``after`` were there already, and how many characters of the row that grew."""
    if after.start > before.end + _TOUCH:
        return 0, 0
    for kept in range(min(len(before.rows), len(after.rows)), 0, -1):
        if before.rows[-kept:] == after.rows[:kept]:
            return kept, 0
    for above in range(min(len(before.rows), len(after.rows)) - 1, -1, -1):
        old, new = before.rows[-1], after.rows[above]
        if new.startswith(old + " ") and before.rows[len(before.rows) - 1 - above : -1] == after.rows[:above]:
            return above, len(old)
    return 0, 0
