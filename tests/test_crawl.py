from __future__ import annotations

import signal
from datetime import date
from pathlib import Path

import pytest
from tests import tiktok_pages
from tests import youtube_pages as pages
from tests.bundles import snapshot
from tests.far_end import FarEnd, TestClock
from tests.killed_runs import KilledRuns
from tests.youtube_channel import make_example, make_many

from herkenbaar import config
from herkenbaar.crawl import Crawler, Options, open_http
from herkenbaar.errors import StoreError, UsageError
from herkenbaar.evidence import bundle
from herkenbaar.gather import Window

WINDOW = Window(date(2022, 7, 1))


@pytest.mark.slow
def test_killed_anywhere_a_run_goes_on_without_asking_twice(far_end: FarEnd, clock: TestClock, tmp_path: Path) -> None:
    make_many(12).serve(far_end)
    settings = config.load().settings.gather
    reach = Options(transport=far_end.transport(), clock=clock)
    with open_http(settings, reach) as http, Crawler(tmp_path / "whole", http, settings, WINDOW) as crawler:
        list(crawler.crawl([pages.HANDLE]))
    needed = sorted(far_end.asked)
    far_end.asked.clear()

    runs = KilledRuns(far_end, tmp_path / "killed")
    deaths = [
        runs.run(request=1),
        runs.run(request=2),
        runs.run(request=4),
        runs.run("fsync:3"),
        runs.run("before-rename:1"),
        runs.run("after-rename:2"),
        runs.run("before-note:1"),
        runs.run("after-note:3"),
        runs.run(request=3),
    ]
    assert deaths == [-signal.SIGKILL] * 9
    for folder in bundle.find(tmp_path / "killed"):
        bundle.verify(folder)
    assert runs.run() == 0
    assert runs.repeated() == []
    assert sorted(far_end.asked) == sorted([*needed, *runs.unanswered])
    assert snapshot(tmp_path / "killed") == snapshot(tmp_path / "whole")
    assert len(list(bundle.find(tmp_path / "killed"))) == 12
    assert [x for x in (tmp_path / "killed" / ".work").rglob("*") if x.is_file()] == []


@pytest.mark.slow
def test_killed_anywhere_posts_that_their_list_gave_are_all_there_once(
    far_end: FarEnd, clock: TestClock, tmp_path: Path
) -> None:
    tiktok_pages.serve(far_end, tiktok_pages.make_items(40))
    settings, source = config.load().settings.gather, f"tiktok:@{tiktok_pages.HANDLE}"
    reach = Options(transport=far_end.transport(), clock=clock)
    with open_http(settings, reach) as http, Crawler(tmp_path / "whole", http, settings, WINDOW) as crawler:
        list(crawler.crawl([source]))
    assert len(far_end.asked) == 1 + 3
    far_end.asked.clear()

    runs = KilledRuns(far_end, tmp_path / "killed", source)
    steps = ("fsync:5", "before-rename:3", "after-rename:4", "before-note:5", "after-note:6")
    deaths = [runs.run(request=1), runs.run(request=2), *map(runs.run, steps), runs.run(request=1)]
    assert deaths == [-signal.SIGKILL] * 8
    assert runs.run() == 0
    assert len(far_end.asked) - len(runs.unanswered) == 1 + 3
    assert snapshot(tmp_path / "killed") == snapshot(tmp_path / "whole")
    assert len(list(bundle.find(tmp_path / "killed"))) == 40


def test_two_runs_do_not_work_in_one_folder(tmp_path: Path) -> None:
    settings = config.load().settings.gather
    make_example().record(tmp_path / "recording")
    options = Options(replay=tmp_path / "recording")
    with open_http(settings, options) as http, Crawler(tmp_path / "out", http, settings, WINDOW) as first:
        events = first.crawl([pages.HANDLE])
        next(events)
        with (
            open_http(settings, options) as other,
            Crawler(tmp_path / "out", other, settings, WINDOW) as second,
            pytest.raises(StoreError, match="another run is at work"),
        ):
            next(second.crawl([pages.HANDLE]))


def test_a_damaged_ledger_is_named_with_what_to_do(tmp_path: Path) -> None:
    ledger = tmp_path / "out" / ".state" / "youtube.sqlite"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"no database" * 200)
    make_example().record(tmp_path / "recording")
    settings = config.load().settings.gather
    with (
        open_http(settings, Options(replay=tmp_path / "recording")) as http,
        Crawler(tmp_path / "out", http, settings, WINDOW) as crawler,
        pytest.raises(StoreError, match=r"youtube\.sqlite: damaged"),
    ):
        next(crawler.crawl([pages.HANDLE]))


def test_an_unknown_address_is_refused_before_anything_is_asked(far_end: FarEnd, tmp_path: Path) -> None:
    settings = config.load().settings.gather
    with (
        open_http(settings, Options(transport=far_end.transport())) as http,
        Crawler(tmp_path, http, settings, WINDOW) as crawler,
        pytest.raises(UsageError, match="not a YouTube, TikTok or Instagram address"),
    ):
        list(crawler.crawl([pages.HANDLE, "https://example.org/"]))
    assert far_end.asked == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"record": "a", "replay": "b"}, "exclude each other"),
        ({"replay": "nowhere"}, "no recording here"),
        ({"record": "recording"}, "there is a recording already"),
    ],
)
def test_recordings_are_not_mixed_up(tmp_path: Path, options: dict[str, str], words: str) -> None:
    make_example().record(tmp_path / "recording")
    with pytest.raises(UsageError, match=words):
        open_http(config.load().settings.gather, Options(**{name: tmp_path / x for name, x in options.items()}))
