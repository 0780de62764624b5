"""What is replaced or gone is kept as long as configured, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.test_looks import seal
from tests.town import AD, NOW, Town

from herkenbaar.outside import folder_of
from herkenbaar.retention import let_go, remove_bundles
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, decisions, schema
from herkenbaar.store.runs import Scope
from herkenbaar.store.videos import Identity, mark_gone
from herkenbaar.sweep import sweep
from herkenbaar.waivers import DecisionKind

DAYS = 30


@pytest.fixture
def town(town: Town) -> Town:
    """A town with a history: an edited video, one that is gone, three runs, a decision."""
    town.write(AD, *({"id": str(number)} for number in range(2, 9)))
    at(town, 0)
    town.write({"description": "code OMAR5"}, *({"id": str(number)} for number in range(2, 8)))
    at(town, 1)
    at(town, 2)
    return town


def at(town: Town, day: int, ruleset: str = "rules 1") -> None:
    now = NOW + timedelta(days=day)
    town.tools = msgspec.structs.replace(town.tools, now=lambda: now, ruleset=ruleset)
    sweep(town.tools, Scope(everyone=True))


def counts(town: Town) -> dict[str, int]:
    return {table.name: len(town.rows(table)) for table in schema.metadata.sorted_tables if "id" in table.c}


def keep(town: Town, day: int, *, days: int = DAYS, dry: bool = False) -> dict[str, int]:
    now = NOW + timedelta(days=day)
    return let_go(town.tools.store, town.tools.settings, now=now, keep_days=days, dry=dry).rows


def test_nothing_goes_before_its_time(town: Town) -> None:
    before = counts(town)
    assert keep(town, DAYS) == {}
    assert counts(town) == before


def test_what_was_replaced_or_gone_goes_when_its_time_is_over(town: Town) -> None:
    before = counts(town)
    foreseen = keep(town, DAYS + 5, dry=True)
    assert counts(town) == before
    done = keep(town, DAYS + 5)
    assert done == foreseen
    after = counts(town)
    assert (before["videos"], after["videos"]) == (8, 7)
    assert (before["evidence"], after["evidence"]) == (9, 7)
    assert after["verdicts"] == 7
    assert after["runs"] == 1
    assert [row["video_id"] for row in town.rows(schema.videos)] == ["1", "2", "3", "4", "5", "6", "7"]


def test_who_is_watched_is_still_known_and_not_new(town: Town) -> None:
    keep(town, 1000)
    at(town, 1001)
    assert town.rows(schema.visits)[-1]["fresh"] == 0
    assert town.changes() == []


def test_an_older_verdict_goes_when_newer_rules_have_judged(town: Town) -> None:
    at(town, 3, ruleset="rules 2")
    assert len(town.rows(schema.verdicts)) == 16
    keep(town, DAYS + 5)
    assert {row["ruleset"] for row in town.rows(schema.verdicts)} == {"rules 2"}


def test_a_removed_creator_goes_whole_and_with_them_their_decisions(town: Town) -> None:
    store = town.tools.store
    with store.read() as connection:
        subject = decisions.find_subject(connection, town.rows(schema.findings)[-1]["fingerprint"])
    waiver: dict[str, Any] = {"reason": "r", "by": "b", "until": None, "now": NOW}
    store.write(decisions.decide, subject, DecisionKind.ACCEPT, **waiver)
    store.write(creators.remove, town.creator_id, now=NOW + timedelta(days=3))
    keep(town, DAYS + 3)
    assert len(town.rows(schema.creators)) == 1
    keep(town, DAYS + 4)
    keep(town, DAYS + 4)
    assert {name for name, number in counts(town).items() if number} == set()


def test_zero_days_keep_everything(town: Town) -> None:
    assert keep(town, 10_000, days=0) == {}


def test_the_bundles_of_what_is_let_go_are_deleted(town: Town) -> None:
    store, settings = town.tools.store, town.tools.settings
    page = make_entry("https://www.tiktok.com/@lisa")
    folder = folder_of(page.source, settings)
    for number in (1, 2):
        seal(folder, number)
    creator = store.write(creators.put, page, origin="command", now=NOW)
    from herkenbaar.evidence import bundle
    from herkenbaar.store.videos import save

    items = [bundle.load(found) for found in bundle.find(folder)]
    store.write(save, items, creator_id=creator, run_id=1, now=NOW)
    gone = [Identity("tiktok", "1")]
    store.write(mark_gone, None, gone, creator_id=creator, run_id=1, now=NOW)
    keep(town, DAYS + 1, dry=True)
    assert len(list(bundle.find(folder))) == 2
    keep(town, DAYS + 1)
    assert [found.name for found in bundle.find(folder)] == ["2"]
    remove_bundles(page.source, settings)
    assert not folder.exists()
    remove_bundles(str(town.file), settings)
    assert town.file.exists()
