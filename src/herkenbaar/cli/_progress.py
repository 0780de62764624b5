"""How far a long run is, on standard error, when a person is there to see it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds before anything is shown: most runs are over by then."""

STEP = 0.1


def show(items: Iterable[T], describe: Callable[[], str], *, enabled: bool) -> Iterator[T]:
    """``items``, while ``describe()`` stands on standard error; the line is gone when they end.

    Nothing is shown in the first second, nor when ``enabled`` is False or standard error is no terminal.
    """
    if not enabled or not sys.stderr.isatty():
        yield from items
        return
    yield from _show(items, describe)


def _show(items: Iterable[T], describe: Callable[[], str]) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task("")
    begun = shown = time.monotonic()
    started = False
    try:
        for item in items:
            yield item
            now = time.monotonic()
            if now - begun < PATIENCE or now - shown < STEP:
                continue
            shown = now
            if not started:
                progress.start()
                started = True
            progress.update(task, description=describe(), refresh=True)
    finally:
        if started:
            progress.stop()
