from __future__ import annotations

from pathlib import Path

import pytest

from herkenbaar.sources.media import Media, index_media


@pytest.mark.parametrize(
    ("case", "files", "sound", "picture"),
    [
        ("one merged file", ["a.info.json", "a.mp4", "a.nl.vtt"], "a.mp4", "a.mp4"),
        ("sound alone", ["a.info.json", "a.opus"], "a.opus", None),
        ("unmerged", ["a.f137.mp4", "a.f140.m4a", "a.info.json"], "a.f140.m4a", "a.f137.mp4"),
        ("merged beside its parts", ["a.f137.mp4", "a.f140.m4a", "a.mkv"], "a.mkv", "a.mkv"),
        ("sound beside the video is smaller", ["a.m4a", "a.mp4"], "a.m4a", "a.mp4"),
        ("pictures without sound", ["a.f137.mp4", "a.info.json"], None, "a.f137.mp4"),
        ("of another video", ["ab.mp4", "a b.mp4", "a.b.mp4"], None, None),
        ("a picture is no video", ["a.jpg", "a.webp", "a.description"], None, None),
        ("nothing", [], None, None),
    ],
)
def test_the_media_beside_an_info_json_are_found_by_name(
    case: str, files: list[str], sound: str | None, picture: str | None
) -> None:
    expected = Media(Path("top") / sound if sound else None, Path("top") / picture if picture else None)
    assert index_media("top", files).get("a", Media()) == expected, case
