"""WebVTT and SubRip: text under lines like ``00:00:01.000 --> 00:00:02.500``.

The two differ in a header, a comma and a counter, and files in the wild mix them, so one reader takes both.
YouTube's recognised WebVTT gives each word a time (``<00:00:01.280><c> woord</c>``) and shows every row twice;
rows.py takes the repetition out.
"""

from __future__ import annotations

import re

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions.lines import AGAIN, MOST_LINES, TOO_MANY, Line, Read, line

_TIME = r"(-?)(?:(\d{1,9}):)?(\d{1,9}):(\d{1,2})(?:[.,:](\d{1,9}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-{{1,3}}>\s*{_TIME}(?:\s|$)")
_WORD_TIME = re.compile(r"<\d{1,9}:[\d:]{1,12}\.\d{1,9}><c")
_ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


def is_timing(row: str) -> bool:
    """Whether ``row`` says from when to when."""
    return "->" in row and _TIMING.match(row) is not None


def read(text: str) -> Read:
    """The lines of a WebVTT or SubRip file, in the order of the file."""
    found: list[Line] = []
    block: list[str] = []
    span: tuple[float, float] | None = None
    for row in [*text.split("\n"), "", "0:00 --> 0:00"]:
        match = _TIMING.match(row) if "->" in row else None
        if match is None:
            block.append(row)
            continue
        if span is not None and (made := line(*span, _words_of(block))):
            found.append(made)
        if len(found) > MOST_LINES:
            raise InputError(TOO_MANY, remedy=AGAIN)
        span, block = (_time(match.groups()[:5]), _time(match.groups()[5:])), []
    timed = _WORD_TIME.search(text) is not None
    return Read(found, recognised=timed, rolls=timed)


def _words_of(block: list[str]) -> str:
    """The text between two timings: without the counter or name of the next cue, and without notes."""
    if block and _is_counter(block):
        block = block[:-1]
    kept: list[str] = []
    aside = False
    for number, row in enumerate(block):
        if not row:
            aside = False
        elif number and not block[number - 1] and _ASIDE.match(row):
            aside = True
        if not aside:
            kept.append(row)
    return "\n".join(kept)


def _is_counter(block: list[str]) -> bool:
    """Whether the last row belongs to the cue that follows: a number, or a name after an empty row."""
    last = block[-1].strip()
    return bool(last) and (last.isdecimal() or (len(block) > 1 and not block[-2]))


def _time(groups: tuple[str | None, ...]) -> float:
    sign, hours, minutes, seconds, fraction = groups
    value = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + float(f"0.{fraction or 0}")
    return -value if sign else value
