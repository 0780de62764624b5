from __future__ import annotations

from typing import Any

import pytest

from herkenbaar.model import LabelKind
from herkenbaar.sources.tiktok_fields import list_raw_labels, read_label

THIRD, OWN, UNKNOWN = LabelKind.THIRD_PARTY, LabelKind.OWN_BRAND, LabelKind.UNKNOWN


@pytest.mark.parametrize(
    ("fields", "value", "kind"),
    [
        ({}, None, None),
        ({"isAd": False}, False, None),
        ({"adLabelVersion": 0, "adAuthorization": False}, False, None),
        ({"isAd": True}, True, UNKNOWN),
        ({"adLabelVersion": 2}, True, THIRD),
        ({"adLabelVersion": "2", "isAd": True}, True, THIRD),
        ({"adLabelVersion": 1}, True, UNKNOWN),
        ({"brandOrganicType": 1001}, True, OWN),
        ({"brandOrganicType": "2001", "isAd": False}, True, OWN),
        ({"brandOrganicType": 0}, None, None),
        ({"brandOrganicType": "0", "isAd": False}, False, None),
        ({"brandContentAccounts": [{"uid": "1"}]}, True, THIRD),
        ({"commerceVideoAuthInfo": {"brandedContentType": 1}}, True, THIRD),
        ({"commerceVideoAuthInfo": {"brandOrganicType": 1}}, True, OWN),
        ({"commerceVideoAuthInfo": {"brandedContentType": 1, "brandOrganicType": 1}}, True, THIRD),
        ({"commerceVideoAuthInfo": {"brandedContentType": 0, "brandOrganicType": 0}}, False, None),
        ({"commerceVideoAuthInfo": []}, None, None),
    ],
)
def test_the_label_is_yes_no_or_unknown_and_third_parties_are_told_from_own_brands(
    fields: dict[str, Any], value: bool | None, kind: LabelKind | None
) -> None:
    label = read_label(fields)
    assert (label.value, label.kind) == (value, kind)
    assert bool(label.gap) is (value is None)
    assert bool(label.fields) is (value is not None)


def test_absent_fields_were_not_looked_at() -> None:
    assert read_label({"desc": "x"}).gap == "TikTok's answer has no label fields"


@pytest.mark.parametrize("ad", [{}, {"isAd": False}])
def test_leave_to_promote_a_post_is_no_label_and_no_absence_of_one(ad: dict[str, Any]) -> None:
    label = read_label({"adAuthorization": True, **ad})
    assert label.value is None
    assert "adAuthorization is set" in label.gap


def test_raw_values_are_kept_as_they_are() -> None:
    item = {"isAd": False, "adLabelVersion": "2", "commerceVideoAuthInfo": {"brandedContentType": 7, "other": 1}}
    assert list_raw_labels(item) == {
        "isAd": False,
        "adLabelVersion": "2",
        "commerceVideoAuthInfo.brandedContentType": 7,
    }
