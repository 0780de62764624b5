from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import msgspec
import pytest
from benchmarks.clips import Clip, save

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.evidence import ocr
from herkenbaar.http import Http
from herkenbaar.model import Cue, Evidence, Platform, Verdict
from herkenbaar.scan import judge_evidence, prepare
from herkenbaar.senses import NO_MODEL, NO_OCR, Senses
from herkenbaar.settings import Settings

VIDEO = Evidence(platform=Platform.TIKTOK, id="1")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(Clip(seconds=1, width=64, height=112), tmp_path_factory.mktemp("clips") / "clip.mp4")


def settings(tmp_path: Path, **sections: dict[str, Any]) -> Settings:
    chosen = config.load().settings
    cache = msgspec.structs.replace(chosen.cache, dir=str(tmp_path))
    changed = {name: msgspec.structs.replace(getattr(chosen, name), **keys) for name, keys in sections.items()}
    return msgspec.structs.replace(chosen, cache=cache, **changed)


def never(_: Evidence) -> Verdict:
    raise AssertionError("nothing was to be judged")


def test_without_a_model_and_with_ocr_switched_off_both_are_gaps_with_a_way_out(clip: Path, tmp_path: Path) -> None:
    senses = Senses(settings(tmp_path, screen={"ocr": False}))
    assert senses.perceive(VIDEO, clip, never).gaps == {"speech": NO_MODEL, "screen": NO_OCR}


def test_without_the_extra_the_install_command_is_the_gap(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(ocr, "find_spec", lambda name: None if name == "onnxruntime" else real(name))
    gap = Senses(settings(tmp_path)).perceive(VIDEO, clip, never).gaps["screen"]
    assert gap == "reading words in the picture needs onnxruntime: pip install 'herkenbaar[screen]'"


def test_a_model_that_is_not_there_is_a_gap(clip: Path, tmp_path: Path) -> None:
    chosen = settings(tmp_path, speech={"model": str(tmp_path / "none.pt")}, screen={"ocr": False})
    assert "none.pt" in Senses(chosen).perceive(VIDEO, clip, never).gaps["speech"]


def test_what_is_known_already_is_not_looked_at_again(clip: Path, tmp_path: Path) -> None:
    known = msgspec.structs.replace(VIDEO, speech=(Cue(0, 1, "hallo"),), screen=())
    assert Senses(settings(tmp_path)).perceive(known, clip, never) == known


def test_what_cannot_be_done_at_all_is_said_once_in_one_line(clip: Path, tmp_path: Path) -> None:
    chosen = settings(tmp_path, speech={"model": str(tmp_path / "none.pt")}, screen={"ocr": False})
    said: list[str] = []
    senses = Senses(chosen, complain=said.append)
    for _ in range(3):
        senses.perceive(VIDEO, clip, never)
    assert len(said) == 1
    assert "no speech model" in said[0]
    assert "\n" not in said[0]


def test_a_part_without_a_file_stays_as_it_is(tmp_path: Path) -> None:
    assert Senses(settings(tmp_path)).perceive(VIDEO, None, never) == VIDEO


def test_nothing_is_fetched_unasked_nor_where_it_could_change_nothing(tmp_path: Path) -> None:
    public = msgspec.structs.replace(VIDEO, url="https://www.tiktok.com/@a/video/1", duration=30.0)
    model = {"model": str(tmp_path / "none.pt")}
    assert Senses(settings(tmp_path, speech=model)).perceive(public, None, never) == public
    fetching = Senses(settings(tmp_path, speech={**model, "fetch": True}), reach=unreachable)
    assert Senses(settings(tmp_path, speech={**model, "fetch": True})).perceive(public, None, never) == public
    gaps = fetching.perceive(public, None, out_of_scope).gaps
    assert gaps == {"speech": "no further second could change the verdict"}


def test_an_address_of_no_platform_is_a_gap(tmp_path: Path) -> None:
    elsewhere = msgspec.structs.replace(VIDEO, url="http://127.0.0.1:9/sound.wav")
    chosen = settings(tmp_path, speech={"model": str(tmp_path / "none.pt"), "fetch": True})
    with Http(Budget({})) as http:
        gaps = Senses(chosen, reach=lambda: http).perceive(elsewhere, None, never).gaps
    assert "could not be fetched" in gaps["speech"]


def unreachable() -> Http:
    raise AssertionError("nothing was to be asked")


def out_of_scope(evidence: Evidence) -> Verdict:
    tools = prepare(config.load().settings)
    return judge_evidence(msgspec.structs.replace(evidence, published="2020-01-01"), tools).verdict
