"""Made videos that are judged twice, looked at in part and in whole: what ``*_windows`` share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.figures import Figure, table
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
        self._rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0])
        self._differ: list[str] = []

    def add(self, video: Made, *, whole: float, part: float, verdicts: tuple[Verdict, Verdict]) -> None:
        """One video: ``part`` of the ``whole`` was looked at, with the verdicts after the part and after the whole."""
        some, all_of_it = map(_key, verdicts)
        if some != all_of_it:
            self._differ.append(f"differs: {video.group} {video.minutes:g} min: {some} / {all_of_it}")
        row = self._rows[video.group]
        for place, value in enumerate((1, whole, part, some == all_of_it)):
            row[place] += value

    def print(self, *, limit: float) -> None:
        """The table per group; ``limit`` is the share (0..1) of the whole that all of them may take."""
        print(f"{'made videos':<28}{'n':>4}{'whole':>9}{'part':>8}{'share':>8}   same verdict")
        rows = {**self._rows, "all": [sum(column) for column in zip(*self._rows.values(), strict=True)]}
        for group, (count, whole, part, same) in rows.items():
            print(f"{group:<28}{count:>4.0f}{whole:>9.0f}{part:>8.0f}{part / whole:>8.1%}   {same:.0f} of {count:.0f}")
        count, whole, part, same = rows["all"]
        per_video = Figure(
            f"{self._unit} per decided video",
            f"{part / count:.0f}",
            f"of everything: {whole / count:.0f}",
            f"{part / whole:.1%}",
            f"at most {limit:.0%}, same verdicts",
            part / whole <= limit and same == count,
        )
        print(f"\n{table([per_video])}")
        print("\n".join(self._differ))


def _key(verdict: Verdict) -> tuple[Any, ...]:
    return verdict.status.value, verdict.severity, tuple(sorted(verdict.deficiencies))
