"""A look gives what is new at a source, of every kind, at no request too many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests import youtube_pages as pages
from tests.far_end import Answer, FarEnd, TestClock, answer
from tests.test_sweep import put, rows
from tests.town import Judge, make_tools
from tests.youtube_channel import Channel, Made, make_many

from herkenbaar.crawl import Options
from herkenbaar.errors import InputError, LookError
from herkenbaar.evidence import bundle
from herkenbaar.looks import BundleFolder, Look, look_at
from herkenbaar.model import Evidence, Platform
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, schema
from herkenbaar.store.runs import Scope
from herkenbaar.store.videos import Identity
from herkenbaar.sweep import sweep
from herkenbaar.visit import Tools

PAGE = f"https://www.youtube.com/{pages.HANDLE}"


def seal(folder: Path, number: int, description: str = "") -> Path:
    """A bundle as gather leaves it."""
    home = folder / "tiktok" / "lisa" / str(number)
    work = folder / ".work" / str(number)
    (work / bundle.ANSWERS).mkdir(parents=True)
    bundle.seal(
        work,
        Evidence(platform=Platform.TIKTOK, id=str(number), description=description),
        listed=b"{}",
        versions={},
    )
    bundle.move_in(work, home)
    return home


def read(look: Look) -> list[str]:
    return [item.id if isinstance(item, Evidence) else item.what for item in look]


def test_a_folder_gives_the_bundles_that_are_new_or_newer(tmp_path: Path) -> None:
    seal(tmp_path, 1)
    seal(tmp_path, 2)
    first = BundleFolder(tmp_path, None)
    assert read(first) == ["1", "2"]
    seal(tmp_path, 2, "edited")
    seal(tmp_path, 3)
    second = BundleFolder(tmp_path, json.loads(json.dumps(first.remember())))
    assert read(second) == ["2", "3"]
    assert second.present == {Identity("tiktok", str(number)) for number in (1, 2, 3)}
    assert read(BundleFolder(tmp_path, second.remember())) == []


def test_a_bundle_that_was_taken_away_is_not_present(tmp_path: Path) -> None:
    seal(tmp_path, 1)
    home = seal(tmp_path, 2)
    first = BundleFolder(tmp_path, None)
    read(first)
    bundle.discard(home)
    second = BundleFolder(tmp_path, first.remember())
    assert read(second) == []
    assert second.present == {Identity("tiktok", "1")}


def test_a_broken_bundle_is_a_problem_until_it_is_mended(tmp_path: Path) -> None:
    home = seal(tmp_path, 1)
    (home / bundle.EVIDENCE).write_text("{")
    first = BundleFolder(tmp_path, None)
    assert "truncated" in read(first)[0]
    seal(tmp_path, 1)
    assert read(BundleFolder(tmp_path, first.remember())) == ["1"]


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        BundleFolder(tmp_path / "none", None)


@pytest.fixture
def tools(store: Store, hand_judge: Judge, tmp_path: Path, far_end: FarEnd, clock: TestClock) -> Iterator[Tools]:
    tools = make_tools(store, hand_judge, tmp_path)
    options = Options(transport=far_end.transport(), clock=clock)
    with Outside(store, tools.settings, options=options) as outside:
        yield msgspec.structs.replace(tools, outside=outside)


def watch_page(tools: Tools) -> int:
    return tools.store.write(creators.put, make_entry(PAGE), origin="command", now=tools.now())


def go(tools: Tools, far_end: FarEnd) -> Any:
    """One sweep over everybody; the row of its visit."""
    far_end.asked.clear()
    [run] = sweep(tools, Scope(everyone=True))
    return rows(tools, schema.visits, run_id=run)[0]


def test_a_page_is_gathered_judged_and_then_costs_one_request(tools: Tools, far_end: FarEnd) -> None:
    make_many(3).serve(far_end)
    watch_page(tools)
    first = go(tools, far_end)
    assert (first.state, first.listed, first.fresh, first.judged) == ("done", 3, 3, 3)
    assert first.requests == len(far_end.asked)
    second = go(tools, far_end)
    assert (second.state, second.listed, second.fresh, second.judged, second.requests) == ("done", 3, 0, 0, 1)
    assert far_end.asked == [f"www.youtube.com/feeds/videos.xml?channel_id={pages.CHANNEL}"]


def test_a_new_video_costs_its_own_requests_only(tools: Tools, far_end: FarEnd) -> None:
    channel = make_many(3)
    channel.serve(far_end)
    watch_page(tools)
    go(tools, far_end)
    newest = Made(pages.video_id(90), date="2026-08-02T12:00:00+00:00", description="code LISA10")
    Channel([newest, *channel.videos]).serve(far_end)
    row = go(tools, far_end)
    assert (row.listed, row.fresh, row.judged, row.requests) == (4, 1, 1, 3)


REMOVED = {"status": {"status": "ERROR", "reason": "This video has been removed by the uploader"}, "details": False}
MONTH = 31 * 86400.0


def kinds(tools: Tools, row: Any) -> list[str]:
    return [change.kind for change in rows(tools, schema.changes, run_id=row.run_id)]


def test_old_videos_are_read_anew_in_turn_and_what_was_removed_or_edited_is_noticed(
    tools: Tools, far_end: FarEnd, clock: TestClock
) -> None:
    """The feed names the newest 15; three are older. Two of a creator are read again in one sweep."""
    channel = make_many(18)
    channel.serve(far_end)
    watch_page(tools)
    assert go(tools, far_end).fresh == 18
    assert go(tools, far_end).requests == 1
    clock.time += MONTH
    channel.videos[15].description = "code LISA10"
    channel.videos[17].page = REMOVED
    channel.serve(far_end)
    second = go(tools, far_end)
    assert (second.requests, second.changed) == (1 + 2 * 2, 1)
    assert kinds(tools, second) == ["edited", "new"]
    third = go(tools, far_end)
    assert (third.requests, kinds(tools, third)) == (2, ["gone"])
    assert rows(tools, schema.problems, run_id=third.run_id) == []
    assert go(tools, far_end).requests == 1
    clock.time += MONTH
    channel.videos[17].page = {}
    channel.serve(far_end)
    assert "returned" in kinds(tools, go(tools, far_end))


def test_reading_anew_can_be_switched_off(tools: Tools, far_end: FarEnd, clock: TestClock) -> None:
    make_many(18).serve(far_end)
    watch_page(tools)
    settings = msgspec.structs.replace(
        tools.settings, sweep=msgspec.structs.replace(tools.settings.sweep, recheck_days=0.0)
    )
    options = Options(transport=far_end.transport(), clock=clock)
    with Outside(tools.store, settings, options=options) as outside:
        tools = msgspec.structs.replace(tools, settings=settings, outside=outside)
        go(tools, far_end)
        clock.time += MONTH
        assert go(tools, far_end).requests == 1


def test_a_refusal_while_reading_anew_leaves_the_visit_whole(tools: Tools, far_end: FarEnd, clock: TestClock) -> None:
    make_many(18).serve(far_end)
    watch_page(tools)
    go(tools, far_end)
    clock.time += MONTH
    far_end.on("www.youtube.com/watch", answer(429, retry_after="5000"))
    row = go(tools, far_end)
    assert (row.state, row.listed, row.reason) == ("done", 18, "")
    assert rows(tools, schema.problems, run_id=row.run_id) == []


def test_links_are_followed_only_where_that_was_asked_for(tools: Tools, tmp_path: Path) -> None:
    """Of an evidence file as of a page, and not where the evidence has followed links already."""
    followed: list[str] = []

    def follow(item: Evidence) -> Evidence:
        followed.append(item.id)
        return msgspec.structs.replace(item, links=())

    put(tools, tmp_path, "lisa")
    sweep(tools, Scope(everyone=True))
    assert followed == []
    with Outside(tools.store, tools.settings, options=Options(follow=follow)) as outside:
        put(tools, tmp_path, "omar")
        sweep(msgspec.structs.replace(tools, outside=outside), Scope(creators=("omar",), everyone=True))
        assert followed == ["omar0", "omar1"]
        row = {"platform": "tiktok", "id": "omar0", "description": "code OMAR5", "links": []}
        (tmp_path / "omar.jsonl").write_text(f"{json.dumps(row)}\n")
        sweep(msgspec.structs.replace(tools, outside=outside), Scope(creators=("omar",), everyone=True))
        assert followed == ["omar0", "omar1"]


def test_what_was_gathered_by_a_killed_visit_is_not_asked_again(tools: Tools, far_end: FarEnd) -> None:
    make_many(4).serve(far_end)
    watch_page(tools)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("herkenbaar.visit._save_seen", _killed)
        with pytest.raises(KeyboardInterrupt):
            go(tools, far_end)
    assert [row.id for row in rows(tools, schema.videos)] == []
    row = go(tools, far_end)
    assert (row.fresh, row.judged) == (4, 4)
    assert not any("watch" in asked or "timedtext" in asked for asked in far_end.asked)


def _killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_page_that_refuses_us_is_unreadable_and_what_is_known_is_still_judged(tools: Tools, far_end: FarEnd) -> None:
    make_many(2).serve(far_end)
    watch_page(tools)
    go(tools, far_end)
    far_end.answers = {start: [answer(429, retry_after="5000")] for start in far_end.answers}
    row = go(msgspec.structs.replace(tools, ruleset="rules 2"), far_end)
    assert (row.state, row.judged) == ("unreadable", 2)
    assert "429" in row.reason
    assert [x.gone_at for x in rows(tools, schema.videos)] == [None, None]


def test_half_of_the_requests_failing_loses_no_video(tools: Tools, far_end: FarEnd) -> None:
    """Every second request fails, in turn with a 500, a cut-off answer and a hang-up, until all that can is read."""
    make_many(12).serve(far_end)
    whole = {start: answers[0] for start, answers in far_end.answers.items()}
    for start, good in whole.items():
        far_end.answers[start] = _every_second(good)
    watch_page(tools)
    for _ in range(4):
        row = go(tools, far_end)
        if row.state == "done" and row.listed == 12 and not rows(tools, schema.problems, run_id=row.run_id):
            break
    judged = {x.video_id for x in rows(tools, schema.videos) if x.ruleset}
    listed = {x.place.rsplit(" ", 1)[-1] for x in rows(tools, schema.problems, run_id=row.run_id)}
    assert judged | listed == {pages.video_id(number) for number in range(12)}
    assert len(judged) == 12
    assert len(rows(tools, schema.verdicts)) == 12


def _every_second(good: Answer) -> list[Answer]:
    return [answer(500), good] * 50 + [good]


def test_older_videos_than_a_creator_is_watched_for_are_not_asked_for(tools: Tools, far_end: FarEnd) -> None:
    make_many(4).serve(far_end)
    entry = make_entry(PAGE, since=date(2026, 7, 31))
    tools.store.write(creators.put, entry, origin="command", now=tools.now())
    assert go(tools, far_end).fresh == 2


def test_an_address_that_no_platform_knows_is_unreadable(tools: Tools, tmp_path: Path) -> None:
    entry = make_entry("https://www.youtube.com/@nobody")
    look = look_at(entry, cursor=None, since=None, outside=tools.outside)
    with pytest.raises(LookError):
        list(look)


def test_sources_of_all_kinds_are_swept_together(tools: Tools, far_end: FarEnd, tmp_path: Path) -> None:
    make_many(2).serve(far_end)
    watch_page(tools)
    put(tools, tmp_path, "file")
    seal(tmp_path / "folder", 1)
    folder = make_entry(str(tmp_path / "folder"))
    tools.store.write(creators.put, folder, origin="command", now=tools.now())
    [run] = sweep(tools, Scope())
    assert sorted((x.state, x.listed) for x in rows(tools, schema.visits, run_id=run)) == [
        ("done", 1),
        ("done", 2),
        ("done", 2),
    ]
