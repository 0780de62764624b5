"""Counts over all videos of a report: by status, by month or quarter, by platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from herkenbaar.model import SCOPE_START, Platform, Status, Verdict, parse_published

MONTHS_SHOWN = 18
"""A chart over more months than this counts per quarter: bars stay wide enough to read on a phone."""


class Period(NamedTuple):
    """One month (``length`` 1) or quarter (3): year and first month."""

    year: int
    month: int
    length: int


class Tally:
    """What was seen so far. Holds counters only, so any number of videos fits."""

    def __init__(self) -> None:
        self.statuses: Counter[Status] = Counter()
        self.platforms: Counter[Platform] = Counter()
        self.creators: set[tuple[str, str]] = set()
        self.undated = 0
        self._months: Counter[tuple[int, int, Status]] = Counter()

    def add(self, verdict: Verdict) -> None:
        """Count one video."""
        video = verdict.video
        self.statuses[verdict.status] += 1
        self.platforms[video.platform] += 1
        self.creators.add((video.platform, video.creator.id or video.creator.handle or video.creator.name or ""))
        try:
            published = parse_published(video.published)
        except ValueError:
            published = None
        if published is None:
            self.undated += 1
        elif verdict.status is not Status.OUT_OF_SCOPE:
            self._months[published.year, published.month, verdict.status] += 1

    @property
    def videos(self) -> int:
        """How many were counted."""
        return self.statuses.total()

    def periods(self) -> Iterator[tuple[Period, Counter[Status]]]:
        """Every month from the first to the last with a video, empty ones too; quarters over a longer time.

        Starts no earlier than the month in which supervision began. Videos without a date are in ``undated``.
        """
        start = SCOPE_START.year * 12 + SCOPE_START.month - 1
        indexed = [(year * 12 + month - 1, status, n) for (year, month, status), n in self._months.items()]
        indexed = [entry for entry in indexed if entry[0] >= start]
        if not indexed:
            return
        first, last = min(indexed)[0], max(index for index, _, _ in indexed)
        length = 1 if last - first < MONTHS_SHOWN else 3
        for begin in range(first - first % length, last + 1, length):
            counts: Counter[Status] = Counter()
            for index, status, n in indexed:
                if begin <= index < begin + length:
                    counts[status] += n
            yield Period(begin // 12, begin % 12 + 1, length), counts
