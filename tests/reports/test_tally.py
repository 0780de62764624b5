from __future__ import annotations

import msgspec
from tests.reports import builder

from herkenbaar.model import Platform, Status
from herkenbaar.reports.tally import Period, Tally


def tally(*published: str | None, status: Status = Status.DISCLOSED) -> Tally:
    out = Tally()
    for date in published:
        out.add(builder.judged(status, video=builder.evidence(published=date)).verdict)
    return out


def test_counts_go_by_status_platform_and_creator() -> None:
    out = tally("2025-01-01", "2025-02-01")
    out.add(msgspec.structs.replace(builder.review().verdict, status=Status.REVIEW))
    assert out.videos == 3
    assert out.statuses == {Status.DISCLOSED: 2, Status.REVIEW: 1}
    assert out.platforms == {Platform.YOUTUBE: 2, Platform.TIKTOK: 1}
    assert len(out.creators) == 2


def test_a_short_time_is_counted_per_month_with_empty_months_between() -> None:
    periods = list(tally("2025-01-15", "2025-03-01", "2025-03-31T21:59:00Z").periods())
    assert [period for period, _ in periods] == [Period(2025, 1, 1), Period(2025, 2, 1), Period(2025, 3, 1)]
    assert [counts.total() for _, counts in periods] == [1, 0, 2]


def test_a_long_time_is_counted_per_quarter_from_july_2022() -> None:
    periods = list(tally("2022-08-01", "2026-09-30").periods())
    assert periods[0][0] == Period(2022, 7, 3)
    assert periods[-1][0] == Period(2026, 7, 3)
    assert len(periods) == 17


def test_videos_without_a_readable_date_are_counted_apart() -> None:
    out = tally(None, "gisteren", "2025-01-01")
    assert out.undated == 2
    assert sum(counts.total() for _, counts in out.periods()) == 1


def test_videos_out_of_scope_are_not_in_the_periods() -> None:
    out = tally("2021-01-01", status=Status.OUT_OF_SCOPE)
    assert (out.videos, list(out.periods())) == (1, [])
