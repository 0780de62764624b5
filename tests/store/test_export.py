"""The store as files for other programs. On both databases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.town import AD, NOW, Town

from herkenbaar.model import Evidence, Verdict
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, decisions, export
from herkenbaar.store.schema import findings, metadata
from herkenbaar.waivers import DecisionKind


@pytest.fixture
def full(town: Town) -> Town:
    """Two versions of one video, a decision, and another creator with nothing."""
    town.write(AD, {"id": "2"})
    town.visit()
    town.write({"description": "now code LISA10"}, {"id": "2"})
    town.visit()
    store = town.tools.store
    [finding] = town.rows(findings)
    with store.read() as connection:
        subject = decisions.find_subject(connection, finding["fingerprint"])
    waiver: dict[str, Any] = {"reason": "agreed", "by": "Zoë", "until": None, "now": NOW}
    store.write(decisions.decide, subject, DecisionKind.WAIVE, **waiver)
    store.write(creators.put, make_entry("https://www.tiktok.com/@omar"), origin="command", now=NOW)
    return town


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]


def test_evidence_and_verdicts_are_the_contracts_line_by_line_of_the_same_videos(full: Town, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    written = export.export(full.tools.store, folder)
    seen = [msgspec.json.decode(x, type=Evidence) for x in (folder / "evidence.jsonl").read_bytes().splitlines()]
    judged = [msgspec.json.decode(x, type=Verdict) for x in (folder / "verdicts.jsonl").read_bytes().splitlines()]
    assert [item.id for item in seen] == [item.video.id for item in judged] == ["1", "2"]
    assert seen[0].description == "now code LISA10"
    assert (written["evidence.jsonl"], written["verdicts.jsonl"]) == (2, 2)


def test_every_table_is_there_and_the_lines_are_counted(full: Town, tmp_path: Path) -> None:
    written = export.export(full.tools.store, tmp_path)
    tables = {f"{name}.jsonl" for name in metadata.tables} | {"evidence-versions.jsonl", "verdicts-versions.jsonl"}
    assert set(written) == tables
    assert {name: len(read(tmp_path, name.removesuffix(".jsonl"))) for name in written} == written
    assert written["evidence-versions.jsonl"] == 3
    assert written["creators.jsonl"] == 2
    assert read(tmp_path, "decisions")[0]["by"] == "Zoë"


def test_of_one_creator_only_their_own_rows_are_written(full: Town, tmp_path: Path) -> None:
    mine = export.export(full.tools.store, tmp_path / "lisa", creator_ids=(full.creator_id,))
    assert (mine["creators.jsonl"], mine["evidence.jsonl"], mine["decisions.jsonl"]) == (1, 2, 1)
    assert not {"runs.jsonl", "paces.jsonl", "notices.jsonl"} & set(mine)
    others = export.export(full.tools.store, tmp_path / "omar", creator_ids=(full.creator_id + 1,))
    assert {name for name, lines in others.items() if lines} == {"creators.jsonl"}


def test_an_export_that_breaks_off_leaves_no_half_files(
    full: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_rows", lambda *_: iter([b"{}", None]))
    with pytest.raises(TypeError):
        export.export(full.tools.store, tmp_path / "out")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["evidence.jsonl", "verdicts.jsonl"]
