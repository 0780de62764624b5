"""A notice is sent once, by one process, and tried again ever later where that fails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.town import AD, NOW, Town

from herkenbaar.store import outbox, schema
from herkenbaar.store.outbox import CLAIM, WAITS, Notice


@pytest.fixture
def noted(town: Town) -> Town:
    """A run of which two channels are to hear."""
    town.write(AD)
    town.visit()
    for _ in range(2):
        town.tools.store.write(outbox.put, 1, ["mail", "chat"], now=NOW)
    return town


def claim(town: Town, after: timedelta = timedelta()) -> Notice | None:
    return town.tools.store.write(outbox.claim, now=NOW + after)


def test_each_notice_is_claimed_by_one_process_for_a_while(noted: Town) -> None:
    first, second = claim(noted), claim(noted)
    assert [(x.channel, x.attempts) for x in (first, second) if x] == [("mail", 0), ("chat", 0)]
    assert claim(noted) is None
    assert claim(noted, CLAIM) == first


def test_what_was_sent_is_never_claimed_again(noted: Town) -> None:
    for _ in range(2):
        notice = claim(noted)
        assert notice is not None
        noted.tools.store.write(outbox.note_sent, notice, title="t", body="b", now=NOW)
    assert claim(noted, timedelta(days=400)) is None
    assert [row["title"] for row in noted.rows(schema.notices)] == ["t", "t"]


def test_what_fails_waits_longer_each_time_and_is_given_up_in_the_end(noted: Town) -> None:
    noted.tools.store.write(
        lambda connection: connection.execute(schema.notices.delete().where(schema.notices.c.id > 1))
    )
    at = timedelta()
    for wait in (*WAITS, WAITS[-1]):
        notice = claim(noted, at)
        assert notice is not None
        noted.tools.store.write(outbox.note_failed, notice, error="away", now=NOW + at)
        assert claim(noted, at + timedelta(seconds=wait - 1)) is None
        at += timedelta(seconds=wait)
    assert claim(noted, at + timedelta(days=400)) is None
    [row] = noted.rows(schema.notices)
    assert (row["attempts"], row["error"], row["sent_at"]) == (len(WAITS) + 1, "away", None)
