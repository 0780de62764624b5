"""Requests: what a look at a channel or profile costs here, beside what plain yt-dlp asks of the same one.

Both are made up (tests/youtube_channel.py, tests/tiktok_pages.py) and served on loopback; both readers ask the same
server in one run, and plain yt-dlp has the flags --dateafter 20220701 --write-subs --skip-download.
Run: python -m benchmarks.requests_per_video
"""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from tests import tiktok_pages
from tests import youtube_pages as pages
from tests.far_end import FarEnd, TestClock, served
from tests.youtube_channel import Channel, make_many
from yt_dlp import YoutubeDL
from yt_dlp.networking.common import Request, RequestHandler, Response
from yt_dlp.networking.exceptions import HTTPError
from yt_dlp.utils import DateRange

from benchmarks.figures import Figure, table
from herkenbaar import config
from herkenbaar.crawl import Crawler, Options, open_http
from herkenbaar.gather import Window

VIDEOS, POSTS = 30, 15
SCRIPT = "https://www.youtube.com/s/player/0123abcd/player_ias.vflset/en_US/base.js"


def run() -> list[Figure]:
    """The figures of both platforms."""
    return [*run_youtube(), *run_tiktok()]


def run_tiktok() -> list[Figure]:
    """Requests for a first look at posts without captions, and for a look that finds nothing new."""
    text, url = f"tiktok:@{tiktok_pages.HANDLE}", f"{tiktok_pages.HOME}/@{tiktok_pages.HANDLE}"
    posts = tiktok_pages.make_items(POSTS)
    with tempfile.TemporaryDirectory() as folder, served() as far_end:
        tiktok_pages.serve(far_end, posts)
        ours = [_asked(far_end, lambda: _gather(far_end, Path(folder), text)) for _ in range(2)]
        plain = [_asked(far_end, lambda: _ask_plainly(far_end, url)) for _ in range(2)]
    what = f"TikTok, {POSTS} posts without captions"
    profile = sum("/video/" not in one and "/api/" not in one for one in ours[0])
    here, there = len(ours[0]) - profile, len(plain[0]) - profile
    return [
        _figure(f"{what}, first look", len(ours[0]), len(plain[0]), limit=2),
        _figure(f"{what}, beside the profile page", here, there, limit=1),
        _figure("TikTok, nothing new", len(ours[1]), len(plain[1]), limit=1),
    ]


def run_youtube() -> list[Figure]:
    """Requests for a first look, per new video, and for a look that finds nothing new."""
    channel, url = make_many(VIDEOS), f"{pages.HOME}/{pages.HANDLE}"
    older = Channel(channel.videos[3:])
    looks = {f"first look at {len(older.videos)} videos": older, "3 new videos": channel, "nothing new": channel}
    with tempfile.TemporaryDirectory() as folder, served() as far_end:
        ours = [_count(far_end, one, lambda: _gather(far_end, Path(folder), pages.HANDLE)) for one in looks.values()]
    with served() as far_end:
        plain = [_count(far_end, one, lambda: _ask_plainly(far_end, url)) for one in looks.values()]
    videos = (len(older.videos), 3, 0)
    return [
        _figure(f"YouTube, {what}", len(here), len(there), limit=limit)
        for what, here, there, limit in zip(looks, ours, plain, (None, 1 + 3 * 2, 1), strict=True)
    ] + [
        _figure(f"YouTube, {what}, per new video", _of_videos(here) / count, _of_videos(there) / count, limit=2)
        for what, here, there, count in zip(looks, ours, plain, videos, strict=True)
        if count
    ]


def _figure(what: str, here: float, there: float, *, limit: float | None) -> Figure:
    return Figure(
        what,
        f"{here:.4g} requests",
        f"plain yt-dlp: {there:.4g}",
        f"{there / here:.1f} times fewer",
        "" if limit is None else f"at most {limit:g}",
        None if limit is None else here <= limit,
    )


def _of_videos(asked: list[str]) -> int:
    """The requests that are about one video: its page, its player, its captions."""
    return sum(any(sign in one for sign in ("/watch", "/player", "/timedtext")) for one in asked)


def _count(far_end: FarEnd, channel: Channel, look: Callable[[], None]) -> list[str]:
    channel.serve(far_end)
    _serve_player(far_end, channel)
    return _asked(far_end, look)


def _asked(far_end: FarEnd, look: Callable[[], None]) -> list[str]:
    far_end.asked.clear()
    look()
    return list(far_end.asked)


def _serve_player(far_end: FarEnd, channel: Channel) -> None:
    """What only plain yt-dlp asks for: the player script, and the player API that gives it formats."""
    far_end.on("www.youtube.com/iframe_api", f"scriptUrl = '{SCRIPT.replace('/', chr(92) + '/')}';")
    far_end.on("www.youtube.com/s/player/", "var signatureTimestamp=20000;")
    formats = [{"itag": 18, "url": "https://example.invalid/video.mp4", "mimeType": "video/mp4", "width": 360}]

    def play(handler: Any) -> None:
        video = json.loads(handler.body)["videoId"]
        made = next(x for x in channel.videos if x.id == video)
        player = pages.player(video, title=made.title, date=made.date)
        handler.reply(json.dumps({**player, "streamingData": {"formats": formats}}).encode())

    far_end.on("www.youtube.com/youtubei/v1/player", play)


def _gather(far_end: FarEnd, out: Path, text: str) -> None:
    settings = config.load().settings.gather
    options = Options(transport=far_end.transport(), clock=TestClock())
    with open_http(settings, options) as http, Crawler(out, http, settings, Window(date(2022, 7, 1))) as crawler:
        for _ in crawler.crawl([text]):
            pass


def _ask_plainly(far_end: FarEnd, url: str) -> None:
    """yt-dlp --dateafter 20220701 --write-subs --write-auto-subs --sub-langs nl-orig --skip-download URL."""
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "quiet": True,
            "no_warnings": True,
            "noprogress": True,
            "ignoreerrors": True,
            "skip_download": True,
            "daterange": DateRange("20220701"),
            "writesubtitles": True,
            "writeautomaticsub": True,
            "subtitleslangs": ["nl-orig"],
            "paths": {"home": folder},
            "cachedir": False,
        }
        with YoutubeDL(options) as reader:
            handlers = [lambda **rest: RerouteRH(far_end=far_end, **rest)]
            reader._request_director = reader.build_request_director(handlers)
            reader.download([url])


class RerouteRH(RequestHandler):  # type: ignore[misc]
    """Sends yt-dlp's requests to the server on loopback, and changes nothing else."""

    _SUPPORTED_URL_SCHEMES = ("http", "https")
    _SUPPORTED_PROXY_SCHEMES = None
    _SUPPORTED_FEATURES = None

    def __init__(self, *, far_end: FarEnd, **rest: Any) -> None:
        super().__init__(**rest)
        self.client = httpx.Client(transport=far_end.transport(), timeout=20)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    def _check_extensions(self, extensions: dict[str, Any]) -> None:
        extensions.clear()

    def _send(self, request: Request) -> Response:
        url = re.sub("^http:", "https:", request.url)
        reply = self.client.request(request.method, url, content=request.data, headers=dict(request.headers))
        response = Response(io.BytesIO(reply.content), request.url, dict(reply.headers), reply.status_code)
        if not 200 <= reply.status_code < 300:
            raise HTTPError(response)
        return response


def main() -> None:
    """Print the table."""
    print(table(run()))


if __name__ == "__main__":
    main()
