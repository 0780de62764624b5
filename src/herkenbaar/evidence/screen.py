"""Text on the screen: a video file is looked at as far as the verdict needs, and words become cues.

``windows.next_window`` says which seconds come next. The opening, the end and stretches near a sign of advertising
are looked at every ``[screen] step`` seconds; the rest at key frames or plain frames, ``[screen] min_seconds``
apart, so that words which stay long enough to count cannot be missed. Where words in the rest matter, that place is
looked at closely afterwards, to know how long they stay.

``Evidence.watched`` says which seconds were looked at; None once that is the whole video.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from herkenbaar.errors import HerkenbaarError
from herkenbaar.evidence.cache import Cache, digest_of
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.ocr import Reader
from herkenbaar.evidence.overlays import Area, covered_areas
from herkenbaar.evidence.prospects import Decide, Look, look_everywhere
from herkenbaar.evidence.watcher import Progress, Shelf, Watcher
from herkenbaar.evidence.windows import Plan, Stop, next_window, uncovered
from herkenbaar.model import Evidence

if TYPE_CHECKING:
    from herkenbaar.config import Screen

SCREEN = "screen"
STICKERS = "stickers"
"""``sources["screen"]`` of text that the platform itself gave: no picture has to be read."""
CUT_OFF = 2.0
"""A file that ends this many seconds before the platform's own duration is not the whole video."""


class Seen(NamedTuple):
    """The evidence with its screen filled in, and how much work that was: frames decoded, and frames read."""

    evidence: Evidence
    frames_seen: int = 0
    frames_read: int = 0


def add_screen(
    evidence: Evidence,
    path: Path,
    *,
    reader: Reader,
    settings: Screen,
    decide: Decide = look_everywhere,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Seen:
    """``evidence`` with what stands in the picture of the video file at ``path``.

    ``decide`` says what more pictures could still change (``prospects.ask``). Text that the platform gave itself
    (stickers) is kept and nothing is read. What was read before lies in ``cache``. A file that cannot be read makes
    a gap; nothing is raised.
    """
    if evidence.screen is not None and evidence.sources.get(SCREEN) == STICKERS:
        return Seen(evidence)
    try:
        with Film(path, max_bytes=int(settings.max_megabytes * 1e6)) as film:
            keep = _Keep(cache, path, f"{reader.name} {settings.short_side} {settings.still_below}")
            watcher = Watcher(film, reader, settings, shelf=keep.shelf, progress=progress)
            sourced = msgspec.structs.replace(evidence, sources={**evidence.sources, SCREEN: reader.name})
            areas = covered_areas(evidence.platform, evidence.kind, upright=film.upright)
            evidence = _look(_with_screen(sourced, watcher, areas), watcher, areas, keep, decide, settings)
            return Seen(evidence, watcher.frames_seen, watcher.frames_read)
    except (HerkenbaarError, OSError) as error:
        return Seen(with_gap(evidence, str(error)))


def with_gap(evidence: Evidence, why: str) -> Evidence:
    """``evidence`` of which the picture was not looked at, and why."""
    return msgspec.structs.replace(evidence, gaps={**evidence.gaps, SCREEN: why})


def plan_of(settings: Screen) -> Plan:
    """The planner's measures for pictures."""
    return Plan(
        opening=settings.opening,
        end=settings.end,
        around=settings.around,
        piece=settings.piece,
        limit=settings.most_seconds,
        everything=settings.everything,
    )


class _Keep:
    """What was read of one file, on disk; without a cache, in memory for this run."""

    def __init__(self, cache: Cache | None, path: Path, settings: str) -> None:
        self._cache = cache
        self._settings = settings
        self._digest = digest_of(path) if cache else ""
        kept = cache.load(SCREEN, self._digest, settings, Shelf) if cache else None
        self.shelf = kept or Shelf()

    def save(self) -> None:
        if self._cache:
            self._cache.save(SCREEN, self._digest, self._settings, self.shelf)


def _look(
    evidence: Evidence,
    watcher: Watcher,
    areas: tuple[Area, ...],
    keep: _Keep,
    decide: Decide,
    settings: Screen,
) -> Evidence:
    """Watch stretch after stretch until nothing more can change the verdict, or the work takes too long."""
    plan = plan_of(settings)
    until = time.monotonic() + settings.most_work
    while time.monotonic() < until:
        look = decide(evidence)
        stretches = _next(watcher, look, plan, settings.bite)
        if not stretches:
            break
        for start, end, closely in stretches:
            watcher.watch(start, end, closely=closely)
        keep.save()
        evidence = _with_screen(evidence, watcher, areas)
    return evidence


def _next(watcher: Watcher, look: Look, plan: Plan, bite: float) -> list[tuple[float, float, bool]]:
    """The stretches to watch next (start, end, closely), none when looking is done."""
    window = next_window(watcher.duration, watcher.covered, points=look.points, prospect=look.prospect, plan=plan)
    if isinstance(window, Stop):
        return [(start, end, True) for start, end in watcher.unclear(look.points)]
    return [(window.start, min(window.end, window.start + bite), not window.rest)]


def _with_screen(evidence: Evidence, watcher: Watcher, areas: tuple[Area, ...]) -> Evidence:
    """``evidence`` with the words seen so far, and which seconds those are."""
    duration, watched = watcher.duration, watcher.watched
    longer = evidence.duration is not None and evidence.duration > duration + CUT_OFF
    whole = not longer and not uncovered(duration, watched)
    return msgspec.structs.replace(
        evidence,
        duration=round(duration, 3) if evidence.duration is None else evidence.duration,
        screen=watcher.cues(areas),
        watched=None if whole else watched,
        gaps={surface: why for surface, why in evidence.gaps.items() if surface != SCREEN},
    )
