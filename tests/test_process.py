"""Whether the process that holds something still lives."""

from __future__ import annotations

import subprocess
import sys

import pytest

from herkenbaar.process import is_alive, name_process


def test_this_process_lives() -> None:
    assert is_alive(name_process()) is True


def test_a_process_that_ended_does_not() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = name_process(child.pid)
    assert is_alive(name) is True
    child.kill()
    child.communicate()
    assert is_alive(name) is False


def test_another_process_with_the_same_number_is_another() -> None:
    assert is_alive(name_process().rpartition("/")[0] + "/1") is False


@pytest.mark.parametrize("name", ["", "queue", "elsewhere/1/1", "//", "a/b/c"])
def test_of_another_machine_nothing_is_said(name: str) -> None:
    assert is_alive(name) is None
