"""What YouTube's own page data says of a video and yt-dlp drops: the paid-promotion mark, and why it won't play.

Small subclasses of yt-dlp's extractors keep the page data (platforms.md section 1.3). They override private methods,
so the yt-dlp range is pinned and ``missing_hooks`` says which of them a version no longer has.

The mark has two known shapes (platforms.md section 1.2): ``paidContentOverlay`` in the answer for browsers, and
``paidContentOverlayElementRendererOptions`` in the answer for the Android app.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from herkenbaar.errors import MissingExtraError

VIDEO_HOOKS = ("_initial_extract", "_download_initial_webpage", "_extract_player_response", "_download_initial_data")
TAB_HOOKS = ("_extract_from_tabs", "_extract_tab_endpoint", "_extract_tab_id_and_name")
APP_MARK = "paidContentOverlayElementRendererOptions"

VIDEO, TAB = "Youtube", "YoutubeTab"
"""yt-dlp's keys of the two extractors."""

NO_TAB = "This channel does not have a"
"""How yt-dlp says so (extractor/youtube/_tab.py)."""

ARGUMENTS = {
    "youtube": {
        "player_client": ["web"],
        "player_skip": ["js", "configs", "initial_data"],
        "skip": ["hls", "dash", "translated_subs"],
    },
    "youtubetab": {"approximate_date": [""]},
}
"""One request per video: no player script, no manifests, nothing fetched again (platforms.md section 3)."""


class Kept(msgspec.Struct, frozen=True):
    """The page data of one video: ``player`` is None where the page held none. ``page`` is the HTML."""

    page: str | None
    player: dict[str, Any] | None
    data: dict[str, Any]


class Playability(msgspec.Struct, frozen=True):
    """Why a video does not play: ``reason`` is one of ours ("" = it plays), ``words`` YouTube's own.

    ``starts`` is when an upcoming one begins (seconds since 1970), if it says so.
    """

    reason: str
    words: str = ""
    starts: float | None = None


BLOCKED = "blocked"
"""The reason that is about us and not about the video."""

_REASONS = (
    (BLOCKED, ("not a bot", "try again later", "unusual traffic", "captcha")),
    ("members-only", ("members-only", "available to this channel's members", "join this channel")),
    ("private", ("private",)),
    ("age-gated", ("confirm your age", "age-restricted", "inappropriate for some users")),
    ("region-blocked", ("in your country", "in your location")),
    ("paid", ("requires payment", "rental", "purchase", "youtube premium")),
    (
        "removed",
        ("removed", "no longer available", "terminated", "account associated", "isn't available", "unavailable"),
    ),
)
_STATUS_REASONS = {
    "AGE_VERIFICATION_REQUIRED": "age-gated",
    "AGE_CHECK_REQUIRED": "age-gated",
    "CONTENT_CHECK_REQUIRED": "age-gated",
    "LIVE_STREAM_OFFLINE": "upcoming",
}


def make_extractors() -> tuple[type[Any], type[Any]]:
    """Our extractors for one video and for a channel's tab. Raises MissingExtraError for a yt-dlp without our hooks."""
    missing = missing_hooks()
    if missing:
        raise MissingExtraError(
            f"this version of yt-dlp no longer has {', '.join(missing)}", remedy='pip install "yt-dlp>=2026.8.19,<2027"'
        )
    return _make_video_extractor(), _make_tab_extractor()


@functools.cache
def _make_video_extractor() -> type[Any]:
    from yt_dlp.extractor.youtube import YoutubeIE
    from yt_dlp.utils import ExtractorError

    class KeepingVideoIE(YoutubeIE):  # type: ignore[misc]
        """Keeps the page data, and asks nothing beyond the page."""

        kept = Kept(None, None, {})

        @classmethod
        def ie_key(cls) -> str:
            return VIDEO

        def _real_extract(self, url: str) -> Any:
            self.kept = Kept(None, None, {})
            return super()._real_extract(url)

        def _download_initial_webpage(self, *args: Any, **options: Any) -> Any:
            page = super()._download_initial_webpage(*args, **options)
            self.kept = Kept(page, None, {})
            return page

        def _extract_player_response(self, *args: Any, **options: Any) -> Any:
            # Asked only where the page held none. The API's answer lacks the mark, so it would hide a gap.
            raise ExtractorError("the page holds no player data", expected=True)

        def _initial_extract(self, *args: Any, **options: Any) -> Any:
            result = super()._initial_extract(*args, **options)
            players = result[4]
            self.kept = Kept(self.kept.page, players[0] if players else None, result[2] or {})
            return result

    return KeepingVideoIE


@functools.cache
def _make_tab_extractor() -> type[Any]:
    from yt_dlp.extractor.youtube import YoutubeTabIE
    from yt_dlp.utils import ExtractorError

    class KeepingTabIE(YoutubeTabIE):  # type: ignore[misc]
        """Tells which tabs the channel has, so that none is asked in vain."""

        @classmethod
        def ie_key(cls) -> str:
            return TAB

        def _extract_tab_endpoint(self, *args: Any, **options: Any) -> Any:
            # Asked only where the page is broken; the page itself is asked again by the next run
            raise ExtractorError("the page holds no list", expected=True)

        def _extract_from_tabs(self, item_id: str, ytcfg: Any, data: Any, tabs: list[dict[str, Any]]) -> Any:
            result = super()._extract_from_tabs(item_id, ytcfg, data, tabs)
            result["_tabs"] = [self._extract_tab_id_and_name(tab)[0] for tab in tabs]
            return result

    return KeepingTabIE


def missing_hooks() -> list[str]:
    """The private methods of yt-dlp that we override and that this version no longer has."""
    from yt_dlp.extractor.youtube import YoutubeIE, YoutubeTabIE

    pairs = [(YoutubeIE, x) for x in VIDEO_HOOKS] + [(YoutubeTabIE, x) for x in TAB_HOOKS]
    return [f"{owner.__name__}.{name}" for owner, name in pairs if not callable(getattr(owner, name, None))]


def is_bot_page(page: str) -> bool:
    """Whether a page without player data asks for consent or proof that we are people."""
    return any(
        sign in page for sign in ("consent.youtube.com", "google.com/recaptcha", "g-recaptcha", "unusual traffic")
    )


def has_mark(player: dict[str, Any]) -> bool:
    """Whether the player data for browsers carries the paid-promotion mark."""
    return isinstance(player.get("paidContentOverlay"), dict)


def has_app_mark(player: Any) -> bool:
    """Whether the player data for the Android app carries it, however deep."""
    return any(APP_MARK in node or "paidContentOverlay" in node for node in _walk(player))


def read_collapsed_lines(data: dict[str, Any]) -> int | None:
    """How many lines of the description the page says it shows, or None."""
    for node in _walk(data.get("contents")):
        lines = node.get("descriptionCollapsedLines")
        if isinstance(lines, int) and 0 <= lines <= 1000:
            return lines
    return None


def list_caption_addresses(player: dict[str, Any]) -> list[str]:
    """The addresses of all caption tracks that the page lists, whether yt-dlp gives them or not."""
    return [str(node["baseUrl"]) for node in _walk(player.get("captions")) if "baseUrl" in node]


def read_playability(player: dict[str, Any]) -> Playability:
    """Whether the video plays for the public, and why not. The page is asked in English, so are its words."""
    status = player.get("playabilityStatus")
    if not isinstance(status, dict):
        return Playability("not playable", "the page does not say why")
    code = str(status.get("status"))
    if code == "OK":
        return Playability("")
    words = " ".join(dict.fromkeys(_texts(status)))
    starts = str(next((node["scheduledStartTime"] for node in _walk(status) if "scheduledStartTime" in node), ""))
    if any("playerCaptchaViewModel" in node for node in _walk(status)):
        return Playability(BLOCKED, words or "a captcha")
    if "desktopLegacyAgeGateReason" in status:
        return Playability("age-gated", words)
    lowered = words.lower().replace("\u2019", "'")
    by_words = next((reason for reason, signs in _REASONS if any(sign in lowered for sign in signs)), None)
    reason = _STATUS_REASONS.get(code) or by_words or "not playable"
    return Playability(reason, words or code, float(starts) if starts.isdecimal() else None)


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, outer ones first."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _texts(status: dict[str, Any]) -> Iterator[str]:
    """The sentences in which YouTube says why, the first one first."""
    messages = status.get("messages")
    for text in (status.get("reason"), *(messages if isinstance(messages, list) else ())):
        if isinstance(text, str):
            yield text
    for node in _walk(status.get("errorScreen")):
        for name in ("reason", "subreason"):
            if isinstance(node.get(name), dict):
                yield _text_of(node[name])


def _text_of(text: dict[str, Any]) -> str:
    """YouTube's formatted text as plain text: ``simpleText``, or ``runs`` put together."""
    if isinstance(text.get("simpleText"), str):
        return str(text["simpleText"])
    runs = text.get("runs")
    return "".join(str(run.get("text", "")) for run in runs if isinstance(run, dict)) if isinstance(runs, list) else ""
