"""One run of gather in a process of its own, which can be told to die (kill -9) at an exact step.

    python -m tests.crawl_driver PORT OUT SOURCE [STEP:NUMBER]

STEP is ``before-rename``, ``after-rename``, ``fsync``, ``before-note``, ``after-note`` (of a video in the ledger).
The platform's far end is the server on loopback at PORT; waiting takes no time.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.far_end import Rerouted, TestClock

from herkenbaar import config
from herkenbaar.crawl import Crawler, Options, open_http
from herkenbaar.gather import Window
from herkenbaar.ledger import Ledger


def die_at(number: int, function: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """``function``, but its call of this number is the end."""
    calls = itertools.count(1)

    def called(*args: Any, **options: Any) -> Any:
        last = next(calls) == number
        if last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **options)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return called


def arm(step: str, number: int) -> None:
    before = step.startswith("before")
    if step.endswith("rename"):
        Path.rename = die_at(number, Path.rename, before=before)  # type: ignore[method-assign]
    elif step.endswith("note"):
        Ledger.write = die_at(number, Ledger.write, before=before)  # type: ignore[method-assign]
    elif step == "fsync":
        os.fsync = die_at(number, os.fsync, before=True)


def main(port: int, out: Path, source: str, step: str = "") -> None:
    if step:
        name, _, number = step.partition(":")
        arm(name, int(number))
    settings = config.load().settings.gather
    options = Options(transport=Rerouted(port), clock=TestClock())
    with (
        open_http(settings, options) as http,
        Crawler(out, http, settings, Window(date(2022, 7, 1))) as crawler,
    ):
        for _ in crawler.crawl([source]):
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
