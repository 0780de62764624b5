"""The bytes of one file, read whole but never more than they may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

from herkenbaar.errors import InputError


def read_bytes(path: str, *, most: int) -> bytes:
    """All bytes of ``path``. Raises InputError when it cannot be read, or holds more than ``most``."""
    with _open(path, most) as (file, _):
        return file.readall()


class Buffer:
    """One piece of memory for file after file: new memory for each costs more than reading it."""

    def __init__(self) -> None:
        self._bytes = bytearray(2**20)

    def read(self, path: str, *, most: int) -> memoryview:
        """All bytes of ``path``, good until the next ``read``. Raises InputError as ``read_bytes`` does."""
        with _open(path, most) as (file, size):
            if size > len(self._bytes):
                self._bytes = bytearray(2 * size)
            view = memoryview(self._bytes)
            filled = 0
            while filled < size and (count := file.readinto(view[filled:size])):
                filled += count
            return view[:filled]


@contextmanager
def _open(path: str, most: int) -> Iterator[tuple[FileIO, int]]:
    try:
        with FileIO(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > most:
                raise InputError(f"larger than {most >> 20} MB", where=path, remedy="check what this file is")
            yield file, size
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        raise InputError(what, where=path, remedy="check the rights on this file") from error
