"""When something is due, with both changes of the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.schedule import check_schedule, is_due, next_after

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("expression", "after", "expected"),
    [
        ("0 6 * * *", "2026-11-22T05:59", "2026-11-22T06:00+01:00"),
        ("0 6 * * *", "2026-11-22T06:00", "2026-11-23T06:00+01:00"),
        ("0 6 * * *", "2026-07-01T03:59:59+00:00", "2026-07-01T06:00+02:00"),
        ("0 6 * * mon", "2026-11-22T12:00", "2026-11-23T06:00+01:00"),
        ("@weekly", "2026-11-23T12:00", "2026-11-29T00:00+01:00"),
        # summer time begins: 02:00 becomes 03:00
        ("30 2 * * *", "2026-03-28T12:00", "2026-03-29T03:30+02:00"),
        ("30 2 * * *", "2026-03-29T03:10", "2026-03-29T03:30+02:00"),
        ("30 2 * * *", "2026-03-29T03:30", "2026-03-30T02:30+02:00"),
        ("0 * * * *", "2026-03-29T01:00", "2026-03-29T03:00+02:00"),
        ("0 6 * * *", "2026-03-28T06:00", "2026-03-29T06:00+02:00"),
        # winter time begins: 03:00 becomes 02:00
        ("30 2 * * *", "2026-10-24T12:00", "2026-10-25T02:30+02:00"),
        ("30 2 * * *", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
        ("30 2 * * *", "2026-10-25T02:45+01:00", "2026-10-26T02:30+01:00"),
        ("0 6 * * *", "2026-10-24T06:00", "2026-10-25T06:00+01:00"),
    ],
)
def test_the_next_time_is_found_on_the_dutch_clock(expression: str, after: str, expected: str) -> None:
    found = next_after(expression, at(after))
    assert found.isoformat(timespec="minutes") == expected


MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2035, 1, 1), timezones=st.just(ZoneInfo("UTC")))


@given(MOMENTS, st.sampled_from(["0 6 * * *", "30 2 * * *", "*/15 * * * *", "59 23 * * sun", "0 0 1 * *"]))
def test_the_next_time_is_later_and_nothing_lies_between(moment: datetime, expression: str) -> None:
    found = next_after(expression, moment)
    assert found.timestamp() > moment.timestamp()
    assert next_after(expression, found - timedelta(microseconds=1)).timestamp() == found.timestamp()


@given(st.dates(datetime(2022, 1, 1).date(), datetime(2035, 1, 1).date()), st.integers(0, 23), st.integers(0, 59))
def test_a_daily_schedule_runs_once_on_every_day(day: object, hour: int, minute: int) -> None:
    midnight = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=AMSTERDAM)
    first = next_after(f"{minute} {hour} * * *", midnight - timedelta(microseconds=1))
    second = next_after(f"{minute} {hour} * * *", first)
    assert first.date() == day
    assert second.date() - first.date() == timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-11-22T05:00", True),
        ("2026-11-21T06:00", "2026-11-22T05:59", False),
        ("2026-11-21T06:00", "2026-11-22T06:00", True),
        ("2026-11-01T06:00", "2026-11-22T05:00", True),
        # the clock was put back some minutes, or had been years ahead
        ("2026-11-22T06:05", "2026-11-22T06:01", False),
        ("2031-01-01T06:00", "2026-11-22T06:01", True),
    ],
)
def test_it_is_due_when_a_time_has_passed(last: str | None, now: str, due: bool) -> None:
    assert is_due("0 6 * * *", last=at(last) if last else None, now=at(now)) is due


@pytest.mark.parametrize("good", ["0 6 * * *", "@daily", "*/5 8-18 * mar mon-fri", "0 6 * * thu"])
def test_a_usable_schedule_is_accepted(good: str) -> None:
    check_schedule(good)


@pytest.mark.parametrize(
    "bad", ["", "6 o'clock", "0 6 * *", "60 * * * *", "0 0 31 2 *", "R * * * *", "H 6 * * *", "@x"]
)
def test_an_unusable_schedule_is_refused_with_the_reason(bad: str) -> None:
    with pytest.raises(ValueError, match="not a schedule"):
        check_schedule(bad)
