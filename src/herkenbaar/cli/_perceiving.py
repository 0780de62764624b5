"""How far looking and listening are, on standard error, when a person is there to see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DOING = {"speech": "listening", "screen": "reading the picture"}


@contextmanager
def progress() -> Iterator[Callable[[str, float, float], None] | None]:
    """Something to tell the second to (what is at work, second, duration); None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("looking at the file", total=None)

        def tell(sense: str, at: float, duration: float) -> None:
            shown.update(
                task, description=f"{DOING[sense]}: {at:.0f} of {duration:.0f} s", total=duration, completed=at
            )

        yield tell
