from __future__ import annotations

from typing import Any

import pytest
from tests.instagram_pages import api_post, code

from herkenbaar.model import Creator, Kind
from herkenbaar.sources.instagram_api_item import NO_LABEL, code_of, moment_of, read_post
from herkenbaar.sources.instagram_item import NO_CAPTION


def read(**more: Any) -> Any:
    return read_post(api_post(1, **more), code=code(1), creator=Creator(id="1", handle="@lotte"), profile="bio")


def test_what_the_api_gives_becomes_evidence_and_the_rest_a_gap() -> None:
    evidence = read()
    assert (evidence.id, evidence.kind, evidence.published) == (code(1), Kind.REEL, "2026-08-01T12:00:00Z")
    assert (evidence.title, evidence.description, evidence.profile) == ("", "Samen met @panhuis #reclame", "bio")
    assert (evidence.label, evidence.gaps["label"]) == (None, NO_LABEL)
    assert set(evidence.gaps) == {"label", "speech", "screen"}
    assert evidence.sources["description"] == "Graph API"


def test_a_caption_that_is_left_out_is_not_known_to_be_none() -> None:
    evidence = read(caption=None)
    assert (evidence.description, evidence.gaps["description"]) == (None, NO_CAPTION)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"media_product_type": "REELS", "permalink": "https://www.instagram.com/p/Cabcde/"}, Kind.REEL),
        ({"media_product_type": None, "permalink": "https://www.instagram.com/reel/Cabcde/"}, Kind.REEL),
        ({"media_product_type": "FEED", "permalink": "https://www.instagram.com/p/Cabcde/"}, Kind.POST),
        ({"media_product_type": None, "permalink": None}, Kind.POST),
    ],
)
def test_the_kind_is_what_the_api_or_the_address_says(fields: dict[str, Any], kind: Kind) -> None:
    assert read(**fields).kind is kind


@pytest.mark.parametrize(
    ("permalink", "found"),
    [
        ("https://www.instagram.com/p/Cvoorbeeld01/", "Cvoorbeeld01"),
        ("https://instagram.com/lotte.proef/reel/Cvoorbeeld01", "Cvoorbeeld01"),
        ("https://example.org/p/Cvoorbeeld01/", None),
        ("https://www.instagram.com/p/../../x", None),
        (None, None),
        (7, None),
    ],
)
def test_a_post_is_named_by_its_address(permalink: Any, found: str | None) -> None:
    assert code_of({"permalink": permalink}) == found


@pytest.mark.parametrize("stamp", [None, "", "yesterday", 1785585600])
def test_a_moment_that_is_none_is_unknown(stamp: Any) -> None:
    assert moment_of({"timestamp": stamp}) is None
