"""How far a long run is, on standard error, when a person is there to see it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds before anything is shown: most runs are over by then."""


def show(items: Iterable[T], describe: Callable[[], str], *, enabled: bool, slow: bool = False) -> Iterator[T]:
    """``items``, while ``describe()`` stands on standard error; the line is gone when they end.

    Nothing is shown in the first second, unless each item is ``slow``, nor when ``enabled`` is False or standard
    error is no terminal. The line is drawn anew while an item is worked on, too.
    """
    if not enabled or not sys.stderr.isatty():
        yield from items
        return
    yield from _show(items, describe, patience=0.0 if slow else PATIENCE)


def _show(items: Iterable[T], describe: Callable[[], str], *, patience: float) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import Progress, RenderableColumn, SpinnerColumn, TimeElapsedColumn
    from rich.text import Text

    class Description:
        def __rich__(self) -> Text:
            return Text(describe())

    columns = (SpinnerColumn(), RenderableColumn(Description()), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task("")
    begun, started = time.monotonic(), patience <= 0
    try:
        if started:
            progress.start()
        for item in items:
            yield item
            if not started and time.monotonic() - begun >= patience:
                started = True
                progress.start()
    finally:
        if started:
            progress.stop()
