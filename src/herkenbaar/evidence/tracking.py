"""Words followed from picture to picture: readings of single frames become cues with a start and an end.

The same words at the same place in consecutive samples are one cue; words that move stay one cue as long as they
read the same. Of several readings the best is kept (fades and half-covered words read badly at their edges), and
lines that stand together for the same time are joined into one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from herkenbaar.evidence.ocr import Line
from herkenbaar.evidence.overlays import Area, Box, place_of
from herkenbaar.model import Cue

SAME_WORDS = 80.0
"""rapidfuzz ratio (0..100) from which two readings at one place are the same words: two letters of ten may differ."""
SAME_MOVING = 90.0
"""The same for words that stand elsewhere in the next sample: a stricter measure, as the place says nothing."""
MISSED_SECONDS = 2.0
"""Words that one sample missed (a flash, a hand) go on when they are back within this time."""


class Sample(NamedTuple):
    """The lines seen in the frame at ``at``; ``until`` is how far they may be taken to last: one step on."""

    at: float
    until: float
    lines: tuple[Line, ...]


class Sighting(NamedTuple):
    """One line in one sample; ``number`` counts the samples."""

    number: int
    at: float
    line: Line


@dataclass
class Track:
    """The sightings of one line of words, in order."""

    sightings: list[Sighting]
    until: float

    @property
    def start(self) -> float:
        """The second of the first sighting."""
        return self.sightings[0].at

    @property
    def last(self) -> Sighting:
        """The newest sighting."""
        return self.sightings[-1]

    @property
    def best(self) -> Line:
        """The reading that was seen most often and surest; of equals the longest."""
        weight: dict[str, float] = {}
        for sighting in self.sightings:
            line = sighting.line
            weight[line.text] = weight.get(line.text, 0.0) + line.confidence * len(line.text)
        text = max(weight, key=lambda reading: (weight[reading], len(reading)))
        readings = (sighting.line for sighting in self.sightings if sighting.line.text == text)
        return max(readings, key=lambda line: line.confidence)

    @property
    def size(self) -> float:
        """The letters' size as a share of the frame's height."""
        return median(sighting.line.size for sighting in self.sightings)


def follow(samples: Sequence[Sample], covered: tuple[Area, ...] = ()) -> tuple[Cue, ...]:
    """Everything shown in ``samples`` (in order of time), one cue per text, in order of appearance.

    A text lasts from the first sample it is seen in to one step after the last. ``covered`` are the parts of the
    frame that lie under the platform's buttons.
    """
    cues = [_cue(block, covered) for block in _blocks(_tracks(samples))]
    return tuple(sorted(cues, key=lambda cue: (cue.start, cue.end)))


def _tracks(samples: Sequence[Sample]) -> list[Track]:
    done: list[Track] = []
    alive: list[Track] = []
    for number, sample in enumerate(samples):
        alive, ended = _split(alive, number, sample.at)
        done += ended
        free = list(alive)
        for line in sample.lines:
            track = _match(line, free, number)
            if track is None:
                alive.append(Track([Sighting(number, sample.at, line)], sample.until))
            else:
                free.remove(track)
                track.sightings.append(Sighting(number, sample.at, line))
                track.until = sample.until
    return done + alive


def _split(tracks: Iterable[Track], number: int, now: float) -> tuple[list[Track], list[Track]]:
    """Tracks that may still go on at sample ``number``, and those that have ended."""
    alive: list[Track] = []
    ended: list[Track] = []
    for track in tracks:
        seen_just_now = track.last.number >= number - 1
        back_soon = track.last.number == number - 2 and now - track.last.at <= MISSED_SECONDS
        (alive if seen_just_now or back_soon else ended).append(track)
    return alive, ended


def _match(line: Line, tracks: Iterable[Track], number: int) -> Track | None:
    """The track that ``line`` goes on with, or None when its words are new."""
    scored = [(score, track) for track in tracks if (score := _likeness(line, track.last, number))]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def _likeness(line: Line, last: Sighting, number: int) -> float:
    """0 for other words; higher for more alike, and for words that stayed where they were."""
    from rapidfuzz.fuzz import partial_ratio, ratio

    one, other = _plain(line.text), _plain(last.line.text)
    alike = ratio(one, other)
    if _same_place(line, last.line):
        if alike < SAME_WORDS and min(len(one), len(other)) >= 6:  # words half in the picture, or being typed
            alike = max(alike, partial_ratio(one, other) - 5)
        return alike + 100 if alike >= SAME_WORDS else 0.0
    return alike if alike >= SAME_MOVING and last.number == number - 1 else 0.0


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _same_place(one: Line, other: Line) -> bool:
    high = max(one.bottom - one.top, other.bottom - other.top)
    beside = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2 <= high
    return beside and min(one.right, other.right) > max(one.left, other.left)


def _blocks(tracks: Sequence[Track]) -> list[list[Track]]:
    """Lines joined where one stands right under (or beside) the other for the same time and in the same size."""
    blocks: list[list[Track]] = []
    for track in sorted(tracks, key=lambda track: (track.best.top, track.best.left)):
        home = next((block for block in blocks if any(_joins(other, track) for other in block)), None)
        if home is None:
            blocks.append([track])
        else:
            home.append(track)
    return blocks


def _joins(upper: Track, lower: Track) -> bool:
    return _same_time(upper, lower) and _neighbours(upper.best, lower.best)


def _same_time(one: Track, other: Track) -> bool:
    together = min(one.until, other.until) - max(one.start, other.start)
    longest = max(one.until, other.until) - min(one.start, other.start)
    return longest > 0 and together / longest >= 0.8


def _neighbours(one: Line, other: Line) -> bool:
    high = max(one.bottom - one.top, other.bottom - other.top)
    if max(one.size, other.size) > 1.5 * min(one.size, other.size):
        return False
    if abs(one.top - other.top) < 0.5 * high:  # on one row
        return -0.5 * high < max(one.left, other.left) - min(one.right, other.right) < 1.5 * high
    under = other.top - one.bottom
    return -0.5 * high < under < 0.6 * high and min(one.right, other.right) > max(one.left, other.left)


def _reading_order(tracks: Iterable[Track]) -> list[Track]:
    """Row by row from the top, each row from the left."""
    rows: list[list[Track]] = []
    for track in sorted(tracks, key=lambda track: track.best.top):
        line = track.best
        if rows and line.top - rows[-1][0].best.top < 0.5 * (line.bottom - line.top):
            rows[-1].append(track)
        else:
            rows.append([track])
    return [track for row in rows for track in sorted(row, key=lambda track: track.best.left)]


def _cue(block: Iterable[Track], covered: tuple[Area, ...]) -> Cue:
    tracks = _reading_order(block)
    lines = [track.best for track in tracks]
    box = Box(
        left=min(line.left for line in lines),
        top=min(line.top for line in lines),
        right=max(line.right for line in lines),
        bottom=max(line.bottom for line in lines),
    )
    return Cue(
        start=round(min(track.start for track in tracks), 3),
        end=round(max(track.until for track in tracks), 3),
        text=" ".join(line.text for line in lines),
        confidence=round(min(line.confidence for line in lines), 3),
        height=round(min(1.0, median(track.size for track in tracks)), 4),
        place=place_of(box, covered),
    )
