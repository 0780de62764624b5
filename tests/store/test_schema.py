"""Both databases keep the same values."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.store import Store
from herkenbaar.store.schema import creators, runs, storable

NOON = datetime(2026, 3, 29, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))


def add_run(store: Store, **values: object) -> None:
    row = {"started_at": NOON, "owner": "test", "ruleset": "r", "scope": {}} | values
    store.write(lambda connection: connection.execute(sa.insert(runs).values(**row)))


def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(store: Store) -> None:
    add_run(store)
    with store.read() as connection:
        found = connection.execute(sa.select(runs.c.started_at)).scalar_one()
    assert found == NOON
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        add_run(store, started_at=datetime(2026, 3, 29, 12))


@pytest.mark.parametrize("text", ["NUL \0 here", "half a pair \ud83d", "both \0\udfff", "🎉 é"])
def test_hostile_text_is_kept_as_far_as_a_database_can(store: Store, text: str) -> None:
    add_run(store, owner=text, scope={"a": [text], text: 1, "n": None})
    with store.read() as connection:
        owner, scope = connection.execute(sa.select(runs.c.owner, runs.c.scope)).one()
    assert owner == storable(text)
    assert scope == {"a": [owner], owner: 1, "n": None}


@given(st.text(alphabet=st.characters(codec=None)))
def test_storable_text_is_utf8_of_the_same_length(text: str) -> None:
    kept = storable(text)
    kept.encode("utf-8")
    assert "\0" not in kept
    assert len(kept) == len(text)


def test_rows_number_themselves(store: Store) -> None:
    for _ in range(2):
        add_run(store)
    with store.read() as connection:
        assert len(set(connection.scalars(sa.select(runs.c.id)))) == 2


def test_a_creator_stands_in_the_roster_once(store: Store) -> None:
    row = {"source": "x", "kind": "url", "name": "n", "notes": "", "origin": "command", "added_at": NOON}
    add = sa.insert(creators).values(**row)
    store.write(lambda connection: connection.execute(add))
    from herkenbaar.errors import StoreError

    with pytest.raises(StoreError):
        store.write(lambda connection: connection.execute(add))
