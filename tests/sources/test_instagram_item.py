from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.instagram_pages import code, media

from herkenbaar.model import Cue, Evidence
from herkenbaar.sources.instagram_item import NO_LABEL, NO_PICTURE, read_item, trim

CODE = code(1)


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"is_paid_partnership": True}, True),
        ({"is_paid_partnership": False}, False),
        ({"is_paid_partnership": None}, None),
        ({"is_paid_partnership": False, "sponsor_tags": [{"username": "panhuis"}]}, True),
        ({}, None),
    ],
)
def test_a_label_that_is_not_told_is_unknown(fields: dict[str, Any], label: bool | None) -> None:
    evidence = read_item(media(**fields), post=CODE, where="post, logged out")
    assert evidence.label is label
    assert evidence.gaps.get("label") == (NO_LABEL if label is None else None)


def test_tags_and_those_who_made_it_together_are_kept() -> None:
    tags = {"in": [{"user": {"username": "panhuis"}}]}
    evidence = read_item(media(usertags=tags, coauthor_producers=[{"username": "kok"}]), post=CODE, where="x")
    assert evidence.tags == ("@panhuis",)
    assert msgspec.json.decode(evidence.extra["coauthors"]) == ["@kok"]
    assert read_item(media(), post=CODE, where="x").tags is None


@pytest.mark.parametrize(
    "tags",
    [
        {"sponsor_tags": [{"sponsor": {"username": "panhuis"}}]},
        {"sponsor_tags": [{"username": "@panhuis"}]},
        {"edge_media_to_sponsor_user": {"edges": [{"node": {"sponsor": {"username": "panhuis"}}}]}},
    ],
)
def test_sponsor_tags_are_kept_in_each_form_and_are_a_label(tags: dict[str, Any]) -> None:
    evidence = read_item(media(**tags), post=CODE, where="x")
    assert (evidence.sponsors, evidence.label) == (("@panhuis",), True)
    assert msgspec.json.decode(evidence.extra["instagram"]) == tags


def test_no_list_of_sponsors_is_unknown_and_an_empty_one_is_none() -> None:
    assert read_item(media(), post=CODE, where="x").sponsors is None
    assert read_item(media(sponsor_tags=[]), post=CODE, where="x").sponsors == ()


def test_text_stickers_stand_on_the_screen_at_an_unknown_time() -> None:
    stickers = {
        "clips_metadata": {"reusable_text_info": [{"text": " Reclame\n"}, {"text": "Reclame"}, {"text": None}, 3]}
    }
    evidence = read_item(media(**stickers), post=CODE, where="x")
    assert evidence.screen == (Cue(0.0, 0.0, "Reclame"),)
    assert (evidence.watched, evidence.sources["screen"], "screen" in evidence.gaps) == ((), "stickers", False)
    without = read_item(media(), post=CODE, where="x")
    assert (without.screen, without.gaps["screen"]) == (None, NO_PICTURE)


def test_addresses_of_media_and_people_who_only_reacted_are_not_kept() -> None:
    noise = {
        "image_versions2": {"candidates": []},
        "facepile_top_likers": [{"username": "kijker"}],
        "preview_comments": [{"text": "leuk"}],
        "user": {"username": "lotte", "profile_pic_url": "https://x.invalid/"},
    }
    kept = trim(media(**noise))
    assert kept["user"] == {"username": "lotte"}
    assert {"image_versions2", "facepile_top_likers", "preview_comments", "video_versions"}.isdisjoint(kept)
    assert kept["caption"] == media()["caption"]


def test_every_recorded_item_becomes_valid_evidence(shared: Path) -> None:
    with gzip.open(shared / "recorded" / "instagram" / "items.jsonl.gz", "rt", encoding="utf-8") as file:
        items = [json.loads(line)["item"] for line in file]
    evidence = [read_item(item, post=CODE, where="record") for item in items]
    assert len(evidence) == 11
    assert all(msgspec.json.decode(msgspec.json.encode(one), type=Evidence) == one for one in evidence)
    assert [one.label for one in evidence] == [item.get("is_paid_partnership") for item in items]
