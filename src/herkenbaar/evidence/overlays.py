"""Where words in the picture stand: top, middle, bottom, or under the platform's own buttons (overlays.toml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from herkenbaar import datafile
from herkenbaar.model import Kind, Platform

Place = Literal["top", "middle", "bottom", "under_buttons"]


class Box(msgspec.Struct, frozen=True):
    """A rectangle in shares of the frame: 0 is left or top, 1 is right or bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def share_inside(self, other: Box) -> float:
        """Which part (0..1) of this box's surface lies inside ``other``."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        own = (self.right - self.left) * (self.bottom - self.top)
        return max(0.0, wide) * max(0.0, high) / own if own > 0 else 0.0


class Area(Box, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the frame that the app covers."""

    name: str


class Overlay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one platform's app lays over an upright video of these kinds."""

    kinds: tuple[Kind, ...]
    confidence: Literal["low", "medium", "high"]
    areas: tuple[Area, ...]


@cache
def load_overlays() -> dict[Platform, Overlay]:
    """The table of overlays.toml. Raises DataFileError where the file is damaged."""
    return datafile.read(Path(__file__).with_name("overlays.toml"), dict[Platform, Overlay])


def covered_areas(platform: Platform, kind: Kind, *, upright: bool) -> tuple[Area, ...]:
    """The parts of the frame that lie under buttons; none for a landscape video, which is shown beside them."""
    overlay = load_overlays().get(platform)
    if overlay is None or not upright or kind not in overlay.kinds:
        return ()
    return overlay.areas


def place_of(box: Box, covered: tuple[Area, ...]) -> Place:
    """Where ``box`` stands: under buttons when more than half of it is covered, else by thirds of the height."""
    if sum(box.share_inside(area) for area in covered) > 0.5:
        return "under_buttons"
    middle = (box.top + box.bottom) / 2
    if middle < 1 / 3:
        return "top"
    return "middle" if middle < 2 / 3 else "bottom"
