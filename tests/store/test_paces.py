"""The pace of a platform, kept for all workers together. On both databases."""

from __future__ import annotations

import threading

from herkenbaar.budget import Line
from herkenbaar.store import Store, paces


def line(next_at: float = 0.0, closed_until: float = 0.0, strikes: int = 0, why: str = "") -> Line:
    made = Line()
    made.next_at, made.closed_until, made.strikes, made.why = next_at, closed_until, strikes, why
    return made


def lines(store: Store) -> dict[str, dict[str, float | int | str]]:
    with store.read() as connection:
        return {name: paces.values(found) for name, found in paces.load_all(connection)}


def test_a_line_that_nobody_kept_is_free_and_is_made_once(store: Store) -> None:
    for _ in range(2):
        assert paces.values(store.write(paces.lock, "tiktok office")) == paces.values(line())
    assert list(lines(store)) == ["tiktok office"]


def test_what_was_kept_is_there_for_the_next_one(store: Store) -> None:
    busy = line(1_800_000_000.25, 1_800_000_900.5, 3, "HTTP 429 \U0001f6d1")
    for name in ("tiktok", "youtube"):
        store.write(paces.lock, name)
    store.write(paces.keep, "tiktok", busy)
    assert paces.values(store.write(paces.lock, "tiktok")) == paces.values(busy)
    assert lines(store) == {"tiktok": paces.values(busy), "youtube": paces.values(line())}


def test_turns_that_are_booked_at_once_come_one_after_the_other(store: Store) -> None:
    """Each books the second after the last one's; none is booked twice."""

    def book() -> None:
        with store.transaction() as connection:
            found = paces.lock(connection, "tiktok")
            found.next_at += 1.0
            paces.keep(connection, "tiktok", found)

    threads = [threading.Thread(target=book) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lines(store)["tiktok"]["next_at"] == 6.0
