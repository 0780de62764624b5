"""A run of 500 videos, killed (kill -9) again and again and started again, beside the same run left alone.

Both ask the same made-up channel on loopback. The killed run has to make no request twice that was answered, and to
end with the same bundles, byte for byte apart from the times of reading.
Run: python -m benchmarks.resume
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from tests.bundles import snapshot
from tests.far_end import served
from tests.killed_runs import KilledRuns
from tests.youtube_channel import make_many

from herkenbaar.evidence import bundle

VIDEOS = 500
DEATHS = (("", 90), ("after-rename:40", 0), ("", 250), ("before-note:150", 0), ("fsync:400", 0), ("", 61))
"""Where a run dies: at a step of its own, or before that many of its requests are answered."""


class Figure(NamedTuple):
    """One line of the table: what it is, left alone, and killed."""

    name: str
    whole: float
    killed: float


def run(videos: int = VIDEOS) -> list[Figure]:
    """Requests, repeated requests, bundles and seconds of both runs, and whether the bundles are the same."""
    with tempfile.TemporaryDirectory() as folder, served() as far_end:
        make_many(videos).serve(far_end)
        whole, killed = KilledRuns(far_end, Path(folder) / "whole"), KilledRuns(far_end, Path(folder) / "killed")
        begun = time.perf_counter()
        whole.run()
        whole_seconds, whole_requests = time.perf_counter() - begun, len(far_end.asked)
        far_end.asked.clear()
        begun = time.perf_counter()
        deaths = [killed.run(step, request=request) for step, request in DEATHS]
        killed.run()
        seconds = time.perf_counter() - begun
        same = snapshot(whole.out) == snapshot(killed.out)
        return [
            Figure("times killed", 0, sum(code != 0 for code in deaths)),
            Figure("requests answered", whole_requests, len(far_end.asked) - len(killed.unanswered)),
            Figure("requests made again though answered", 0, len(killed.repeated())),
            Figure("bundles", *(sum(1 for _ in bundle.find(x.out)) for x in (whole, killed))),
            Figure("bundles are the same (1 = yes)", 1, same),
            Figure("seconds", whole_seconds, seconds),
        ]


def main() -> None:
    """Print the table."""
    print(f"{VIDEOS} videos{'':<32}{'whole':>10}{'killed':>10}")
    for figure in run():
        print(f"{figure.name:<42}{figure.whole:>10.0f}{figure.killed:>10.0f}")


if __name__ == "__main__":
    main()
