"""Which seconds of a video to hear or watch next, and when to stop. Pure; speech and screen both plan with it.

Most marks come in the first seconds, at the end, or around the sponsor read. So the order is: the opening, the end,
windows around what points to advertising (a chapter called "sponsor", a signal already found), and then, only while
the verdict still depends on it, the rest in pieces, nearest to those points first. ``next_window`` is asked again
after each piece, with what was covered so far; it answers with a window or with the reason to stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from herkenbaar.model import Range

if TYPE_CHECKING:
    from herkenbaar.settings import Screen, Speech


class Prospect(StrEnum):
    """What seconds that were not covered yet could still do to the verdict."""

    SETTLED = "settled"
    """No further second could change it."""
    OPEN = "open"
    """It depends on them: there is a sign of advertising, and a mark may still come."""
    NO_CAUSE = "no_cause"
    """Only a first sign of advertising could change it, and nothing so far points to one."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How long each kind of window is, in seconds; ``around`` counts to either side of a point.

    ``limit`` is the most seconds of one video that are covered at all. ``everything`` never stops early.
    """

    opening: float
    end: float
    around: float
    piece: float
    limit: float
    everything: bool = False


def plan_of(settings: Speech | Screen) -> Plan:
    """The planner's measures as they are set."""
    return Plan(
        opening=settings.opening,
        end=settings.end,
        around=settings.around,
        piece=settings.piece,
        limit=settings.most_seconds,
        everything=settings.everything,
    )


class Window(msgspec.Struct, frozen=True):
    """Seconds to cover next, and why these. ``rest`` marks a piece of the rest, after all likely places."""

    start: float
    end: float
    reason: str
    rest: bool = False


class Stop(msgspec.Struct, frozen=True):
    """Nothing more to cover, and why. ``complete`` says that every second was covered."""

    reason: str
    complete: bool = False


SETTLED = "no further second could change the verdict"

SHORTEST = 0.5
"""A stretch shorter than this holds no phrase and is not worth a window of its own."""


def next_window(
    duration: float,
    covered: Sequence[Range],
    *,
    points: Sequence[Range] = (),
    prospect: Prospect = Prospect.OPEN,
    plan: Plan,
) -> Window | Stop:
    """The next window of a video of ``duration`` seconds, or the reason to stop.

    ``points`` are the seconds where something points to advertising. The window never overlaps ``covered``.
    """
    left = uncovered(duration, covered)
    if not left:
        return Stop("all of it was covered", complete=True)
    if prospect is Prospect.SETTLED and not plan.everything:
        return Stop(SETTLED)
    room = plan.limit - total(covered)
    if room < SHORTEST:
        return Stop(f"the limit of {plan.limit:.0f} s per video was reached")
    for wanted in _first_looks(duration, points, plan):
        if part := _overlap(left, wanted):
            return msgspec.structs.replace(part, end=min(part.end, part.start + room))
    if prospect is Prospect.NO_CAUSE and not plan.everything:
        return Stop("nothing so far gives cause to go on")
    return _piece(left, points, min(plan.piece, room))


def _first_looks(duration: float, points: Sequence[Range], plan: Plan) -> list[Window]:
    looks = [Window(0.0, min(plan.opening, duration), "opening")]
    looks.append(Window(max(0.0, duration - plan.end), duration, "end"))
    for start, end in merge((max(0.0, a - plan.around), min(duration, b + plan.around)) for a, b in points):
        looks.append(Window(start, end, "around a sign of advertising"))
    return looks


def _overlap(left: Sequence[Range], wanted: Window) -> Window | None:
    """The first part of ``wanted`` that was not covered yet, or None."""
    for start, end in left:
        low, high = max(start, wanted.start), min(end, wanted.end)
        if high - low >= SHORTEST:
            return Window(low, high, wanted.reason)
    return None


def _piece(left: Sequence[Range], points: Sequence[Range], length: float) -> Window:
    """The next piece of the rest, nearest to ``points``; a remainder that is hardly worth it goes along."""
    pieces: list[Range] = []
    for start, end in left:
        while end - start > length * 1.25:
            pieces.append((start, start + length))
            start += length
        pieces.append((start, end))
    nearest = min(pieces, key=lambda piece: (_distance(piece, points), piece))
    return Window(*nearest, "the verdict still depends on the rest", rest=True)


def _distance(piece: Range, points: Sequence[Range]) -> float:
    return min((max(0.0, start - piece[1], piece[0] - end) for start, end in points), default=0.0)


def merge(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same seconds as sorted ranges that neither touch nor overlap; empty ranges go."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def uncovered(duration: float, covered: Iterable[Range]) -> tuple[Range, ...]:
    """What is left of 0..``duration``, without crumbs shorter than ``SHORTEST``."""
    left: list[Range] = []
    at = 0.0
    for start, end in (*merge(covered), (duration, duration + 1)):
        if min(start, duration) - at >= SHORTEST:
            left.append((at, min(start, duration)))
        at = max(at, end)
    return tuple(left)


def total(ranges: Iterable[Range]) -> float:
    """How many seconds ``ranges`` cover, each counted once."""
    return sum(end - start for start, end in merge(ranges))
