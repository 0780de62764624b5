"""What the tests of sources share: a way to the far end, YouTube, and recorded answers of other projects."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.far_end import FarEnd, TestClock

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.http import Http
from herkenbaar.sources.youtube import YouTube, open_source


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock) -> Iterator[Http]:
    transport, budget = far_end.transport(), Budget({}, clock=clock)
    with Http(budget, attempts=2, timeout=5.0, transport=transport, browser=far_end.browse) as http:
        yield http


@pytest.fixture
def youtube(http: Http, monkeypatch: pytest.MonkeyPatch) -> YouTube:
    monkeypatch.delenv("HERKENBAAR_YOUTUBE_KEY", raising=False)
    return open_source(http, config.load().settings.gather)


@pytest.fixture
def recorded(shared: Path) -> Callable[[str], Any]:
    """Reads one recorded answer: JSON as its value, else bytes."""

    def read(name: str) -> Any:
        raw = gzip.decompress((shared / "recorded" / "youtube" / f"{name}.gz").read_bytes())
        return json.loads(raw) if name.endswith(".json") else raw

    return read
