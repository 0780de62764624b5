"""Where a report goes: a file that appears when it is complete, or standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar.cli._output import open_output


@pytest.mark.parametrize("path", [None, Path("-")])
def test_without_a_file_or_with_a_dash_it_is_standard_output(
    path: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_output(path) as out:
        out.write("herkenbaar")
    assert capsys.readouterr().out == "herkenbaar"
    assert list(tmp_path.iterdir()) == []


def write_half(path: Path) -> None:
    with open_output(path) as out:
        out.write("half")
        raise ValueError("broken")


def test_a_file_stays_what_it_was_until_the_report_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(ValueError, match="broken"):
        write_half(path)
    assert [each.read_text(encoding="utf-8") for each in tmp_path.iterdir()] == ["before"]
