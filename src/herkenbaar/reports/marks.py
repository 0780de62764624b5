"""Cut a text at the fold and at everything found in it, so that overlapping finds can be drawn without nesting."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from herkenbaar.model import FoldedText, Surface, Verdict, Zone
from herkenbaar.reports.finds import Role, finds

MOST = 200
"""So many marks at most are drawn in one text: more is not read, and a hostile text could ask for any number."""


class Mark(NamedTuple):
    """A find in a text, in code points, with the key of the words that name it."""

    start: int
    end: int
    role: Role
    key: str


class Piece(NamedTuple):
    """A stretch of text that lies in one zone and under the same marks. ``starts`` are the marks that begin here."""

    text: str
    zone: Zone | None
    marks: tuple[Mark, ...]
    starts: tuple[Mark, ...]


def marks_on(verdict: Verdict, surface: Surface) -> list[Mark]:
    """Everything found on a text surface, in order of place."""
    return sorted(
        Mark(int(find.start), int(find.end), find.role, f"signal.{find.kind}")
        for find in finds(verdict)
        if find.surface is surface and find.start is not None and find.end is not None
    )


def pieces(text: str, marks: Iterable[Mark], fold: FoldedText | None) -> Iterator[Piece]:
    """``text`` cut at every mark and at the fold; joined again the pieces are ``text``.

    Marks outside the text are left out, those across its end are cut. Without a fold the zone is None.
    """
    length = len(text)
    inside = [mark for mark in marks if 0 <= mark.start < min(mark.end, length)][:MOST]
    ends = () if fold is None else (fold.visible_end, fold.hidden_start)
    cuts = {0, length, *(end for end in ends if 0 < end < length)}
    for mark in inside:
        cuts.update((mark.start, min(mark.end, length)))
    places = sorted(cuts)
    covering: list[list[Mark]] = [[] for _ in places]
    for mark in inside:
        first = bisect_right(places, mark.start) - 1
        last = bisect_right(places, min(mark.end, length)) - 1
        for index in range(first, last):
            covering[index].append(mark)
    yield from _cut(text, places, covering, fold)


def _cut(text: str, places: Sequence[int], covering: Sequence[list[Mark]], fold: FoldedText | None) -> Iterator[Piece]:
    for index, (start, end) in enumerate(pairwise(places)):
        marks = tuple(covering[index])
        yield Piece(text[start:end], _zone(start, fold), marks, tuple(mark for mark in marks if mark.start == start))


def _zone(start: int, fold: FoldedText | None) -> Zone | None:
    if fold is None:
        return None
    if start < fold.visible_end:
        return Zone.VISIBLE
    return Zone.HIDDEN if start >= fold.hidden_start else Zone.UNCERTAIN


def deciding(folds: Iterable[FoldedText], surface: Surface) -> FoldedText | None:
    """The view of a text that the verdict went by; the strictest where several decide, None where none does."""
    able = [fold for fold in folds if fold.surface is surface and fold.decides]
    return min(able, key=lambda fold: fold.visible_end, default=None)
