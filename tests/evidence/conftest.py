from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.voices import CHECKPOINT, SPEECH, sentences

from herkenbaar import config
from herkenbaar.evidence.ocr import RapidReader
from herkenbaar.evidence.recognition import Recogniser
from herkenbaar.settings import Screen


@pytest.fixture(scope="session")
def reader() -> RapidReader:
    """The real engine with its real models, built once."""
    return RapidReader(threads=2)


@pytest.fixture(scope="session")
def screen_settings() -> Screen:
    """``[screen]`` as it comes."""
    return config.load().settings.screen


@pytest.fixture(scope="session")
def speech() -> Path:
    """The folder of the tiny checkpoint."""
    return SPEECH


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    """The real openai-whisper on the tiny checkpoint, loaded once."""
    return Recogniser(str(CHECKPOINT))


@pytest.fixture(scope="session", name="sentences")
def known_sentences() -> tuple[dict[str, str], ...]:
    """The sentences that the tiny checkpoint knows."""
    return sentences()
