"""Runs and visits: who visits whom, who may go on with what, and when it is over. On both kinds of database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.town import NOW

from herkenbaar.model import Evidence, Platform
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, runs, schema, videos
from herkenbaar.store.runs import LEASE, Run, Scope, VisitState

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def people(store: Store) -> list[int]:
    """Three creators."""
    entries = [make_entry(f"https://www.tiktok.com/@{name}", name=name) for name in ("zoe", "ali", "bea")]
    return [store.write(creators.put, entry, origin="command", now=NOW) for entry in entries]


def open_run(store: Store, due: dict[int, int | None], **more: Any) -> Run | None:
    given = {"scope": Scope(), "ruleset": "rules 1", "owner": "me", "now": NOW} | more
    return store.write(runs.open_run, due, **given)


def rows(store: Store, table: sa.Table) -> list[sa.Row[Any]]:
    with store.read() as connection:
        return list(connection.execute(sa.select(table).order_by(table.c.id)))


def open_visits(store: Store, run: int) -> tuple[int, ...]:
    with store.read() as connection:
        return runs.find_open_visits(connection, run)


def test_a_run_visits_each_creator_that_is_due_in_the_order_of_the_roster(store: Store, people: list[int]) -> None:
    scope = Scope(groups=("client A",), baseline=True)
    run = open_run(store, dict.fromkeys(people), scope=scope)
    assert run is not None
    zoe, ali, bea = people
    assert open_visits(store, run.id) == (ali, bea, zoe)
    assert (run.scope, run.owner, run.ruleset, run.started_at, run.finished_at) == (scope, "me", "rules 1", NOW, None)


def test_nobody_due_is_no_run(store: Store) -> None:
    assert open_run(store, {}) is None
    assert rows(store, schema.runs) == []


def test_who_is_being_visited_by_another_run_is_left_to_it(store: Store, people: list[int]) -> None:
    first = open_run(store, {people[0]: None})
    second = open_run(store, dict.fromkeys(people))
    assert first is not None
    assert second is not None
    assert set(open_visits(store, second.id)) == set(people[1:])
    assert open_run(store, {people[0]: None}) is None
    assert len(rows(store, schema.runs)) == 2


def test_who_was_visited_since_they_were_found_due_is_left_out(store: Store, people: list[int]) -> None:
    first = open_run(store, {people[0]: None})
    assert first is not None
    store.write(runs.end_visits, first.id, [people[0]], now=NOW)
    assert open_run(store, {people[0]: None}) is None
    [visit] = rows(store, schema.visits)
    assert open_run(store, {people[0]: visit.id}) is not None


def test_a_run_that_is_not_there_is_said_so(store: Store) -> None:
    with store.read() as connection, pytest.raises(LookupError, match="no run 4711"):
        runs.load_run(connection, 4711)


@pytest.mark.parametrize(
    ("alive", "after", "taken"),
    [
        (False, timedelta(), True),
        (True, 10 * LEASE, False),
        (None, LEASE / 2, False),
        (None, LEASE * 1.5, True),
        (None, -5 * LEASE, True),
    ],
)
def test_a_run_is_taken_over_when_its_process_is_dead_or_its_lease_over(
    store: Store, people: list[int], alive: bool | None, after: timedelta, taken: bool
) -> None:
    """The last row: a clock that was wrong wrote a lease that lies far ahead."""
    run = open_run(store, dict.fromkeys(people))
    assert run is not None
    adopted = store.write(runs.adopt, owner="heir", ruleset="rules 2", is_alive=lambda _: alive, now=NOW + after)
    assert [(one.id, one.owner, one.ruleset) for one in adopted] == ([(run.id, "heir", "rules 2")] if taken else [])
    assert store.write(runs.renew_lease, run.id, owner="me", now=LATER) is not taken


def test_runs_of_the_queue_and_finished_ones_are_nobodys_to_take_over(store: Store, people: list[int]) -> None:
    queued = open_run(store, {people[0]: None}, owner=runs.QUEUE)
    ended = open_run(store, {people[1]: None})
    assert queued is not None
    assert ended is not None
    store.write(runs.end_visits, ended.id, [people[1]], now=NOW)
    assert store.write(runs.finish_run, ended.id, now=NOW)
    assert store.write(runs.adopt, owner="heir", ruleset="x", is_alive=lambda _: False, now=LATER) == ()
    with store.read() as connection:
        assert runs.find_open_runs(connection, owner=runs.QUEUE) == (queued.id,)
        assert runs.find_open_runs(connection, owner="me") == ()


def test_a_run_that_was_let_go_is_taken_over_at_once(store: Store, people: list[int]) -> None:
    run = open_run(store, dict.fromkeys(people))
    assert run is not None
    store.write(runs.release, run.id, owner="somebody else")
    assert store.write(runs.renew_lease, run.id, owner="me", now=NOW)
    store.write(runs.release, run.id, owner="me")
    assert len(store.write(runs.adopt, owner="heir", ruleset="x", is_alive=lambda _: None, now=NOW)) == 1


def test_a_source_is_read_again_until_it_was_read_and_keeps_when_it_was_begun(store: Store, people: list[int]) -> None:
    run = open_run(store, {people[0]: None})
    assert run is not None
    assert store.write(runs.start_visit, run.id, people[0], now=NOW)
    assert store.write(runs.start_visit, run.id, people[0], now=LATER)
    assert rows(store, schema.visits)[0].started_at == NOW
    end_gathering(store, run.id, people[0], requests=3, then=VisitState.LISTENING)
    assert not store.write(runs.start_visit, run.id, people[0], now=LATER)
    store.write(runs.end_listening, run.id, people[0])
    visit = rows(store, schema.visits)[0]
    assert (visit.state, visit.listed, visit.requests, visit.expected) == ("judging", 7, 3, 20)
    assert rows(store, schema.creators)[0].cursor == {"at": 1}


def end_gathering(store: Store, run: int, creator: int, *, requests: int, then: VisitState) -> None:
    values: dict[str, Any] = {"listed": 7, "cursor": {"at": 1}, "requests": requests, "expected": 20, "then": then}
    store.write(runs.end_gathering, run, creator, **values)


def test_visits_that_end_say_whether_their_source_could_be_read(store: Store, people: list[int]) -> None:
    run = open_run(store, dict.fromkeys(people))
    assert run is not None
    store.write(runs.give_up, run.id, people[0], reason="429")
    store.write(runs.end_visits, run.id, people[:2], now=LATER)
    found = {row.creator_id: (row.state, row.reason, row.finished_at) for row in rows(store, schema.visits)}
    assert found == {
        people[0]: ("unreadable", "429", LATER),
        people[1]: ("done", "", LATER),
        people[2]: ("waiting", "", None),
    }
    store.write(runs.give_up, run.id, people[1], reason="too late")
    store.write(runs.end_visits, run.id, people[:2], now=LATER + LEASE)
    assert {row.finished_at for row in rows(store, schema.visits)} == {LATER, None}


def test_visits_that_end_together_count_what_each_of_them_brought(store: Store, people: list[int]) -> None:
    first, second, _ = people
    earlier = open_run(store, {first: None})
    assert earlier is not None
    save(store, first, earlier, "1", "2")
    store.write(runs.end_visits, earlier.id, [first], now=NOW)
    [before] = rows(store, schema.visits)
    run = open_run(store, {first: before.id, second: None})
    assert run is not None
    save(store, first, run, "1", "3", "4", description="edited")
    save(store, second, run, "1")
    store.write(runs.end_visits, run.id, [first, second], now=LATER)
    counted = {(row.run_id, row.creator_id): (row.fresh, row.changed) for row in rows(store, schema.visits)}
    assert counted == {(earlier.id, first): (2, 0), (run.id, first): (2, 1), (run.id, second): (1, 0)}


def save(store: Store, creator: int, run: Run, *names: str, description: str = "") -> None:
    items = [Evidence(platform=Platform.TIKTOK, id=name, description=description) for name in names]
    store.write(videos.save, items, creator_id=creator, run_id=run.id, now=NOW)


def test_a_run_is_finished_once_and_when_its_visits_are_over(store: Store, people: list[int]) -> None:
    run = open_run(store, dict.fromkeys(people))
    assert run is not None
    assert not store.write(runs.finish_run, run.id, now=NOW)
    store.write(runs.end_visits, run.id, people, now=NOW)
    assert store.write(runs.finish_run, run.id, now=LATER)
    assert not store.write(runs.finish_run, run.id, now=LATER)
    [row] = rows(store, schema.runs)
    assert (row.finished_at, row.lease_until) == (LATER, None)


def visit_once(store: Store, creator: int, *, listed: int | None, at: datetime) -> None:
    with store.read() as connection:
        last = runs.find_last_visits(connection).get(creator)
    run = open_run(store, {creator: last.id if last else None}, now=at)
    assert run is not None
    store.write(runs.start_visit, run.id, creator, now=at)
    if listed is not None:
        seen = sa.update(schema.visits).where(schema.visits.c.run_id == run.id).values(listed=listed)
        store.write(lambda connection: connection.execute(seen))
    store.write(runs.end_visits, run.id, [creator], now=at)


def test_the_last_visit_and_the_last_number_of_videos_are_those_of_finished_visits(
    store: Store, people: list[int]
) -> None:
    with store.read() as connection:
        assert runs.find_last_visits(connection) == {}
        assert runs.find_last_listed(connection, people[0]) is None
    visit_once(store, people[0], listed=12, at=NOW)
    visit_once(store, people[0], listed=None, at=LATER)
    open_run(store, {people[1]: None})
    with store.read() as connection:
        [(creator, last)] = runs.find_last_visits(connection).items()
        assert (creator, last.started_at, last.listed, last.state) == (people[0], LATER, None, VisitState.DONE)
        assert runs.find_last_listed(connection, people[0]) == 12


def test_a_scope_is_written_without_what_it_does_not_say() -> None:
    assert msgspec.to_builtins(Scope()) == {}
    assert msgspec.to_builtins(Scope(everyone=True)) == {"everyone": True}
