"""The sound of a published video, fetched to a file, within limits of size, length and time.

Through yt-dlp's own downloader (http.Http holds whole answers in memory, and media are streams), with the extractors of
our three platforms and no other, so that an address in somebody's evidence leads nowhere else. Speech needs little: the
leanest audio stream is taken, and the picture only where sound cannot be had without it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError

PLATFORMS = (r"youtube", r"tiktok", r"instagram")
"""The extractors that may be used, as yt-dlp names them."""

LEANEST = "bestaudio[abr<=70]/worstaudio/worst"
REFUSED = frozenset({401, 403, 429})
GONE = frozenset({404, 410})


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a download may cost: bytes, seconds of sound, seconds of waiting."""

    most_bytes: int
    longest: float
    patience: float


def fetch_sound(url: str, folder: Path, *, limits: Limits, extractors: Sequence[str] = PLATFORMS) -> Path:
    """A file in ``folder`` with the sound of the video at ``url``.

    Raises BlockedError, GoneError or FetchError. A file that grows too large or takes too long is broken off.
    """
    import yt_dlp

    until = time.monotonic() + limits.patience
    options = {
        **_QUIET,
        "logger": _Silent(),
        "allowed_extractors": list(extractors),
        "format": LEANEST,
        "outtmpl": {"default": str(folder / "sound.%(ext)s")},
        "socket_timeout": min(20.0, limits.patience),
        "match_filter": partial(_check, url, limits),
        "progress_hooks": [partial(_guard, url, limits, until)],
    }
    try:
        with yt_dlp.YoutubeDL(options) as ydl:
            info = ydl.extract_info(url, download=True)
    except yt_dlp.utils.YoutubeDLError as error:
        raise _name(error, url) from error
    files = [Path(item["filepath"]) for item in (info or {}).get("requested_downloads") or ()]
    if not files or not files[0].is_file():
        raise FetchError("no sound came", where=url, remedy=AGAIN)
    return files[0]


AGAIN = "try again later, or download the video yourself and scan the archive"

_QUIET = {
    "quiet": True,
    "noprogress": True,
    "cachedir": False,
    "noplaylist": True,
    "playlist_items": "1",
    "retries": 2,
    "fragment_retries": 2,
    "extractor_retries": 1,
    "continuedl": False,
    "overwrites": True,
    "updatetime": False,
    "fixup": "never",
}


class _Silent:
    """Takes what yt-dlp would print: the error says it again."""

    def debug(self, _: str) -> None:
        """Not of interest."""

    info = warning = error = debug


def _check(url: str, limits: Limits, info: dict[str, Any], /, **_: bool) -> None:
    """Refuse what is not over yet, or lasts too long, before anything is downloaded."""
    if info.get("is_live") or info.get("live_status") == "is_upcoming":
        raise FetchError("it is not over yet", where=url, remedy="try again later")
    duration = info.get("duration") or 0
    if duration > limits.longest:
        what = f"it lasts {duration:.0f} s, more than the limit of {limits.longest:.0f} s"
        raise FetchError(what, where=url, remedy="raise most_seconds under [speech]")


def _guard(url: str, limits: Limits, until: float, state: dict[str, Any]) -> None:
    """Break a download off: its size is often not told beforehand, and a server may drip."""
    size = max(state.get("downloaded_bytes") or 0, state.get("total_bytes") or 0)
    if size > limits.most_bytes:
        what = f"its sound is larger than {limits.most_bytes / 1e6:g} MB"
        raise FetchError(what, where=url, remedy="raise fetch_megabytes under [speech]")
    if time.monotonic() > until:
        raise FetchError(f"its sound was not there after {limits.patience:g} s", where=url, remedy=AGAIN)


def _name(error: Exception, url: str) -> LookError:
    """Our error for what yt-dlp says: refused, gone, or anything else."""
    inner = getattr(error, "exc_info", None)
    cause = getattr(inner[1] if inner else None, "cause", None) or (inner[1] if inner else None)
    status = getattr(cause, "status", None)
    if status in REFUSED:
        return BlockedError(f"the platform refuses to give its sound (status {status})", where=url, remedy=AGAIN)
    if status in GONE:
        return GoneError(f"its sound is not there (status {status})", where=url)
    first = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).removeprefix("ERROR: ").partition("; please report")[0]
    return FetchError(f"its sound could not be fetched ({first.strip()})", where=url, remedy=AGAIN)
