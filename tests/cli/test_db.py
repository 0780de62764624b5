"""``herkenbaar db``, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from herkenbaar.cli import program
from herkenbaar.errors import StoreError


def type_in(*words: str) -> str:
    result = CliRunner().invoke(program, ["db", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_upgrade_makes_an_empty_database_ready(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", empty_database)
    assert "at revision 0" in type_in("upgrade")
    assert "current" in type_in("status")


def test_status_counts_what_the_database_holds(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", database)
    shown = type_in("status")
    assert "creators" in shown
    assert "MB" in shown


def test_status_refuses_an_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERKENBAAR_DATABASE", str(tmp_path / "none.sqlite"))
    with pytest.raises(StoreError, match="db upgrade"):
        type_in("status")
