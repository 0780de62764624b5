"""Looks at stretches of one film, closely or roughly, and keeps the words that were seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from herkenbaar.evidence import frames
from herkenbaar.evidence.cache import Cache, digest_of
from herkenbaar.evidence.frames import Film, dense_times, sparse_times
from herkenbaar.evidence.ocr import Line, Reader
from herkenbaar.evidence.overlays import Area
from herkenbaar.evidence.tracking import Sample, follow
from herkenbaar.evidence.windows import merge, uncovered
from herkenbaar.model import Cue, Range

if TYPE_CHECKING:
    from herkenbaar.settings import Screen

Progress = Callable[[float, float], None]
"""Called with the second that was looked at and the duration of the video."""


EDGE = 0.01
KIND = "screen"


class Shot(msgspec.Struct, frozen=True):
    """What was read in the frame at ``at`` milliseconds."""

    at: int
    lines: tuple[Line, ...]


class Shelf:
    """The lines read per frame (by millisecond) of one film, now and earlier; on disk where there is a cache."""

    def __init__(self, cache: Cache | None = None, *, path: Path | None = None, settings: str = "") -> None:
        """``settings`` are those that decide what is read. Raises OSError where the film at ``path`` cannot be read."""
        self._cache = cache if path is not None else None
        self._settings = settings
        self._digest = digest_of(path) if self._cache and path else ""
        kept = self._cache.load_all(KIND, self._digest, settings, Shot) if self._cache else []
        self.lines: dict[int, tuple[Line, ...]] = {shot.at: shot.lines for shot in kept}

    def put(self, at: int, lines: tuple[Line, ...]) -> None:
        """Keep what was read, frame by frame: reading one takes long, and a run that is killed goes on where it was."""
        self.lines[at] = lines
        if self._cache:
            self._cache.add(KIND, self._digest, self._settings, Shot(at, lines))


class Watcher:
    """Looks at windows of one film. Each frame is read once, and not at all when it hardly differs from the last.

    ``frames_seen`` counts the pictures that were decoded and compared, ``frames_read`` those given to the reader.
    """

    def __init__(
        self,
        film: Film,
        reader: Reader,
        settings: Screen,
        *,
        shelf: Shelf,
        areas: tuple[Area, ...] = (),
        progress: Progress | None = None,
    ) -> None:
        """``shelf`` is added to; frames that lie on it already are not decoded again. ``areas`` are the parts of the
        frame that lie under the platform's buttons."""
        self._film = film
        self._reader = reader
        self._settings = settings
        self._shelf = shelf
        self._areas = areas
        self._progress = progress
        self._times: set[float] = set()
        self._closely: tuple[Range, ...] = ()
        self._missed: tuple[Range, ...] = ()
        self.covered: tuple[Range, ...] = ()
        self.frames_read = 0
        self.frames_seen = 0

    @property
    def duration(self) -> float:
        """Of the film, in seconds."""
        return self._film.duration

    @property
    def watched(self) -> tuple[Range, ...]:
        """The covered seconds without those that could not be decoded."""
        sound = uncovered(self._film.duration, self._missed)
        parts = overlap(self.covered, sound)
        return tuple((round(start, 3), round(end, 3)) for start, end in parts)

    def watch(self, start: float, end: float, *, closely: bool) -> None:
        """Look at ``start`` to ``end``: every ``step`` seconds, or at most ``min_seconds`` apart."""
        step = self._settings.step if closely else self._settings.min_seconds
        times = dense_times(start, end, step) if closely else sparse_times(start, end, step, self._film.key_times)
        new = [time for time in times if time not in self._times]
        for time, lines in self._read([time for time in new if _key(time) not in self._shelf.lines]):
            self._shelf.put(_key(time), lines)
        found = {time for time in new if _key(time) in self._shelf.lines}
        self._times |= found
        self._missed = merge([*self._missed, *((time, time + step) for time in new if time not in found)])
        self.covered = merge([*self.covered, (start, end)])
        if closely:
            self._closely = merge([*self._closely, (start, end)])

    def unclear(self, points: Sequence[Range]) -> tuple[Range, ...]:
        """What still has to be looked at closely to know how long the words at ``points`` stay.

        That is their neighbourhood where it was looked at roughly, and the seconds before and after a stretch at
        whose edge they had been there for less than ``min_seconds``. Other words are not followed: subtitles would
        lead through the whole film.
        """
        margin, last = self._settings.min_seconds, self._film.duration
        wanted = merge((max(0.0, start - margin), min(last, end + margin)) for start, end in points)
        rough = overlap(self.covered, uncovered(last, self._closely))
        return merge([*overlap(wanted, rough), *overlap(tuple(self._broken_off(points)), ((0.0, last),))])

    def cues(self) -> tuple[Cue, ...]:
        """All words seen so far, in order of appearance."""
        return follow(self._samples(), self._areas)

    def _broken_off(self, points: Sequence[Range]) -> Iterator[Range]:
        need, last = self._settings.min_seconds, self._film.duration
        samples = self._samples()
        for start, end in self.covered:
            for cue in follow([sample for sample in samples if start <= sample.at < end]):
                if cue.end - cue.start >= need or not any(_same((cue.start, cue.end), point) for point in points):
                    continue
                if cue.end >= end - EDGE and end < last - EDGE:
                    yield end, end + need
                if cue.start <= start + EDGE and start > EDGE:
                    yield max(0.0, start - need), start

    def _samples(self) -> list[Sample]:
        """All that was seen, in order of time; lines last until the next sample, at most one ``step``."""
        times = sorted(self._times)
        nexts = [*times[1:], self._film.duration][: len(times)]
        return [
            Sample(time, min(max(after, time), time + self._settings.step), self._shelf.lines[_key(time)])
            for time, after in zip(times, nexts, strict=True)
        ]

    def _read(self, times: list[float]) -> Iterator[tuple[float, tuple[Line, ...]]]:
        last: frames.Luma | None = None
        lines: tuple[Line, ...] = ()
        for time, picture in self._film.frames(times, self._settings.short_side):
            self.frames_seen += 1
            luma = frames.luma_of(picture)
            if last is None or frames.difference(last, luma) > self._settings.still_below:
                lines, last = self._reader.lines(picture), luma
                self.frames_read += 1
            if self._progress:
                self._progress(time, self._film.duration)
            yield time, lines


def _same(cue: Range, point: Range) -> bool:
    """Whether ``point`` is where these words stand, and not others that were there at the time (subtitles under a mark
    that stays throughout)."""
    shared = min(cue[1], point[1]) - max(cue[0], point[0])
    return shared > 0 and shared >= (max(cue[1], point[1]) - min(cue[0], point[0])) / 2


def overlap(some: Sequence[Range], others: Sequence[Range]) -> tuple[Range, ...]:
    """The seconds that are in both."""
    shared = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return merge(stretch for stretch in shared if stretch[0] < stretch[1])


def _key(time: float) -> int:
    return round(time * 1000)
