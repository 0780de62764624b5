"""The judge step per video: rules over a finished reading, beside asking every rule each time and the bare verdict.

Run: python -m benchmarks.judging
"""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from herkenbaar import rulebook
from herkenbaar.conditions import Asking
from herkenbaar.folds import load_folds
from herkenbaar.judge import judge
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Platform, Reading
from herkenbaar.reading import read

QUIET = Evidence(
    platform=Platform.YOUTUBE,
    id="quiet",
    title="Krentenbollen met oma",
    description="Het recept staat in haar schrift.\n00:00 Gist\n04:10 Kneden",
    published="2025-03-01",
    label=False,
    speech=(Cue(1, 3, "eerst de gist"),),
    screen=(),
)
PAID = Evidence(
    platform=Platform.YOUTUBE,
    id="paid",
    title="Badkamer betegelen",
    description="Welke lijm?\n\n00:00 Lijm\n04:10 Tegels\nBetaalde samenwerking met Plakvast, code LIJM10",
    published="2025-03-01",
    label=False,
    speech=(Cue(1, 3, "we beginnen met de vloer"),),
    screen=(),
)


class Figure(NamedTuple):
    """One line of the table: microseconds of the judge and of the baseline."""

    name: str
    judged: float
    baseline: float


def run() -> list[Figure]:
    """Microseconds per video: the judge, and the same rules asked one by one without shared answers."""
    lexicon, folds, book = load_lexicon(), load_folds(), rulebook.load()
    readings = {
        "without advertising": read(QUIET, lexicon=lexicon, folds=folds),
        "with advertising": read(PAID, lexicon=lexicon, folds=folds),
    }
    return [
        Figure(name, _microseconds(partial(judge, reading, book)), _microseconds(partial(_one_by_one, reading, book)))
        for name, reading in readings.items()
    ]


def _one_by_one(reading: Reading, book: rulebook.Rulebook) -> None:
    """Ask each rule afresh: what judging costs without prepared findings and shared answers (and makes no verdict)."""
    for rule in book.rules:
        rule.when.ask(Asking(reading))
        rule.expect.ask(Asking(reading))


def _microseconds(work: Callable[[], object], rounds: int = 300) -> float:
    return min(timeit.repeat(work, timer=time.process_time, number=rounds, repeat=7)) / rounds * 1e6


def main() -> None:
    """Print the table."""
    print(f"{'video':<22}{'judge':>12}{'one by one':>14}{'ratio':>8}")
    for figure in run():
        ratio = figure.baseline / figure.judged
        print(f"{figure.name:<22}{figure.judged:>9.1f} µs{figure.baseline:>11.1f} µs{ratio:>8.1f}")


if __name__ == "__main__":
    main()
