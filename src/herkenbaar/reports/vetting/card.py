"""What is said of one creator when several are compared, counted while the videos go by.

Shares are told with their numbers, and what could not be judged stands beside them: a creator of whom little could be
seen must not look better than one of whom all could.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from herkenbaar.model import (
    SCOPE_START,
    Deficiency,
    Evidence,
    Finding,
    Judged,
    Outcome,
    Problem,
    Severity,
    Status,
    Surface,
    Verdict,
    parse_published,
)
from herkenbaar.reports.order import Worst, missing_surfaces, open_findings, rank

EXAMPLES = 3
ADVERTISING = (Status.DISCLOSED, Status.DEFICIENT, Status.UNDISCLOSED)
"""Videos of which it is sure that they contain advertising."""


class Quarter(NamedTuple):
    """A quarter of publication."""

    year: int
    number: int


class Example(NamedTuple):
    """One of the worst videos: what it is, and the heaviest thing found in it."""

    evidence: Evidence
    verdict: Verdict
    finding: Finding


class Card:
    """One creator. ``error`` says why nothing, or not all, could be read; "" where all could."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source
        self.error = ""
        self.statuses: Counter[Status] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.deficiencies: Counter[Deficiency] = Counter()
        self.missing: Counter[Surface] = Counter()
        self.quarters: dict[Quarter, Counter[Status]] = {}
        self.undated = 0
        self.problems = 0
        self._worst: Worst[Example] = Worst(EXAMPLES)

    def read(self, results: Iterable[Judged | Problem]) -> Card:
        """Count ``results`` to the end; the card itself."""
        for result in results:
            if isinstance(result, Problem):
                self.problems += 1
            else:
                self.add(result.evidence, result.verdict)
        return self

    def add(self, evidence: Evidence, verdict: Verdict) -> None:
        """Count one video."""
        self.statuses[verdict.status] += 1
        if verdict.status is Status.OUT_OF_SCOPE:
            return
        self._date(evidence, verdict.status)
        if verdict.status is Status.REVIEW:
            self.missing.update(missing_surfaces(verdict))
        if verdict.status not in {Status.DEFICIENT, Status.UNDISCLOSED}:
            return
        if verdict.severity is not None:
            self.severities[verdict.severity] += 1
        self.deficiencies.update(verdict.deficiencies)
        failed = [finding for finding in open_findings(verdict) if finding.outcome is Outcome.FAIL]
        if failed and self._worst.wants(rank(verdict)):
            self._worst.add(rank(verdict), Example(evidence, verdict, failed[0]))

    @property
    def looked_at(self) -> int:
        """How many videos in scope were looked at."""
        return self.statuses.total() - self.statuses[Status.OUT_OF_SCOPE]

    @property
    def advertising(self) -> int:
        """How many of them surely contain advertising."""
        return sum(self.statuses[status] for status in ADVERTISING)

    @property
    def recognisable(self) -> int:
        """How many of those are recognisable as such."""
        return self.statuses[Status.DISCLOSED]

    @property
    def unjudged(self) -> int:
        """How many could not be judged."""
        return self.statuses[Status.REVIEW]

    @property
    def worst(self) -> tuple[Example, ...]:
        """Some of the worst videos, worst first."""
        return tuple(self._worst)

    def _date(self, evidence: Evidence, status: Status) -> None:
        try:
            published = parse_published(evidence.published)
        except ValueError:
            published = None
        if published is None:
            self.undated += 1
            return
        quarter = Quarter(published.year, (published.month + 2) // 3)
        self.quarters.setdefault(quarter, Counter())[status] += 1


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` in per cent; None where there is nothing to take a share of."""
    return 100 * part / whole if whole else None


def quarters_of(cards: Iterable[Card]) -> list[Quarter]:
    """All quarters from the first to the last with a video of anybody, none before supervision began."""
    first = Quarter(SCOPE_START.year, (SCOPE_START.month + 2) // 3)
    known = [quarter for card in cards for quarter in card.quarters if quarter >= first]
    if not known:
        return []
    found, last = [min(known)], max(known)
    while found[-1] < last:
        year, number = found[-1]
        found.append(Quarter(year + 1, 1) if number == 4 else Quarter(year, number + 1))
    return found
