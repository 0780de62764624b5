"""Which requests a look at a channel makes: they are the product's promise, so they are counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.bundles import snapshot
from tests.far_end import FarEnd, TestClock, answer
from tests.made_source import MadeSource, gather_made, item
from tests.youtube_channel import PER_PAGE, Channel, Made, make_many

from herkenbaar import config
from herkenbaar.crawl import Crawler, Options, open_http
from herkenbaar.errors import BlockedError, FetchError, GoneError
from herkenbaar.evidence import bundle
from herkenbaar.gather import Ended, Event, Opened, Window
from herkenbaar.intake import Kept, Missed, Passed

SINCE = date(2022, 7, 1)
FEED = "www.youtube.com/feeds/videos.xml"
Run = Callable[..., list[Event]]


@pytest.fixture
def run(far_end: FarEnd, clock: TestClock, tmp_path: Path) -> Run:
    """One run of gather over the made-up channel; what it asked is in ``far_end.asked``."""

    def gather(
        *texts: str, since: date = SINCE, out: Path = tmp_path / "out", options: Options | None = None, **window: Any
    ) -> list[Event]:
        far_end.asked.clear()
        settings = config.load().settings.gather
        reach = options or Options(transport=far_end.transport(), clock=clock)
        with (
            open_http(settings, reach) as http,
            Crawler(out, http, settings, Window(since=since, **window)) as crawler,
        ):
            return [event for _, event in crawler.crawl(texts or (pages.HANDLE,))]

    return gather


def kept(events: list[Event]) -> list[str]:
    return [event.evidence.id for event in events if isinstance(event, Kept)]


def missed(events: list[Event]) -> dict[str, str]:
    return {event.id: event.error.what for event in events if isinstance(event, Missed)}


def ids(*numbers: int) -> list[str]:
    return [pages.video_id(number) for number in numbers]


def asked_of(far_end: FarEnd, path: str) -> int:
    return sum(path in asked for asked in far_end.asked)


def test_a_first_look_costs_two_requests_per_video_and_one_per_page(far_end: FarEnd, run: Run) -> None:
    make_many(PER_PAGE + 1).serve(far_end)
    events = run()
    assert len(kept(events)) == PER_PAGE + 1
    assert asked_of(far_end, "/watch") == asked_of(far_end, "/timedtext") == PER_PAGE + 1
    assert len(far_end.asked) == 2 + 2 * (PER_PAGE + 1)
    assert isinstance(events[-1], Ended)
    assert events[-1].complete


def test_a_look_that_finds_nothing_new_costs_one_request(far_end: FarEnd, run: Run) -> None:
    make_many(PER_PAGE + 1).serve(far_end)
    run()
    for _ in range(3):
        events = run()
        assert kept(events) == []
        assert len(far_end.asked) == 1


def test_a_creator_without_videos_costs_one_request_too(far_end: FarEnd, run: Run) -> None:
    Channel([]).serve(far_end)
    run()
    assert kept(run()) == []
    assert len(far_end.asked) == 1
    make_many(2).serve(far_end)
    assert kept(run()) == ids(0, 1)


def test_a_feed_that_lost_all_that_is_known_is_not_believed(far_end: FarEnd, run: Run) -> None:
    make_many(3).serve(far_end)
    run()
    far_end.on(FEED, pages.feed([]))
    run()
    assert len(far_end.asked) == 2


def test_an_unchanged_feed_is_not_even_sent(far_end: FarEnd, run: Run) -> None:
    channel = make_many(6)
    channel.serve(far_end)
    run()
    far_end.on(FEED, answer(channel.feed().decode(), etag='"1"'), 304)
    run()
    events = run()
    assert [type(event) for event in events] == [Opened, Ended]
    assert len(far_end.asked) == 1


def test_new_videos_cost_two_requests_each_and_the_feed(far_end: FarEnd, run: Run) -> None:
    channel = make_many(9)
    Channel(channel.videos[3:]).serve(far_end)
    run()
    channel.serve(far_end)
    assert kept(run()) == ids(0, 1, 2)
    assert len(far_end.asked) == 1 + 3 * 2


def test_more_news_than_the_feed_holds_are_found_in_the_lists(far_end: FarEnd, run: Run) -> None:
    channel = make_many(24)
    Channel(channel.videos[16:]).serve(far_end)
    run()
    channel.serve(far_end)
    assert kept(run()) == ids(*range(16))
    assert len(far_end.asked) == 1 + 3 + 16 * 2


def test_without_a_feed_a_look_costs_one_request_from_the_second_day_on(
    far_end: FarEnd, run: Run, clock: TestClock
) -> None:
    channel = make_many(9)
    channel.serve(far_end)
    run()
    far_end.on(FEED, 404)
    far_end.on("www.youtube.com/playlist", pages.uploads_page([video.tile() for video in channel.videos]))
    costs = []
    for _ in range(4):
        clock.time += 6 * 3600 - 60
        assert kept(run()) == []
        costs.append(len(far_end.asked))
    assert costs == [2, 1, 1, 1]


def test_videos_from_before_the_window_cost_one_request_and_end_the_list(far_end: FarEnd, run: Run) -> None:
    new = [Made(pages.video_id(x), tab="shorts") for x in range(3)]
    old = [Made(pages.video_id(x), tab="shorts", date="2021-01-01T12:00:00+00:00") for x in range(3, 60)]
    Channel([*new, *old]).serve(far_end)
    assert kept(run()) == ids(0, 1, 2)
    assert asked_of(far_end, "/watch") == 3 + 5
    assert asked_of(far_end, "/timedtext") == 3
    run()
    assert len(far_end.asked) == 1


def test_a_list_that_says_itself_that_it_is_old_costs_nothing_more(far_end: FarEnd, run: Run) -> None:
    videos = [Made(pages.video_id(x), age="8 years ago", date="2018-01-01T12:00:00+00:00") for x in range(30)]
    Channel(videos).serve(far_end)
    events = run()
    assert len(far_end.asked) == 1
    assert [event.why for event in events if isinstance(event, Passed)] == ["too old"] * 5


def test_the_window_can_end_and_be_limited(far_end: FarEnd, run: Run) -> None:
    make_many(9).serve(far_end)
    assert kept(run(limit=3)) == ids(0, 1, 2)
    assert kept(run(limit=3)) == ids(3, 4, 5)
    assert kept(run()) == ids(6, 7, 8)
    assert kept(run()) == []


def test_what_is_later_than_asked_is_read_by_a_later_run(far_end: FarEnd, run: Run) -> None:
    make_many(9).serve(far_end)
    events = run(until=date(2026, 7, 27))
    assert kept(events) == []
    assert events[-1] == Ended(complete=False)
    assert len(far_end.asked) == 2
    assert len(kept(run())) == 9


def test_an_earlier_since_reads_what_lies_before(far_end: FarEnd, run: Run) -> None:
    make_many(14).serve(far_end)
    assert kept(run(since=date(2026, 7, 29))) == ids(0, 1, 2, 3)
    assert kept(run(since=date(2026, 7, 25))) == ids(4, 5, 6, 7)
    assert kept(run(since=date(2026, 7, 25))) == []
    assert len(far_end.asked) == 1


def test_an_edited_description_is_noticed_and_both_versions_are_kept(far_end: FarEnd, run: Run, tmp_path: Path) -> None:
    channel = make_many(6)
    channel.serve(far_end)
    run()
    channel.videos[4].description = "Reclame: mogelijk gemaakt door Merk X"
    channel.serve(far_end)
    [event] = [x for x in run() if isinstance(x, Kept)]
    assert event.edited
    assert len(far_end.asked) == 3
    home = tmp_path / "out" / "youtube" / pages.CHANNEL / pages.video_id(4)
    assert event.folder == home
    assert bundle.load(home).description == "Reclame: mogelijk gemaakt door Merk X"
    [earlier] = bundle.list_versions(home)
    assert bundle.load(earlier).description == "Elke week een nieuwe video."
    run()
    assert len(far_end.asked) == 1


def test_refresh_reads_known_videos_again_and_keeps_what_did_not_change(far_end: FarEnd, run: Run) -> None:
    channel = make_many(8)
    channel.serve(far_end)
    run()
    channel.videos[7].title = "Andere titel"
    channel.serve(far_end)
    assert kept(run(refresh=True)) == ids(7)
    assert asked_of(far_end, "/watch") == 8


@pytest.mark.parametrize("change", ["followers", "captions fail"])
def test_a_second_reading_that_says_no_more_changes_nothing(
    far_end: FarEnd, run: Run, tmp_path: Path, change: str
) -> None:
    channel = make_many(1)
    channel.serve(far_end)
    run()
    home = tmp_path / "out" / "youtube" / pages.CHANNEL / pages.video_id(0)
    before = (home / "evidence.json").read_bytes()
    if change == "followers":
        player = pages.player(pages.video_id(0), title="Video 0", date="2026-08-01T12:00:00+00:00")
        page = pages.page(data=pages.watch_data(followers="1M subscribers"), player=player)
        far_end.on(f"www.youtube.com/watch?v={pages.video_id(0)}", page)
    else:
        far_end.on(f"www.youtube.com/api/timedtext?v={pages.video_id(0)}", 404)
    assert kept(run(refresh=True)) == []
    assert (home / "evidence.json").read_bytes() == before


def test_pinned_videos_do_not_end_a_list(tmp_path: Path, clock: TestClock) -> None:
    newest = [item(f"v{x}", "2026-01-01") for x in range(3)]
    source = MadeSource([item("old", "2020-01-01", pinned=True), *newest])
    settings = msgspec.structs.replace(config.load().settings.gather, stop_after=1)
    assert kept(gather_made(source, tmp_path, clock, settings)) == ["v0", "v1", "v2"]


def test_a_pinned_video_in_the_news_does_not_show_that_nothing_lies_between(tmp_path: Path, clock: TestClock) -> None:
    from tests.made_source import MadeSource, gather_made, item

    settings = config.load().settings.gather
    pinned, known = item("pinned", "2025-01-01", pinned=True), item("known", "2026-01-01")
    gather_made(MadeSource([pinned, known]), tmp_path, clock, settings)
    new = [item(f"new{x}", "2026-02-01") for x in range(4)]
    source = MadeSource([pinned, *new, known], news=3)
    assert kept(gather_made(source, tmp_path, clock, settings)) == ["new0", "new1", "new2", "new3"]


FAULTS: dict[str, tuple[Any, type[Exception], str]] = {
    "removed": (404, GoneError, "not there"),
    "server error": (500, FetchError, "status 500"),
    "cut off": (pages.watch_page(pages.video_id(1))[:800], FetchError, "no player data"),
    "empty": (b"", FetchError, ""),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_goes_wrong_with_one_video_stops_no_other(far_end: FarEnd, run: Run, name: str) -> None:
    fault, error, words = FAULTS[name]
    make_many(4).serve(far_end)
    far_end.on(f"www.youtube.com/watch?v={pages.video_id(1)}", fault)
    events = run()
    assert kept(events) == ids(0, 2, 3)
    [one] = [event for event in events if isinstance(event, Missed)]
    assert one.id == pages.video_id(1)
    assert isinstance(one.error, error)
    assert words in one.error.what


def test_evidence_that_breaks_the_contract_is_never_kept(tmp_path: Path, clock: TestClock) -> None:
    source = MadeSource([item("good", "2026-01-01"), item("bad", "2026-01-01"), item("half", "2026-01-01")])
    source.strange = {"bad": {"duration": -5.0}, "half": {"title": "\ud83d"}}
    events = gather_made(source, tmp_path, clock, config.load().settings.gather)
    assert kept(events) == ["good"]
    assert {video: why.partition(":")[0] for video, why in missed(events).items()} == dict.fromkeys(
        ("bad", "half"), "the answer makes no valid evidence"
    )


def test_a_passing_fault_is_tried_again_by_the_next_run(far_end: FarEnd, run: Run) -> None:
    channel = make_many(18)
    channel.serve(far_end)
    far_end.on(f"www.youtube.com/watch?v={pages.video_id(17)}", 500)
    run()
    channel.serve(far_end)
    assert kept(run()) == ids(17)
    assert len(far_end.asked) == 3


def test_captions_that_were_refused_are_tried_again_a_day_later(
    far_end: FarEnd, run: Run, clock: TestClock, tmp_path: Path
) -> None:
    channel = make_many(6)
    channel.serve(far_end)
    far_end.on(f"www.youtube.com/api/timedtext?v={pages.video_id(3)}", 403)
    run()
    home = tmp_path / "out" / "youtube" / pages.CHANNEL / pages.video_id(3)
    assert bundle.load(home).speech is None
    channel.serve(far_end)
    assert kept(run()) == []
    clock.time += 25 * 3600
    assert kept(run()) == ids(3)
    assert bundle.load(home).speech


def test_a_removed_video_is_left_alone_for_a_month(far_end: FarEnd, run: Run, clock: TestClock) -> None:
    channel = make_many(6)
    channel.serve(far_end)
    far_end.on(f"www.youtube.com/watch?v={pages.video_id(3)}", 404)
    run()
    channel.serve(far_end)
    run()
    assert len(far_end.asked) == 1
    clock.time += 31 * 86400
    assert kept(run()) == ids(3)


def test_a_refusal_ends_the_run_and_the_next_goes_on_without_asking_twice(
    far_end: FarEnd, run: Run, clock: TestClock
) -> None:
    channel = make_many(12)
    channel.serve(far_end)
    bot = {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you're not a bot"}
    blocked = pages.watch_page(pages.video_id(10), status=bot, details=False, tracks=[])
    far_end.on(f"www.youtube.com/watch?v={pages.video_id(10)}", blocked)
    events = run()
    assert kept(events) == ids(*range(10))
    assert isinstance(events[-2], Missed)
    assert isinstance(events[-2].error, BlockedError)
    assert events[-1] == Ended(complete=False)
    first = list(far_end.asked)
    channel.serve(far_end)
    assert kept(run()) == ids(10, 11)
    repeated = set(first) & set(far_end.asked)
    assert [x for x in repeated if "watch" not in x] == []
    assert [x.split("&")[0] for x in repeated] == [f"www.youtube.com/watch?v={pages.video_id(10)}"]


def test_a_long_refusal_is_remembered_by_the_next_run(far_end: FarEnd, run: Run, clock: TestClock) -> None:
    make_many(3).serve(far_end)
    far_end.on("www.youtube.com/watch", answer(429, retry_after="3000"))
    for video in range(3):
        del far_end.answers[f"www.youtube.com/watch?v={pages.video_id(video)}"]
    run()
    asked = len(far_end.asked)
    assert asked == 2
    assert "" in missed(run())
    assert far_end.asked == []
    clock.time += 3001
    make_many(3).serve(far_end)
    assert kept(run()) == ids(0, 1, 2)


def test_a_creator_that_cannot_be_read_is_missed_and_not_empty(far_end: FarEnd, run: Run) -> None:
    far_end.on("www.youtube.com/@weg", 404)
    make_many(2).serve(far_end)
    events = run("@weg", pages.HANDLE)
    assert missed(events) == {"": "not there (status 404)"}
    assert kept(events) == ids(0, 1)


def test_a_list_page_that_was_cut_off_is_asked_again(far_end: FarEnd, run: Run) -> None:
    channel = make_many(3)
    channel.serve(far_end)
    good = far_end.answers[f"www.youtube.com/{pages.HANDLE}/videos"]
    far_end.on(f"www.youtube.com/{pages.HANDLE}/videos", b"<html>var ytInitialData = {")
    far_end.on(f"www.youtube.com/{pages.HANDLE}/shorts", 404)
    assert "" in missed(run())
    far_end.answers[f"www.youtube.com/{pages.HANDLE}/videos"] = good
    assert kept(run()) == ids(0, 1, 2)


def test_one_video_is_gathered_by_its_own_address(far_end: FarEnd, run: Run, tmp_path: Path) -> None:
    make_many(2).serve(far_end)
    url = f"https://youtu.be/{pages.video_id(1)}"
    assert kept(run(url)) == ids(1)
    assert kept(run(url)) == []
    assert far_end.asked == []


def test_a_lost_ledger_costs_lists_and_no_videos(far_end: FarEnd, run: Run, tmp_path: Path) -> None:
    make_many(6).serve(far_end)
    run()
    (tmp_path / "out" / ".state" / "youtube.sqlite").unlink()
    events = run()
    assert kept(events) == []
    assert asked_of(far_end, "/watch") == 0


def test_the_plan_says_what_a_run_costs_and_its_lists_are_not_asked_again(
    far_end: FarEnd, clock: TestClock, tmp_path: Path, run: Run
) -> None:
    make_many(12).serve(far_end)
    settings = config.load().settings.gather
    reach = Options(transport=far_end.transport(), clock=clock)
    with open_http(settings, reach) as http, Crawler(tmp_path / "out", http, settings, Window(SINCE)) as crawler:
        [plan] = crawler.plan([pages.HANDLE])
    assert (plan.videos, plan.requests) == (12, 24)
    assert len(far_end.asked) == 2
    assert len(kept(run())) == 12
    assert len(far_end.asked) == 24


def test_a_recorded_run_repeated_elsewhere_gives_the_same_bundles(
    far_end: FarEnd, run: Run, clock: TestClock, tmp_path: Path
) -> None:
    make_many(10).serve(far_end)
    far_end.on(f"www.youtube.com/watch?v={pages.video_id(7)}", 503, pages.watch_page(pages.video_id(7)))
    run(options=Options(transport=far_end.transport(), clock=clock, record=tmp_path / "record"))
    asked = len(far_end.asked)
    run(out=tmp_path / "again", options=Options(replay=tmp_path / "record", clock=clock))
    assert asked == 2 + 2 * 10 + 1
    assert far_end.asked == []
    assert snapshot(tmp_path / "again") == snapshot(tmp_path / "out")
