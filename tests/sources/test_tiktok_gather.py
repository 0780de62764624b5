"""TikTok through the whole crawler: what a look costs, what a second one finds, what a recording repeats."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests import tiktok_pages as pages
from tests.bundles import snapshot
from tests.far_end import FarEnd, TestClock

from herkenbaar import config
from herkenbaar.cli import program
from herkenbaar.crawl import Crawler, Options, open_http
from herkenbaar.errors import BlockedError
from herkenbaar.evidence import bundle
from herkenbaar.gather import Ended, Event, Opened, Window
from herkenbaar.intake import Kept, Missed, Passed
from herkenbaar.rebuild import rebuild

TEXT = f"tiktok:@{pages.HANDLE}"
Run = Callable[..., list[Event]]


@pytest.fixture
def run(far_end: FarEnd, clock: TestClock, tmp_path: Path) -> Run:
    """Gather the profile into tmp_path/out; what earlier runs asked for is forgotten."""

    def go(*, out: Path = tmp_path / "out", options: Options | None = None, since: date = date(2022, 7, 1)) -> Any:
        far_end.asked.clear()
        settings = config.load().settings.gather
        reach = options or Options(transport=far_end.transport(), clock=clock)
        with open_http(settings, reach) as http, Crawler(out, http, settings, Window(since)) as crawler:
            return [event for _, event in crawler.crawl([TEXT])]

    return go


def kept(events: list[Event]) -> list[str | None]:
    return [event.evidence.description for event in events if isinstance(event, Kept)]


def recipes(*numbers: int) -> list[str]:
    return [f"Recept {number} #koken" for number in numbers]


def test_a_first_look_costs_a_page_per_fifteen_posts_and_a_second_one_request(far_end: FarEnd, run: Run) -> None:
    pages.serve(far_end, pages.make_items(40))
    assert kept(run()) == recipes(*range(1, 41))
    assert len(far_end.asked) == 1 + 3
    events = run()
    assert kept(events) == []
    assert isinstance(events[0], Opened)
    assert events[0].known
    assert events[-1] == Ended(complete=True)
    assert len(far_end.asked) == 1


def test_new_posts_are_found_for_one_request_also_under_a_pinned_one(far_end: FarEnd, run: Run) -> None:
    later = pages.NEWEST + timedelta(hours=1)
    old = [pages.item(90, moment=pages.NEWEST - timedelta(days=90), isPinnedItem=True), *pages.make_items(20)]
    pages.serve(far_end, old)
    run()
    pages.serve(far_end, [old[0], pages.item(91, moment=later), *old[1:]])
    assert kept(run()) == recipes(91)
    assert len(far_end.asked) == 1


def test_more_new_posts_than_a_page_holds_are_all_found(far_end: FarEnd, run: Run) -> None:
    items = pages.make_items(40)
    pages.serve(far_end, [pages.item(90, isPinnedItem=True), *items[20:]])
    run()
    pages.serve(far_end, [pages.item(90, isPinnedItem=True), *items])
    assert kept(run()) == recipes(*range(1, 21))


def test_an_edited_caption_is_noticed_for_nothing_more_and_both_versions_are_kept(
    far_end: FarEnd, run: Run, tmp_path: Path
) -> None:
    items = pages.make_items(3)
    pages.serve(far_end, items)
    run()
    items[1]["desc"] = "Reclame voor Panhuis"
    [event] = [x for x in run() if isinstance(x, Kept)]
    assert event.edited
    assert len(far_end.asked) == 1
    [earlier] = bundle.list_versions(event.folder)
    assert bundle.load(earlier).description == "Recept 2 #koken"


def test_posts_from_before_the_window_are_not_asked_for(far_end: FarEnd, run: Run) -> None:
    pages.serve(far_end, pages.make_items(100))
    events = run(since=(pages.NEWEST - timedelta(days=19)).date())
    assert kept(events) == recipes(*range(1, 21))
    assert len(far_end.asked) == 1 + 2
    assert len([x for x in events if isinstance(x, Passed)]) == 5


def test_a_refusal_ends_the_run_and_the_next_goes_on(far_end: FarEnd, clock: TestClock, run: Run) -> None:
    pages.serve(far_end, pages.make_items(40))
    far_end.on("www.tiktok.com/api/creator/item_list/", pages.list_page(pages.make_items(15), more=True), b"")
    events = run()
    assert kept(events) == recipes(*range(1, 16))
    [missed] = [x for x in events if isinstance(x, Missed)]
    assert isinstance(missed.error, BlockedError)
    assert events[-1] == Ended(complete=False)
    clock.time += 60
    pages.serve(far_end, pages.make_items(40))
    assert kept(run()) == recipes(*range(16, 41))
    assert len(far_end.asked) == 2


def test_bundles_are_made_anew_from_what_the_list_and_the_platform_said(
    far_end: FarEnd, run: Run, tmp_path: Path
) -> None:
    named = pages.item(1, tracks=[pages.track(pages.post_id(1))])
    silent = {**pages.item(2), "video": {"duration": 31}}
    pages.serve(far_end, [named, silent])
    far_end.on(f"www.tiktok.com/@{pages.HANDLE}/video/{silent['id']}", pages.challenge(), pages.video_page(silent))
    far_end.on("v16-webapp.tiktok.com/captions/", pages.webvtt("hallo"))
    run()
    assert [(x.changed, x.error) for x in rebuild(tmp_path / "out", config.load().settings.gather)] == [
        (False, None)
    ] * 2


def test_a_recorded_run_repeated_elsewhere_gives_the_same_bundles(
    far_end: FarEnd, run: Run, clock: TestClock, tmp_path: Path
) -> None:
    pages.serve(far_end, pages.make_items(20, tracks=[pages.track("1")]))
    far_end.on("v16-webapp.tiktok.com/captions/", 503, pages.webvtt("hallo"))
    run(options=Options(transport=far_end.transport(), clock=clock, record=tmp_path / "record"))
    assert len(far_end.asked) == 1 + 2 + 20 + 1
    run(out=tmp_path / "again", options=Options(replay=tmp_path / "record", clock=clock))
    assert far_end.asked == []
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "out")


def test_the_recording_in_the_fixtures_is_what_its_maker_makes(tmp_path: Path) -> None:
    pages.record(tmp_path)
    made = {x.name: x.read_bytes() for x in tmp_path.iterdir()}
    assert made == {x.name: x.read_bytes() for x in pages.FIXTURES.iterdir()}


def test_the_example_is_gathered_and_judged(tmp_path: Path) -> None:
    words = ["scan", TEXT, "--bundles", str(tmp_path), "--replay", str(pages.FIXTURES), "--format", "json"]
    result = CliRunner().invoke(program, words)
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    found = {verdict["video"]["id"]: verdict["status"] for verdict in verdicts}
    texts = {item["id"]: item["desc"] for item in pages.make_example()}
    assert {texts[video]: status for video, status in found.items()} == {
        "Wie ben ik? #vastgezet": "no_ad",
        "Deze pan van @panhuis.voorbeeld! #panhuis": "disclosed",  # label and captions
        "Mijn eigen kruidenmix is er weer": "disclosed",  # label for an own brand
        "De pan uit mijn vorige video": "review",  # a product card
        "Dit kreeg ik thuisgestuurd van Panhuis": "disclosed",  # a sticker says so
        "Gekregen van Panhuis": "review",  # the list told no label
        "Fotootjes": "no_ad",
        "Soep in vijf minuten": "no_ad",
    }
