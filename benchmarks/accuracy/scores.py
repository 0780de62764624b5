"""Counts and the figures made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Scores:
    """What a run got right and wrong. ``unsure`` counts against recall, never against precision."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    tn: int = 0
    unsure: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, expected: str, answer: str, row: str) -> None:
        """Count one row: ``expected`` yes or no, ``answer`` yes, no or unsure."""
        self.unsure += answer == "unsure"
        if expected == "yes":
            self.tp += answer == "yes"
            self.fn += answer != "yes"
        else:
            self.fp += answer == "yes"
            self.tn += answer != "yes"
        if answer != expected:
            self.wrong.append(f"{row}: expected {expected}, got {answer}")

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self.tp + self.fp + self.fn + self.tn

    @property
    def precision(self) -> float:
        """Of those called yes, the share that is."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Of those that are, the share called yes."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def share(counts: Counter[bool]) -> float:
    """The share of True, 1 where nothing was counted."""
    total = counts[True] + counts[False]
    return counts[True] / total if total else 1.0
