"""The benchmarks run on small inputs, and their tables say whether a promise holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from benchmarks.__main__ import modules
from benchmarks.archive import make_archive
from benchmarks.figures import Figure, at_most, table

from benchmarks import requests_per_video, scan_archive, stream_rows, sweep_requests
from herkenbaar.model import Evidence
from herkenbaar.sources.local import find


def test_the_table_says_what_was_promised_and_whether_it_holds() -> None:
    figures = [
        at_most("scan", 2.0, 1.0, 3.0, unit="s", beside="decode"),
        at_most("scan", 4.0, 1.0, 3.0, unit="s", beside="x"),
    ]
    shown = table([*figures, Figure("floor", "1 s")]).splitlines()
    assert shown[1].endswith("2.00 times  at most 3 times  ok")
    assert shown[2].endswith("MISSED")
    assert shown[3] == "floor   1 s"


def test_the_made_archive_is_as_heavy_as_a_real_one_and_is_read_whole(tmp_path: Path) -> None:
    make_archive(tmp_path, 5)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert all(280_000 < size < 350_000 for size in sizes)
    found = list(find([tmp_path]))
    assert len(found) == 5
    for item in found:
        assert isinstance(item, Evidence)
        assert "captions exist (recognised)" in item.gaps["speech"]


def test_scanning_is_measured_beside_decoding() -> None:
    scanned, floor = scan_archive.run(videos=3)
    assert scanned.holds is not None
    assert floor.value.endswith("s")


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_memory_is_measured_per_form_of_report() -> None:
    assert [figure.holds for figure in stream_rows.run(rows=20)] == [True, True]


def test_fifteen_posts_of_tiktok_cost_one_request_beside_the_profile_page() -> None:
    assert [figure.holds for figure in requests_per_video.run_tiktok()] == [True, True, True]


def test_a_benchmark_is_found_by_its_name() -> None:
    assert [module.__name__ for module in modules(["startup"])] == ["benchmarks.startup"]
    with pytest.raises(SystemExit, match=r"no benchmark is called nothing; known: .*startup"):
        modules(["nothing"])


def test_a_sweep_over_a_platform_asks_no_more_than_was_promised() -> None:
    figures = sweep_requests.run(1)
    assert figures[0].value.startswith("61 requests")
    assert [figure.holds for figure in figures[1:]] == [True] * 3
