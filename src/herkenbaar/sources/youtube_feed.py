"""A channel's feed: its newest 15 videos with exact dates and whole descriptions, for one request.

It goes out in waves (404 and 500, for weeks: platforms.md section 3), so a failing feed says nothing about the channel.
"""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec

from herkenbaar.errors import FetchError
from herkenbaar.recording import Call, Reply

ADDRESS = "https://www.youtube.com/feeds/videos.xml?channel_id="
LENGTH = 15
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "yt": "http://www.youtube.com/xml/schemas/2015",
    "media": "http://search.yahoo.com/mrss/",
}


class FeedItem(msgspec.Struct, frozen=True):
    """One video of the feed; ``short`` where its address says so."""

    id: str
    title: str
    description: str
    published: str
    short: bool


def make_call(channel: str, marks: dict[str, str]) -> Call:
    """The request for a channel's feed; answered with 304 when it did not change since ``marks`` were taken."""
    headers = {}
    if "feed_etag" in marks:
        headers["if-none-match"] = marks["feed_etag"]
    if "feed_modified" in marks:
        headers["if-modified-since"] = marks["feed_modified"]
    return Call(url=ADDRESS + channel, headers=headers, attempts=1)


def read_marks(reply: Reply) -> dict[str, str]:
    """What to send along next time."""
    names = {"feed_etag": "etag", "feed_modified": "last-modified"}
    return {mark: reply.headers[header] for mark, header in names.items() if header in reply.headers}


def parse(body: bytes, channel: str) -> tuple[FeedItem, ...]:
    """The videos of a feed, newest first. Raises FetchError for an answer that is no feed, or another channel's."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise FetchError("the feed is no feed (a document type is declared)", where=ADDRESS + channel)
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 (no document type, so no entities)
    except ElementTree.ParseError as error:
        raise FetchError(f"the feed cannot be read: {error}", where=ADDRESS + channel) from error
    if root.tag != f"{{{NAMES['atom']}}}feed":
        raise FetchError("the feed is no feed", where=ADDRESS + channel)
    items = tuple(item for entry in root.findall("atom:entry", NAMES) if (item := _read(entry)) is not None)
    return tuple(sorted(items, key=lambda item: item.published, reverse=True))


def _read(entry: ElementTree.Element) -> FeedItem | None:
    video = entry.findtext("yt:videoId", None, NAMES)
    published = entry.findtext("atom:published", None, NAMES)
    if not video or not published:
        return None
    link = entry.find("atom:link", NAMES)
    return FeedItem(
        id=video,
        title=entry.findtext("atom:title", "", NAMES),
        description=entry.findtext("media:group/media:description", "", NAMES),
        published=published,
        short=link is not None and "/shorts/" in link.get("href", ""),
    )
