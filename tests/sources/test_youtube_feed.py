from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import youtube_pages as pages

from herkenbaar.errors import FetchError
from herkenbaar.recording import Reply
from herkenbaar.sources import youtube_feed

OLD = ("video000001", "Oud", "", "2026-08-01T10:00:00+00:00")
NEW = ("video000002", "Nieuw & <goed>", "Regel 1\nRegel 2", "2026-08-02T10:00:00+00:00")


def test_videos_come_newest_first_with_whole_texts() -> None:
    newest, oldest = youtube_feed.parse(pages.feed([OLD, NEW]), pages.CHANNEL)
    assert (newest.id, newest.title, newest.description) == NEW[:3]
    assert (oldest.id, oldest.published, oldest.short) == (OLD[0], OLD[3], False)


def test_shorts_are_told_by_their_address() -> None:
    feed = pages.feed([OLD]).replace(b"/watch?v=video000001", b"/shorts/video000001")
    assert youtube_feed.parse(feed, pages.CHANNEL)[0].short


def test_an_entry_without_id_or_date_is_passed_over() -> None:
    feed = pages.feed([OLD, NEW]).replace(b"<yt:videoId>video000001</yt:videoId>", b"")
    assert [item.id for item in youtube_feed.parse(feed, pages.CHANNEL)] == ["video000002"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Error 404</body></html>",
        b"<rss/>",
        pages.feed([OLD])[:200],
        b'<!DOCTYPE x [<!ENTITY a "b">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>',
    ],
)
def test_what_is_no_feed_is_an_error_and_not_an_empty_list(body: bytes) -> None:
    with pytest.raises(FetchError):
        youtube_feed.parse(body, pages.CHANNEL)


def test_what_was_sent_with_a_feed_is_sent_back_next_time() -> None:
    marks = youtube_feed.read_marks(Reply(url="", status=200, headers={"etag": '"x"', "last-modified": "then"}))
    call = youtube_feed.make_call(pages.CHANNEL, marks)
    assert call.headers == {"if-none-match": '"x"', "if-modified-since": "then"}
    assert call.attempts == 1
    assert youtube_feed.make_call(pages.CHANNEL, {}).headers == {}


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_feed_or_an_error(body: bytes) -> None:
    with contextlib.suppress(FetchError):
        youtube_feed.parse(body, pages.CHANNEL)
