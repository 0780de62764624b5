"""``scan --speech --screen`` over an archive of files as they really come: nothing stops the run, and gaps say why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.clips import Clip, Mark, save
from benchmarks.voices import CHECKPOINT, compose
from click.testing import CliRunner
from tests.evidence.sounds import write

from herkenbaar.cli import program
from herkenbaar.evidence.audio import RATE

MARK = (Mark("Reclame", height=0.06),)
TELLING = "Met code SOEP10 krijg je korting"
"""A sign of advertising, so that speech and screen matter."""


def silence(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE), np.float32)


def small(seconds: float, marks: tuple[Mark, ...] = MARK) -> Clip:
    return Clip(marks, seconds=seconds, width=240, height=426, fps=2)


FILES: dict[str, Callable[[Path], object]] = {
    "broken.mp4": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "empty.mp4": lambda path: path.touch(),
    "truncated.mkv": lambda path: path.write_bytes(save(small(8), path, sound=silence(8)).read_bytes()[:9000]),
    "unknown-codec.mkv": lambda path: path.write_bytes(
        save(small(4), path, sound=silence(4)).read_bytes().replace(b"A_AAC", b"A_ZZZ").replace(b"V_MPEG4", b"V_ZZZZ4")
    ),
    "silent.mp4": lambda path: save(small(6), path, sound=silence(6)),
    "without-sound.mp4": lambda path: save(small(6), path),
    "only-sound.m4a": lambda path: write(path, compose({1.0: 3}, seconds=5)),
    "variable-rate.mp4": lambda path: save(small(8), path, uneven=True, sound=compose({1.0: 18}, seconds=8)),
    "landscape.mp4": lambda path: save(
        Clip(MARK, seconds=4, width=426, height=240, fps=2), path, sound=compose({0.5: 18}, seconds=4)
    ),
    "hour.mp4": lambda path: save(Clip(seconds=3600, width=64, height=112, fps=1, gop=60), path, sound=silence(20)),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The verdict per file."""
    top = tmp_path_factory.mktemp("odd")
    archive = top / "archive"
    archive.mkdir()
    for number, (name, make) in enumerate(FILES.items()):
        path = archive / name
        make(path)
        info = {"id": f"{7400000000000000000 + number}", "extractor_key": "TikTok", "description": TELLING}
        info |= {"title": name, "upload_date": "20250104", "uploader": "bramtest", "_type": "video"}
        (archive / f"{path.stem}.info.json").write_text(json.dumps(info), encoding="utf-8")
    settings = top / "herkenbaar.toml"
    settings.write_text(
        f"[cache]\ndir = '{top / 'cache'}'\n[speech]\nmodel = '{CHECKPOINT}'\n[screen]\nshort_side = 240\n",
        encoding="utf-8",
    )
    words = ["scan", str(archive), "--speech", "--screen", "--format", "json", "--config", str(settings)]
    result = CliRunner().invoke(program, words, catch_exceptions=False)
    assert "Traceback" not in result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    names = {f"{7400000000000000000 + number}": name for number, name in enumerate(FILES)}
    return {names[line["video"]["id"]]: line for line in lines}


def test_every_file_has_a_verdict(found: dict[str, dict[str, Any]]) -> None:
    assert found.keys() == FILES.keys()


@pytest.mark.parametrize(
    ("name", "speech", "screen"),
    [
        ("broken.mp4", "not a readable video or audio file", "not a readable video or audio file"),
        ("empty.mp4", "is empty (save or download it again)", "is empty (save or download it again)"),
        ("unknown-codec.mkv", "codec is not known to PyAV (convert it to AAC or Opus)", "(convert it to H.264)"),
        ("without-sound.mp4", "has no sound", None),
        ("only-sound.m4a", None, "the picture was not read"),
        ("silent.mp4", None, None),
        ("variable-rate.mp4", None, None),
        ("landscape.mp4", None, None),
        ("truncated.mkv", None, None),
        ("hour.mp4", None, None),
    ],
)
def test_what_could_not_be_looked_at_is_a_gap_with_its_reason(
    found: dict[str, dict[str, Any]], name: str, speech: str | None, screen: str | None
) -> None:
    for surface, why in (("speech", speech), ("screen", screen)):
        coverage = found[name]["coverage"][surface]
        if why is None:
            assert coverage["state"] in {"looked", "partly"}, coverage
        else:
            assert coverage["state"] == "not_looked"
            assert why in coverage["why"]


def test_what_can_be_heard_and_seen_in_them_is_found(found: dict[str, dict[str, Any]]) -> None:
    surfaces = {name: {mark["surface"] for mark in line["disclosures"]} for name, line in found.items()}
    for name in ("without-sound.mp4", "landscape.mp4", "silent.mp4", "variable-rate.mp4"):
        assert surfaces[name] == {"screen"}, name
    assert surfaces["only-sound.m4a"] == {"speech"}
    assert surfaces["broken.mp4"] == surfaces["empty.mp4"] == set()
