"""Files that are being worked on: says each time they were saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

EVERY = 1.0
"""Seconds between looks at the files."""


def saves(paths: Iterable[Path], *, pause: Callable[[], None] = lambda: time.sleep(EVERY)) -> Iterator[None]:
    """One item at once, and one each time one of ``paths`` was saved and then stayed as it is for one ``pause``.

    Video editors write a file for minutes: a file that still grows, or is gone for a moment, is waited for.
    """
    files = list(paths)
    done = _state(files)
    yield
    before = done
    while True:
        pause()
        now = _state(files)
        if now == before and now != done and None not in now:
            done = now
            yield
        before = now


def _state(files: Iterable[Path]) -> list[tuple[int, int] | None]:
    return [_stamp(path) for path in files]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
