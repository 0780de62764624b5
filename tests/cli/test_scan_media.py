"""``herkenbaar scan`` of an archive with its video files, read by the real recogniser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.clips import Clip, Mark, save
from click.testing import CliRunner

from herkenbaar.cli import program

INFO = {
    "id": "7400000000000000009",
    "extractor_key": "TikTok",
    "webpage_url": "https://www.tiktok.com/@bramtest/video/7400000000000000009",
    "title": "soep",
    "description": "De lekkerste soep! Met code SOEP10 krijg je korting",
    "upload_date": "20250104",
    "uploader": "bramtest",
    "duration": 6,
    "_type": "video",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "soep.info.json").write_text(json.dumps(INFO), encoding="utf-8")
    save(Clip((Mark("Betaald partnerschap", height=0.04),), seconds=6), folder / "soep.mp4")
    return folder


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "herkenbaar.toml"
    file.write_text(f'[cache]\ndir = "{tmp_path / "cache"}"\n[screen]\nshort_side = 360\n', encoding="utf-8")
    monkeypatch.setenv("HERKENBAAR_CONFIG", str(file))


def scan(*words: str) -> dict[str, object]:
    result = CliRunner().invoke(program, ["scan", *words, "--format", "json"], catch_exceptions=False)
    return dict(json.loads(result.stdout))


def test_a_mark_that_only_the_video_file_shows_is_found_and_its_frame_saved(archive: Path, tmp_path: Path) -> None:
    verdict = scan(str(archive), "--screen", "--pictures", str(tmp_path / "pictures"))
    found = [(mark["surface"], mark["quote"]) for mark in verdict["disclosures"]]  # type: ignore[attr-defined]
    assert found == [("screen", "Betaald partnerschap")]
    assert list((tmp_path / "pictures" / "tiktok-7400000000000000009").glob("screen-*.jpg"))


def test_without_being_asked_nobody_looks_and_that_is_said(archive: Path) -> None:
    verdict = scan(str(archive))
    assert verdict["disclosures"] == []
    assert verdict["coverage"]["screen"]["state"] == "not_looked"  # type: ignore[index]
