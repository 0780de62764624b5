"""The sound of a published video, fetched to a file, within limits of size, length and time.

    address ─▶ yt-dlp finds the leanest stream ─▶ its pieces, one request each ─▶ file

Every request, also for the media, goes through http.Http: the same pace, breaker, allow-list and recording as all
others. yt-dlp's own downloader is not used. Only the extractors of our three platforms are, so that an address in
somebody's evidence leads nowhere else. Speech needs little: the picture is taken only where sound cannot be had
without it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.recording import Call, Reply
from herkenbaar.sources.ytdlp import Silent, reading, route

PLATFORMS = (r"youtube", r"tiktok", r"instagram")
"""The extractors that may be used, as yt-dlp names them."""

DIRECT = "[protocol^=http][protocol!*=dash][format_id!=audio]"
LEANEST = f"bestaudio[abr<=70]{DIRECT}/worstaudio{DIRECT}/worst{DIRECT}"
"""A stream with one address; those in hundreds of fragments would cost a request each. What yt-dlp calls "audio" on
TikTok is the song under the video, in which nobody speaks."""
PIECE = 8 * 2**20
"""Bytes per request: YouTube slows down who asks for more at once."""
REFUSED = frozenset({401, 403})
GONE = frozenset({404, 410})
AGAIN = "try again later, or download the video yourself and scan the archive"
_TOTAL = re.compile(r"bytes \d+-\d+/(\d+)")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a download may cost: bytes, seconds of sound, seconds of waiting."""

    most_bytes: int
    longest: float
    patience: float


def fetch_sound(url: str, folder: Path, *, http: Http, limits: Limits, extractors: Sequence[str] = PLATFORMS) -> Path:
    """A file in ``folder`` with the sound of the video at ``url``.

    Raises BlockedError, GoneError or FetchError. A file that grows too large or takes too long is broken off.
    """
    until = time.monotonic() + limits.patience
    try:
        info, cookies = _find_stream(url, http, extractors)
    except LookError as error:
        raise type(error)(f"its sound could not be fetched ({error.what})", where=url, remedy=AGAIN) from error
    _check(url, limits, info)
    path = folder / f"sound.{re.sub(r'[^a-z0-9]', '', str(info.get('ext') or '')) or 'bin'}"
    headers = {**(info.get("http_headers") or {}), **cookies, "accept-encoding": "identity"}
    with path.open("wb") as file:
        _Download(url, http, limits, until).run(str(info["url"]), headers, file)
    return path


def _find_stream(url: str, http: Http, extractors: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What yt-dlp says of the chosen stream, and the header with the cookies it was given for it."""
    import yt_dlp

    options = {
        "quiet": True,
        "logger": Silent(),
        "cachedir": False,
        "noplaylist": True,
        "playlist_items": "1",
        "extractor_retries": 0,
        "allowed_extractors": list(extractors),
        "format": LEANEST,
    }
    with reading(url), yt_dlp.YoutubeDL(options) as ydl:
        route(ydl, http)
        info = ydl.extract_info(url, download=False)
        entries = [one for one in (info or {}).get("entries") or () if one]
        found = ydl.sanitize_info(entries[0] if entries else info)
        if not found or not found.get("url"):
            raise FetchError("no stream of it has an address", where=url)
        cookie = ydl.cookiejar.get_cookie_header(found["url"])
        return found, {"cookie": cookie} if cookie else {}


def _check(url: str, limits: Limits, info: dict[str, Any]) -> None:
    """Refuse what is not over yet, or lasts too long, before anything is downloaded."""
    if info.get("is_live") or info.get("live_status") == "is_upcoming":
        raise FetchError("it is not over yet", where=url, remedy="try again later")
    duration = info.get("duration") or 0
    if duration > limits.longest:
        what = f"it lasts {duration:.0f} s, more than the limit of {limits.longest:.0f} s"
        raise FetchError(what, where=url, remedy="raise most_seconds under [speech]")


class _Download:
    """One file, piece by piece."""

    def __init__(self, url: str, http: Http, limits: Limits, until: float) -> None:
        self._url = url
        self._http = http
        self._limits = limits
        self._until = until

    def run(self, address: str, headers: dict[str, str], file: IO[bytes]) -> None:
        """Write all of it. A server that knows no pieces sends it whole."""
        done, total = 0, 1
        while done < total:
            reply = self._ask(address, {**headers, "range": f"bytes={done}-{done + PIECE - 1}"}, done)
            body = reply.body if reply.status == 206 or not done else b""
            found = _TOTAL.match(reply.headers.get("content-range", ""))
            total = int(found[1]) if found and reply.status == 206 else done + len(body)
            if max(total, done + len(body)) > self._limits.most_bytes:
                raise self._too_large()
            if not body:
                raise FetchError("no sound came", where=self._url, remedy=AGAIN)
            done += file.write(body)

    def _ask(self, address: str, headers: dict[str, str], done: int) -> Reply:
        left = self._until - time.monotonic()
        if left <= 0:
            raise self._too_late()
        most = self._limits.most_bytes - done
        call = Call(url=address, headers=headers, most_bytes=most + 1, most_seconds=left)
        try:
            reply = self._http.send(call)
        except LookError as error:
            if time.monotonic() > self._until:
                raise self._too_late() from error
            if "larger than" in error.what:
                raise self._too_large() from error
            raise type(error)(
                f"its sound could not be fetched ({error.what})", where=self._url, remedy=AGAIN
            ) from error
        if reply.status in REFUSED:
            what = f"the platform refuses to give its sound (status {reply.status})"
            raise BlockedError(what, where=self._url, remedy=AGAIN)
        if reply.status in GONE:
            raise GoneError(f"its sound is not there (status {reply.status})", where=self._url)
        if reply.status not in {200, 206}:
            raise FetchError(f"its sound could not be fetched (status {reply.status})", where=self._url, remedy=AGAIN)
        return reply

    def _too_late(self) -> FetchError:
        what = f"its sound was not there after {self._limits.patience:g} s"
        return FetchError(what, where=self._url, remedy=AGAIN)

    def _too_large(self) -> FetchError:
        what = f"its sound is larger than {self._limits.most_bytes / 1e6:g} MB"
        return FetchError(what, where=self._url, remedy="raise fetch_megabytes under [speech]")
