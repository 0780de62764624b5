"""Worst first: the order in which reports show videos and, per video, findings."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Generic, TypeVar

from herkenbaar.model import Finding, Outcome, Severity, Status, Surface, Verdict

T = TypeVar("T")

STATUSES = (
    Status.UNDISCLOSED,
    Status.DEFICIENT,
    Status.REVIEW,
    Status.DISCLOSED,
    Status.NO_AD,
    Status.OUT_OF_SCOPE,
)
SEVERITIES = (Severity.ERNSTIG, Severity.ZWAAR, Severity.ADVIES)

Rank = tuple[int, int, int, str]


def rank(verdict: Verdict) -> Rank:
    """A key that sorts worst first: status, severity, number of failed rules, then by creator."""
    severity = len(SEVERITIES) if verdict.severity is None else SEVERITIES.index(verdict.severity)
    failed = sum(finding.outcome is Outcome.FAIL for finding in verdict.findings)
    creator = verdict.video.creator
    return STATUSES.index(verdict.status), severity, -failed, creator.name or creator.handle or creator.id or ""


def open_findings(verdict: Verdict) -> list[Finding]:
    """What is not in order, worst first, then what could not be told."""
    findings = [finding for finding in verdict.findings if finding.outcome in {Outcome.FAIL, Outcome.UNSURE}]
    return sorted(findings, key=lambda finding: (finding.outcome is Outcome.UNSURE, SEVERITIES.index(finding.severity)))


def missing_surfaces(verdict: Verdict) -> tuple[Surface, ...]:
    """The surfaces that would settle what could not be told, in the order of the model; () when none would.

    Rules that are advice only do not ask for a look, unless nothing else was unsure.
    """
    unsure = [finding for finding in verdict.findings if finding.outcome is Outcome.UNSURE]
    weighty = [finding for finding in unsure if finding.severity is not Severity.ADVIES]
    needed = {surface for finding in weighty or unsure for surface in finding.needs}
    return tuple(surface for surface in Surface if surface in needed)


class Worst(Generic[T]):
    """Keeps the ``limit`` worst of what it is given, whatever comes by; equals stay in the order they came."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.dropped = 0
        self._heap: list[tuple[_Reversed, int, T]] = []
        self._order = count()

    def wants(self, rank: Rank) -> bool:
        """Whether something of this rank would be kept; ask before the work of making it."""
        return len(self._heap) < self.limit or (bool(self._heap) and rank < self._heap[0][0].rank)

    def add(self, rank: Rank, item: T) -> None:
        """Keep ``item`` as long as no ``limit`` others are worse."""
        entry = (_Reversed(rank), -next(self._order), item)
        if len(self._heap) < self.limit:
            heapq.heappush(self._heap, entry)
            return
        self.dropped += 1
        if self._heap and rank < self._heap[0][0].rank:
            heapq.heapreplace(self._heap, entry)

    def __iter__(self) -> Iterator[T]:
        """What was kept, worst first."""
        return (item for _, _, item in sorted(self._heap, key=lambda entry: (entry[0].rank, -entry[1])))


class _Reversed:
    """Turns a rank around, so that the heap gives up the mildest first."""

    __slots__ = ("rank",)

    def __init__(self, rank: Rank) -> None:
        self.rank = rank

    def __lt__(self, other: _Reversed) -> bool:
        return other.rank < self.rank

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and other.rank == self.rank

    __hash__ = None  # type: ignore[assignment]
