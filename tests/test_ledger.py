from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from herkenbaar.errors import StoreError
from herkenbaar.ledger import Ledger
from herkenbaar.model import Platform
from herkenbaar.sources.source import Account, Listed

TARGET = "https://www.youtube.com/@x"
ACCOUNT = Account(
    platform=Platform.YOUTUBE, id="UC1", url="https://www.youtube.com/channel/UC1", marks={"feed_etag": "x"}
)
ONE, TWO = (Listed(id=x, url=f"https://www.youtube.com/watch?v={x}") for x in ("one", "two"))
HOUR = 3600.0


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path, "youtube") as ledger:
        yield ledger


def test_an_account_is_known_by_its_target_when_a_sweep_has_ended(ledger: Ledger) -> None:
    sweep = ledger.begin_sweep(TARGET, 0, HOUR)
    assert ledger.find_account(TARGET) is None
    ledger.end_sweep(sweep, ACCOUNT, covered_since=date(2024, 1, 1))
    assert ledger.find_account(TARGET) == ACCOUNT


@pytest.mark.parametrize(
    ("covered", "asked", "enough"),
    [
        ([], date(2024, 1, 1), False),
        ([None], date(2024, 1, 1), False),
        ([date(2024, 1, 1)], date(2024, 1, 1), True),
        ([date(2024, 1, 1)], date(2025, 1, 1), True),
        ([date(2024, 1, 1)], date(2022, 7, 1), False),
        ([date(2022, 7, 1), date(2025, 1, 1)], date(2022, 7, 1), True),
        ([date(2022, 7, 1), None], date(2022, 7, 1), True),
    ],
)
def test_what_was_once_read_to_the_end_stays_covered(
    ledger: Ledger, covered: list[date | None], asked: date, enough: bool
) -> None:
    for day in covered:
        ledger.end_sweep(ledger.begin_sweep(TARGET, 0, HOUR), ACCOUNT, covered_since=day)
    assert ledger.covers(ACCOUNT, asked) is enough


@pytest.mark.parametrize(("later", "resumed"), [(0, True), (HOUR, True), (HOUR + 1, False), (-10 * HOUR, True)])
def test_an_interrupted_sweep_is_gone_on_with_while_its_answers_are_fresh(
    ledger: Ledger, later: float, resumed: bool
) -> None:
    first = ledger.begin_sweep(TARGET, 1e9, HOUR)
    again = ledger.begin_sweep(TARGET, 1e9 + later, HOUR)
    assert not first.resumed
    assert again.resumed is resumed
    assert (again.number == first.number) is resumed


def test_videos_are_settled_by_the_end_of_a_sweep_that_saw_everything(ledger: Ledger) -> None:
    sweep = ledger.begin_sweep(TARGET, 0, HOUR)
    ledger.write(sweep, ONE, "kept", 1)
    ledger.end_sweep(sweep, ACCOUNT, covered_since=None)
    row = ledger.find("one")
    assert row is not None
    assert not row.settled
    assert not ledger.knows_videos(TARGET)
    ledger.end_sweep(ledger.begin_sweep(TARGET, 0, HOUR), ACCOUNT, covered_since=date(2024, 1, 1))
    assert ledger.knows_videos(TARGET)


def test_a_row_keeps_what_is_not_written_again(ledger: Ledger) -> None:
    sweep = ledger.begin_sweep(TARGET, 0, HOUR)
    ledger.write(sweep, ONE, "kept", 1, folder="youtube/UC1/one", digest="d")
    ledger.write(sweep, ONE, "begun", 2, seal="s")
    row = ledger.find("one")
    assert row is not None
    assert (row.state, row.moment, row.folder, row.digest, row.seal) == ("begun", 2, "youtube/UC1/one", "d", "s")
    assert ledger.find("two") is None
    assert ledger.list_folders(TARGET) == ["youtube/UC1/one"]


def test_what_failed_is_due_in_a_later_sweep_when_its_time_has_come(ledger: Ledger) -> None:
    first = ledger.begin_sweep(TARGET, 0, HOUR)
    ledger.write(first, ONE, "failed", 1, retry_at=100)
    ledger.write(first, TWO, "kept", 1, retry_at=None)
    assert ledger.list_due(first, 1000) == []
    ledger.end_sweep(first, ACCOUNT, covered_since=None)
    second = ledger.begin_sweep(TARGET, 50, HOUR)
    assert ledger.list_due(second, 99) == []
    assert ledger.list_due(second, 100) == [ONE]


def test_a_pause_is_remembered_until_it_is_taken_back(tmp_path: Path) -> None:
    with Ledger(tmp_path, "youtube") as ledger:
        assert ledger.read_pause() is None
        ledger.write_pause((123.0, "status 429"))
    with Ledger(tmp_path, "youtube") as ledger:
        assert ledger.read_pause() == (123.0, "status 429")
        ledger.write_pause(None)
        assert ledger.read_pause() is None


def test_one_run_at_a_time_holds_a_platform(tmp_path: Path) -> None:
    with Ledger(tmp_path, "youtube"), Ledger(tmp_path, "tiktok"), pytest.raises(StoreError, match="another run"):
        Ledger(tmp_path, "youtube")
    Ledger(tmp_path, "youtube").__exit__(None, None, None)


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    with Ledger(tmp_path, "youtube"):
        pass
    with closing(sqlite3.connect(tmp_path / ".state" / "youtube.sqlite")) as db:
        db.execute("PRAGMA user_version = 99")
        db.commit()
    with pytest.raises(StoreError, match=r"made by another version of herkenbaar \(99\)"):
        Ledger(tmp_path, "youtube")
