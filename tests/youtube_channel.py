"""A made-up channel, whole: its tabs, its feed, its videos; to be served by a far end or kept as a recording.

``python -m tests.youtube_channel`` writes the recording in fixtures/youtube anew.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests import youtube_pages as pages
from tests.far_end import Answer, FarEnd, answer

from herkenbaar.recording import Call, Recording, Reply

FIXTURES = Path(__file__).parents[1] / "fixtures" / "youtube"
PER_PAGE = 8
"""YouTube gives about 30; fewer make for shorter tests."""


@dataclass
class Made:
    """One video. ``page`` are the options of ``pages.player``; ``said`` None: no captions. ``feed``: in the feed."""

    id: str
    title: str = "Mijn week"
    description: str = "Elke week een nieuwe video."
    date: str = "2026-08-01T12:00:00+00:00"
    age: str = "3 weeks ago"
    tab: str = "videos"
    said: tuple[str, ...] | None = ("hallo allemaal",)
    page: dict[str, Any] = field(default_factory=dict)
    captions: Any = None

    def answers(self) -> Iterator[tuple[str, bytes]]:
        """The watch page, and the captions if there are any."""
        options = {
            "title": self.title,
            "description": self.description,
            "date": self.date,
            "short": self.tab == "shorts",
        }
        tracks = [pages.track(self.id)] if self.said is not None else []
        yield pages.watch_url(self.id), pages.watch_page(self.id, **{**options, "tracks": tracks, **self.page})
        if self.said is not None:
            yield f"{pages.captions_url(self.id)}&fmt=json3", pages.captions(*self.said)

    def tile(self) -> dict[str, Any]:
        if self.tab == "shorts":
            return pages.short_tile(self.id, self.title)
        return pages.tile(self.id, self.title, self.age)


class Channel:
    """Videos, newest first."""

    def __init__(self, videos: list[Made], *, per_page: int = PER_PAGE) -> None:
        self.videos = videos
        self.per_page = per_page

    def lists(self, start: str) -> Iterator[tuple[str, bytes]]:
        """The first page of each tab that has videos, below ``start`` (a handle or a channel's path)."""
        tabs = tuple(dict.fromkeys(["videos", *(video.tab for video in self.videos)]))
        for tab in tabs:
            tiles = [video.tile() for video in self.videos if video.tab == tab]
            more = [pages.more(f"{tab}-1")] if len(tiles) > self.per_page else []
            yield f"{pages.HOME}/{start}/{tab}", pages.tab_page(tab, [*tiles[: self.per_page], *more], tabs)

    def later_pages(self) -> Iterator[tuple[dict[str, str], bytes]]:
        """The further pages of each tab, with the continuation that asks for them."""
        for tab in dict.fromkeys(video.tab for video in self.videos):
            tiles = [video.tile() for video in self.videos if video.tab == tab]
            for number in range(1, (len(tiles) + self.per_page - 1) // self.per_page):
                part = tiles[number * self.per_page : (number + 1) * self.per_page]
                more = [pages.more(f"{tab}-{number + 1}")] if len(tiles) > (number + 1) * self.per_page else []
                yield {"continuation": f"{tab}-{number}"}, pages.continuation([*part, *more])

    def feed(self) -> bytes:
        return pages.feed([(x.id, x.title, x.description, x.date) for x in self.videos[:15]])

    def serve(self, far_end: FarEnd) -> None:
        """Answer for this channel, as it is now."""
        for start in (pages.HANDLE, f"channel/{pages.CHANNEL}"):
            for url, body in self.lists(start):
                far_end.on(_asked(url), body)
        later = {json.dumps(request): body for request, body in self.later_pages()}
        far_end.on("www.youtube.com/youtubei/v1/browse", _by_continuation(later))
        far_end.on("www.youtube.com/feeds/videos.xml", self.feed())
        for video in self.videos:
            for url, body in video.answers():
                far_end.on(_asked(url).partition("&")[0], body)
            if video.captions is not None:
                far_end.on(f"www.youtube.com/api/timedtext?v={video.id}", video.captions)

    def record(self, folder: Path) -> None:
        """Write what a first look by handle asks for, and the feed for a second look."""
        recording = Recording(folder)
        for url, body in [*self.lists(pages.HANDLE), *list(self.lists(f"channel/{pages.CHANNEL}"))[1:]]:
            recording.keep(Call(url=url), Reply(url=url, status=200, headers={"content-type": "text/html"}, body=body))
        browse = f"{pages.HOME}/youtubei/v1/browse"
        for request, body in self.later_pages():
            asked = json.dumps({"context": {"client": {"clientName": "WEB"}}, **request}).encode()
            recording.keep(Call(url=browse, method="POST", body=asked), Reply(url=browse, status=200, body=body))
        for url, body in ((url, body) for video in self.videos for url, body in video.answers()):
            recording.keep(Call(url=url), Reply(url=url, status=200, body=body))
        url = f"{pages.HOME}/feeds/videos.xml?channel_id={pages.CHANNEL}"
        recording.keep(
            Call(url=url), Reply(url=url, status=200, headers={"content-type": "text/xml"}, body=self.feed())
        )


def make_many(count: int) -> Channel:
    """A channel of ``count`` videos, a day apart, the newest first."""
    newest = datetime(2026, 8, 1, 12, tzinfo=UTC)
    dates = [(newest - timedelta(days=number)).isoformat() for number in range(count)]
    return Channel([Made(pages.video_id(x), title=f"Video {x}", date=dates[x]) for x in range(count)])


def make_example() -> Channel:
    """The channel in fixtures/youtube: what advertising looks like on YouTube, and what cannot be read there."""
    private = {"status": "LOGIN_REQUIRED", "reason": "This is a private video"}
    return Channel(
        [
            Made(
                pages.video_id(1),
                title="Mijn ochtend met een gratis proefpakket",
                description="Betaalde samenwerking met Ontbijtdoos. Code SANNE10 geeft 10% korting.",
                said=("goedemorgen allemaal", "deze video is een betaalde samenwerking met ontbijtdoos"),
                page={"mark": True},
            ),
            Made(
                pages.video_id(2),
                title="Vijf soepen voor de herfst",
                description="Recepten.\n\nMet korting: https://tc.tradetracker.net/?c=1&a=2 en code SOEP15",
                date="2026-07-20T12:00:00+00:00",
                age="1 month ago",
                said=("welkom terug", "gebruik mijn code soep vijftien voor korting"),
            ),
            Made(pages.video_id(3), title="Wandelen in het bos", date="2026-07-01T12:00:00+00:00", said=None),
            Made(pages.video_id(4), title="Een dag met mij", page={"status": private, "details": False}, said=None),
            Made(pages.video_id(5), title="Uit de oude doos", date="2021-03-01T12:00:00+00:00", age="5 years ago"),
            Made(
                pages.video_id(6),
                title="Gekregen van een merk #ad",
                description="",
                date="2026-07-15T12:00:00+00:00",
                tab="shorts",
                said=("dit heb ik gekregen",),
            ),
        ]
    )


def _asked(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _by_continuation(later: dict[str, bytes]) -> Answer:
    def reply(handler: Any) -> None:
        token = json.loads(handler.body)["continuation"]
        body = later.get(json.dumps({"continuation": token}))
        answer(404 if body is None else body)(handler)

    return reply


if __name__ == "__main__":
    shutil.rmtree(FIXTURES, ignore_errors=True)
    make_example().record(FIXTURES)
