"""A visit saves what is new, judges what is not judged, and says what it could not do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from tests.town import AD, NOW, Town

from herkenbaar.errors import StoreError, UsageError
from herkenbaar.model import Cue, Evidence, Verdict
from herkenbaar.store import Store, creators, schema
from herkenbaar.store.runs import VisitState
from herkenbaar.visit import explain, visit


def test_new_videos_are_saved_and_judged(town: Town) -> None:
    town.write({"id": "1"} | AD, {"id": "2", "description": "a cat"})
    row = town.visit()
    assert row["state"] == VisitState.DONE
    assert (row["listed"], row["fresh"], row["changed"], row["judged"]) == (2, 2, 0, 2)
    assert town.changes() == ["new first"]
    assert [x["status"] for x in town.rows(schema.verdicts)] == ["undisclosed", "no_ad"]


def test_nothing_new_is_nothing_to_do(town: Town) -> None:
    town.write(AD)
    town.visit()
    row = town.visit()
    assert town.judged == []
    assert (row["listed"], row["fresh"], row["changed"], row["judged"]) == (1, 0, 0, 0)
    assert town.changes() == []


def test_only_what_was_added_is_judged(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.write({"id": "2"}, append=True)
    row = town.visit()
    assert town.judged == ["2"]
    assert (row["listed"], row["fresh"]) == (2, 1)


def test_new_rules_judge_again_from_what_was_saved(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.file.unlink()
    row = town.visit(ruleset="rules 2")
    assert row["state"] == VisitState.UNREADABLE
    assert town.judged == ["1"]
    assert [x["ruleset"] for x in town.rows(schema.verdicts)] == ["rules 1", "rules 2"]
    town.write(AD)
    town.visit(ruleset="rules 2")
    assert town.judged == []


def test_going_back_to_earlier_rules_brings_their_findings_back(town: Town) -> None:
    town.write(AD)
    town.visit()
    strict = town._judge_by
    town._judge_by = lambda evidence: strict(msgspec.structs.replace(evidence, description=""))
    town.visit(ruleset="rules 2")
    assert town.changes() == ["fixed rules"]
    town._judge_by = strict
    town.visit(ruleset="rules 1")
    assert town.changes() == ["reopened rules"]
    assert [x["state"] for x in town.rows(schema.findings)] == ["open"]
    assert len(town.rows(schema.verdicts)) == 2


def test_an_edit_makes_a_version_and_can_fix_a_finding(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.write({"description": "#ad code LISA10"})
    row = town.visit()
    assert (row["fresh"], row["changed"], row["judged"]) == (0, 1, 1)
    assert town.changes() == ["edited evidence", "fixed evidence"]
    assert [x["version"] for x in town.rows(schema.evidence)] == [1, 2]
    [edit] = town.rows(schema.changes, kind="edited")
    assert edit["detail"] == {"from": 1, "to": 2, "fields": ["description"]}


def test_a_finding_stays_the_same_when_its_place_moves(town: Town) -> None:
    town.write(AD)
    town.visit()
    [before] = town.rows(schema.findings)
    town.write({"description": "Hello everybody! code LISA10"})
    town.visit()
    assert town.changes() == ["edited evidence"]
    [after] = town.rows(schema.findings)
    assert (after["fingerprint"], after["since_run"]) == (before["fingerprint"], before["since_run"])


def test_a_second_code_beside_the_first_is_the_same_finding_with_another_mark(town: Town) -> None:
    town.write(AD)
    town.visit()
    [before] = town.rows(schema.findings)
    town.write({"description": "code LISA10 and code OMAR5"})
    town.visit()
    [after] = town.rows(schema.findings)
    assert after["fingerprint"] == before["fingerprint"]
    assert set(before["marks"]) < set(after["marks"])


def test_another_code_is_another_finding(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.write({"description": "code OMAR5"})
    town.visit()
    assert town.changes() == ["edited evidence", "fixed evidence", "new evidence"]


def test_what_cannot_be_told_any_more_is_not_fixed(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.write({"description": "hm"})
    town.visit()
    assert town.changes() == ["edited evidence"]
    assert [(x["state"], x["outcome"]) for x in town.rows(schema.findings)] == [("open", "fail")]


def test_what_cannot_be_told_asks_for_a_look_and_becomes_new_when_it_can(town: Town) -> None:
    town.write({"description": "hm code LISA10"})
    town.visit()
    assert town.changes() == ["look first"]
    town.write({"description": "code LISA10"})
    town.visit()
    assert town.changes() == ["edited evidence", "new evidence"]


def test_a_video_that_left_the_source_is_gone_and_may_return(town: Town) -> None:
    town.write(AD, {"id": "2"}, {"id": "3"}, {"id": "4"})
    town.visit()
    town.write({"id": "2"}, {"id": "3"}, {"id": "4"})
    town.visit()
    assert town.changes() == ["gone evidence"]
    assert [x["state"] for x in town.rows(schema.findings)] == ["gone"]
    town.write(AD, {"id": "2"}, {"id": "3"}, {"id": "4"})
    town.visit()
    assert town.changes() == ["returned evidence"]
    assert [x["state"] for x in town.rows(schema.findings)] == ["open"]


@pytest.mark.parametrize("left", [0, 1])
def test_far_too_few_videos_is_a_warning_and_nothing_is_gone(town: Town, left: int) -> None:
    town.write(*({"id": str(number)} for number in range(4)))
    town.visit()
    town.write(*({"id": str(number)} for number in range(left)))
    row = town.visit()
    assert (row["listed"], row["expected"]) == (left, 4)
    assert town.changes() == []
    # the second time in a row, it is so
    assert town.visit()["expected"] is None


def test_a_look_that_only_lost_sight_is_no_edit(town: Town) -> None:
    town.write(AD | {"speech": [{"start": 0, "end": 1, "text": "hi"}]})
    town.visit()
    town.write(AD | {"gaps": {"speech": "429"}})
    town.visit()
    assert town.changes() == []
    assert len(town.rows(schema.evidence)) == 1


def test_follower_counts_make_no_version(town: Town) -> None:
    town.write(AD | {"creator": {"followers": 1}})
    town.visit()
    town.write(AD | {"creator": {"followers": 2}, "sources": {"description": "elsewhere"}})
    town.visit()
    assert town.changes() == []


def test_a_source_that_is_away_is_unreadable_with_its_reason(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.file.unlink()
    row = town.visit()
    assert row["state"] == VisitState.UNREADABLE
    assert "No such file" in row["reason"]
    assert row["listed"] is None
    assert [x["gone_at"] for x in town.rows(schema.videos)] == [None]


def test_a_source_in_which_nothing_can_be_read_is_unreadable(town: Town) -> None:
    town.file.write_text("not json\n")
    row = town.visit()
    assert row["state"] == VisitState.UNREADABLE
    assert "nothing in it could be read" in row["reason"]


def test_what_is_wrong_is_listed_and_the_rest_is_judged(town: Town) -> None:
    town.write({"id": "1", "description": "boom"}, {"id": ""}, {"id": "x" * 3000}, {"id": "4\0"})
    row = town.visit()
    assert (row["state"], row["judged"]) == (VisitState.DONE, 1)
    assert {x["what"] for x in town.rows(schema.problems)} == {
        "could not be judged: unexpected ZeroDivisionError: boom",
        "an id of 0 characters",
        "an id of 3000 characters",
    }
    assert town.visit()["state"] == VisitState.DONE
    town.write({"id": "1", "description": "fine"}, append=True)
    town.visit()
    assert town.judged == ["1"]


def test_older_videos_than_asked_for_are_left_out(town: Town) -> None:
    entry = msgspec.structs.replace(town.entry, since=date(2026, 1, 1))
    town.tools.store.write(creators.put, entry, origin="command", now=NOW)
    town.write(
        {"id": "1", "published": "2025-12-31T22:59:00Z"},
        {"id": "2", "published": "2025-12-31T23:00:00Z"},
        {"id": "3", "published": None},
        {"id": "4", "published": "soon"},
    )
    town.visit()
    assert [x["video_id"] for x in town.rows(schema.videos)] == ["2", "3", "4"]
    assert town.visit()["expected"] is None


def test_the_last_of_several_lines_of_one_video_counts(town: Town) -> None:
    town.write({"description": "code A"}, {"description": "code B"}, {"description": "#ad code B"})
    row = town.visit()
    assert (row["fresh"], row["listed"], row["judged"]) == (1, 1, 1)
    assert [x["status"] for x in town.rows(schema.verdicts)] == ["disclosed"]


def dump(town: Town) -> dict[str, Any]:
    """All rows, without the numbers and times that say which attempt wrote them."""
    return {
        table.name: [{k: v for k, v in row.items() if k != "body"} for row in town.rows(table)]
        for table in schema.metadata.sorted_tables
        if "id" in table.c
    }


def test_a_visit_that_is_stopped_anywhere_is_done_again_with_the_same_rows(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write in turn is the last one of a killed process; the visit is then made again."""
    town.write(AD, {"id": "2", "description": "#spon"}, {"id": "3"}, {"id": "4"})
    town.visit()
    town.write({"description": "#ad code LISA10"}, {"id": "3"}, {"id": "4"}, {"id": "5", "description": "boom"})
    monkeypatch.setattr("herkenbaar.sitting.BATCH", 2)
    run = town.open()
    creator = town.creator()
    writes = 0
    real = Store._try

    def die_after(limit: int) -> Callable[..., Any]:
        def attempt(store: Store, *args: Any) -> Any:
            nonlocal writes
            if writes == limit:
                raise StoreError("killed")
            writes += 1
            return real(store, *args)

        return attempt

    for limit in range(20):
        writes = 0
        monkeypatch.setattr(Store, "_try", die_after(limit))
        try:
            visit(town.tools, run.id, creator)
        except StoreError:
            continue
        break
    monkeypatch.setattr(Store, "_try", real)
    assert limit > 4
    assert town.rows(schema.visits, run_id=run.id)[0]["state"] == VisitState.DONE
    killed = dump(town)
    visit(town.tools, run.id, creator)
    assert dump(town) == killed
    assert sorted(f"{x['kind']} {x['cause']}" for x in town.rows(schema.changes, run_id=run.id)) == [
        "edited evidence",
        "fixed evidence",
        "gone evidence",
    ]
    assert len(town.rows(schema.verdicts)) == 5
    assert (killed["visits"][-1]["fresh"], killed["visits"][-1]["judged"]) == (1, 1)


def test_what_has_no_captions_is_listened_to_before_it_is_judged(town: Town) -> None:
    heard: list[str] = []

    def perceive(evidence: Evidence) -> Evidence:
        if evidence.speech is not None:
            return evidence
        heard.append(evidence.id)
        return msgspec.structs.replace(evidence, speech=(Cue(0, 1, "hallo"),), heard=((0.0, 1.0),))

    town.tools = msgspec.structs.replace(town.tools, perceive=perceive)
    town.write(AD, {"id": "2", "speech": []})
    row = town.visit()
    assert (heard, town.judged) == (["1"], ["1", "2"])
    assert (row["state"], row["fresh"], row["changed"]) == (VisitState.DONE, 2, 0)
    assert town.changes() == ["new first"]
    # what was heard once stays when the source, which never hears it, is edited
    town.write({"description": "#ad code LISA10"}, {"id": "2", "speech": []})
    town.visit()
    assert heard == ["1"]
    [edit] = town.rows(schema.changes, kind="edited")
    assert edit["detail"]["fields"] == ["description"]


def test_captions_that_come_later_are_no_edit(town: Town) -> None:
    town.write(AD)
    town.visit()
    town.write(AD | {"speech": [{"start": 0, "end": 1, "text": "hi"}]})
    row = town.visit()
    assert (row["changed"], row["judged"]) == (0, 1)
    assert town.changes() == []


def test_an_error_that_was_foreseen_is_not_called_unexpected() -> None:
    assert (
        explain(UsageError("not as things are set up", remedy="set a token"))
        == "not as things are set up (set a token)"
    )
    assert explain(KeyError("x")) == "unexpected KeyError: 'x'"


def test_a_video_is_judged_among_the_others_of_its_creator_that_the_store_knows(town: Town) -> None:
    told: list[tuple[str, frozenset[str]]] = []

    def among(evidence: Evidence, standing: frozenset[str]) -> Verdict:
        told.append((evidence.id, standing))
        return town.tools.judge(evidence)

    town.tools = msgspec.structs.replace(town.tools, judge_among=among)
    footer = "camera: kiekkast https://amzn.to/kiek"
    town.write(*({"id": str(n), "description": f"story number {n}\n{footer}"} for n in range(4)))
    town.visit()
    assert told == []  # four videos are too few to tell what always stands there
    town.write({"id": "4", "description": f"story number 4\n{footer}"}, append=True)
    town.visit()
    assert told == [("4", frozenset({footer}))]
