"""The date of publication comes from the best field, and absurd dates are refused by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from herkenbaar.evidence.dates import find_published
from herkenbaar.evidence.info import Info
from herkenbaar.model import Platform


@pytest.mark.parametrize(
    ("fields", "published", "refused"),
    [
        ({"timestamp": 1656633600.0, "upload_date": "20220630"}, "2022-07-01T00:00:00Z", []),
        ({"timestamp": 1656633600.9}, "2022-07-01T00:00:00Z", []),
        ({"upload_date": "20220701"}, "2022-07-01", []),
        ({"release_timestamp": 1656633600.0}, "2022-07-01T00:00:00Z", []),
        ({"release_date": "20220701"}, "2022-07-01", []),
        ({"timestamp": 0.0, "upload_date": "20220701"}, "2022-07-01", ["timestamp"]),
        ({"upload_date": "20241399"}, None, ["upload_date"]),
        ({"upload_date": "29990101"}, None, ["upload_date"]),
        ({"upload_date": "19700101", "release_date": ""}, None, ["upload_date", "release_date"]),
        ({"timestamp": float("nan")}, None, ["timestamp"]),
        ({"timestamp": 1e300}, None, ["timestamp"]),
        ({"timestamp": -1e300}, None, ["timestamp"]),
        ({}, None, []),
    ],
)
def test_the_first_possible_field_counts(fields: dict[str, object], published: str | None, refused: list[str]) -> None:
    found, faults = find_published(Info(**fields), Platform.YOUTUBE)  # type: ignore[arg-type]
    assert found == published
    assert [fault.field for fault in faults] == refused


def test_no_video_is_older_than_its_platform() -> None:
    assert find_published(Info(upload_date="20120101"), Platform.INSTAGRAM)[0] == "2012-01-01"
    assert find_published(Info(upload_date="20120101"), Platform.TIKTOK)[0] is None


def test_tomorrow_is_a_possible_date_because_clocks_differ() -> None:
    tomorrow = datetime.now(UTC) + timedelta(hours=20)
    assert find_published(Info(timestamp=tomorrow.timestamp()), Platform.YOUTUBE)[0] is not None
