"""Where each platform cuts a text off ("…meer"), per view, and on which side of it a piece of text stands.

The numbers are data: folds.toml beside this module says them with source and confidence. Folds are line rules;
characters stand in for the width of a line, so each view has an end of what surely shows and a start of what
surely does not, and between them it cannot be told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from herkenbaar.datafile import Entry, read
from herkenbaar.errors import DataFileError
from herkenbaar.model import Evidence, FoldedText, Kind, Platform, Surface, Zone

Device = Literal["widest", "strictest"]
PATH = Path(__file__).with_name("folds.toml")


class Extent(Entry, frozen=True, kw_only=True):
    """How much of a text fits: ``lines`` of ``width`` characters, at most ``chars``. Nothing set: all of it."""

    lines: int | None = None
    width: int | None = None
    chars: int | None = None


class Fold(Entry, frozen=True, kw_only=True):
    """One text in one view: all within ``visible`` surely shows, all beyond ``hidden`` surely does not."""

    visible: Extent
    hidden: Extent


class View(Entry, frozen=True, kw_only=True):
    """One way in which people see a video. ``may_decide`` and ``why``: whether a verdict may rest on this view."""

    platform: Platform
    device: str
    kinds: tuple[Kind, ...] = tuple(Kind)
    may_decide: bool
    why: str
    page_states_lines: bool = False
    title: Fold
    description: Fold
    confidence: Literal["high", "medium", "low"]
    source: str
    verified_on: date


class FoldTable(msgspec.Struct, frozen=True):
    """All views, in the order of the file."""

    views: dict[tuple[Platform, Kind], tuple[View, ...]]


class _File(Entry, frozen=True, kw_only=True):
    view: tuple[View, ...]


def load_folds(path: Path = PATH) -> FoldTable:
    """The folds of every platform and kind. Raises DataFileError that names file, key and remedy."""
    file = read(path, _File)
    views: dict[tuple[Platform, Kind], tuple[View, ...]] = {}
    for platform in Platform:
        for kind in Kind:
            found = tuple(view for view in file.view if view.platform is platform and kind in view.kinds)
            if not any(view.may_decide for view in found):
                what = f"no [[view]] with may_decide = true for platform '{platform}', kind '{kind}'"
                raise DataFileError(what, where=str(path), remedy="add one, or widen the 'kinds' of another")
            views[platform, kind] = found
    return FoldTable(views)


def cut(evidence: Evidence, table: FoldTable, device: Device = "widest") -> tuple[FoldedText, ...]:
    """How each view cuts title and description; the deciding view (or views, if "strictest") is marked.

    A page that states its own number of collapsed lines overrules the table, in the views that follow the page.
    """
    views = table.views[evidence.platform, evidence.kind]
    out: list[FoldedText] = []
    for surface, text in ((Surface.TITLE, evidence.title), (Surface.DESCRIPTION, evidence.description)):
        if text is None:
            continue
        ends = [_ends(text, _fold(view, surface, evidence.collapsed_lines)) for view in views]
        chosen = _deciding(views, ends, device)
        for place, (visible_end, hidden_start) in enumerate(ends):
            out.append(FoldedText(views[place].device, surface, visible_end, hidden_start, place in chosen))
    return tuple(out)


_LEAST_SEEN = (Zone.HIDDEN, Zone.UNCERTAIN, Zone.VISIBLE)


def zone_of(folds: Iterable[FoldedText], surface: Surface, start: float, end: float) -> Zone | None:
    """Where the code points from ``start`` to ``end`` stand in the view (or views) that decide.

    Visible only where the whole of it shows; hidden where it starts beyond the fold. None for a surface without folds.
    """
    zones = [_zone(fold, start, end) for fold in folds if fold.surface is surface and fold.decides]
    return min(zones, key=_LEAST_SEEN.index, default=None)


def hidden_on(folds: Iterable[FoldedText], surface: Surface, start: float, end: float) -> tuple[str, ...]:
    """The views in which the code points from ``start`` to ``end`` surely do not show."""
    return tuple(fold.device for fold in folds if fold.surface is surface and _zone(fold, start, end) is Zone.HIDDEN)


def _zone(fold: FoldedText, start: float, end: float) -> Zone:
    if end <= fold.visible_end:
        return Zone.VISIBLE
    return Zone.HIDDEN if start >= fold.hidden_start else Zone.UNCERTAIN


def _deciding(views: tuple[View, ...], ends: list[tuple[int, int]], device: Device) -> set[int]:
    """The places of the views a verdict goes by. "strictest": all, because a text must show in every one."""
    if device == "strictest":
        return set(range(len(views)))
    able = [place for place, view in enumerate(views) if view.may_decide]
    return {max(able, key=ends.__getitem__) if len(able) > 1 else able[0]}


def _ends(text: str, fold: Fold) -> tuple[int, int]:
    visible_end = _reach(text, fold.visible)
    if visible_end == len(text):
        return visible_end, visible_end
    return visible_end, max(visible_end, _reach(text, fold.hidden))


@cache
def _stated(fold: Fold, lines: int) -> Fold:
    """``fold`` with the number of lines that the page itself states."""
    visible = msgspec.structs.replace(fold.visible, lines=lines)
    return Fold(visible=visible, hidden=msgspec.structs.replace(fold.hidden, lines=lines))


def _fold(view: View, surface: Surface, stated: int | None) -> Fold:
    if surface is Surface.TITLE:
        return view.title
    if stated is None or not view.page_states_lines:
        return view.description
    return _stated(view.description, stated)


def _reach(text: str, extent: Extent) -> int:
    """The code point up to which ``text`` fits into ``extent``. Reads no further than that."""
    most = len(text) if extent.chars is None else min(len(text), extent.chars)
    if extent.lines is None:
        return most
    if not extent.lines:
        return 0
    width = extent.width or most + 1
    at, left = 0, extent.lines
    while left > 0 and at < most:
        newline = text.find("\n", at, at + left * width + 1)
        if newline < 0:
            return min(most, at + left * width)
        left -= max(1, -(-(newline - at) // width))
        at = newline + 1
    return min(most, at)
