from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests import instagram_pages as pages
from tests.far_end import FarEnd, answer

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.sources import instagram_page
from herkenbaar.sources.instagram_feed import Feed
from herkenbaar.sources.ytdlp import Session


@pytest.fixture
def feed(http: Http, tmp_path: Path) -> Feed:
    extractors = (instagram_page.make_extractor(http.refuse),)
    return Feed(http, Session(http, extractors, cookies=pages.write_cookies(tmp_path)))


def read(feed: Feed) -> list[Any]:
    account, _ = feed.find_account(pages.HANDLE)
    return [item for items, _ in feed.pages(account.id) for item in items]


def test_a_list_costs_a_request_and_one_per_twelve_posts(far_end: FarEnd, feed: Feed) -> None:
    pages.serve_feed(far_end, pages.make_items(30))
    assert len(read(feed)) == 30
    assert len(far_end.asked) == 1 + 3


def test_the_account_is_described_by_its_page(far_end: FarEnd, feed: Feed) -> None:
    pages.serve_feed(far_end, [], count=30)
    account, count = feed.find_account(pages.HANDLE)
    assert (account.id, account.name, account.handle) == (pages.NUMBER, pages.NAME, f"@{pages.HANDLE}")
    assert (account.followers, account.profile, count) == (125000, pages.BIO, 30)


def test_a_private_account_is_not_read_even_by_who_follows_it(far_end: FarEnd, feed: Feed) -> None:
    pages.serve_feed(far_end, pages.make_items(3), private=True)
    with pytest.raises(GoneError, match="private"):
        read(feed)
    assert len(far_end.asked) == 1


def said(words: str, status: int = 400, more: str = "") -> Any:
    body = f'{{"message": "{words}", "status": "fail"{more}}}'.encode()
    return lambda handler: handler.reply(body, status)


FAULTS: dict[str, tuple[Any, type[LookError], str]] = {
    "expired": (said("login_required", 401), BlockedError, "cookies are no longer valid.*export the cookies again"),
    "login page": (answer(302, location="https://www.instagram.com/accounts/login/"), BlockedError, "a login page"),
    "challenge": (said("checkpoint_required"), BlockedError, "confirm the account"),
    "too often": (said("Please wait a few minutes", 401, ', "require_login": true'), BlockedError, "its limit"),
    "429": (answer(429), BlockedError, "429"),
    "403": (answer(403), BlockedError, "403"),
    "private": (said("Not authorized to view user"), GoneError, "private"),
    "404": (answer(404), GoneError, "404"),
    "a page": (answer("<html>"), FetchError, "is no list"),
    "something else": (said("made up"), FetchError, "no list .made up."),
    "no object": (answer("[]"), FetchError, "no list"),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("place", [pages.PROFILE, pages.FEED])
def test_what_is_no_list_is_a_named_error_and_never_no_posts(
    far_end: FarEnd, feed: Feed, name: str, place: str
) -> None:
    reply, error, words = FAULTS[name]
    pages.serve_feed(far_end, pages.make_items(3))
    far_end.on(place, reply)
    with pytest.raises(error, match=words):
        read(feed)


def test_an_account_that_is_not_there_is_gone(far_end: FarEnd, feed: Feed) -> None:
    far_end.on(pages.PROFILE, '{"data": {"user": null}, "status": "ok"}')
    with pytest.raises(GoneError, match="no such account"):
        read(feed)


def test_a_page_that_comes_again_ends_the_list(far_end: FarEnd, feed: Feed) -> None:
    pages.serve_feed(far_end, [])
    far_end.on(pages.FEED, '{"items": [{}], "more_available": true, "next_max_id": "same", "status": "ok"}')
    assert len(read(feed)) == 2


def test_an_account_that_has_become_private_since_is_not_read(far_end: FarEnd, feed: Feed) -> None:
    user = {"pk": pages.NUMBER, "username": pages.HANDLE, "is_private": True}
    pages.serve_feed(far_end, [pages.media(1, user=user)])
    with pytest.raises(GoneError, match="private"):
        next(feed.pages(pages.NUMBER))
