"""``herkenbaar db``, as it is typed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.town import AD, NOW, Town

from herkenbaar.cli import program
from herkenbaar.errors import StoreError, UsageError
from herkenbaar.model import Evidence, Verdict
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, schema


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


@pytest.fixture(autouse=True)
def own_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "town" in request.fixturenames:
        monkeypatch.setenv("HERKENBAAR_DATABASE", request.getfixturevalue("database"))


def test_everything_can_be_exported_and_is_what_the_contracts_say(town: Town, tmp_path: Path) -> None:
    town.write(AD, {"id": "2", "description": "b"})
    town.visit()
    town.write(AD, {"id": "2", "description": "c"})
    town.visit()
    shown = type_in("export", str(tmp_path / "out"))
    assert "evidence.jsonl: 2 lines" in shown
    lines = (tmp_path / "out" / "evidence.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=Evidence).description for line in lines] == ["code LISA10", "c"]
    verdicts = (tmp_path / "out" / "verdicts.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=Verdict).video.id for line in verdicts] == ["1", "2"]
    assert len((tmp_path / "out" / "evidence-versions.jsonl").read_text().splitlines()) == 3


def test_what_is_kept_of_one_creator_can_be_exported(town: Town, tmp_path: Path) -> None:
    town.write(AD)
    town.visit()
    other = make_entry("https://www.tiktok.com/@omar", name="omar")
    town.tools.store.write(creators.put, other, origin="command", now=NOW)
    type_in("export", str(tmp_path / "omar"), "--creator", "omar")
    assert (tmp_path / "omar" / "evidence.jsonl").read_text() == ""
    assert len((tmp_path / "omar" / "creators.jsonl").read_text().splitlines()) == 1
    type_in("export", str(tmp_path / "lisa"), "--creator", "lisa")
    assert len((tmp_path / "lisa" / "findings.jsonl").read_text().splitlines()) == 1
    with pytest.raises(UsageError, match="nobody called zoe"):
        type_in("export", str(tmp_path / "zoe"), "--creator", "zoe")


def test_vacuum_says_first_and_deletes_then(town: Town) -> None:
    town.tools = msgspec.structs.replace(town.tools, now=lambda: NOW - timedelta(days=10))
    town.write(AD)
    town.visit()
    town.write({"description": "code OMAR5"})
    town.visit()
    assert "nothing is older" in type_in("vacuum", "--dry-run")
    assert "evidence: 1 rows would be deleted" in type_in("vacuum", "--dry-run", "--keep-days", "1")
    assert len(town.rows(schema.evidence)) == 2
    assert "evidence: 1 rows deleted" in type_in("vacuum", "--keep-days", "1")
    assert len(town.rows(schema.evidence)) == 1
