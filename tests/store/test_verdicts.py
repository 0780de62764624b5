"""What is to be judged is found, what was judged is kept, and twice leaves the same rows. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from tests.town import NOW, Town

from herkenbaar.changes import Cause
from herkenbaar.model import Evidence, Platform, Status, Verdict
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, runs, schema, verdicts, videos
from herkenbaar.store.verdicts import Unjudged


def unjudged(town: Town, *creator_ids: int, **choice: Any) -> tuple[Unjudged, ...]:
    given = {"ruleset": "rules 1"} | choice
    with town.tools.store.read() as connection:
        return verdicts.find_unjudged(connection, creator_ids or (town.creator_id,), **given)


def save(town: Town, *found: Unjudged, ruleset: str = "rules 1", run_id: int = 1) -> int:
    judged = [(item, town.tools.judge(item.evidence)) for item in found]
    return town.tools.store.write(verdicts.save, judged, run_id=run_id, ruleset=ruleset, now=NOW)


def video(name: str, description: str = "") -> Evidence:
    return Evidence(platform=Platform.TIKTOK, id=name, description=description)


def keep(town: Town, *items: Evidence, creator_id: int | None = None) -> None:
    creator = creator_id or town.creator_id
    town.tools.store.write(videos.save, items, creator_id=creator, run_id=1, now=NOW)


@pytest.fixture
def read(town: Town) -> Town:
    """A creator with three videos that were read in run 1, and none of them judged."""
    town.open()
    keep(town, video("1", "code LISA10"), video("2", "#spon"), video("3"))
    return town


def test_what_was_never_judged_comes_in_order_a_page_at_a_time(read: Town) -> None:
    found = unjudged(read)
    assert [(item.evidence.id, item.cause) for item in found] == [(name, Cause.FIRST) for name in "123"]
    assert [item.evidence.id for item in unjudged(read, limit=2)] == ["1", "2"]
    assert [item.evidence.id for item in unjudged(read, after=found[1].video_id)] == ["3"]
    assert unjudged(read, 4711) == ()


def test_several_creators_come_one_after_the_other(read: Town) -> None:
    omar = make_entry("https://www.tiktok.com/@omar")
    other = read.tools.store.write(creators.put, omar, origin="command", now=NOW)
    keep(read, video("0"), creator_id=other)
    found = [(one.creator_id, one.evidence.id) for one in unjudged(read, other, read.creator_id)]
    assert found == [*((read.creator_id, name) for name in "123"), (other, "0")]


def test_why_a_video_is_judged_is_known(read: Town) -> None:
    save(read, *unjudged(read))
    assert unjudged(read) == ()
    assert {item.cause for item in unjudged(read, ruleset="rules 2")} == {Cause.RULES}
    keep(read, video("3", "new"))
    assert [(item.evidence.id, item.version, item.cause) for item in unjudged(read)] == [("3", 2, Cause.EVIDENCE)]


def test_what_is_gone_is_not_judged(read: Town) -> None:
    gone = videos.Identity("tiktok", "1")
    read.tools.store.write(videos.mark_gone, None, [gone], creator_id=read.creator_id, run_id=1, now=NOW)
    assert [item.evidence.id for item in unjudged(read)] == ["2", "3"]


def test_a_verdict_is_kept_with_its_findings_and_what_is_new(read: Town) -> None:
    assert save(read, *unjudged(read)) == 3
    assert [(row["status"], row["severity"]) for row in read.rows(schema.verdicts)] == [
        ("undisclosed", "ernstig"),
        ("deficient", "zwaar"),
        ("no_ad", None),
    ]
    assert [(row["rule"], row["quote"], row["state"]) for row in read.rows(schema.findings)] == [
        ("nl/test/told", "code LISA10", "open"),
        ("nl/test/wording", "#spon", "open"),
    ]
    assert [(row["kind"], row["cause"]) for row in read.rows(schema.changes)] == [("new", "first")] * 2


def test_saved_twice_it_leaves_the_same_rows(read: Town) -> None:
    found = unjudged(read)
    tables = (schema.verdicts, schema.findings, schema.changes, schema.videos)
    save(read, *found)
    before = [read.rows(table) for table in tables]
    assert save(read, *found) == 0
    assert save(read) == 0
    assert [read.rows(table) for table in tables] == before


def test_a_verdict_on_evidence_that_has_moved_on_changes_nothing(read: Town) -> None:
    found = unjudged(read)
    keep(read, video("3", "code NEW"))
    assert save(read, found[2]) == 0
    assert read.rows(schema.verdicts) == []
    assert len(unjudged(read)) == 3


def test_a_visit_with_nothing_left_to_judge_is_closed_and_another_is_not(read: Town) -> None:
    store = read.tools.store

    def end() -> bool:
        return store.write(verdicts.end_judged_visit, 1, read.creator_id, ruleset="rules 1", now=NOW)

    assert not end()
    save(read, *unjudged(read))
    assert end()
    assert not end()
    [visit] = read.rows(schema.visits)
    assert (visit["state"], visit["fresh"], visit["judged"]) == ("done", 3, 3)


def test_what_was_judged_is_given_back_with_its_verdict_a_page_at_a_time(read: Town) -> None:
    save(read, *unjudged(read)[:2])
    with read.tools.store.read() as connection:
        found = verdicts.find_judged(connection, read.creator_id)
        assert [(judged.evidence.id, judged.verdict.status) for _, judged in found] == [
            ("1", Status.UNDISCLOSED),
            ("2", Status.DEFICIENT),
        ]
        assert all(isinstance(judged.verdict, Verdict) for _, judged in found)
        assert len(verdicts.find_judged(connection, read.creator_id, limit=1)) == 1
        assert len(verdicts.find_judged(connection, read.creator_id, after=found[0][0])) == 1
        assert runs.find_open_visits(connection, 1) == (read.creator_id,)
