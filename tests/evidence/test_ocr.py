"""The real recogniser on pictures made with Pillow."""

from __future__ import annotations

import importlib.util
import logging
from typing import Any

import numpy as np
import pytest
from benchmarks.clips import BLACK, Clip, Mark, draw_frame

from herkenbaar.errors import MissingExtraError
from herkenbaar.evidence import ocr
from herkenbaar.evidence.ocr import Line, RapidReader

PALE = (215, 215, 215)


def read(reader: RapidReader, *marks: Mark, **clip: Any) -> tuple[Line, ...]:
    shape = {"width": 540, "height": 960, **clip}
    return reader.lines(np.asarray(draw_frame(Clip(marks, **shape), 0)))


@pytest.mark.parametrize(
    ("mark", "clip"),
    [
        pytest.param(Mark("Reclame: één vidëo", height=0.03), {}, id="accents"),
        pytest.param(Mark("Betaalde samenwerking", height=0.03), {"background": "busy"}, id="busy background"),
        pytest.param(Mark("#advertentie", height=0.03, outline=True), {"background": "bright"}, id="outlined"),
        pytest.param(Mark("Gesponsord door Merk", height=0.03, colour=BLACK, box=(255, 255, 255)), {}, id="on a bar"),
        pytest.param(Mark("Betaald", height=0.03, colour=PALE), {"background": "white"}, id="white on white"),
        pytest.param(Mark("Betaalde promotie", height=0.06), {"width": 960, "height": 540}, id="landscape"),
    ],
)  # fmt: skip
def test_words_are_read_letter_by_letter(reader: RapidReader, mark: Mark, clip: dict[str, Any]) -> None:
    (line,) = read(reader, mark, **clip)
    assert line.text == mark.text
    assert line.confidence > 0.9
    assert line.top == pytest.approx(mark.y, abs=0.02)
    assert line.left == pytest.approx(mark.x, abs=0.03)


@pytest.mark.parametrize("height", [0.02, 0.06])
def test_the_size_of_the_letters_is_measured_without_the_detectors_margin(reader: RapidReader, height: float) -> None:
    (line,) = read(reader, Mark("Reclame", height=height))
    assert line.size == pytest.approx(height, abs=0.006)


def test_a_picture_without_words_gives_none(reader: RapidReader) -> None:
    assert read(reader, background="busy") == ()


def test_lines_come_from_top_to_bottom(reader: RapidReader) -> None:
    lines = read(reader, Mark("onder", y=0.7), Mark("boven", y=0.1))
    assert [line.text for line in lines] == ["boven", "onder"]


def test_the_engine_says_nothing_of_its_own(reader: RapidReader) -> None:
    assert logging.getLogger("RapidOCR").level >= logging.CRITICAL


def test_without_the_extra_the_install_command_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(ocr, "find_spec", lambda name: None if name == "rapidocr" else real(name))
    assert ocr.missing() == "reading words in the picture needs rapidocr: pip install 'herkenbaar[screen]'"
    with pytest.raises(MissingExtraError, match=r"pip install 'herkenbaar\[screen\]'"):
        RapidReader()


def test_with_the_extra_nothing_is_missing() -> None:
    assert ocr.missing() == ""
