"""Readings made by hand: a video of which everything was looked at, with the marks and signals a test puts in."""

from __future__ import annotations

from typing import Any

from herkenbaar.model import (
    Advertising,
    Coverage,
    Disclosure,
    Evidence,
    Grade,
    Platform,
    Reading,
    Relation,
    Signal,
    SignalKind,
    Surface,
    Zone,
)

TEXTS = (Surface.TITLE, Surface.DESCRIPTION)


def read(
    *marks: Disclosure,
    answer: str = "yes",
    relation: str = "sponsor",
    signals: tuple[Signal, ...] = (),
    partly: tuple[Surface, ...] = (),
    advertiser: str | None = None,
    **fields: Any,
) -> Reading:
    """A reading of a YouTube video; a surface set to None was not looked at."""
    whole: dict[str, Any] = {"title": "titel", "description": "tekst", "speech": (), "screen": (), "label": False}
    evidence = Evidence(**{"platform": Platform.YOUTUBE, "id": "v", **whole, **fields})
    seen = {surface: getattr(evidence, surface.value) is not None for surface in Surface}
    coverage = {surface: Coverage("looked" if seen[surface] else "not_looked") for surface in Surface}
    coverage.update({surface: Coverage("partly") for surface in partly})
    advertising = Advertising(answer, Relation(relation), signals, advertiser=advertiser)  # type: ignore[arg-type]
    return Reading(evidence, None, advertising, marks, coverage, ())


def mark(
    surface: str = "description",
    *,
    at: tuple[float, float] = (0, 7),
    grade: str = "recommended",
    zone: str = "visible",
    quote: str = "reclame",
    term: str = "reclame",
    **more: Any,
) -> Disclosure:
    """A mark; zone only in a text."""
    place = Zone(zone) if Surface(surface) in TEXTS else None
    return Disclosure(Surface(surface), quote, *at, term, Grade(grade), place, **more)


def signal(kind: str, start: float, end: float, surface: str = "speech") -> Signal:
    """A sign of advertising at these seconds."""
    return Signal(SignalKind(kind), Surface(surface), "…", start, end)
