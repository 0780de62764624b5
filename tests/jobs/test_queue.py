"""The lanes of platforms, and a database whose queue does not fit this program."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.jobs.conftest import Queue

from herkenbaar.errors import StoreError
from herkenbaar.jobs.queue import can_begin
from herkenbaar.jobs.upkeep import open_due
from herkenbaar.model import Platform
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, lanes, queue_tables
from herkenbaar.store.connection import locate
from herkenbaar.store.runs import Scope


def watch(queue: Queue, *pages: str) -> None:
    for page in pages:
        queue.store.write(creators.put, make_entry(f"https://www.{page}"), origin="command", now=queue.tools.now())
    assert open_due(queue.tools, Scope(everyone=True)) is not None


def take(queue: Queue, platform: Platform, account: str = "") -> int | None:
    found = queue.store.write(lanes.take_next, platform, account=account)
    return None if found is None else found.creator_id


def test_each_platform_has_one_lane_however_many_creators(queue: Queue) -> None:
    watch(queue, "youtube.com/@a", "youtube.com/@b", "tiktok.com/@c")
    assert sorted(job["queueing_lock"] for job in queue.jobs()) == ["lane tiktok", "lane youtube"]
    assert queue.missing() == 0


def test_a_lane_takes_the_creators_of_its_platform_those_that_failed_last(queue: Queue) -> None:
    watch(queue, "youtube.com/@a", "youtube.com/@b", "tiktok.com/@c")
    first = take(queue, Platform.YOUTUBE)
    queue.run("UPDATE visits SET attempts = 1 WHERE creator_id = :id", id=first)
    second = take(queue, Platform.YOUTUBE)
    assert first is not None
    assert second not in {None, first}
    queue.run("UPDATE visits SET finished_at = now() WHERE creator_id = :id", id=second)
    assert take(queue, Platform.YOUTUBE) == first
    assert take(queue, Platform.INSTAGRAM) is None


def test_a_creator_stays_with_the_account_that_visited_them_first(queue: Queue) -> None:
    watch(queue, "youtube.com/@a")
    assert take(queue, Platform.YOUTUBE, "office") is not None
    assert take(queue, Platform.YOUTUBE, "attic") is None
    assert take(queue, Platform.YOUTUBE, "office") is not None


def test_a_job_can_begin_when_its_time_has_come_and_its_lane_is_free(queue: Queue) -> None:
    watch(queue, "youtube.com/@a")

    def free(*queues: str) -> bool:
        return queue.store.single(can_begin, queues)

    assert free("gather")
    assert not free("judge", "speech")
    queue.run("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert not free("gather")


def test_a_queue_that_does_not_fit_is_refused_with_the_remedy(queue: Queue, tmp_path: Path) -> None:
    queue_tables.refuse_unless_current(queue.store)
    for migration, remedy in (("00", "db upgrade"), ("99", "pip install")):
        queue.run(f"UPDATE {queue_tables.KEPT_IN} SET migration = :step", step=migration)
        with pytest.raises(StoreError, match=remedy):
            queue_tables.refuse_unless_current(queue.store)
    with Store(locate(str(tmp_path / "h.sqlite"))) as file, pytest.raises(StoreError, match="need PostgreSQL"):
        queue_tables.refuse_unless_current(file)
