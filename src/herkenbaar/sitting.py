"""Judge what a creator's saved evidence holds unjudged, and close the visit; of many small creators in one sitting.

A video that cannot be judged is listed with its reason, and tried again in the next run. Done again, it leaves the
same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from herkenbaar.errors import HerkenbaarError
from herkenbaar.model import Evidence, Problem, Verdict
from herkenbaar.reports.escape import one_line
from herkenbaar.standing import NOTHING, Standing, count_lines
from herkenbaar.store import runs, verdicts, videos
from herkenbaar.store.history import list_problem
from herkenbaar.store.verdicts import Unjudged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from herkenbaar.visit import Tools

BATCH = 50
"""Videos in one transaction: what a kill can cost is judging that many again."""


def judge(tools: Tools, run_id: int, creator_id: int) -> int:
    """Judge every video of a creator whose evidence was not judged under these rules, and close the visit; how many."""
    total = last = 0
    among: Mapping[int, Standing] = {}
    while True:
        batch = _find(tools, [creator_id], after=last)
        if not batch:
            tools.store.single(runs.end_visits, run_id, [creator_id], now=tools.now())
            return total
        among = among or _count_lines(tools, batch)
        judged = _judge_all(tools, batch, among)
        is_last = len(batch) < BATCH
        close = [creator_id] if is_last else []
        total += tools.store.write(_save, tools, judged, run_id=run_id, close=close)
        if is_last:
            return total
        last = batch[-1].video_id


def judge_together(tools: Tools, run_id: int, creator_ids: Sequence[int]) -> frozenset[int]:
    """Judge creators who have little to judge in one transaction, and close their visits; whose visits those are.

    Those whose videos do not go into one batch are left as they are.
    """
    batch = _find(tools, creator_ids)
    whole = frozenset(creator_ids)
    if len(batch) == BATCH:  # there may be more of the creator who comes last, and of all behind them
        cut = batch[-1].creator_id
        batch = tuple(item for item in batch if item.creator_id < cut)
        whole = frozenset(creator_id for creator_id in creator_ids if creator_id < cut)
    if whole:
        judged = _judge_all(tools, batch, _count_lines(tools, batch))
        tools.store.write(_save, tools, judged, run_id=run_id, close=sorted(whole))
    return whole


def place_of(item: Evidence) -> str:
    """Which video ``item`` is of, in one line."""
    return f"{item.platform} {one_line(item.id, limit=60)}"


class _Judged(msgspec.Struct, frozen=True):
    """What came out, and per creator what could not be judged."""

    taken: tuple[tuple[Unjudged, Verdict], ...]
    wrong: tuple[tuple[int, Problem], ...]


def _find(tools: Tools, creator_ids: Sequence[int], *, after: int = 0) -> tuple[Unjudged, ...]:
    tools.checkpoint()
    return tools.store.single(verdicts.find_unjudged, creator_ids, ruleset=tools.ruleset, after=after, limit=BATCH)


def _count_lines(tools: Tools, batch: Iterable[Unjudged]) -> Mapping[int, Standing]:
    """Per creator the lines that stand under most of their videos, as far as the store knows."""
    wanted = sorted({item.creator_id for item in batch})
    if tools.judge_among is None or not wanted:
        return {}
    found = tools.store.single(videos.find_descriptions, wanted)
    return {creator_id: count_lines(texts) for creator_id, texts in found.items()}


def _judge_all(tools: Tools, batch: Iterable[Unjudged], among: Mapping[int, Standing]) -> _Judged:
    judged, wrong = [], []
    for item in batch:
        try:
            judged.append((item, _judge_one(tools, item.evidence, among.get(item.creator_id, NOTHING))))
        except Exception as error:
            what = str(error) if isinstance(error, HerkenbaarError) else f"unexpected {type(error).__name__}: {error}"
            place, remedy = place_of(item.evidence), "it is tried again in the next run"
            wrong.append((item.creator_id, Problem(place, f"could not be judged: {what}", remedy)))
    return _Judged(tuple(judged), tuple(wrong))


def _judge_one(tools: Tools, evidence: Evidence, standing: Standing) -> Verdict:
    if tools.judge_among is None or not standing:
        return tools.judge(evidence)
    return tools.judge_among(evidence, standing)


def _save(connection: Connection, tools: Tools, judged: _Judged, *, run_id: int, close: Sequence[int]) -> int:
    for creator_id, problem in judged.wrong:
        list_problem(connection, problem, run_id=run_id, creator_id=creator_id)
    ruleset, now = tools.ruleset, tools.now()
    saved = verdicts.save(connection, judged.taken, run_id=run_id, ruleset=ruleset, now=now)
    if close:
        runs.end_visits(connection, run_id, close, now=now)
    return saved
