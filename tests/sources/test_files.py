"""A file is read whole, or refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar.errors import InputError
from herkenbaar.sources.files import Buffer, read_bytes


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 100_000)
    assert len(read_bytes(str(tmp_path / "f"), most=100_000)) == 100_000


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "f").open("wb") as file:
        file.truncate(10 * 2**30)
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_bytes(str(tmp_path / "f"), most=2**20)


@pytest.mark.parametrize("name", ["gone", "."])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read") as caught:
        read_bytes(str(tmp_path / name), most=1)
    assert caught.value.where


def test_one_buffer_takes_file_after_file_of_any_size(tmp_path: Path) -> None:
    buffer = Buffer()
    for size in (10, 3 * 2**20, 0, 5):
        (tmp_path / "f").write_bytes(bytes([size % 251]) * size)
        assert bytes(buffer.read(str(tmp_path / "f"), most=10**8)) == bytes([size % 251]) * size
    with pytest.raises(InputError, match="larger"):
        buffer.read(str(tmp_path / "f"), most=1)
