"""A run of 500 videos, killed (kill -9) again and again and started again, beside the same run left alone.

Both ask the same made-up channel on loopback. The killed run has to make no request twice that was answered, and to
end with the same bundles, byte for byte apart from the times of reading.
Run: python -m benchmarks.resume
"""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path

from tests.bundles import snapshot
from tests.far_end import served
from tests.killed_runs import KilledRuns
from tests.youtube_channel import make_many

from benchmarks.figures import Figure, fastest, table
from herkenbaar.evidence import bundle

VIDEOS = 500
DEATHS = (("", 90), ("after-rename:40", 0), ("", 250), ("before-note:150", 0), ("fsync:400", 0), ("", 61))
"""Where a run dies: at a step of its own, or before that many of its requests are answered."""


def run(videos: int = VIDEOS) -> list[Figure]:
    """Requests, bundles and seconds of both runs, and whether the bundles are the same."""
    with tempfile.TemporaryDirectory() as folder, served() as far_end:
        make_many(videos).serve(far_end)
        whole, killed = KilledRuns(far_end, Path(folder) / "whole"), KilledRuns(far_end, Path(folder) / "killed")
        seconds = fastest(whole.run)
        needed = len(far_end.asked)
        far_end.asked.clear()
        resumed = fastest(lambda: _die_and_go_on(killed))
        answered = len(far_end.asked) - len(killed.unanswered)
        differing = set(snapshot(whole.out).items()) ^ set(snapshot(killed.out).items())
        count = sum(1 for _ in bundle.find(killed.out))
    deaths = f"killed {len(DEATHS)} times"
    alone = f"left alone: {needed}"
    return [
        Figure(f"{videos} videos, {deaths}: requests", f"{answered}", alone, "", "the same", answered == needed),
        Figure("asked again though answered", f"{len(killed.repeated())}", "", "", "0", not killed.repeated()),
        Figure("files that differ, but for times of reading", f"{len(differing)}", "", "", "0", not differing),
        Figure("bundles", f"{count}", f"videos: {videos}", "", "all", count == videos),
        Figure("seconds, with starting again", f"{resumed:.0f} s", f"left alone: {seconds:.0f} s"),
    ]


def _die_and_go_on(runs: KilledRuns) -> None:
    for step, request in DEATHS:
        if runs.run(step, request=request) != -signal.SIGKILL:
            raise AssertionError(f"the run did not die at {step or request}")
    runs.run()


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
