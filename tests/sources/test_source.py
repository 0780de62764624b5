from __future__ import annotations

from datetime import UTC, datetime

import pytest

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


@pytest.mark.parametrize("text", ["", "https://example.org/", "../../etc/passwd", "javascript:alert(1)"])
def test_any_other_text_is_refused_with_what_to_give(text: str) -> None:
    with pytest.raises(UsageError, match="not a YouTube, TikTok or Instagram address") as caught:
        find_source(text)
    assert "@handle" in caught.value.remedy


def test_a_platform_is_opened_by_its_name() -> None:
    settings = config.load().settings.gather
    with Http(Budget({})) as http:
        assert open_platform("youtube", http, settings).platform is Platform.YOUTUBE
        with pytest.raises(UsageError, match="no source reads the platform 'vimeo'"):
            open_platform("vimeo", http, settings)
