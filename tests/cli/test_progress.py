"""Progress shows on a terminal only, only when a run is long, and never changes what goes by."""

from __future__ import annotations

import io
import sys

import pytest

from herkenbaar.cli import _progress
from herkenbaar.cli._progress import show


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("patience", "enabled", "shown"), [(0.0, True, True), (60.0, True, False), (0.0, False, False)]
)
def test_a_long_run_shows_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, patience: float, enabled: bool, shown: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(_progress, "PATIENCE", patience)
    assert list(show(range(5), lambda: "3 videos judged", enabled=enabled)) == [0, 1, 2, 3, 4]
    assert ("3 videos judged" in terminal.getvalue()) is shown


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    assert list(show(range(5), lambda: "x", enabled=True)) == [0, 1, 2, 3, 4]
    assert screen.getvalue() == ""
