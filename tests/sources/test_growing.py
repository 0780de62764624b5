"""An evidence file is read no further than it was added to."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from herkenbaar.errors import InputError
from herkenbaar.model import Evidence, Problem
from herkenbaar.sources import growing
from herkenbaar.sources.growing import FileCursor, GrowingFile


def line(number: int) -> bytes:
    return b'{"schema":"herkenbaar.evidence/1","platform":"tiktok","id":"%d"}\n' % number


def read(path: Path, cursor: FileCursor | None = None) -> tuple[list[str], GrowingFile]:
    file = GrowingFile(path, cursor)
    found = [item.id if isinstance(item, Evidence) else item.what for item in file]
    return found, file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "lisa.jsonl"
    file.write_bytes(line(1) + line(2))
    return file


def test_the_first_time_all_of_it_is_read(path: Path) -> None:
    found, file = read(path)
    assert (found, file.whole, file.unchanged) == (["1", "2"], True, False)


def test_a_file_as_it_was_is_not_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, first = read(path)
    monkeypatch.setattr(Path, "open", None)
    found, file = read(path, first.cursor)
    assert (found, file.unchanged) == ([], True)
    assert file.cursor == first.cursor


def test_of_a_file_that_grew_the_new_part_is_read(path: Path) -> None:
    _, first = read(path)
    with path.open("ab") as out:
        out.write(line(3))
    found, file = read(path, first.cursor)
    assert (found, file.whole) == (["3"], False)
    assert read(path, file.cursor)[0] == []


def test_a_line_half_written_is_left_for_the_next_time(path: Path) -> None:
    whole = line(3)
    with path.open("ab") as out:
        out.write(whole[:20])
    found, first = read(path)
    assert found == ["1", "2", "the last line is not whole"]
    with path.open("ab") as out:
        out.write(whole[20:])
    assert read(path, first.cursor)[0] == ["3"]


def test_a_last_line_without_its_end_counts_once(path: Path) -> None:
    path.write_bytes(line(1) + line(2).rstrip())
    found, first = read(path)
    assert found == ["1", "2"]
    with path.open("ab") as out:
        out.write(b"\n" + line(3))
    assert read(path, first.cursor)[0] == ["3"]


@pytest.mark.parametrize("lines", [(4, 5, 6), (1,), (1, 3)])
def test_a_file_written_anew_is_read_whole(path: Path, lines: tuple[int, ...]) -> None:
    _, first = read(path)
    path.write_bytes(b"".join(line(number) for number in lines))
    os.utime(path, ns=(1, 1))
    found, file = read(path, first.cursor)
    assert (found, file.whole) == ([str(number) for number in lines], True)


def test_a_compressed_file_is_read_whole_when_it_changed(tmp_path: Path) -> None:
    path = tmp_path / "lisa.jsonl.gz"
    path.write_bytes(gzip.compress(line(1)))
    found, first = read(path)
    assert found == ["1"]
    assert read(path, first.cursor)[1].unchanged
    path.write_bytes(gzip.compress(line(1) + line(2)))
    found, file = read(path, first.cursor)
    assert (found, file.whole) == (["1", "2"], True)


@pytest.mark.parametrize("content", [gzip.compress(line(1))[:-12], b"no gzip"], ids=["cut off", "no gzip"])
def test_a_broken_compressed_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lisa.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read"):
        read(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read(tmp_path / "none.jsonl")


def test_a_wrong_line_is_named_and_the_others_are_read(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + line(1) + b"\n{}\n" + b"[" * 100_000 + b"\n\xff\xfe\n" + line(2))
    found = list(GrowingFile(path, None))
    assert [item.id for item in found if isinstance(item, Evidence)] == ["1", "2"]
    wrong = [item for item in found if isinstance(item, Problem)]
    assert [item.where.rsplit(" ", 1)[-1] for item in wrong] == ["3", "4", "5"]
    assert "platform" in wrong[0].what


def test_a_line_without_an_end_does_not_fill_the_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "LONGEST_LINE", 1000)
    path.write_bytes(line(1) + b" " * 500 + b"x" * 2500 + b"\n" + line(2))
    found, file = read(path)
    assert found[0] == "1"
    assert found[-1] == "2"
    assert read(path, file.cursor)[1].unchanged
