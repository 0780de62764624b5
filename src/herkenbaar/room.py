"""Where in a video there is room to say or to show that it is advertising. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from herkenbaar.model import Cue, Evidence, Range

WORDS_PER_SECOND = 2.5
"""Unhurried speech: 150 words a minute."""
BREATH = 0.3
"""Seconds left free before and after a sentence."""
SHOWN_FOR = 6.0
"""Seconds that text in the picture is advised to stay (literature study for five regulators, 2024-10-07)."""

Place = Literal["top", "middle", "bottom"]
PLACES: tuple[Place, ...] = ("top", "bottom", "middle")
"""Best first: the same study advises the top left or the bottom."""


class Spot(NamedTuple):
    """Seconds in which a part of the picture is free of other words."""

    start: float
    end: float
    place: Place


def seconds_to_say(sentence: str) -> float:
    """How long it takes to say ``sentence``."""
    return len(sentence.split()) / WORDS_PER_SECOND


def room_to_say(evidence: Evidence, seconds: float) -> Range | None:
    """The first pause in the speech that is long enough, or None where there is none or nobody listened."""
    if evidence.speech is None or evidence.duration is None:
        return None
    heard = evidence.heard if evidence.heard is not None else ((0.0, evidence.duration),)
    need = seconds + 2 * BREATH
    pause = _first(free_within(heard, evidence.speech), need)
    return None if pause is None else (round(pause[0] + BREATH, 1), round(pause[0] + BREATH + seconds, 1))


def room_to_show(evidence: Evidence, seconds: float = SHOWN_FOR) -> Spot | None:
    """The earliest stretch in which a part of the picture stays free of words; None where nobody looked.

    In a video that is shorter than ``seconds``, the whole of it is long enough.
    """
    if evidence.screen is None or evidence.duration is None:
        return None
    watched = evidence.watched if evidence.watched is not None else ((0.0, evidence.duration),)
    need = min(seconds, evidence.duration)
    spots = [
        Spot(stretch[0], round(stretch[0] + need, 1), place)
        for place in PLACES
        if (stretch := _first(free_within(watched, _standing_in(place, evidence.screen)), need)) is not None
    ]
    return min(spots, key=lambda spot: spot.start, default=None)


def free_within(ranges: Iterable[Range], cues: Iterable[Cue]) -> list[Range]:
    """The parts of ``ranges`` (in order) in which none of ``cues`` is heard or shown."""
    busy = sorted((cue.start, cue.end) for cue in cues)
    free: list[Range] = []
    for start, end in ranges:
        at = start
        for first, last in busy:
            if first >= end:
                break
            if first > at:
                free.append((at, first))
            at = max(at, last)
        if at < end:
            free.append((at, end))
    return free


def _standing_in(place: Place, cues: Iterable[Cue]) -> list[Cue]:
    """The words in this third of the picture; those of which the place is not known stand everywhere."""
    return [cue for cue in cues if cue.place in (place, None) or (cue.place == "under_buttons" and place == "bottom")]


def _first(stretches: Iterable[Range], need: float) -> Range | None:
    return next(((start, end) for start, end in stretches if end - start >= need - 1e-6), None)
