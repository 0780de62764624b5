from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import tiktok_pages as pages

from herkenbaar.errors import FetchError
from herkenbaar.evidence.captions.tracks import Origin
from herkenbaar.model import Creator, Cue, Evidence, Kind, LabelKind, Platform, parse_published
from herkenbaar.reading.coverage import cover
from herkenbaar.sources import tiktok_captions
from herkenbaar.sources.tiktok_item import read_item, trim


def read(**fields: Any) -> Evidence:
    return read_item(pages.item(1, **fields), where="profile list")


def recorded(shared: Path) -> list[dict[str, Any]]:
    with gzip.open(shared / "recorded" / "tiktok" / "items.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line)["item"] for line in file]


def test_the_list_alone_gives_all_but_the_speech() -> None:
    evidence = read()
    assert evidence == Evidence(
        platform=Platform.TIKTOK,
        id=pages.post_id(1),
        url=f"{pages.HOME}/@{pages.HANDLE}/video/{pages.post_id(1)}",
        kind=Kind.SHORT,
        title="",
        description="Recept 1 #koken",
        published="2026-08-01T12:00:00Z",
        duration=31.0,
        language="nl",
        creator=Creator(id=pages.NUMBER, name=pages.NAME, handle=f"@{pages.HANDLE}", followers=125000),
        label=False,
        profile=pages.BIO,
        tags=(),
        gaps={"screen": "TikTok lists no text stickers; the picture was not fetched"},
        sources={
            "title": "TikTok shows none",
            "description": "profile list",
            "published": "profile list",
            "label": "profile list (isAd)",
            "profile": "profile list",
        },
        extra={"tiktok": msgspec.Raw(b'{"isAd":false}')},
    )


def test_stickers_are_words_on_the_screen_at_an_unknown_time() -> None:
    evidence = read(stickersOnItem=[{"stickerText": ["Reclame", " ", "Reclame"]}, {"stickerText": ["met  Panhuis"]}])
    assert evidence.screen == (Cue(0.0, 0.0, "Reclame"), Cue(0.0, 0.0, "met Panhuis"))
    assert evidence.sources["screen"] == "stickers"
    coverage = {surface.value: found for surface, found in cover(evidence).items()}
    assert coverage["screen"].state == "partly"


def test_no_stickers_do_not_mean_that_the_picture_was_looked_at() -> None:
    evidence = read(stickersOnItem=[])
    assert evidence.screen is None
    assert "the picture was not fetched" in evidence.gaps["screen"]


def test_accounts_that_the_caption_mentions_are_tags() -> None:
    extra = [{"userUniqueId": "panhuis"}, {"hashtagName": "koken", "userUniqueId": ""}]
    contents = [{"textExtra": [{"userUniqueId": "panhuis"}, {"userUniqueId": "kok"}]}]
    assert read(textExtra=extra, contents=contents).tags == ("@panhuis", "@kok")
    assert read(textExtra=None).tags is None


@pytest.mark.parametrize(
    ("fields", "shop"),
    [
        ({}, None),
        ({"anchors": []}, ()),
        ({"isECVideo": 0}, ()),
        ({"isECVideo": 1}, ("TikTok Shop",)),
        ({"anchors": [{"type": 33, "keyword": "Koekenpan"}], "isECVideo": 1}, ("Koekenpan",)),
        ({"anchors": [{"type": "68", "keyword": "Koekenpan"}]}, ("Koekenpan",)),
        ({"anchors": [{"type": 99, "keyword": "Pan", "schema": "aweme://ec/pdp?product_id=12"}]}, ("Pan",)),
        ({"anchors": [{"type": 54, "keyword": "CapCut | Try this template"}]}, ()),
        ({"anchors": [{"type": 6, "keyword": "Amsterdam"}]}, ()),
        ({"anchors": [{"type": 33}]}, ("TikTok Shop",)),
    ],
)
def test_product_cards_are_told_from_other_cards(fields: dict[str, Any], shop: tuple[str, ...] | None) -> None:
    assert read(**fields).shop == shop


def test_photos_are_a_post_with_a_title_of_its_own() -> None:
    evidence = read(imagePost={"images": [], "title": "Vakantie"}, video={"duration": 0})
    assert (evidence.kind, evidence.title, evidence.duration) == (Kind.POST, "Vakantie", None)
    assert evidence.url == f"{pages.HOME}/@{pages.HANDLE}/photo/{pages.post_id(1)}"


def test_a_post_without_a_date_has_the_day_of_its_upload() -> None:
    evidence = read(createTime=None)
    assert (evidence.published, evidence.sources["published"]) == ("2026-08-01", "the post's id: the day of its upload")


@pytest.mark.parametrize("date", [0, -5, "soon", 10**15, 1e400, None])
def test_an_absurd_date_is_none(date: Any) -> None:
    evidence = read(id="12345", createTime=date)
    assert (evidence.published, "published" in evidence.sources) == (None, False)


def test_what_a_list_leaves_out_is_filled_in_from_the_profile() -> None:
    account = Creator(id="7", name="Bram", handle="@bram", followers=5)
    evidence = read_item({"id": "1", "desc": "x"}, where="profile list", account=account, profile="Ik kook")
    assert (evidence.creator, evidence.profile) == (account, "Ik kook")
    assert evidence.sources["profile"] == "profile page"
    assert read_item({"id": "1", "author": "kok"}, where="x").creator == Creator(handle="@kok")


def test_a_caption_that_is_missing_is_a_gap_and_one_that_is_empty_is_none() -> None:
    assert read(desc="").description == ""
    assert read(desc=None).description is None
    assert read(desc=None).gaps["description"] == "TikTok's answer has no caption"


def test_an_item_without_an_id_is_refused() -> None:
    with pytest.raises(FetchError, match="names no post"):
        read_item({"desc": "x"}, where="profile list")


def test_what_is_kept_holds_captions_and_no_addresses_of_media() -> None:
    tracks = [pages.track("1"), pages.track("1", lang="eng-US", source="MT")]
    kept = trim(pages.item(1, tracks=tracks))
    assert set(kept["video"]) == {"id", "duration", "ratio", "claInfo", "subtitleInfos"}
    assert kept["video"]["subtitleInfos"] == [tracks[0], {"LanguageCodeName": "eng-US", "Source": "MT"}]
    assert read_item(kept, where="x") == read_item(pages.item(1, tracks=tracks), where="x")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "desc createTime author authorStats video textExtra contents stickersOnItem anchors isECVideo isAd adLabelVersion "
    "commerceVideoAuthInfo brandOrganicType imagePost textLanguage nickname collabInfo"
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES.split()), ANYTHING))
def test_whatever_tiktok_answers_becomes_valid_evidence(fields: dict[str, Any]) -> None:
    evidence = read_item({"id": "7400000000000000001", **fields}, where="profile list")
    assert msgspec.json.decode(msgspec.json.encode(evidence), type=Evidence) == evidence
    parse_published(evidence.published)
    tiktok_captions.list_tracks(fields)


def test_every_recorded_item_becomes_valid_evidence(shared: Path) -> None:
    items = recorded(shared)
    evidence = [read_item(item, where="profile list") for item in items]
    assert len(evidence) == 178
    for one in evidence:
        assert msgspec.json.decode(msgspec.json.encode(one), type=Evidence) == one
        assert parse_published(one.published) is not None
    assert Counter(one.label for one in evidence) == {None: 177, True: 1}
    [labelled] = [one for one in evidence if one.label]
    assert (labelled.label_kind, labelled.sources["label"]) == (LabelKind.UNKNOWN, "profile list (isAd)")


def test_the_upload_in_an_id_is_near_the_recorded_date_of_publication(shared: Path) -> None:
    pairs = [(int(item["id"]) >> 32, int(item["createTime"])) for item in recorded(shared) if item.get("createTime")]
    assert len(pairs) > 160
    assert all(-60 <= published - begun < 2.2 * 86400 for begun, published in pairs)


def test_the_makers_of_all_recorded_captions_are_known(shared: Path) -> None:
    origins = Counter(track.origin for item in recorded(shared) for track in tiktok_captions.list_tracks(item))
    assert origins == {Origin.TRANSLATED: 1539, Origin.RECOGNISED: 25, Origin.CREATOR: 4}
