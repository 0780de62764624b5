from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from herkenbaar.cli._watch import saves


def play(steps: list[Callable[[], object]], path: Path) -> Iterator[int]:
    """The number of the step after which each save was told; ends when the steps do."""
    done = 0

    class Over(Exception):  # noqa: N818
        pass

    def pause() -> None:
        nonlocal done
        if done == len(steps):
            raise Over
        steps[done]()
        done += 1

    try:
        for _ in saves([path], pause=pause):
            yield done
    except Over:
        return


def nothing() -> None:
    return


def test_a_file_is_told_at_once_and_when_it_was_saved_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"1")
    steps = [nothing, lambda: path.write_bytes(b"12"), nothing, nothing, lambda: path.write_bytes(b"123"), nothing]
    assert list(play(steps, path)) == [0, 3, 6]


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"1")
    grow = [lambda n=n: path.write_bytes(b"1" * n) for n in range(2, 6)]
    assert list(play([*grow, nothing], path)) == [0, 5]


def test_a_file_that_is_replaced_is_not_told_while_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "video.mp4"
    path.write_bytes(b"1")
    steps = [path.unlink, nothing, nothing, lambda: path.write_bytes(b"new"), nothing]
    assert list(play(steps, path)) == [0, 5]


def test_a_file_that_is_touched_counts_as_saved(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("reclame")
    assert list(play([lambda: os.utime(path, (1, 1)), nothing], path)) == [0, 2]


def test_without_a_file_there_is_one_turn(tmp_path: Path) -> None:
    assert len(list(islice(saves([], pause=nothing), 1))) == 1
