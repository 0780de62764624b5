"""How far listening and looking are, by the second."""

from __future__ import annotations

import io
import sys

import msgspec
import pytest

from herkenbaar import config
from herkenbaar.cli._perceiving import Doing, open_senses, progress
from herkenbaar.errors import UsageError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_run_tells_the_second_of_the_video_it_is_at() -> None:
    doing = Doing()
    assert str(doing) == ""
    doing.tell("speech", 61.4, 600.0)
    assert str(doing) == "; listening: second 61 of 600"
    doing.tell("screen", 3.0, 600.0)
    assert str(doing) == "; reading the picture: second 3 of 600"
    doing.tell("screen", 600.0, 600.0)
    assert str(doing) == ""


def test_a_draft_shows_the_second_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with progress() as tell:
        assert tell is not None
        tell("speech", 25.0, 180.0)
    assert "listening: 25 of 180 s" in terminal.getvalue()


def test_the_clock_goes_on_when_the_picture_is_read_after_the_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    now = 0.0
    monkeypatch.setattr("rich.console.monotonic", lambda: now)
    with progress() as tell:
        assert tell is not None
        tell("speech", 180.0, 180.0)
        now = 65.0
        tell("screen", 5.0, 180.0)
    assert "0:01:05" in terminal.getvalue()


def test_nothing_is_shown_where_nobody_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress() as tell:
        assert tell is None


def test_ears_need_a_model_and_without_both_senses_there_are_none() -> None:
    settings = config.load().settings
    assert open_senses(settings, speech=None, screen=False) is None
    with pytest.raises(UsageError, match=r"--speech needs a speech model.*set model ="):
        open_senses(settings, speech=True, screen=False)
    heard = msgspec.structs.replace(settings, speech=msgspec.structs.replace(settings.speech, model="small"))
    assert open_senses(heard, speech=None, screen=False) is not None
    assert open_senses(heard, speech=False, screen=False) is None
