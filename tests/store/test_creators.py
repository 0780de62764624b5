"""The roster in the database."""

from __future__ import annotations

from datetime import UTC, datetime

from herkenbaar.roster import Entry, make_entry
from herkenbaar.store import Store
from herkenbaar.store.creators import Creator, follow_config, forget, listing, put, remove

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
LISA = make_entry("https://www.youtube.com/@lisa", name="Lisa", groups=["client A"])
OMAR = make_entry("https://www.tiktok.com/@omar", name="Omar", groups=["client A", "client B"])


def add(store: Store, entry: Entry, origin: str = "command") -> int:
    return store.write(put, entry, origin=origin, now=NOW)


def names(store: Store, **choice: object) -> list[str]:
    return [creator.entry.name for creator in read(store, **choice)]


def read(store: Store, **choice: object) -> tuple[Creator, ...]:
    with store.read() as connection:
        return listing(connection, **choice)  # type: ignore[arg-type]


def test_what_was_put_is_listed(store: Store) -> None:
    add(store, OMAR)
    add(store, LISA)
    assert [creator.entry for creator in read(store)] == [LISA, OMAR]
    assert names(store, groups=["client B"]) == ["Omar"]


def test_the_same_source_is_changed_not_added(store: Store) -> None:
    first = add(store, LISA)
    second = add(store, make_entry(LISA.source, name="Lisa V", groups=["client C"]))
    assert first == second
    assert [creator.entry.groups for creator in read(store)] == [("client C",)]


def test_one_that_was_removed_is_not_listed_and_may_come_back(store: Store) -> None:
    creator = add(store, LISA)
    store.write(remove, creator, now=NOW)
    assert names(store) == []
    assert names(store, removed=True) == ["Lisa"]
    assert add(store, LISA) == creator
    assert names(store) == ["Lisa"]


def test_one_that_was_forgotten_is_nowhere(store: Store) -> None:
    store.write(forget, add(store, LISA))
    assert names(store, removed=True) == []


def test_the_roster_follows_the_configuration(store: Store) -> None:
    add(store, OMAR)
    store.write(follow_config, [LISA], now=NOW)
    assert names(store) == ["Lisa", "Omar"]
    store.write(follow_config, [], now=NOW)
    assert names(store) == ["Omar"]
    store.write(follow_config, [LISA], now=NOW)
    assert names(store) == ["Lisa", "Omar"]
