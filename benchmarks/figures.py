"""What a benchmark gives back: figures beside a baseline measured in the same run, and the limit they must keep."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of a table: what was measured, beside what, and whether the promise holds (None: nothing promised)."""

    what: str
    value: str
    beside: str = ""
    result: str = ""
    limit: str = ""
    holds: bool | None = None


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, ready to print."""
    heads = ("figure", "measured", "beside", "result", "limit", "")
    words = {True: "ok", False: "MISSED", None: ""}
    rows = [heads, *((*figure[:5], words[figure.holds]) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def at_most(what: str, value: float, baseline: float, limit: float, *, unit: str, beside: str) -> Figure:
    """``value`` as a multiple of ``baseline`` (both in ``unit``), which is to be no more than ``limit``."""
    ratio = value / baseline
    return Figure(
        what,
        f"{value:.3g} {unit}",
        f"{beside}: {baseline:.3g} {unit}",
        f"{ratio:.2f} times",
        f"at most {limit:g} times",
        ratio <= limit,
    )


def fastest(work: Callable[[], object], *, rounds: int = 1, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the fastest of ``rounds``: what the work costs when nothing else disturbs it.

    ``clock``: ``time.process_time`` counts the processor time of this process only.
    """
    best = float("inf")
    for _ in range(rounds):
        begun = clock()
        work()
        best = min(best, clock() - begun)
    return best
