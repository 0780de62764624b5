"""One visit to one creator: save what is new at its source, then judge (sitting.py) what is not judged.

Each part may be done again from its start, by anyone: it leaves the same rows. The one-machine loop (sweep.py) and
the jobs of several machines (jobs/) run the same parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from herkenbaar import sitting
from herkenbaar.errors import HerkenbaarError, InputError, StoreError
from herkenbaar.looks import Look, look_at
from herkenbaar.model import Evidence, Problem, Verdict, parse_published
from herkenbaar.outside import Outside
from herkenbaar.roster import LONGEST, since_of
from herkenbaar.settings import Settings
from herkenbaar.sitting import place_of
from herkenbaar.standing import NOTHING, Standing
from herkenbaar.store import Store, runs, verdicts, videos
from herkenbaar.store.body import mend
from herkenbaar.store.creators import Creator
from herkenbaar.store.history import list_problem
from herkenbaar.store.runs import VisitState

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Stopped(BaseException):
    """The process was told to stop; what is left of the work is for another one."""


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What every visit needs.

    ``ruleset`` is the digest of what ``judge`` judges by; ``judge_among`` is the same judge for a video whose creator
    has lines that stand under most videos (None where nobody looks for them). ``perceive`` adds what is said in a
    video, None where nothing is recognised. ``now`` tells the time in UTC. ``checkpoint`` is called where the work can
    be interrupted without loss; it may raise ``Stopped``.
    """

    store: Store
    settings: Settings
    outside: Outside
    ruleset: str
    judge: Callable[[Evidence], Verdict]
    judge_among: Callable[[Evidence, Standing], Verdict] | None = None
    perceive: Callable[[Evidence], Evidence] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    checkpoint: Callable[[], None] = lambda: None


def load_judge(settings: Settings) -> Callable[..., Verdict]:
    """The judge that the configuration means, with rules, lexicon and folds loaded. Raises DataFileError."""
    from herkenbaar import scan

    prepared = scan.prepare(settings)

    def judge(evidence: Evidence, standing: Standing = NOTHING) -> Verdict:
        return scan.judge_evidence(evidence, prepared, standing).verdict

    return judge


def load_ears(
    settings: Settings, judge: Callable[[Evidence], Verdict], outside: Outside
) -> Callable[[Evidence], Evidence] | None:
    """What listens to a video without captions, as far as its verdict needs; None where that is not configured.

    The sound is fetched by way of ``outside``, so that it counts in the same budget.
    """
    if not (settings.speech.model and settings.speech.fetch):
        return None
    from herkenbaar.senses import Senses

    senses = Senses(settings, reach=outside.open)
    return lambda evidence: senses.perceive(evidence, None, judge)


def visit(tools: Tools, run_id: int, creator: Creator) -> None:
    """Do the whole visit. Raises StoreError only: all else is kept with its reason.

    What is known is judged also where the source cannot be read.
    """
    try:
        gather(tools, run_id, creator)
    except StoreError:
        raise
    except Exception as error:
        tools.store.write(runs.give_up, run_id, creator.id, reason=explain(error))
    listen(tools, run_id, creator.id)
    sitting.judge(tools, run_id, creator.id)


def explain(error: Exception) -> str:
    """Why a source could not be read, in one line; a fault of ours says that it is one."""
    return str(error) if isinstance(error, HerkenbaarError) else f"unexpected {type(error).__name__}: {error}"


def gather(tools: Tools, run_id: int, creator: Creator) -> None:
    """Save what is new or changed at the creator's source, unless that is done. Raises LookError."""
    if not tools.store.write(runs.start_visit, run_id, creator.id, now=tools.now()):
        return
    since = since_of(creator.entry, tools.settings)
    look = look_at(creator.entry, cursor=creator.cursor, since=since, outside=tools.outside)
    troubles = 0
    for batch in _batches(look):
        tools.checkpoint()
        seen, wrong = _sort(batch)
        kept = [_follow_links(tools, item) for item in seen if _is_wanted(item, since)]
        tools.store.write(_save_seen, kept, wrong, creator_id=creator.id, run_id=run_id, now=tools.now())
        troubles += len(wrong)
    if troubles and look.present == set():
        raise InputError(
            "nothing in it could be read", where=creator.entry.source, remedy="the run lists what is wrong"
        )
    tools.store.write(_end_gathering, tools, run_id, creator.id, look)


def _follow_links(tools: Tools, item: Evidence) -> Evidence:
    """``item`` with its links followed, where that is wanted and was not done when it was gathered."""
    follow = tools.outside.follow
    return item if follow is None or item.links is not None else follow(item)


def listen(tools: Tools, run_id: int, creator_id: int) -> int:
    """Listen to the videos that are to be judged and have no captions, where speech is recognised at all; how many.

    Each is saved when it was heard: listening that is interrupted goes on with the next one.
    """
    heard = last = 0
    if tools.perceive is None:
        return 0
    while True:
        with tools.store.read() as connection:
            found = verdicts.find_unjudged(connection, [creator_id], ruleset=tools.ruleset, after=last, limit=1)
        if not found:
            break
        tools.checkpoint()
        last = found[0].video_id
        before = found[0].evidence
        after = tools.perceive(before)
        if after is not before:
            heard += 1
            now = tools.now()
            tools.store.write(_save_seen, [after], [], creator_id=creator_id, run_id=run_id, now=now)
    tools.store.write(runs.end_listening, run_id, creator_id)
    return heard


def _save_seen(
    connection: Connection, items: list[Evidence], wrong: list[Problem], *, creator_id: int, run_id: int, now: datetime
) -> None:
    videos.save(connection, items, creator_id=creator_id, run_id=run_id, now=now)
    for problem in wrong:
        list_problem(connection, problem, run_id=run_id, creator_id=creator_id)


def _end_gathering(connection: Connection, tools: Tools, run_id: int, creator_id: int, look: Look) -> None:
    """Mark what is gone; where far fewer videos came by than the last time, say so and mark nothing."""
    before = runs.find_last_listed(connection, creator_id)
    expected = None
    if look.present is not None and before and len(look.present) < before * tools.settings.sweep.fewer_than:
        expected = before
    else:
        videos.mark_gone(connection, look.present, look.gone, creator_id=creator_id, run_id=run_id, now=tools.now())
    videos.mark_back(connection, look.back, creator_id=creator_id, run_id=run_id)
    listed = before if look.unchanged else None if look.present is None else len(look.present)
    runs.end_gathering(
        connection,
        run_id,
        creator_id,
        listed=videos.count(connection, creator_id) if listed is None else listed,
        cursor=look.remember(),
        requests=look.requests,
        expected=expected,
        then=VisitState.JUDGING if tools.perceive is None else VisitState.LISTENING,
    )


def _batches(look: Look) -> Iterator[list[Evidence | Problem]]:
    items = iter(look)
    while batch := list(islice(items, sitting.BATCH)):
        yield batch


def _sort(batch: Iterable[Evidence | Problem]) -> tuple[list[Evidence], list[Problem]]:
    """The usable evidence of a batch, and what is wrong with the rest."""
    seen, wrong = [], []
    for item in batch:
        if isinstance(item, Problem):
            wrong.append(item)
        elif not 0 < len(item.id) <= LONGEST:
            wrong.append(Problem(place_of(item), f"an id of {len(item.id)} characters", f"1 to {LONGEST} are possible"))
        else:
            seen.append(mend(item))
    return seen, wrong


def _is_wanted(item: Evidence, since: date | None) -> bool:
    """Whether ``item`` is not known to be older than ``since``."""
    try:
        published = parse_published(item.published)
    except ValueError:
        return True
    return since is None or published is None or published.date() >= since
