"""``scan`` on an archive with media: what is said in a video without captions decides about its verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.voices import CHECKPOINT, compose, save
from click.testing import CliRunner, Result

from herkenbaar.cli import program

TOLD = "Betaalde samenwerking met Zonneveld.\nVandaag koken we een stoofpot."


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """One video whose description says that it is paid for, and whose sound says it at second 4."""
    folder = tmp_path / "archive"
    folder.mkdir()
    info = {
        "id": "made1",
        "extractor_key": "Youtube",
        "title": "Een stoofpot",
        "description": TOLD,
        "timestamp": 1_740_000_000,
        "duration": 90,
    }
    (folder / "a.info.json").write_text(json.dumps(info), encoding="utf-8")
    save(folder / "a.wav", compose({1.0: 18, 4.0: 3, 60.0: 20}, seconds=90))
    return folder


def scan(archive: Path, model: str, *options: str) -> Result:
    config = archive.parent / "herkenbaar.toml"
    cache = archive.parent / "cache"
    config.write_text(f"[speech]\nmodel = '{model}'\n[cache]\ndir = '{cache}'\n", encoding="utf-8")
    return CliRunner().invoke(
        program, ["scan", str(archive), "--format", "json", "--config", str(config), *options], catch_exceptions=False
    )


def verdict(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_mark_that_is_only_spoken_is_heard(archive: Path) -> None:
    found = verdict(scan(archive, str(CHECKPOINT)))
    spoken = [mark for mark in found["disclosures"] if mark["surface"] == "speech"]
    assert [mark["grade"] for mark in spoken] == ["recommended"]
    assert spoken[0]["start"] == pytest.approx(4, abs=1.5)
    assert found["status"] == "disclosed"
    assert found["coverage"]["speech"]["state"] == "partly"
    assert "openai-whisper tiny.pt; nl; heard 2" in found["coverage"]["speech"]["why"]


def test_no_speech_leaves_it_to_a_person(archive: Path) -> None:
    found = verdict(scan(archive, str(CHECKPOINT), "--no-speech"))
    assert found["status"] == "review"
    assert found["coverage"]["speech"]["state"] == "not_looked"


def test_a_model_that_is_missing_is_one_line_and_a_gap(archive: Path) -> None:
    result = scan(archive, "smal", "--speech")
    assert result.stderr.count("no speech model is called 'smal'") == 1
    assert "no speech model is called 'smal'" in verdict(result)["coverage"]["speech"]["why"]


def test_speech_without_a_model_is_wrong_usage_with_a_remedy(archive: Path) -> None:
    config = archive.parent / "empty.toml"
    config.write_text("", encoding="utf-8")
    result = CliRunner().invoke(program, ["scan", str(archive), "--speech", "--config", str(config)])
    assert "set model =" in str(result.exception)
