"""The account of a run at a prompt: everything in its section, nothing that drives the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from tests.reports.runs.accounts import account, full, hostile, item, visited

from herkenbaar.reports.runs import terminal
from herkenbaar.reports.runs.account import Account


def shown(told: Account, *, lang: str = "en", width: int = 100) -> str:
    out = io.StringIO()
    terminal.write(told, out, lang=lang, width=width)
    return out.getvalue()


def test_each_section_has_its_heading_with_the_number_of_its_entries() -> None:
    text = shown(full())
    headings = [line for line in text.splitlines() if line.endswith(")") and not line.startswith(" ")]
    assert [heading.rpartition(" (")[2] for heading in headings] == ["1)"] * 12
    assert "0123456789abcdef" in text
    assert "“met code SANNE15”" in text
    assert "https://www.tiktok.com/@sanne/video/7341" in text


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (account(visited=(visited(),)), "Nothing new."),
        (account(visited=(visited(),), finished=None), "Nothing new so far."),
        (account(groups=("client A",)), "Nobody of these was visited"),
        (account(finished=None), "not finished"),
    ],
)
def test_a_run_with_nothing_to_tell_says_which_nothing(told: Account, expected: str) -> None:
    assert expected in shown(told)


def test_a_long_section_is_cut_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "SHOWN", 2)
    new: Any = tuple(item(fingerprint=f"{number:016x}") for number in range(5))
    text = shown(account(visited=(visited(),), new=new))
    assert text.count("Herfstlooks") == 2
    assert "3" in text.splitlines()[-1]


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in shown(full(), width=width).splitlines()) <= width


@given(hostile())
@settings(max_examples=30)
def test_hostile_text_never_drives_the_terminal(told: Account) -> None:
    text = shown(told)
    assert not any(sign in text for sign in "\x1b\x07\x9b\r\x00\u202e\u2066")
