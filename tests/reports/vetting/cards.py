"""Made-up cards of creators for the tests of comparisons."""

from __future__ import annotations

import msgspec
from tests.reports import builder

from herkenbaar.model import Judged, Problem
from herkenbaar.reports.vetting.card import Card

KINDS = (builder.disclosed, builder.judged, builder.undisclosed, builder.review, builder.clean)


def dated(judged: Judged, published: str | None) -> Judged:
    return msgspec.structs.replace(judged, evidence=msgspec.structs.replace(judged.evidence, published=published))


def card(name: str = "Sanne", *results: Judged | Problem, error: str = "") -> Card:
    """A card; without ``results`` one video of each kind, each in a quarter of its own from 2025 Q1 on."""
    made = Card(name, f"https://www.tiktok.com/@{name.lower()}" if name.isalpha() else name)
    made.error = error
    days = ("2025-01-15", "2025-04-15", "2025-07-15", "2025-10-15", "2026-01-15")
    return made.read(results or (dated(kind(), day) for kind, day in zip(KINDS, days, strict=True)))


def unread(name: str = "Omar") -> Card:
    """A creator of whom nothing could be read."""
    made = Card(name, f"https://www.tiktok.com/@{name.lower()}")
    made.error = "HTTP 429: too many requests"
    return made
