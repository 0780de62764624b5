"""What a report for people gathers in one pass over any number of results, and no more than it will show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from herkenbaar.model import Coverage, Judged, Outcome, Problem, Status, Surface, Verdict
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.heading import heading
from herkenbaar.reports.order import Worst, missing_surfaces, rank
from herkenbaar.reports.tally import Tally
from herkenbaar.reports.words import Vocabulary

T = TypeVar("T")

NOT_LOOKED = Coverage("not_looked")


class Unjudged(NamedTuple):
    """A video that a person has to look at: its heading, what each missing surface says of itself, and the doubts."""

    number: int
    name: str
    missing: dict[Surface, Coverage]
    doubts: tuple[str, ...]

    def reasons(self, say: Vocabulary) -> str:
        """ "speech could not be looked at (no captions); …", else the doubts."""
        reasons = []
        for surface, coverage in self.missing.items():
            why = f" ({one_line(say.why(coverage.why), limit=120)})" if coverage.why else ""
            reasons.append(f"{say(f'surface.{surface}')} {say(f'coverage.{coverage.state}')}{why}")
        return "; ".join(reasons or (one_line(say.doubt(doubt), limit=200) for doubt in self.doubts))


@dataclass
class Group:
    """Videos that the same surfaces would settle; ``videos`` has the first ones only."""

    count: int = 0
    videos: list[Unjudged] = field(default_factory=list)


@dataclass
class Gathered(Generic[T]):
    """Videos worst first as ``keep`` made them, counts over all, and what could not be judged or read."""

    shown: Worst[T]
    tally: Tally
    unjudged: dict[tuple[Surface, ...], Group]
    problems: list[Problem]
    unread: int = 0

    def groups(self) -> Iterator[tuple[tuple[Surface, ...], Group]]:
        """The groups of videos that could not be judged, largest first."""
        return iter(sorted(self.unjudged.items(), key=lambda item: -item[1].count))


def gather(
    results: Iterable[Judged | Problem], keep: Callable[[Judged, int], T], *, say: Vocabulary, shown: int, listed: int
) -> Gathered[T]:
    """Read ``results`` to the end.

    ``keep(judged, number)`` makes what the report needs of a video (``number`` counts from 1); it is called only for
    a video that is among the ``shown`` worst so far. Lists of unjudged videos (per group) and of problems hold the
    first ``listed``.
    """
    out = Gathered[T](Worst(shown), Tally(), {}, [])
    number = 0
    for result in results:
        if isinstance(result, Problem):
            out.unread += 1
            if len(out.problems) < listed:
                out.problems.append(result)
            continue
        number += 1
        out.tally.add(result.verdict)
        if result.verdict.status is Status.REVIEW:
            group = out.unjudged.setdefault(missing_surfaces(result.verdict), Group())
            group.count += 1
            if len(group.videos) < listed:
                group.videos.append(_unjudged(result.verdict, number, heading(result.evidence, say)))
        order = rank(result.verdict)
        if out.shown.wants(order):
            out.shown.add(order, keep(result, number))
        else:
            out.shown.dropped += 1
    return out


def _unjudged(verdict: Verdict, number: int, name: str) -> Unjudged:
    missing = {surface: verdict.coverage.get(surface, NOT_LOOKED) for surface in missing_surfaces(verdict)}
    unsure = (finding.doubt for finding in verdict.findings if finding.outcome is Outcome.UNSURE)
    return Unjudged(number, name, missing, tuple(dict.fromkeys(doubt for doubt in unsure if doubt)))
