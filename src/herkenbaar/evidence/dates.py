"""When a video was published, out of what yt-dlp says; absurd dates are refused by name."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

from herkenbaar.evidence.info import Fault, Info
from herkenbaar.model import Platform

NOT_BEFORE = {
    Platform.YOUTUBE: date(2005, 1, 1),
    Platform.INSTAGRAM: date(2010, 1, 1),
    Platform.TIKTOK: date(2014, 1, 1),
}
"""The year in which each platform began (TikTok with musical.ly, whose posts it keeps)."""

NOT_AFTER = date(2030, 1, 1)
"""Later is absurd, unless the clock says it is later than this: a wrong clock must not refuse good dates."""


def find_published(info: Info, platform: Platform) -> tuple[str | None, tuple[Fault, ...]]:
    """The moment of publication as ISO 8601, and the fields that hold no possible one.

    ``timestamp`` is exact; ``upload_date`` a bare day; ``release_timestamp`` and ``release_date`` say when a
    premiere or stream began, and count when nothing else does. None when no field can be used.
    """
    faults: list[Fault] = []
    for field, read in (
        ("timestamp", _read_moment),
        ("upload_date", _read_day),
        ("release_timestamp", _read_moment),
        ("release_date", _read_day),
    ):
        value = getattr(info, field)
        if value is None:
            continue
        try:
            text, day = read(value)
            check_day(day, platform)
        except (ValueError, OverflowError, OSError) as error:
            faults.append(Fault(field, f"{value!r} is no possible date of publication: {error}"))
            continue
        return text, tuple(faults)
    return None, tuple(faults)


def _read_moment(seconds: float) -> tuple[str, date]:
    moment = datetime.fromtimestamp(int(seconds), UTC)
    return moment.isoformat().replace("+00:00", "Z"), moment.date()


def _read_day(text: str) -> tuple[str, date]:
    day = date.fromisoformat(text)
    return day.isoformat(), day


def check_day(day: date, platform: Platform) -> None:
    """Raises ValueError when no video of ``platform`` can have been published on ``day``."""
    if day < NOT_BEFORE[platform]:
        raise ValueError("before the platform began")
    if day > NOT_AFTER and day > datetime.fromtimestamp(time.time(), UTC).date() + timedelta(days=1):
        raise ValueError("in the future")
