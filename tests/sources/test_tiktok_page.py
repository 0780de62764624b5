from __future__ import annotations

import pytest
import yt_dlp.extractor.tiktok

from herkenbaar.sources import tiktok_page


def test_this_version_of_yt_dlp_has_every_hook_we_override() -> None:
    missing = tiktok_page.missing_hooks()
    assert not missing, (
        f"yt-dlp {yt_dlp.version.__version__} no longer has {', '.join(missing)}: TikTok's label fields would be lost "
        "unseen. Find what replaced them in yt_dlp/extractor/tiktok.py, adapt sources/tiktok_page.py, and widen the "
        "range in pyproject.toml and ytdlp.TESTED only when tests/sources/test_tiktok*.py pass."
    )


def test_a_hook_that_disappears_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yt_dlp.extractor.tiktok.TikTokBaseIE, "_parse_aweme_video_web")
    assert tiktok_page.missing_hooks() == [
        "TikTokIE._parse_aweme_video_web",
        "TikTokUserIE._parse_aweme_video_web",
    ]
