from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from tests import tiktok_pages, youtube_pages

from herkenbaar import config
from herkenbaar.budget import Budget
from herkenbaar.errors import UsageError
from herkenbaar.http import Http
from herkenbaar.model import Platform
from herkenbaar.sources.source import find_source, is_before, open_platform

MOMENT = datetime(2022, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "before"),
    [
        ("2022-06-30T23:59:59Z", True),
        ("2022-07-01T00:00:00Z", False),
        ("2022-07-01T01:00:00+02:00", True),
        ("2022-07-01", True),  # a bare date is that day in Amsterdam, two hours ahead
        ("2022-07-02", False),
        (None, False),
        ("last week", False),
    ],
)
def test_a_date_lies_before_a_moment_only_when_it_can_be_read(published: str | None, before: bool) -> None:
    assert is_before(published, MOMENT) is before


def test_an_address_finds_the_platform_that_reads_it() -> None:
    target, make = find_source("https://www.youtube.com/@x12")
    assert target.platform is Platform.YOUTUBE
    with Http(Budget({})) as http:
        assert make(http, config.load().settings.gather).platform is Platform.YOUTUBE


CHANNEL, SECRET_ID, POST, CODE = youtube_pages.CHANNEL, tiktok_pages.SECRET_ID, "7400000000000000001", "Cvoorbeeld1"
YOUTUBE, TIKTOK, INSTAGRAM = "https://www.youtube.com", "https://www.tiktok.com", "https://www.instagram.com"


@pytest.mark.parametrize(
    ("text", "platform", "url"),
    [
        ("@SanneKookt", Platform.YOUTUBE, f"{YOUTUBE}/@SanneKookt"),
        ("youtube:@SanneKookt", Platform.YOUTUBE, f"{YOUTUBE}/@SanneKookt"),
        (f"{YOUTUBE}/@SanneKookt/videos?view=0", Platform.YOUTUBE, f"{YOUTUBE}/@SanneKookt"),
        ("m.youtube.com/@SanneKookt", Platform.YOUTUBE, f"{YOUTUBE}/@SanneKookt"),
        (CHANNEL, Platform.YOUTUBE, f"{YOUTUBE}/channel/{CHANNEL}"),
        (f"https://youtube.com/channel/{CHANNEL}/shorts", Platform.YOUTUBE, f"{YOUTUBE}/channel/{CHANNEL}"),
        (f"{YOUTUBE}/c/Sanne", Platform.YOUTUBE, f"{YOUTUBE}/c/Sanne"),
        (f"{YOUTUBE}/user/Sanne", Platform.YOUTUBE, f"{YOUTUBE}/user/Sanne"),
        (f"{YOUTUBE}/watch?v=dQw4w9WgXcQ&list=x", Platform.YOUTUBE, f"{YOUTUBE}/watch?v=dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ?t=4", Platform.YOUTUBE, f"{YOUTUBE}/watch?v=dQw4w9WgXcQ"),
        (f"{YOUTUBE}/shorts/dQw4w9WgXcQ", Platform.YOUTUBE, f"{YOUTUBE}/watch?v=dQw4w9WgXcQ"),
        ("tiktok:@roos.kookt", Platform.TIKTOK, f"{TIKTOK}/@roos.kookt"),
        ("tiktok:roos.kookt", Platform.TIKTOK, f"{TIKTOK}/@roos.kookt"),
        (f"{TIKTOK}/@roos_1?lang=nl", Platform.TIKTOK, f"{TIKTOK}/@roos_1"),
        ("tiktok.com/@roos", Platform.TIKTOK, f"{TIKTOK}/@roos"),
        (f"tiktokuser:{SECRET_ID}", Platform.TIKTOK, f"{TIKTOK}/@{SECRET_ID}"),
        (f"{TIKTOK}/@roos/video/{POST}?q=x", Platform.TIKTOK, f"{TIKTOK}/@roos/video/{POST}"),
        (f"{TIKTOK}/@roos/photo/{POST}", Platform.TIKTOK, f"{TIKTOK}/@roos/video/{POST}"),
        (f"https://m.tiktok.com/v/{POST}.html", Platform.TIKTOK, f"{TIKTOK}/@_/video/{POST}"),
        (f"{TIKTOK}/embed/{POST}", Platform.TIKTOK, f"{TIKTOK}/@_/video/{POST}"),
        (f"{INSTAGRAM}/p/{CODE}/?igsh=x", Platform.INSTAGRAM, f"{INSTAGRAM}/p/{CODE}/"),
        (f"instagram.com/lotte.proef/reel/{CODE}", Platform.INSTAGRAM, f"{INSTAGRAM}/reel/{CODE}/"),
        (f"{INSTAGRAM}/reels/{CODE}/", Platform.INSTAGRAM, f"{INSTAGRAM}/reel/{CODE}/"),
        (f"{INSTAGRAM}/lotte.proef/", Platform.INSTAGRAM, f"{INSTAGRAM}/lotte.proef/"),
        ("instagram:@lotte.proef", Platform.INSTAGRAM, f"{INSTAGRAM}/lotte.proef/"),
    ],
)
def test_addresses_are_understood_in_every_usual_form(text: str, platform: Platform, url: str) -> None:
    target, _ = find_source(text)
    assert (target.platform, target.url) == (platform, url)
    assert find_source(target.url)[0] == msgspec.structs.replace(target, account=find_source(url)[0].account)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sanne",
        "file:///x",
        "../../etc/passwd",
        "javascript:alert(1)",
        "https://example.org/@x",
        "https://example.org/p/x",
        f"{YOUTUBE}/",
        "https://youtube.com/watch?v=../x",
        f"{TIKTOK}/",
        "https://tiktok.com.example.org/@roos",
        "tiktok:../x",
        "tiktok:",
        f"{INSTAGRAM}/stories/x/1",
        "instagram:../x",
    ],
)
def test_any_other_text_is_refused_with_what_to_give(text: str) -> None:
    with pytest.raises(UsageError, match="not a YouTube, TikTok or Instagram address") as caught:
        find_source(text)
    assert "@handle" in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "https://vm.tiktok.com/ZGabc/",
        "vt.tiktok.com/abc",
        f"{TIKTOK}/t/abc/",
        f"{INSTAGRAM}/share/reel/BAabcdefg",
        "instagram.com/share/BAabcdefg",
    ],
)
def test_a_shortened_address_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(UsageError, match="open it and give the address that it leads to"):
        find_source(text)


def test_a_platform_is_opened_by_its_name() -> None:
    settings = config.load().settings.gather
    with Http(Budget({})) as http:
        assert open_platform("youtube", http, settings).platform is Platform.YOUTUBE
        with pytest.raises(UsageError, match="no source reads the platform 'vimeo'"):
            open_platform("vimeo", http, settings)
