"""Runs of gather that are killed (kill -9) in their own processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from tests import youtube_pages
from tests.far_end import FarEnd

TOP = Path(__file__).parents[1]


class KilledRuns:
    """Runs of gather in their own processes, against a far end that can kill them before it answers."""

    def __init__(self, far_end: FarEnd, out: Path, source: str = youtube_pages.HANDLE) -> None:
        self.far_end = far_end
        self.source = source
        self.out = out
        self.unanswered: list[str] = []

    def run(self, step: str = "", *, request: int = 0) -> int:
        """One run, killed at ``step``, or before request number ``request`` of this run is answered."""
        environment = {**os.environ, "PYTHONPATH": f"{TOP / 'src'}{os.pathsep}{TOP}"}
        command = [
            sys.executable,
            "-m",
            "tests.crawl_driver",
            str(self.far_end.port),
            str(self.out),
            self.source,
            *([step] if step else []),
        ]
        process = subprocess.Popen(command, env=environment, cwd=TOP)
        if request:
            self.far_end.before = self._killer(process, len(self.far_end.asked) + request)
        code = process.wait(timeout=120)
        self.far_end.before = None
        return code

    def _killer(self, process: subprocess.Popen[bytes], number: int) -> Any:
        def kill(asked: str) -> None:
            if len(self.far_end.asked) == number:
                self.unanswered.append(asked)
                process.send_signal(signal.SIGKILL)
                process.wait()

        return kill

    def repeated(self) -> list[str]:
        """Requests that were answered and asked again all the same."""
        answered = Counter(self.far_end.asked)
        answered.subtract(self.unanswered)
        return [asked for asked, count in answered.items() if count > 1]
