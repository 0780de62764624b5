from __future__ import annotations

import pytest

from herkenbaar import config
from herkenbaar.config import Screen
from herkenbaar.evidence.ocr import RapidReader


@pytest.fixture(scope="session")
def reader() -> RapidReader:
    """The real engine with its real models, built once."""
    return RapidReader(threads=2)


@pytest.fixture(scope="session")
def screen_settings() -> Screen:
    """``[screen]`` as it comes."""
    return config.load().settings.screen
