"""Where a report goes: a file that appears only when it is complete, or standard output."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from herkenbaar.errors import UsageError

STANDARD = Path("-")
PIPE_CLOSED = 141
"""128 + SIGPIPE: what a shell reports of a program whose reader went away."""


@contextmanager
def open_output(path: Path | None, *, exact: bool = False) -> Iterator[IO[str]]:
    """A stream to write the report to: ``path``, or standard output where there is none or it is ``-``.

    A file is written beside ``path`` and takes its place at the end; after an error, ``path`` is what it was.
    ``exact``: standard output is UTF-8 with plain line ends, whatever the terminal is, because a program reads it.
    Ends the program quietly when the reader of standard output goes away.
    """
    if path is not None and path != STANDARD:
        with _open_file(path) as file:
            yield file
        return
    if exact and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at its end, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(PIPE_CLOSED)


@contextmanager
def _open_file(path: Path) -> Iterator[IO[str]]:
    import tempfile

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", remedy="check the folder given with -o") from error
    part = Path(name)
    try:
        with open(handle, "w", encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123
            yield file
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", remedy="check disk and folder") from error
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    """The rights that the user takes from new files; mkstemp gives them to nobody else at all."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
