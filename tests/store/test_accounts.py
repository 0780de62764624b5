"""What a run changed, read back from the store."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.town import AD, NOW, Town

from herkenbaar.errors import UsageError
from herkenbaar.reports.runs.account import Account
from herkenbaar.store import creators, decisions, schema
from herkenbaar.store.accounts import find_run, give_account
from herkenbaar.waivers import DecisionKind

TODAY = date(2026, 11, 22)


def account(town: Town, run: str = "last", **choice: Any) -> Account:
    with town.tools.store.read() as connection:
        return give_account(connection, find_run(connection, run), today=choice.pop("today", TODAY), **choice)


def test_the_first_run_has_everything_new(town: Town) -> None:
    town.write({"title": "Summer", "url": "https://tiktok.example/1"} | AD, {"id": "2", "description": "hm"})
    town.visit()
    told = account(town)
    assert [(x.rule, x.cause, x.quote, x.severity, x.counts) for x in told.new] == [
        ("nl/test/told", "first", "code LISA10", "ernstig", True)
    ]
    assert (told.new[0].video.title, told.new[0].video.creator, told.new[0].advice.en) == (
        "Summer",
        "lisa",
        "Put #reclame first.",
    )
    assert [(x.video.id, x.is_new) for x in told.looks] == [("2", True)]
    assert [(x.creator, x.listed, x.fresh, x.judged) for x in told.visited] == [("lisa", 2, 2, 2)]
    assert told.still_open == ()
    assert told.has_news


def test_a_run_without_news_still_says_what_is_open(town: Town) -> None:
    town.write(AD, {"id": "2", "description": "hm"})
    town.visit()
    town.visit()
    told = account(town)
    assert [(x.since, x.cause) for x in told.still_open] == [(NOW, "")]
    assert [x.is_new for x in told.looks] == [False]
    assert (told.new, told.has_news) == ((), False)


def test_each_change_stands_under_its_own_name(town: Town) -> None:
    town.write(*({"id": str(n)} | AD for n in range(6)))
    town.visit()
    town.write(*({"id": str(n)} | (AD if n else {"description": "#ad code LISA10\nnew line"}) for n in range(5)))
    town.visit()
    told = account(town)
    assert [(x.video.id, x.cause) for x in told.fixed] == [("0", "evidence")]
    assert [x.id for x in told.gone] == ["5"]
    [edit] = told.edited
    assert (edit.video.id, edit.version, edit.fields) == ("0", 2, ("description",))
    assert edit.difference == ("-code LISA10", "+#ad code LISA10", "+new line")
    assert {x.video.id for x in told.still_open} == {"1", "2", "3", "4"}
    town.write(*({"id": str(n)} | AD for n in range(6)))
    town.visit()
    told = account(town)
    assert [x.video.id for x in told.reopened] == ["0"]
    assert [x.id for x in told.returned] == ["5"]


def test_an_earlier_run_is_told_as_it_was(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.visit()
    town.write({"description": "#ad code LISA10"})
    town.visit()
    assert [x.rule for x in account(town).fixed] == ["nl/test/told"]
    assert [x.rule for x in account(town, "2").still_open] == ["nl/test/told"]
    assert [x.rule for x in account(town, "1").new] == ["nl/test/told"]


def test_what_could_not_be_read_and_what_is_missing_is_told(town: Town) -> None:
    town.write({"id": "1"}, {"id": ""}, {"id": "3"}, {"id": "4"})
    town.visit()
    assert [x.what for x in account(town).problems] == ["an id of 0 characters"]
    town.write({"id": "1"})
    town.visit()
    [few] = account(town).warnings
    assert (few.listed, few.expected) == (1, 4)
    town.file.unlink()
    town.visit()
    [away] = account(town).unreadable
    assert "No such file" in away.reason


def test_a_group_is_told_its_own_creators_only(town: Town) -> None:
    town.write(AD)
    town.visit()
    assert account(town, groups=("client A",)).visited == ()
    assert account(town, groups=("client A",)).new == ()
    entry = town.entry
    town.tools.store.write(
        creators.put, entry.__class__(**{**_fields(entry), "groups": ("client A",)}), origin="command", now=NOW
    )
    assert len(account(town, groups=("client A",)).new) == 1
    assert account(town, groups=("client A",)).visited[0].groups == ("client A",)


def _fields(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def test_a_decision_silences_a_finding_until_it_is_over(town: Town) -> None:
    town.write(AD)
    town.visit()
    store = town.tools.store
    with store.read() as connection:
        subject = decisions.find_subject(connection, account(town).new[0].fingerprint)
    waiver = {"reason": "agreed", "by": "Zoë", "until": TODAY, "now": NOW}
    store.write(decisions.decide, subject, DecisionKind.WAIVE, **waiver)
    town.visit()
    [item] = account(town).still_open
    assert (item.counts, item.ruling.kind if item.ruling else "") == (False, "waive")
    assert account(town).to_decide == ()
    later = account(town, today=date(2026, 11, 23))
    assert later.still_open[0].counts
    assert [(x.fingerprint, x.ruling.standing) for x in later.to_decide] == [(item.fingerprint, "expired")]


def test_a_run_is_named_by_number_or_as_the_last(town: Town) -> None:
    with pytest.raises(UsageError, match="no run yet"):
        account(town)
    town.visit()
    assert account(town).run == 1
    for wrong in ("2", "first", "-1"):
        with pytest.raises(UsageError, match="run"):
            account(town, wrong)


def test_a_description_of_any_size_is_compared_as_far_as_people_read(town: Town) -> None:
    town.write({"description": "a" * 100_000 + "\n" + "x\ny\n" * 50_000})
    town.visit()
    town.write({"description": "b" * 100_000 + "\n" + "y\nx\n" * 50_000})
    town.visit()
    [edit] = account(town).edited
    assert 0 < len(edit.difference) < 500
    assert max(map(len, edit.difference)) < 400


def test_a_run_that_is_not_finished_can_be_told(town: Town) -> None:
    town.write(AD)
    town.open()
    told = account(town)
    assert (told.finished, told.visited[0].state) == (None, "waiting")
    assert schema.runs.name == "runs"
