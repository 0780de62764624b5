"""``scan`` with ``[speech] fetch``: sound of gathered posts comes by the same way as everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from tests import tiktok_pages as pages
from tests.far_end import FarEnd, TestClock, answer

from herkenbaar import crawl
from herkenbaar.cli import _gathering, program

TEXT = f"tiktok:@{pages.HANDLE}"
MEDIA = "v16-webapp.tiktok.com/video/x"
Call = Callable[..., Result]


@pytest.fixture
def call(far_end: FarEnd, clock: TestClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """The program, whose requests reach the far end; without a model, so that only fetching is tried."""
    real = crawl.open_http

    def opened(settings: Any, options: Any) -> Any:
        return real(settings, msgspec.structs.replace(options, transport=far_end.transport(), clock=clock))

    monkeypatch.setattr(crawl, "open_http", opened)
    monkeypatch.setattr(_gathering, "open_http", opened)
    config = tmp_path / "herkenbaar.toml"
    config.write_text(
        f'[speech]\nmodel = "{tmp_path}/none.pt"\nfetch = true\neverything = true\n'
        f'[gather.tiktok]\ncaptions = false\n[cache]\ndir = "{tmp_path}/cache"\n',
        encoding="utf-8",
    )
    pages.serve(far_end, [pages.item(1, desc="Met code BRAM10 krijg je korting")])
    far_end.on(MEDIA, b"no sound, but bytes")

    def go(command: str, *arguments: object) -> Result:
        far_end.asked.clear()
        return CliRunner().invoke(program, [command, *map(str, arguments), "--config", str(config)])

    return go


def places(far_end: FarEnd) -> list[str]:
    return [one.partition("?")[0].rpartition("/")[2] for one in far_end.asked]


def heard(result: Result) -> str:
    return str(json.loads(result.stdout)["coverage"]["speech"]["why"])


def test_sound_is_recorded_with_the_rest_of_the_run_and_replayed(far_end: FarEnd, call: Call, tmp_path: Path) -> None:
    record = tmp_path / "record"
    scanned = call("scan", TEXT, "--bundles", tmp_path / "a", "--record", record, "--format", "json")
    assert places(far_end) == [f"@{pages.HANDLE}", "", pages.post_id(1), "x"]
    assert "2 requests" in scanned.stderr
    assert "sound: 2 requests" in scanned.stderr
    assert len(json.loads((record / "manifest.json").read_text(encoding="utf-8"))) == 4
    again = call("scan", TEXT, "--bundles", tmp_path / "b", "--replay", record, "--format", "json")
    assert (again.stdout, far_end.asked) == (scanned.stdout, [])


def test_a_platform_that_refuses_the_sound_is_left_alone_by_every_later_run(
    far_end: FarEnd, call: Call, tmp_path: Path
) -> None:
    out = tmp_path / "bundles"
    call("gather", TEXT, "-o", out)
    far_end.on(MEDIA, answer(429, retry_after="3600"))
    first = call("scan", out, "--bundles", out, "--format", "json")
    assert "no request for another 3600 s, because status 429" in heard(first)
    second = call("scan", out, "--bundles", out, "--format", "json")
    assert (heard(second), far_end.asked) == (heard(first), [])
    assert call("gather", TEXT, "-o", out).exit_code == 3
    assert far_end.asked == []


def test_a_replay_without_the_sound_asks_nobody(far_end: FarEnd, call: Call, tmp_path: Path) -> None:
    call("gather", TEXT, "-o", tmp_path / "a", "--record", tmp_path / "record")
    scanned = call("scan", TEXT, "--bundles", tmp_path / "b", "--replay", tmp_path / "record", "--format", "json")
    assert "not in the recording" in heard(scanned)
    assert far_end.asked == []
