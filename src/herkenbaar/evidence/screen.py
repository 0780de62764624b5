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
from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.gaps import gaps_but, reason_of, with_gap
from herkenbaar.evidence.ocr import Reader
from herkenbaar.evidence.overlays import covered_areas
from herkenbaar.evidence.prospects import Decide, look_everywhere
from herkenbaar.evidence.watcher import Progress, Shelf, Watcher
from herkenbaar.evidence.windows import Stop, Window, next_window, plan_of, total, uncovered
from herkenbaar.model import Evidence

if TYPE_CHECKING:
    from herkenbaar.settings import Screen

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
            shelf = Shelf(cache, path=path, settings=f"{reader.name} {settings.short_side} {settings.still_below}")
            areas = covered_areas(evidence.platform, evidence.kind, upright=film.upright)
            watcher = Watcher(film, reader, settings, shelf=shelf, areas=areas, progress=progress)
            stop = _look(evidence, watcher, decide=decide, settings=settings)
            seen = _with_source(evidence, watcher, stop, reader.name)
            return Seen(seen, watcher.frames_seen, watcher.frames_read)
    except HerkenbaarError as error:
        return Seen(with_gap(evidence, SCREEN, reason_of(error)))
    except OSError as error:
        return Seen(with_gap(evidence, SCREEN, f"cannot be read: {error.strerror or error}"))


def _look(evidence: Evidence, watcher: Watcher, *, decide: Decide, settings: Screen) -> Stop:
    """Watch stretch after stretch until nothing more can change the verdict, or the work takes too long."""
    plan = plan_of(settings)
    until = time.monotonic() + settings.most_work
    while time.monotonic() < until:
        look = decide(_with_screen(evidence, watcher))
        step = next_window(watcher.duration, watcher.covered, points=look.points, prospect=look.prospect, plan=plan)
        if isinstance(step, Window):
            watcher.watch(step.start, min(step.end, step.start + settings.bite), closely=not step.rest)
            continue
        unclear = watcher.unclear(look.points)
        if not unclear:
            return step
        for start, end in unclear:
            watcher.watch(start, end, closely=True)
    return Stop(f"the limit of {settings.most_work:.0f} s of work per video was reached")


def _with_screen(evidence: Evidence, watcher: Watcher) -> Evidence:
    """``evidence`` with the words seen so far, and which seconds those are."""
    return msgspec.structs.replace(
        evidence,
        duration=round(watcher.duration, 3) if evidence.duration is None else evidence.duration,
        screen=watcher.cues(),
        watched=watcher.watched,
        gaps=gaps_but(evidence, SCREEN),
    )


def _with_source(evidence: Evidence, watcher: Watcher, stop: Stop, reader: str) -> Evidence:
    """``evidence`` with its screen and where that is from: reader, seconds, and why looking ended."""
    if not watcher.covered:
        return with_gap(evidence, SCREEN, stop.reason)
    seen = _with_screen(evidence, watcher)
    watched = seen.watched or ()
    full = max(watcher.duration, evidence.duration or 0.0)
    whole = not uncovered(watcher.duration, watched) and full - watcher.duration <= CUT_OFF
    words = [reader, f"watched {total(watched):.0f} of {full:.0f} s"]
    if not whole:
        words.append("the file ends there" if stop.complete else stop.reason)
    sources = {**seen.sources, SCREEN: "; ".join(words)}
    return msgspec.structs.replace(seen, sources=sources, watched=None if whole else watched)
