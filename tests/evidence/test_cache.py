from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from herkenbaar.evidence.cache import Cache, cache_folder, digest_of


def test_what_was_kept_is_found_by_the_same_digest_and_settings_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save("speech", "ab12", "small nl", [1, 2])
    assert cache.load("speech", "ab12", "small nl", list[int]) == [1, 2]
    assert cache.load("speech", "ab12", "base nl", list[int]) is None
    assert cache.load("speech", "cd34", "small nl", list[int]) is None
    assert cache.load("screen", "ab12", "small nl", list[int]) is None


def test_the_last_one_saved_counts(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.save("speech", "ab12", "x", [1])
    cache.save("speech", "ab12", "x", [1, 2])
    assert cache.load("speech", "ab12", "x", list[int]) == [1, 2]
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("content", [b"", b"[1, 2", b'{"other": 1}', b"\xff\xfe"])
def test_a_broken_file_counts_as_absent(tmp_path: Path, content: bytes) -> None:
    cache = Cache(tmp_path)
    cache.save("speech", "ab12", "x", [1])
    next(path for path in tmp_path.rglob("*.json")).write_bytes(content)
    assert cache.load("speech", "ab12", "x", list[int]) is None


def test_what_is_added_stands_beside_what_was_there(tmp_path: Path) -> None:
    for value in ([1], [2, 3]):
        Cache(tmp_path).add("screen", "ab12", "x", value)
    assert Cache(tmp_path).load_all("screen", "ab12", "x", list[int]) == [[1], [2, 3]]
    assert Cache(tmp_path).load_all("screen", "ab12", "y", list[int]) == []


def test_a_line_that_was_broken_off_spoils_no_other(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.add("screen", "ab12", "x", [1])
    (file,) = tmp_path.rglob("*.jsonl")
    file.write_bytes(file.read_bytes() + b"\n[2, 3")
    cache.add("screen", "ab12", "x", [4])
    assert cache.load_all("screen", "ab12", "x", list[int]) == [[1], [4]]


def test_a_folder_that_cannot_be_written_costs_only_the_time_to_do_it_again(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(blocked)
    cache.save("speech", "ab12", "x", [1])
    cache.add("speech", "ab12", "x", [1])
    assert cache.load("speech", "ab12", "x", list[int]) is None
    assert cache.load_all("speech", "ab12", "x", list[int]) == []


def test_the_digest_is_the_sha_256_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"sound" * 100_000)
    assert digest_of(path) == hashlib.sha256(b"sound" * 100_000).hexdigest()


def test_the_folder_is_the_configured_one_or_the_users_own(tmp_path: Path) -> None:
    assert cache_folder(str(tmp_path)) == tmp_path
    assert "herkenbaar" in str(cache_folder(""))
