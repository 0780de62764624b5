"""What the page says of a video, from yt-dlp's fields, which differ per platform."""

from __future__ import annotations

import msgspec
import pytest

from herkenbaar.errors import InputError
from herkenbaar.evidence.info import Info
from herkenbaar.evidence.page import NO_LABEL, find_platform, read_page
from herkenbaar.model import Creator, Kind, LabelKind, Platform


def info(**fields: object) -> Info:
    return Info(**{"id": "a", "extractor_key": "Youtube", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "platform"),
    [
        ({"extractor_key": "Youtube"}, Platform.YOUTUBE),
        ({"extractor_key": None, "extractor": "youtube:tab"}, Platform.YOUTUBE),
        ({"extractor_key": "TikTokVM"}, Platform.TIKTOK),
        ({"extractor_key": "Generic", "webpage_url": "https://vm.tiktok.com/x"}, Platform.TIKTOK),
        ({"extractor_key": None, "webpage_url": "https://youtu.be/x"}, Platform.YOUTUBE),
        ({"extractor_key": None, "original_url": "https://www.instagram.com/p/x"}, Platform.INSTAGRAM),
    ],
)
def test_the_platform_is_told_by_extractor_or_address(fields: dict[str, object], platform: Platform) -> None:
    assert find_platform(info(**fields)) is platform


@pytest.mark.parametrize(
    "fields",
    [
        {"extractor_key": "Vimeo"},
        {"extractor_key": None},
        {"extractor_key": None, "webpage_url": "https://["},
        {"extractor_key": None, "webpage_url": "https://youtube.com.evil.example/x"},
    ],
)
def test_another_site_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InputError, match="only YouTube, TikTok and Instagram"):
        read_page(info(**fields))


@pytest.mark.parametrize("number", [None, "", "  "])
def test_a_video_without_an_id_is_refused(number: str | None) -> None:
    with pytest.raises(InputError, match="no id"):
        read_page(info(id=number))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, Kind.VIDEO),
        ({"media_type": "short"}, Kind.SHORT),
        ({"webpage_url": "https://www.youtube.com/shorts/x"}, Kind.SHORT),
        ({"width": 720.0, "height": 1280.0, "duration": 45.0}, Kind.SHORT),
        ({"width": 720.0, "height": 1280.0, "duration": 45.0, "media_type": "video"}, Kind.VIDEO),
        ({"width": 1280.0, "height": 720.0, "duration": 45.0}, Kind.VIDEO),
        ({"media_type": "livestream"}, Kind.LIVE),
        ({"live_status": "was_live"}, Kind.LIVE),
        ({"was_live": True}, Kind.LIVE),
        ({"extractor_key": "TikTok"}, Kind.SHORT),
        ({"extractor_key": "TikTok", "webpage_url": "https://www.tiktok.com/@a/photo/1"}, Kind.POST),
        ({"extractor_key": "Instagram", "webpage_url": "https://www.instagram.com/reel/x/"}, Kind.REEL),
        ({"extractor_key": "Instagram", "webpage_url": "https://www.instagram.com/p/x/"}, Kind.POST),
        ({"extractor_key": "Instagram", "webpage_url": "https://www.instagram.com/tv/x/"}, Kind.VIDEO),
    ],
)
def test_the_kind_decides_the_fold(fields: dict[str, object], kind: Kind) -> None:
    assert read_page(info(**fields))[0].kind is kind


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "Soep"}, "Soep"),
        ({}, None),
        ({"title": "youtube video #dQw4"}, None),
        ({"extractor_key": "TikTok", "title": "een caption"}, ""),
        ({"extractor_key": "Instagram", "title": "Video by roos"}, ""),
    ],
)
def test_titles_that_yt_dlp_makes_up_are_no_titles(fields: dict[str, object], title: str | None) -> None:
    evidence, _ = read_page(info(**fields))
    assert evidence.title == title
    assert ("title" in evidence.gaps) is (title is None)


@pytest.mark.parametrize(
    ("fields", "creator"),
    [
        (
            {"channel_id": "UC1", "channel": "Roos", "uploader_id": "@roos", "channel_follower_count": 5},
            Creator("UC1", "Roos", "@roos", 5),
        ),
        ({"uploader": "Roos", "uploader_id": "roosoud"}, Creator("roosoud", "Roos", None)),
        (
            {
                "extractor_key": "TikTok",
                "uploader": "roos",
                "uploader_id": "68",
                "channel": "Roos!",
                "channel_id": "MS",
            },
            Creator("68", "Roos!", "@roos"),
        ),
        (
            {"extractor_key": "Instagram", "channel": "roos", "uploader": "Roos Voorbeeld", "uploader_id": "55"},
            Creator("55", "Roos Voorbeeld", "@roos"),
        ),
        ({"channel_follower_count": -3}, Creator()),
    ],
)
def test_the_creator_is_found_where_each_platform_puts_it(fields: dict[str, object], creator: Creator) -> None:
    assert read_page(info(**fields))[0].creator == creator


def test_what_yt_dlp_does_not_tell_is_a_gap_with_its_reason() -> None:
    evidence, _ = read_page(info(title="T"))
    assert evidence.label is None
    assert evidence.gaps["label"] == NO_LABEL
    assert set(evidence.gaps) == {"label", "screen", "links", "profile", "description"}


def test_an_empty_description_is_looked_at() -> None:
    evidence, _ = read_page(info(title="T", description=""))
    assert evidence.description == ""
    assert "description" not in evidence.gaps


@pytest.mark.parametrize("duration", [-1.0, float("inf"), float("nan")])
def test_an_impossible_duration_is_left_out_by_name(duration: float) -> None:
    evidence, faults = read_page(info(duration=duration))
    assert evidence.duration is None
    assert [fault.field for fault in faults] == ["duration"]


def test_only_web_addresses_are_kept() -> None:
    assert read_page(info(webpage_url="javascript:alert(1)"))[0].url is None
    assert read_page(info(webpage_url="https://youtu.be/a"))[0].url == "https://youtu.be/a"


def test_what_our_own_crawler_adds_is_taken() -> None:
    kept = {"label": True, "label_kind": "third_party", "collapsed_lines": 3, "sources": {"label": "watch page"}}
    evidence, faults = read_page(info(ours=msgspec.Raw(msgspec.json.encode(kept))))
    assert (evidence.label, evidence.label_kind, evidence.collapsed_lines) == (True, LabelKind.THIRD_PARTY, 3)
    assert evidence.sources["label"] == "watch page"
    assert "label" not in evidence.gaps
    assert faults == ()


def test_what_is_wrong_in_it_costs_only_that() -> None:
    evidence, faults = read_page(info(ours=msgspec.Raw(b'{"label": "ja"}')))
    assert evidence.label is None
    assert [fault.field for fault in faults] == ["_herkenbaar"]
