"""An evidence file that another program keeps filling: only what was added is read.

A cursor remembers how far the file was read and the SHA-256 of that part. A file that only grew is read from there;
one that was written anew is read whole, and then a video that is no longer in it is gone.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.model import Evidence, Problem

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes; a line beyond that is no evidence of one video."""
_BLOCK = 1024 * 1024


class FileCursor(msgspec.Struct, frozen=True):
    """How far a file was read: what the file system said of it, and the part that was read with its SHA-256."""

    size: int
    mtime_ns: int
    inode: int
    read_to: int
    sha256: str


class GrowingFile:
    """The evidence that was added to a file since ``cursor`` (None: never read). Raises InputError.

    ``unchanged``: the file is as it was. ``whole``: it is read from its first line, so that what is not in it is not
    there. Once it has been iterated, ``cursor`` says where the next reading starts.
    """

    def __init__(self, path: Path, cursor: FileCursor | None) -> None:
        self.path = path
        try:
            now = path.stat()
        except OSError as error:
            raise _unreadable(path, error) from error
        self._stat = now
        self.cursor = cursor
        self.unchanged = cursor is not None and (now.st_size, now.st_mtime_ns, now.st_ino) == (
            cursor.size,
            cursor.mtime_ns,
            cursor.inode,
        )
        self._hash = hashlib.sha256()
        self._start = 0 if cursor is None or self.unchanged else self._find_start(cursor)
        self.whole = self._start == 0 and not self.unchanged

    def __iter__(self) -> Iterator[Evidence | Problem]:
        """Each video, or what is wrong with its line; one that is still being written is left for the next time."""
        if self.unchanged:
            return
        try:
            yield from self._read_packed() if self._is_packed else self._read()
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(self.path, error) from error

    @property
    def _is_packed(self) -> bool:
        return self.path.suffix == ".gz"

    def _find_start(self, cursor: FileCursor) -> int:
        """Where reading starts: behind what was read, when that part is still the same."""
        if self._is_packed or self._stat.st_size < cursor.read_to:
            return 0
        try:
            with self.path.open("rb") as file:
                left = cursor.read_to
                while left and (block := file.read(min(left, _BLOCK))):
                    self._hash.update(block)
                    left -= len(block)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        if self._hash.hexdigest() == cursor.sha256:
            return cursor.read_to
        self._hash = hashlib.sha256()
        return 0

    def _read(self) -> Iterator[Evidence | Problem]:
        with self.path.open("rb") as file:
            file.seek(self._start)
            read_to = self._start
            for number, line in enumerate(_lines(file), start=1):
                found = self._decode(line, number)
                if isinstance(found, Problem) and not line.endswith(b"\n") and len(line) < LONGEST_LINE:
                    yield Problem(found.where, "the last line is not whole", "it is read once it is complete")
                    break
                read_to += len(line)
                self._hash.update(line)
                if found is not None:
                    yield found
        self._remember(read_to)

    def _read_packed(self) -> Iterator[Evidence | Problem]:
        with gzip.open(self.path, "rb") as file:
            for number, line in enumerate(_lines(file), start=1):
                found = self._decode(line, number)
                if found is not None:
                    yield found
        self._remember(0)

    def _decode(self, line: bytes, number: int) -> Evidence | Problem | None:
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            return None
        where = f"{self.path}: line {number}" + ("" if self.whole else f" from byte {self._start}")
        if len(line) >= LONGEST_LINE:
            return Problem(where, f"longer than {LONGEST_LINE // 1024 // 1024} MB", "one video per line")
        try:
            return msgspec.json.decode(text, type=Evidence)
        except (msgspec.DecodeError, RecursionError) as error:
            return Problem(where, str(error), "herkenbaar schema evidence shows the form")

    def _remember(self, read_to: int) -> None:
        now = self._stat
        self.cursor = FileCursor(now.st_size, now.st_mtime_ns, now.st_ino, read_to, self._hash.hexdigest())


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """The lines, each with its end; of one that is too long, pieces."""
    while line := file.readline(LONGEST_LINE):
        yield line


def _unreadable(path: Path, error: Exception) -> InputError:
    what = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
    return InputError(f"cannot be read: {what}", where=str(path), remedy="check the program that fills it")
