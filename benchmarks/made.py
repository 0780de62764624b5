"""Made videos that are judged twice, looked at in part and in whole: what ``*_windows`` share.

The verdict is the same where status, severity and all deficiencies above advice are: nobody looks on for advice alone
(``evidence.prospects``), so what it would need may be left open. How many agree in advice too is printed beside it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.figures import Figure, table
from herkenbaar.evidence.prospects import Substance, substance_of
from herkenbaar.model import Evidence, Platform, Verdict

TALK = "Vandaag koken we een stoofpot."


@dataclass(frozen=True)
class Made:
    """One made video. ``marks`` are (first second, last second) of what says that it is advertising."""

    group: str
    minutes: float
    description: str = TALK
    marks: tuple[tuple[float, float], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Its duration."""
        return 60.0 * self.minutes

    def evidence(self, number: int, **known: Any) -> Evidence:
        """What is known of it before anybody looks."""
        return Evidence(
            platform=Platform.YOUTUBE,
            id=f"made-{number}",
            title="Een stoofpot",
            description=self.description,
            duration=self.seconds,
            **{"published": "2025-03-01", "label": False, **self.more, **known},
        )


class Tally:
    """What was looked at per group of videos, beside all there is, and whether the verdict was the same."""

    def __init__(self, unit: str) -> None:
        """``unit`` is what is counted: seconds heard, frames read."""
        self._unit = unit
        self._rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0])
        self._differ: list[str] = []

    def add(self, video: Made, *, whole: float, part: float, verdicts: tuple[Verdict, Verdict]) -> None:
        """One video: ``part`` of the ``whole`` was looked at, with the verdicts after the part and after the whole."""
        same, advised = (_agree(verdicts, advice=advice) for advice in (False, True))
        if not advised:
            what = "only in advice" if same else "in what it says"
            one, other = (_words(substance_of(verdict, advice=True)) for verdict in verdicts)
            self._differ.append(f"differs {what}: {video.group} {video.minutes:g} min: {one} / {other}")
        row = self._rows[video.group]
        for place, value in enumerate((1, whole, part, same, advised)):
            row[place] += value

    def figure(self, *, limit: float) -> Figure:
        """What was looked at of all videos together; ``limit`` is the share (0..1) of the whole that it may be."""
        count, whole, part, same, _ = self._all()
        return Figure(
            f"{self._unit} per decided video",
            f"{part / count:.0f}",
            f"of everything: {whole / count:.0f}",
            f"{part / whole:.1%}",
            f"at most {limit:.0%}, same verdicts",
            part / whole <= limit and same == count,
        )

    def print(self, *, limit: float) -> None:
        """The table per group, the figure of all together, and what differs."""
        print(f"{'made videos':<28}{'n':>4}{'whole':>9}{'part':>8}{'share':>8}   {'same verdict':<14}advice too")
        for group, (count, whole, part, same, advised) in {**self._rows, "all": self._all()}.items():
            share, kept = f"{part / whole:.1%}", f"{same:.0f} of {count:.0f}"
            print(f"{group:<28}{count:>4.0f}{whole:>9.0f}{part:>8.0f}{share:>8}   {kept:<14}{advised:.0f}")
        print(f"\n{table([self.figure(limit=limit)])}")
        print("\n".join(self._differ))

    def _all(self) -> list[float]:
        return [sum(column) for column in zip(*self._rows.values(), strict=True)]


def _agree(verdicts: tuple[Verdict, Verdict], *, advice: bool) -> bool:
    one, other = (substance_of(verdict, advice=advice) for verdict in verdicts)
    return one == other


def _words(found: Substance) -> str:
    return " ".join([found.status, found.severity or "-", *sorted(found.deficiencies)])
