"""Videos and the versions of their evidence, of one creator at a time. On both databases."""

from __future__ import annotations

from typing import Any

import pytest
from tests.town import NOW, Town

from herkenbaar.model import Cue, Evidence, Platform
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, schema, videos
from herkenbaar.store.videos import Identity, Saved

OMAR = make_entry("https://www.tiktok.com/@omar")
SPEECH = (Cue(0.0, 1.0, "hi"),)


def video(name: str = "1", description: str | None = "a cat", **more: Any) -> Evidence:
    return Evidence(platform=Platform.TIKTOK, id=name, description=description, **more)


def save(town: Town, *items: Evidence, run_id: int = 1, creator_id: int | None = None) -> Saved:
    creator = creator_id or town.creator_id
    return town.tools.store.write(videos.save, items, creator_id=creator, run_id=run_id, now=NOW)


@pytest.fixture(autouse=True)
def runs(town: Town) -> None:
    """Changes are noted in a run that is there."""
    town.visit()
    town.open()


def test_what_was_read_is_counted_as_new_changed_or_as_before(town: Town) -> None:
    assert save(town, video("1"), video("2")) == Saved(fresh=2)
    assert save(town, video("1"), video("2", "a dog"), video("3"), run_id=2) == Saved(fresh=1, changed=1, same=1)
    assert [(row["video_id"], row["version"], row["first_run"]) for row in town.rows(schema.videos)] == [
        ("1", 1, 1),
        ("2", 2, 1),
        ("3", 1, 2),
    ]


def test_saved_twice_it_leaves_the_same_rows(town: Town) -> None:
    items = video("1"), video("2", published="2026-01-01", title="Two", url="https://example.nl")
    save(town, *items)
    before = [town.rows(table) for table in (schema.videos, schema.evidence, schema.changes)]
    assert save(town, *items, run_id=2) == Saved(same=2)
    assert [town.rows(table) for table in (schema.videos, schema.evidence, schema.changes)] == before


def test_the_same_video_of_two_creators_is_two_videos(town: Town) -> None:
    other = town.tools.store.write(creators.put, OMAR, origin="command", now=NOW)
    save(town, video())
    assert save(town, video(), creator_id=other) == Saved(fresh=1)


@pytest.mark.parametrize(
    ("old", "new", "versions", "edits"),
    [
        (video(), video(description="a dog"), 2, [["description"]]),
        (video(), video(sources={"description": "elsewhere"}), 1, []),
        (video(speech=SPEECH), video(), 1, []),
        (video(), video(speech=SPEECH), 2, []),
        (video(), video(description=None), 1, []),
    ],
    ids=["an edit", "read elsewhere", "lost sight", "sees more", "a failed look"],
)
def test_a_version_is_written_where_a_viewer_would_see_something_else(
    town: Town, old: Evidence, new: Evidence, versions: int, edits: list[list[str]]
) -> None:
    save(town, old)
    save(town, new, run_id=2)
    assert len(town.rows(schema.evidence)) == versions
    assert [row["detail"]["fields"] for row in town.rows(schema.changes, kind="edited")] == edits


def test_what_is_to_be_judged_again_is_what_has_a_new_version(town: Town) -> None:
    save(town, video("1"), video("2"))
    judged = schema.videos.update().values(ruleset="rules 1")
    town.tools.store.write(lambda connection: connection.execute(judged))
    save(town, video("1", "new"), video("2"), run_id=2)
    assert [row["ruleset"] for row in town.rows(schema.videos)] == [None, "rules 1"]


def test_every_version_can_be_read_back(town: Town) -> None:
    save(town, video(description="a"))
    save(town, video(description="b\0c"))
    with town.tools.store.read() as connection:
        [row] = town.rows(schema.videos)
        assert videos.load_version(connection, row["id"], 1).description == "a"
        assert videos.load_version(connection, row["id"], 2).description == "b\0c"


@pytest.mark.parametrize(
    ("present", "gone", "expected"),
    [
        (None, (), []),
        ({"1", "2", "3"}, (), []),
        ({"1"}, (), ["2", "3"]),
        (None, ("2",), ["2"]),
        ({"1", "2"}, ("1",), ["1", "3"]),
        (set(), (), ["1", "2", "3"]),
    ],
)
def test_gone_is_what_the_source_no_longer_has_or_says_is_removed(
    town: Town, present: set[str] | None, gone: tuple[str, ...], expected: list[str]
) -> None:
    save(town, video("1"), video("2"), video("3"))
    there = None if present is None else {Identity("tiktok", name) for name in present}
    away = [Identity("tiktok", name) for name in gone]

    def mark() -> int:
        return town.tools.store.write(videos.mark_gone, there, away, creator_id=town.creator_id, run_id=2, now=NOW)

    assert mark() == len(expected)
    assert [row["video_id"] for row in town.rows(schema.videos) if row["gone_at"]] == expected
    assert len(town.rows(schema.changes, kind="gone")) == len(expected)
    assert mark() == 0
    with town.tools.store.read() as connection:
        assert videos.count(connection, town.creator_id) == 3 - len(expected)


def test_what_is_back_is_told_once_and_whoever_was_there_is_left(town: Town) -> None:
    save(town, video("1"), video("2"))
    both = [Identity("tiktok", "1"), Identity("tiktok", "2")]
    town.tools.store.write(videos.mark_gone, None, both[:1], creator_id=town.creator_id, run_id=2, now=NOW)
    for _ in range(2):
        town.tools.store.write(videos.mark_back, both, creator_id=town.creator_id, run_id=2)
    assert [row["gone_at"] for row in town.rows(schema.videos)] == [None, None]
    assert len(town.rows(schema.changes, kind="returned")) == 1


def test_descriptions_are_the_newest_videos_of_each_creator_as_last_seen(town: Town) -> None:
    other = town.tools.store.write(creators.put, OMAR, origin="command", now=NOW)
    save(town, video("1", "old"), video("2", "b"), video("3", "c"), video("4", None))
    save(town, video("1", "new"), run_id=2)
    save(town, video("5", "of omar"), creator_id=other)
    away = [Identity("tiktok", "2")]
    town.tools.store.write(videos.mark_gone, None, away, creator_id=town.creator_id, run_id=2, now=NOW)
    with town.tools.store.read() as connection:
        found = videos.find_descriptions(connection, [town.creator_id, other])
        assert found == {town.creator_id: [None, "c", "new"], other: ["of omar"]}
        assert videos.find_descriptions(connection, [town.creator_id], limit=2) == {town.creator_id: [None, "c"]}
        assert videos.find_descriptions(connection, [4711]) == {}
