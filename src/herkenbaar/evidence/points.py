"""Which seconds point to advertising before anybody listened to them: where to hear and watch first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from herkenbaar.model import Disclosure, Discounted, Evidence, Range, Signal, Surface, Verdict

_CLOCK = re.compile(r"(?<![\d:.])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")

# Headings in a list of times. They prove nothing (a chapter called "Sponsor" is no disclosure), they only say
# where to listen, so they are wider than the lexicon and kept apart from it.
_HEADING = re.compile(
    r"\b(sponsor\w*|gesponsord\w*|advert\w*|ad|ads|reclame|promo\w*|samenwerking\w*|partner\w*|collab\w*|korting\w*"
    r"|discount\w*|code|win|winactie|giveaway|gift\w*|cadeau\w*|gekregen|unboxing|pr)\b",
    re.IGNORECASE,
)

TIMED = {Surface.SPEECH, Surface.SCREEN}


class Chapter(msgspec.Struct, frozen=True):
    """A chapter as yt-dlp gives it (``evidence.extra["chapters"]``)."""

    title: str = ""
    start_time: float = 0.0


def points_of(evidence: Evidence, verdict: Verdict) -> tuple[Range, ...]:
    """The seconds that point to advertising, sorted: chapters, times in the description, what was found so far."""
    return tuple(sorted({*_chapters(evidence), *_timed_lines(evidence, verdict), *_found(verdict)}))


def _chapters(evidence: Evidence) -> Iterator[Range]:
    raw = evidence.extra.get("chapters")
    if raw is None:
        return
    try:
        chapters = msgspec.json.decode(raw, type=list[Chapter])
    except msgspec.DecodeError:
        return
    yield from ((c.start_time, c.start_time) for c in chapters if c.start_time >= 0 and _HEADING.search(c.title))


def _timed_lines(evidence: Evidence, verdict: Verdict) -> Iterator[Range]:
    """Times in lines of the description that sound like advertising or hold something that was found there."""
    found = [(start, end) for surface, start, end in _places(verdict) if surface is Surface.DESCRIPTION]
    at = 0
    for line in (evidence.description or "").splitlines(keepends=True):
        times = list(_CLOCK.finditer(line))
        if times and (_HEADING.search(line) or any(at < end and start < at + len(line) for start, end in found)):
            yield from ((seconds, seconds) for seconds in map(_seconds, times))
        at += len(line)


def _seconds(clock: re.Match[str]) -> float:
    hours, minutes, seconds = (int(part or 0) for part in clock.groups())
    return float(3600 * hours + 60 * minutes + seconds)


def _found(verdict: Verdict) -> Iterator[Range]:
    return ((start, end) for surface, start, end in _places(verdict) if surface in TIMED)


def _places(verdict: Verdict) -> Iterator[tuple[Surface, float, float]]:
    """Where the verdict found a signal or a disclosure, or, in text, something that looked like one."""
    found: list[Signal | Disclosure | Discounted] = [*verdict.advertising.signals, *verdict.disclosures]
    found += (looked_like for looked_like in verdict.advertising.discounted if looked_like.surface not in TIMED)
    for place in found:
        if place.start is not None:
            yield place.surface, place.start, max(place.start, place.end or place.start)
