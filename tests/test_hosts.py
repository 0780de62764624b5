from __future__ import annotations

import pytest

from herkenbaar.hosts import platform_of


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://m.youtube.com/x", "youtube"),
        ("https://youtubei.googleapis.com/x", "youtube"),
        ("https://www.googleapis.com/youtube/v3/search", "google_api"),
        ("https://v16-webapp.tiktok.com/x", "tiktok"),
        ("https://graph.facebook.com/v1", "meta_api"),
        ("https://rr3---sn-5hne6nsz.googlevideo.com/videoplayback", "youtube"),
        ("https://scontent-ams4-1.cdninstagram.com/x.mp4", "instagram"),
    ],
)
def test_hosts_of_one_platform_share_its_budget(url: str, platform: str) -> None:
    assert platform_of(url) == platform
