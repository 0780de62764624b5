from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import youtube_pages as pages

from herkenbaar.errors import MissingExtraError
from herkenbaar.sources import youtube_page

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from(
    ["playabilityStatus", "status", "reason", "messages", "errorScreen", "captions", "contents", "paidContentOverlay",
     "descriptionCollapsedLines", "scheduledStartTime", "baseUrl", "runs", "simpleText", "subreason"]
)  # fmt: skip
PLAYERS = st.dictionaries(KEYS, st.recursive(VALUES, lambda x: st.dictionaries(KEYS, x, max_size=4), max_leaves=10))


def test_this_version_of_yt_dlp_has_every_hook_we_override() -> None:
    missing = youtube_page.missing_hooks()
    assert not missing, (
        f"yt-dlp no longer has {', '.join(missing)}: find where its page data goes now (platforms.md section 1.3), "
        "adapt sources/youtube_page.py, and move the yt-dlp range in pyproject.toml"
    )


def test_a_yt_dlp_without_our_hooks_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(youtube_page, "TAB_HOOKS", ("_no_longer_there",))
    with pytest.raises(MissingExtraError, match=r"no longer has YoutubeTabIE\._no_longer_there") as caught:
        youtube_page.make_extractors()
    assert "pip install" in caught.value.remedy


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ({"status": "OK"}, ""),
        ({"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you\u2019re not a bot"}, "blocked"),
        ({"status": "ERROR", "errorScreen": {"playerCaptchaViewModel": {}}}, "blocked"),
        ({"status": "ERROR", "reason": "This content isn't available, try again later."}, "blocked"),
        ({"status": "LOGIN_REQUIRED", "reason": "This is a private video"}, "private"),
        ({"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm your age"}, "age-gated"),
        ({"status": "LOGIN_REQUIRED", "desktopLegacyAgeGateReason": 1}, "age-gated"),
        ({"status": "CONTENT_CHECK_REQUIRED"}, "age-gated"),
        ({"status": "LIVE_STREAM_OFFLINE", "reason": "Live in 2 hours"}, "upcoming"),
        ({"status": "UNPLAYABLE", "reason": "Unavailable", "messages": ["Join this channel"]}, "members-only"),
        ({"status": "ERROR", "errorScreen": {"x": {"subreason": {"runs": [{"text": "was removed by"}]}}}}, "removed"),
        ({"status": "NEW_WORD", "reason": "Een reden die niemand kent"}, "not playable"),
        ({}, "not playable"),
    ],
)  # fmt: skip
def test_why_a_video_does_not_play(status: dict[str, Any], reason: str) -> None:
    assert youtube_page.read_playability({"playabilityStatus": status}).reason == reason


@pytest.mark.parametrize(
    ("player", "browser", "app"),
    [
        (pages.player("x", mark=True), True, True),
        (pages.player("x"), False, False),
        (pages.APP_MARK, False, True),
        ({"paidContentOverlay": None}, False, True),
        ({}, False, False),
    ],
)
def test_the_mark_has_two_shapes(player: dict[str, Any], browser: bool, app: bool) -> None:
    assert (youtube_page.has_mark(player), youtube_page.has_app_mark(player)) == (browser, app)


@pytest.mark.parametrize(("lines", "found"), [(3, 3), (0, 0), (None, None), (-1, None), ("3", None), (10**9, None)])
def test_the_number_of_lines_that_the_page_shows(lines: Any, found: int | None) -> None:
    assert youtube_page.read_collapsed_lines({"contents": [{"x": {"descriptionCollapsedLines": lines}}]}) == found


@given(PLAYERS)
def test_page_data_of_any_shape_is_read_without_a_crash(player: dict[str, Any]) -> None:
    youtube_page.has_mark(player)
    youtube_page.has_app_mark(player)
    youtube_page.read_collapsed_lines(player)
    youtube_page.list_caption_addresses(player)
    assert youtube_page.read_playability(player).reason is not None
