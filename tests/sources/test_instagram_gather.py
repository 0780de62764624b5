"""Instagram through the whole crawler: each of its three ways, what it costs, and what a recording repeats."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests import instagram_pages as pages
from tests.bundles import snapshot
from tests.far_end import FarEnd, TestClock

from herkenbaar.budget import Budget
from herkenbaar.cli import program
from herkenbaar.crawl import Crawler
from herkenbaar.errors import BlockedError, FetchError, UsageError
from herkenbaar.gather import Ended, Event, Opened, Window
from herkenbaar.http import Http
from herkenbaar.intake import Kept, Missed
from herkenbaar.rebuild import rebuild
from herkenbaar.recording import Recording
from herkenbaar.settings import Gather
from herkenbaar.sources.instagram import open_source, parse
from herkenbaar.sources.source import Target

TEXT = f"instagram:@{pages.HANDLE}"
Run = Callable[..., list[Event]]


@pytest.fixture(params=["api", "feed"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(way: str, tmp_path: Path) -> Gather:
    if way == "api":
        return pages.settings_with(token=pages.TOKEN, account=pages.OWN)
    return pages.settings_with(token="", cookies=str(pages.write_cookies(tmp_path)), profiles=True)


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock, tmp_path: Path) -> Iterator[Http]:
    far = {"transport": far_end.transport(), "browser": far_end.browse}
    with Http(Budget({}, clock=clock), recording=Recording(tmp_path / "record"), **far) as http:  # type: ignore[arg-type]
        yield http


@pytest.fixture
def run(far_end: FarEnd, http: Http, settings: Gather, tmp_path: Path) -> Run:
    """Gather the profile into tmp_path/out; what earlier runs asked for is forgotten."""

    def go(since: date = date(2022, 7, 1)) -> list[Event]:
        far_end.asked.clear()
        with Crawler(tmp_path / "out", http, settings, Window(since)) as crawler:
            return [event for _, event in crawler.crawl([TEXT])]

    return go


def serve(far_end: FarEnd, way: str, numbers: range, **more: Any) -> None:
    days = {number: pages.NEWEST - timedelta(days=number) for number in numbers}
    if way == "api":
        made = [pages.api_post(x, moment=day, text=f"Recept {x}", **more) for x, day in days.items()]
        pages.serve_api(far_end, made)
    else:
        pages.serve_feed(far_end, [pages.media(x, moment=day, text=f"Recept {x}", **more) for x, day in days.items()])


def kept(events: list[Event]) -> list[str | None]:
    return [event.evidence.description for event in events if isinstance(event, Kept)]


def test_a_first_look_costs_list_pages_alone_and_a_second_one_request(far_end: FarEnd, way: str, run: Run) -> None:
    serve(far_end, way, range(60))
    assert len(kept(run())) == 60
    assert len(far_end.asked) == (2 if way == "api" else 1 + 5)
    events = run()
    assert kept(events) == []
    assert isinstance(events[0], Opened)
    assert events[-1] == Ended(complete=True)
    assert len(far_end.asked) == 1


def test_new_posts_are_found_for_one_request(far_end: FarEnd, way: str, run: Run) -> None:
    serve(far_end, way, range(3, 20))
    run()
    serve(far_end, way, range(20))
    assert kept(run()) == ["Recept 0", "Recept 1", "Recept 2"]
    assert len(far_end.asked) == 1


def test_posts_from_before_the_window_are_not_listed_to_the_end(far_end: FarEnd, way: str, run: Run) -> None:
    serve(far_end, way, range(200))
    assert len(kept(run(since=(pages.NEWEST - timedelta(days=9)).date()))) == 10
    assert len(far_end.asked) == (1 if way == "api" else 1 + 2)


def test_an_edited_caption_is_noticed_for_nothing_more(far_end: FarEnd, way: str, run: Run) -> None:
    serve(far_end, way, range(3))
    run()
    if way == "api":
        pages.serve_api(far_end, [pages.api_post(0, text="Reclame")])
    else:
        pages.serve_feed(far_end, [pages.media(0, text="Reclame")])
    [event] = [event for event in run() if isinstance(event, Kept)]
    assert event.edited
    assert len(far_end.asked) == 1


@pytest.mark.parametrize("count", [40, 4])
def test_a_list_that_ends_too_early_is_never_the_end(far_end: FarEnd, way: str, run: Run, count: int) -> None:
    if way == "api":
        pages.serve_api(far_end, pages.make_api_posts(1), count=count)
    else:
        pages.serve_feed(far_end, pages.make_items(1), count=count)
    [missed] = [event for event in run() if isinstance(event, Missed)]
    assert isinstance(missed.error, FetchError)
    assert f"ended after 1 of {count} posts" in missed.error.what


def test_a_profile_without_posts_is_read_and_empty(far_end: FarEnd, way: str, run: Run) -> None:
    serve(far_end, way, range(0))
    assert run()[-1] == Ended(complete=True)


def test_a_refusal_of_the_list_is_named_and_the_next_run_goes_on(
    far_end: FarEnd, way: str, run: Run, clock: TestClock
) -> None:
    serve(far_end, way, range(3))
    far_end.on(f"{pages.API}{pages.OWN}" if way == "api" else pages.FEED, 429)
    [missed] = [event for event in run() if isinstance(event, Missed)]
    assert isinstance(missed.error, BlockedError)
    clock.time += 7200
    far_end.answers.clear()
    serve(far_end, way, range(3))
    assert len(kept(run())) == 3


def test_bundles_are_made_anew_without_token_or_cookies(far_end: FarEnd, way: str, run: Run, tmp_path: Path) -> None:
    serve(far_end, way, range(3), **({} if way == "api" else {"is_paid_partnership": True}))
    run()
    assert [(x.changed, x.error) for x in rebuild(tmp_path / "out", pages.settings_with(token=""))] == [
        (False, None)
    ] * 3


def test_no_token_and_no_cookie_is_written_anywhere(far_end: FarEnd, way: str, run: Run, tmp_path: Path) -> None:
    if way == "api":
        serve(far_end, way, range(3), caption=f"wat staat hier {pages.TOKEN}")
    else:
        pages.serve_feed(far_end, [pages.media(1, echo=pages.SESSION)])
    run()
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "cookies.txt"]
    assert files
    for path in files:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert b"made-up-session" not in data, path
        assert pages.TOKEN.encode() not in data, path


def test_the_recordings_in_the_fixtures_are_what_their_maker_makes(tmp_path: Path) -> None:
    pages.record(tmp_path)
    assert read_folder(tmp_path) == read_folder(pages.FIXTURES)


def read_folder(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def judge(tmp_path: Path, way: str, *sources: str) -> dict[str, str]:
    words = ["scan", *sources, "--bundles", str(tmp_path), "--replay", str(pages.FIXTURES / way), "--format", "json"]
    result = CliRunner().invoke(program, words)
    return {x["video"]["id"]: x["status"] for x in map(json.loads, result.stdout.splitlines())}


def test_the_examples_are_gathered_without_token_or_cookies_and_judged(tmp_path: Path) -> None:
    told = judge(tmp_path / "feed", "feed", TEXT)
    assert told == {
        pages.code(1): "disclosed",  # the label and a sponsor tag
        pages.code(2): "review",  # a code, the label says no, and nobody listened
        pages.code(3): "disclosed",  # a sticker says so
        pages.code(4): "review",
        pages.code(5): "review",  # the label is not told
        pages.code(7): "no_ad",
    }
    untold = judge(tmp_path / "api", "api", TEXT)
    assert untold.keys() == told.keys() - {pages.code(7)}
    assert untold[pages.code(1)] != "disclosed"  # the API tells no label


def test_a_recorded_run_repeated_elsewhere_gives_the_same_bundles(
    far_end: FarEnd, way: str, run: Run, tmp_path: Path, clock: TestClock
) -> None:
    serve(far_end, way, range(20))
    run()
    replay = Http(Budget({}, clock=clock), replay=Recording(tmp_path / "record"))
    with Crawler(tmp_path / "again", replay, pages.settings_with(token=""), Window(date(2022, 7, 1))) as crawler:
        list(crawler.crawl([TEXT]))
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "out")


def test_a_post_that_both_ways_read_has_one_bundle(far_end: FarEnd, http: Http, tmp_path: Path) -> None:
    both = {"cookies": str(pages.write_cookies(tmp_path)), "profiles": True}
    pages.serve_feed(far_end, pages.make_items(2))
    pages.serve_api(far_end, pages.make_api_posts(3))
    folders = []
    ways = (pages.settings_with(token="", **both), pages.settings_with(token=pages.TOKEN))
    for settings in ways:
        window = Window(date(2022, 7, 1), refresh=True)
        with Crawler(tmp_path / "out", http, settings, window) as crawler:
            events = [event for _, event in crawler.crawl([TEXT])]
        folders.append({event.folder.name: event.folder for event in events if isinstance(event, Kept)})
    first, second = folders
    assert first.keys() < second.keys()
    assert all(second[name] == folder for name, folder in first.items())


def test_a_post_read_anew_from_its_page_keeps_what_only_its_list_knew(far_end: FarEnd, http: Http) -> None:
    pages.serve_api(far_end, pages.make_api_posts(1))
    source = open_source(http, pages.settings_with(token=pages.TOKEN))
    target = source_target()
    [item] = next(source.list(target, None, pages.NEWEST - timedelta(days=9)).sections).entries
    assert (source.cost(item), source.cost(source.bare(item))) == (0.0, 3.0)
    pages.serve_post(far_end, pages.media(1, is_paid_partnership=True))
    evidence = source.fetch(source.bare(item)).evidence
    assert (evidence.label, evidence.sources["label"]) == (True, "post, logged out")
    assert (evidence.profile, evidence.creator.followers) == (pages.BIO, 125000)


def source_target() -> Target:
    target = parse(TEXT)
    assert target is not None
    return target


def test_one_way_after_the_other_goes_on_with_what_is_known(far_end: FarEnd, http: Http, tmp_path: Path) -> None:
    cookies = str(pages.write_cookies(tmp_path))
    by_feed, by_api = (
        pages.settings_with(token="", cookies=cookies, profiles=True),
        pages.settings_with(token=pages.TOKEN),
    )
    news = []
    for count, settings in enumerate((by_feed, by_api, by_feed, by_feed), start=2):
        pages.serve_feed(far_end, pages.make_items(count))
        pages.serve_api(far_end, pages.make_api_posts(count))
        far_end.asked.clear()
        with Crawler(tmp_path / "out", http, settings, Window(date(2022, 7, 1))) as crawler:
            events = [event for _, event in crawler.crawl([TEXT])]
        assert events[-1] == Ended(complete=True)
        news.append((len(kept(events)), len(far_end.asked)))
    assert news == [(2, 2), (1, 2), (1, 2), (1, 1)]


def test_cookies_that_cannot_be_read_are_wrong_usage(http: Http, tmp_path: Path) -> None:
    settings = pages.settings_with(token="", cookies=str(tmp_path / "missing.txt"), profiles=True)
    with pytest.raises(UsageError, match="cookie file cannot be read"):
        open_source(http, settings).open_account(source_target())
