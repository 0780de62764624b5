"""What people decided on findings, and when it no longer holds."""

from __future__ import annotations

from datetime import date

import pytest
from tests.town import AD, NOW, Town

from herkenbaar.errors import UsageError
from herkenbaar.store import creators, schema
from herkenbaar.store.decisions import (
    Listed,
    decide,
    find_history,
    find_last,
    find_subject,
    list_last,
    set_baseline,
)
from herkenbaar.waivers import DecisionKind, Standing

TODAY, LATER = date(2026, 11, 22), date(2027, 1, 1)


def waive(town: Town, fingerprint: str, *, kind: DecisionKind = DecisionKind.WAIVE) -> None:
    store = town.tools.store
    with store.read() as connection:
        subject = find_subject(connection, fingerprint)
    until = date(2026, 12, 31) if kind is DecisionKind.WAIVE else None
    store.write(decide, subject, kind, reason="agreed", by="Zoë", until=until, now=NOW)


def listed(town: Town, today: date = TODAY) -> list[Listed]:
    with town.tools.store.read() as connection:
        return list(list_last(connection, today=today))


@pytest.fixture
def fingerprint(town: Town) -> str:
    town.write(AD)
    town.visit()
    found: str = town.rows(schema.findings)[0]["fingerprint"]
    return found


def test_the_beginning_of_a_fingerprint_is_enough(town: Town, fingerprint: str) -> None:
    with town.tools.store.read() as connection:
        subject = find_subject(connection, fingerprint[:6].upper())
    assert (subject.fingerprint, subject.video_id, subject.creator) == (fingerprint, "1", "lisa")


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("abc", "not a fingerprint"),
        ("wxyz", "not a fingerprint"),
        ("%%%%", "not a fingerprint"),
        ("0" * 16, "no finding"),
    ],
)
def test_a_fingerprint_that_means_nothing_is_refused(town: Town, fingerprint: str, named: str, reason: str) -> None:
    with town.tools.store.read() as connection, pytest.raises(UsageError, match=reason):
        find_subject(connection, named)


def test_a_fingerprint_that_means_several_is_refused(town: Town, fingerprint: str) -> None:
    town.write({"id": "2", "description": "code OMAR"}, append=True)
    town.visit()
    store = town.tools.store
    store.write(lambda c: c.execute(schema.findings.update().values(fingerprint="abcd0" + schema.findings.c.rule)))
    store.write(
        lambda c: c.execute(schema.findings.update().where(schema.findings.c.id == 1).values(fingerprint="abcd1"))
    )
    with store.read() as connection, pytest.raises(UsageError, match="beginning of 2"):
        find_subject(connection, "abcd")


def test_a_decision_is_in_force_until_its_last_day(town: Town, fingerprint: str) -> None:
    waive(town, fingerprint)
    [now] = listed(town)
    assert (now.standing, now.over, now.is_stale) == (Standing.IN_FORCE, False, False)
    [later] = listed(town, LATER)
    assert (later.standing, later.is_stale) == (Standing.EXPIRED, True)


def test_a_decision_is_outgrown_by_a_second_code(town: Town, fingerprint: str) -> None:
    waive(town, fingerprint)
    town.write({"description": "code LISA10 code OMAR5"})
    town.visit()
    [now] = listed(town)
    assert (now.standing, now.is_stale) == (Standing.OUTGROWN, True)


def test_a_decision_is_over_when_the_finding_is_fixed_or_forgotten(town: Town, fingerprint: str) -> None:
    waive(town, fingerprint)
    town.write({"description": "#ad code LISA10"})
    town.visit()
    [fixed] = listed(town)
    assert fixed.over
    town.tools.store.write(creators.forget, town.creator_id)
    [forgotten] = listed(town)
    assert forgotten.over
    assert forgotten.subject is None


def test_a_decision_that_was_taken_back_is_not_stale_and_stays_in_the_history(town: Town, fingerprint: str) -> None:
    waive(town, fingerprint)
    waive(town, fingerprint, kind=DecisionKind.REOPEN)
    [now] = listed(town, LATER)
    assert (now.standing, now.is_stale) == (Standing.WITHDRAWN, False)
    with town.tools.store.read() as connection:
        assert [x.kind for x in find_history(connection, fingerprint)] == [DecisionKind.WAIVE, DecisionKind.REOPEN]
        assert find_last(connection, [fingerprint])[fingerprint].kind is DecisionKind.REOPEN


def test_a_baseline_decides_on_what_is_open_once(town: Town, fingerprint: str) -> None:
    run = town.rows(schema.runs)[0]["id"]
    assert town.tools.store.write(set_baseline, run, by="b", today=TODAY, now=NOW) == 1
    assert town.tools.store.write(set_baseline, run, by="b", today=TODAY, now=NOW) == 0
    town.write({"id": "2", "description": "hm"}, {"id": "3"} | AD, append=True)
    town.visit()
    [only] = listed(town)
    assert (only.decision.kind, only.standing) == (DecisionKind.BASELINE, Standing.IN_FORCE)


def test_a_decision_in_force_goes_before_the_baseline(town: Town, fingerprint: str) -> None:
    waive(town, fingerprint)
    run = town.rows(schema.runs)[0]["id"]
    assert town.tools.store.write(set_baseline, run, by="b", today=TODAY, now=NOW) == 0
    assert town.tools.store.write(set_baseline, run, by="b", today=LATER, now=NOW) == 1
