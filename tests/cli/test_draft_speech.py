"""``herkenbaar draft`` and ``--watch`` on a film with real sound, heard by the real library on the tiny checkpoint."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.clips import Clip, Mark, save
from benchmarks.voices import CHECKPOINT, compose
from click.testing import CliRunner, Result

from herkenbaar.cli import draft, program
from herkenbaar.evidence.audio import RATE
from herkenbaar.evidence.recognition import Recogniser

WELCOME, PAID, BREAD, DENIED = 18, 3, 20, 14
"""Rows of sentences.toml."""
TEXT = ("--platform", "tiktok", "--description", "Soep!")

Film = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "herkenbaar.toml"
    file.write_text(
        f"[cache]\ndir = '{tmp_path / 'cache'}'\n[speech]\nmodel = '{CHECKPOINT}'\n[screen]\nshort_side = 240\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("HERKENBAAR_CONFIG", str(file))
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def film(tmp_path: Path) -> Film:
    def make(said: dict[float, int], *, seconds: float = 12, marks: tuple[Mark, ...] = (), name: str = "edit") -> Path:
        sound = compose(said, seconds=seconds) if said else np.zeros(round(seconds * RATE), np.float32)
        clip = Clip(marks, seconds=seconds, width=240, height=426, fps=2)
        return save(clip, tmp_path / f"{name}.mp4", sound=sound)

    return make


def type_in(*words: str) -> Result:
    return CliRunner().invoke(program, ["draft", *words], catch_exceptions=False)


def judged(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(type_in(*words, "--format", "json").stdout)["judged"]
    return found


def test_a_spoken_mark_is_found_with_its_second(film: Film) -> None:
    video = film({1.0: WELCOME, 5.0: PAID})
    (mark,) = judged(str(video), *TEXT, "--relation", "paid")["verdict"]["disclosures"]
    assert (mark["surface"], mark["grade"]) == ("speech", "recommended")
    assert mark["quote"] == "deze video is een betaalde samenwerking met zonneveld"
    assert mark["start"] == pytest.approx(5, abs=0.3)
    assert mark["end"] == pytest.approx(8.5, abs=1)


def test_not_sponsored_is_understood_as_a_denial(film: Film) -> None:
    verdict = judged(str(film({1.0: WELCOME, 5.0: DENIED})), *TEXT)["verdict"]
    assert (verdict["status"], verdict["disclosures"]) == ("no_ad", [])
    (said,) = [each for each in verdict["advertising"]["discounted"] if each["reason"] == "denial"]
    assert (said["quote"], said["start"]) == ("niet gesponsord", pytest.approx(5, abs=0.3))


def test_silence_says_nothing_and_was_listened_to(film: Film) -> None:
    found = judged(str(film({})), *TEXT, "--relation", "paid")
    assert found["evidence"]["speech"] == []
    assert found["verdict"]["coverage"]["speech"]["state"] == "looked"
    assert "nobody speaks" in found["evidence"]["sources"]["speech"]
    assert found["verdict"]["status"] == "undisclosed"


def test_the_sheet_says_when_it_is_said_and_where_there_is_room(film: Film) -> None:
    video = film({1.0: WELCOME, 8.0: BREAD}, seconds=14, marks=(Mark("SOEP", 0, 14, height=0.06),))
    output = type_in(str(video), *TEXT, "--with", "Zonneveld", "--lang", "en").output
    assert "Say; there is a pause from 0:03 to 0:05" in output
    assert "This video contains advertising for Zonneveld" in output
    assert "Deze video bevat reclame voor Zonneveld" in output


def test_without_the_library_the_install_command_is_the_gap(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "whisper", None)
    result = type_in(str(film({1.0: WELCOME}, seconds=3)), *TEXT, "--no-screen", "--lang", "en", "--relation", "paid")
    assert "speech: not looked at (recognising speech needs openai-whisper" in result.output
    assert "pip install 'herkenbaar[whisper]'" in result.output
    assert "Traceback" not in result.output
    assert "or a scan without --screen" in result.output


def test_an_unknown_model_is_told_in_the_language_of_the_report_with_all_its_remedy(film: Film, tmp_path: Path) -> None:
    settings = tmp_path / "herkenbaar.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(str(CHECKPOINT), "smal"), encoding="utf-8")
    video = str(film({1.0: WELCOME}, seconds=3))
    said = type_in(video, *TEXT, "--no-screen", "--relation", "paid").output
    assert "spraak: niet onderzocht (er is geen spraakmodel dat 'smal' heet (geef bij [speech] model een" in said
    assert "turbo))" in said


def test_what_cannot_change_the_verdict_is_told_once(film: Film) -> None:
    video, words = str(film({1.0: WELCOME, 5.0: PAID})), ["--relation", "paid", "--no-label"]
    said = type_in(video, *TEXT, *words, "--lang", "en").output
    assert "text on screen: not looked at (no further second could change the verdict)" in said


def test_a_second_run_recognises_nothing_again(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    video = film({1.0: WELCOME, 5.0: PAID}, marks=(Mark("Reclame", 0, 12, height=0.06),))
    first = judged(str(video), *TEXT, "--relation", "paid", "--everything")

    def refuse(*_: object) -> None:
        raise AssertionError("recognised twice")

    monkeypatch.setattr(Recogniser, "recognise", refuse)
    monkeypatch.setattr("herkenbaar.evidence.ocr.RapidReader.lines", refuse)
    moved = video.rename(video.with_name("final.mp4"))
    assert judged(str(moved), *TEXT, "--relation", "paid", "--everything") == first


def test_watching_checks_again_after_each_save_with_the_models_that_are_loaded(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video, text = film({1.0: WELCOME}), tmp_path / "caption.txt"
    text.write_text("Soep!", encoding="utf-8")
    loaded: list[str] = []
    find = Recogniser._model.func  # type: ignore[attr-defined]
    monkeypatch.setattr(
        Recogniser._model, "func", lambda recogniser: loaded.append(recogniser.name) or find(recogniser)
    )

    def saves(files: list[Path]) -> Iterator[None]:
        assert files == [video, text]
        yield
        film({1.0: WELCOME, 5.0: PAID})
        text.write_text("Reclame | betaalde samenwerking met Zonneveld", encoding="utf-8")
        yield
        video.write_bytes(b"half written")
        yield
        film({1.0: WELCOME, 5.0: PAID})
        yield

    monkeypatch.setattr(draft, "saves", saves)
    options = ("--relation", "paid", "--with", "Zonneveld", "--label", "--no-screen", "--lang", "en", "--watch")
    result = type_in(str(video), "--platform", "tiktok", "--description", f"@{text}", *options)
    assert result.exit_code == 0
    assert result.output.count("Check before posting") == 3
    assert "not a readable video" in result.output
    assert loaded == [str(CHECKPOINT)]
    assert result.stderr.count("waiting for edit.mp4, caption.txt to be saved (Ctrl-C ends)") == 4
