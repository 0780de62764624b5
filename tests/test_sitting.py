"""A sitting judges what is not judged, of one creator or of several at once, and closes their visits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from tests.test_sweep import put
from tests.town import AD, Judge, Town, make_tools

from herkenbaar import sitting
from herkenbaar.model import Evidence, Platform, Verdict
from herkenbaar.store import Store, creators, runs, schema
from herkenbaar.store.runs import Scope
from herkenbaar.sweep import open_due
from herkenbaar.visit import Stopped, Tools, gather


def read(tools: Tools, folder: Path, **videos: int) -> list[int]:
    """A run in which these creators, with so many videos each, were read; their numbers."""
    for name, number in videos.items():
        put(tools, folder, name, videos=number)
    run = open_due(tools, Scope(everyone=True), owner="test")
    assert run is not None
    with tools.store.read() as connection:
        found = runs.find_open_visits(connection, run.id)
        roster = {creator.id: creator for creator in creators.listing(connection)}
    for creator_id in found:
        gather(tools, run.id, roster[creator_id])
    return sorted(found)


@pytest.fixture
def tools(store: Store, hand_judge: Judge, tmp_path: Path) -> Tools:
    return make_tools(store, hand_judge, tmp_path)


def rows(tools: Tools, table: sa.Table) -> list[sa.Row[Any]]:
    with tools.store.read() as connection:
        return list(connection.execute(sa.select(table).order_by(table.c.id)))


def visits(tools: Tools) -> dict[int, tuple[str, int]]:
    return {row.creator_id: (row.state, row.judged) for row in rows(tools, schema.visits)}


def test_creators_judged_together_have_the_same_rows_as_one_by_one(tools: Tools, tmp_path: Path) -> None:
    first, second, third = read(tools, tmp_path, ali=2, bea=0, cas=3)
    assert sitting.judge_together(tools, 1, [first, second]) == {first, second}
    assert sitting.judge(tools, 1, third) == 3
    assert visits(tools) == {first: ("done", 2), second: ("done", 0), third: ("done", 3)}
    assert len(rows(tools, schema.verdicts)) == len(rows(tools, schema.findings)) == 5


def test_done_again_it_leaves_the_same_rows(tools: Tools, tmp_path: Path) -> None:
    all_of_them = read(tools, tmp_path, ali=2, bea=1)
    assert sitting.judge_together(tools, 1, all_of_them) == set(all_of_them)
    before = [rows(tools, table) for table in (schema.verdicts, schema.findings, schema.changes, schema.visits)]
    assert sitting.judge_together(tools, 1, all_of_them) == set(all_of_them)
    assert sitting.judge(tools, 1, all_of_them[0]) == 0
    after = [rows(tools, table) for table in (schema.verdicts, schema.findings, schema.changes, schema.visits)]
    assert before == after


@pytest.mark.parametrize(
    ("batch", "done", "verdicts"),
    [(6, [0, 1, 2], 5), (5, [0, 1], 4), (4, [0], 2), (3, [0], 2), (2, [], 0)],
)
def test_creators_whose_videos_do_not_go_into_one_batch_are_left_as_they_are(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int, done: list[int], verdicts: int
) -> None:
    all_of_them = read(tools, tmp_path, ali=2, bea=2, cas=1)
    monkeypatch.setattr(sitting, "BATCH", batch)
    assert sitting.judge_together(tools, 1, all_of_them) == {all_of_them[number] for number in done}
    assert len(rows(tools, schema.verdicts)) == verdicts
    assert [state for state, _ in visits(tools).values()].count("judging") == 3 - len(done)


def test_a_creator_with_many_videos_is_judged_batch_by_batch(
    tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [creator] = read(tools, tmp_path, ali=7)
    monkeypatch.setattr(sitting, "BATCH", 3)
    assert sitting.judge(tools, 1, creator) == 7
    assert visits(tools) == {creator: ("done", 7)}


def test_a_video_that_cannot_be_judged_is_listed_with_its_reason_under_its_own_creator(
    tools: Tools, tmp_path: Path
) -> None:
    all_of_them = read(tools, tmp_path, ali=1, bea=2)

    def judge(evidence: Evidence) -> Verdict:
        if evidence.id == "bea1":
            raise ZeroDivisionError("boom")
        return tools.judge(evidence)

    broken = msgspec.structs.replace(tools, judge=judge)
    assert sitting.judge_together(broken, 1, all_of_them) == set(all_of_them)
    [problem] = rows(tools, schema.problems)
    assert problem.creator_id == all_of_them[1]
    assert "could not be judged: unexpected ZeroDivisionError: boom" in problem.what
    assert visits(tools) == {all_of_them[0]: ("done", 1), all_of_them[1]: ("done", 1)}


def test_each_video_is_judged_among_those_of_its_own_creator(town: Town, tmp_path: Path) -> None:
    told: dict[str, frozenset[str]] = {}

    def among(evidence: Evidence, standing: frozenset[str]) -> Verdict:
        told[evidence.id] = standing
        return town.tools.judge(evidence)

    tools = msgspec.structs.replace(town.tools, judge_among=among)
    town.write(*(AD | {"id": f"lisa {number}"} for number in range(5)))
    all_of_them = read(tools, tmp_path, omar=1)
    assert sitting.judge_together(tools, 1, all_of_them) == set(all_of_them)
    assert told == {f"lisa {number}": frozenset({"code lisa10"}) for number in range(5)}


def test_told_to_stop_it_judges_nothing(tools: Tools, tmp_path: Path) -> None:
    all_of_them = read(tools, tmp_path, ali=1)

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        sitting.judge_together(msgspec.structs.replace(tools, checkpoint=stop), 1, all_of_them)
    assert rows(tools, schema.verdicts) == []


def test_a_place_is_one_line() -> None:
    assert sitting.place_of(Evidence(platform=Platform.TIKTOK, id="a\nb")) == "tiktok a b"
