from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests import youtube_pages as pages
from tests.far_end import FarEnd, TestClock

from herkenbaar.errors import GoneError, LookError
from herkenbaar.model import Platform
from herkenbaar.sources.source import Account, Listing, Section, Target
from herkenbaar.sources.youtube import YouTube, parse

SINCE = datetime(2022, 7, 1, tzinfo=UTC)

VIDEO = pages.video_id(1)

FEED = f"www.youtube.com/feeds/videos.xml?channel_id={pages.CHANNEL}"

ACCOUNT = Account(platform=Platform.YOUTUBE, id=pages.CHANNEL, url=f"{pages.HOME}/channel/{pages.CHANNEL}")


def list_channel(youtube: YouTube, text: str = pages.HANDLE) -> Listing:
    target = parse(text)
    assert target is not None
    return youtube.list(target, youtube.open_account(target), SINCE)


def tabs(far_end: FarEnd, **answers: Any) -> None:
    for tab in ("videos", "shorts", "streams"):
        for start in (pages.HANDLE, f"channel/{pages.CHANNEL}"):
            far_end.on(f"www.youtube.com/{start}/{tab}", answers.get(tab, 404))


def read(sections: Iterator[Section]) -> dict[str, list[str]]:
    return {section.name: [entry.id for entry in section.entries] for section in sections}


def test_a_channel_is_listed_tab_by_tab_with_a_request_per_page(far_end: FarEnd, youtube: YouTube) -> None:
    first = [pages.tile(pages.video_id(x), "Video", "3 weeks ago") for x in range(30)]
    second = [pages.tile(pages.video_id(x), "Video", "3 years ago") for x in range(30, 40)]
    has = ("videos", "shorts")
    tabs(
        far_end,
        videos=pages.tab_page("videos", [*first, pages.more("TOKEN")], has),
        shorts=pages.tab_page("shorts", [pages.short_tile(pages.video_id(50), "Kort")], has),
    )
    far_end.on("www.youtube.com/youtubei/v1/browse", pages.continuation(second))
    listing = list_channel(youtube)
    account = listing.account
    assert (account.id, account.name, account.profile) == (pages.CHANNEL, pages.NAME, pages.PROFILE)
    assert len(far_end.asked) == 1
    found = read(listing.sections)
    assert {name: len(entries) for name, entries in found.items()} == {"videos": 40, "shorts": 1}
    assert len(far_end.asked) == 3


def test_pages_that_nobody_needs_are_not_asked(far_end: FarEnd, youtube: YouTube) -> None:
    tabs(far_end, videos=pages.tab_page("videos", [pages.tile(VIDEO, "Video", "1 day ago"), pages.more("TOKEN")]))
    section = next(list_channel(youtube, pages.CHANNEL).sections)
    entry = next(section.entries)
    assert (entry.id, entry.exact) == (VIDEO, False)
    assert entry.published is not None
    assert len(far_end.asked) == 1


def test_a_channel_without_the_first_tab_is_read_from_the_next(far_end: FarEnd, youtube: YouTube) -> None:
    shorts = pages.tab_page("shorts", [pages.short_tile(VIDEO, "Kort")], ("shorts",))
    tabs(far_end, videos=shorts, shorts=shorts)
    assert read(list_channel(youtube).sections) == {"shorts": [VIDEO]}
    assert len(far_end.asked) == 2


def test_a_channel_that_is_not_there_is_an_error_and_no_empty_list(far_end: FarEnd, youtube: YouTube) -> None:
    tabs(far_end)
    with pytest.raises(GoneError, match="status 404"):
        list_channel(youtube)
    assert len(far_end.asked) == 1


def test_the_feed_tells_the_news_for_one_request(far_end: FarEnd, youtube: YouTube) -> None:
    new = (VIDEO, "Nieuw", "Hele tekst", "2026-08-02T10:00:00+00:00")
    old = ("old", "Oud", "", "2026-08-01T10:00:00+00:00")
    far_end.on(FEED, lambda handler: handler.reply(pages.feed([old, new]), 200, {"etag": '"x"'}), 304)
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert [(x.id, x.title, x.description, x.exact) for x in news.entries] == [
        (VIDEO, "Nieuw", "Hele tekst", True),
        ("old", "Oud", "", True),
    ]
    again = youtube.find_news(news.account)
    assert again is not None
    assert (again.fresh, again.entries) == (False, ())
    assert len(far_end.asked) == 2


@pytest.mark.parametrize("fault", [404, 500, "<html>", "<!DOCTYPE x [<!ENTITY a 'b'>]><feed/>", "<rss/>"])
def test_a_feed_that_fails_is_replaced_by_the_list_and_left_alone_for_a_day(
    far_end: FarEnd, youtube: YouTube, clock: TestClock, fault: Any
) -> None:
    far_end.on(FEED, fault)
    far_end.on("www.youtube.com/playlist", pages.uploads_page([pages.tile(VIDEO, "Nieuw", "1 day ago")]))
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert [x.id for x in news.entries] == [VIDEO]
    assert len(far_end.asked) == 2
    youtube.find_news(news.account)
    assert [x.split("?")[0] for x in far_end.asked[2:]] == ["www.youtube.com/playlist"]
    clock.time += 25 * 3600
    youtube.find_news(news.account)
    assert far_end.asked[3].startswith(FEED)


def test_a_real_channel_tab_is_listed_over_two_pages(
    recorded: Callable[[str], Any], far_end: FarEnd, youtube: YouTube
) -> None:
    browse, more = (recorded(f"youtubechanneltabextractor-videos-{number}.browse.json") for number in (3, 4))
    far_end.on("www.youtube.com/user/creativecommons/videos", pages.page(data=browse))
    far_end.on("www.youtube.com/youtubei/v1/browse", json.dumps(more), b"{}")
    target = Target(Platform.YOUTUBE, f"{pages.HOME}/user/creativecommons", account="user/creativecommons")
    listing = youtube.list(target, None, SINCE)
    assert listing.account.id == "UCTwECeGqMZee77BjdoYtI2Q"
    entries = next(listing.sections).entries
    found = [next(entries) for _ in range(45)]
    assert len({x.id for x in found}) == 45
    assert len(far_end.asked) == 2
    assert "continuation" in json.loads(far_end.bodies[1])


def test_a_real_feed_is_read(recorded: Callable[[str], Any], far_end: FarEnd, youtube: YouTube) -> None:
    far_end.on(FEED, recorded("youtubefeedextractor-kurzgesagt-0.videos.xml"))
    news = youtube.find_news(ACCOUNT)
    assert news is not None
    assert len(news.entries) == 15
    dates = [x.published or "" for x in news.entries]
    assert dates == sorted(dates, reverse=True)
    assert all(x.title and x.description for x in news.entries)


@pytest.mark.parametrize("number", range(2, 8))
def test_real_unavailable_channels_are_errors(
    recorded: Callable[[str], Any], far_end: FarEnd, youtube: YouTube, number: int
) -> None:
    body = recorded(f"youtubechannelextractor-notavailable-{number}.browse.json")
    tabs(far_end, **{tab: pages.page(data=body) for tab in ("videos", "shorts", "streams")})
    with pytest.raises(LookError):
        list_channel(youtube)
