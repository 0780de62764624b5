"""What each job does. All of it may be done twice; a job that is killed is begun again by another worker."""

from __future__ import annotations

import logging
from asyncio import CancelledError
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from herkenbaar import sitting
from herkenbaar import visit as visits
from herkenbaar.errors import BlockedError, GoneError, InputError, StoreError
from herkenbaar.jobs import board
from herkenbaar.jobs.queue import Task, lane_order, put, visit_order, wait_for_upkeep
from herkenbaar.outside import Outside
from herkenbaar.store import creators, lanes, runs, verdicts
from herkenbaar.store.lanes import OpenVisit
from herkenbaar.store.runs import VisitState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from herkenbaar.visit import Tools

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""How often a source is tried in one run."""
FIRST_WAIT = 60.0
"""Seconds before the second attempt; the one after waits four times as long."""
MOST_TRIES = 20
"""How often a job is tried whose error is not its own (the database restarts, say)."""
LONGEST_WAIT = 300.0
FINAL = (GoneError, InputError)
"""Errors that another attempt in the same run would only meet again."""


class Again(Exception):  # noqa: N818 - no error: the job is to be done later
    """Do the same job again after ``wait`` seconds. ``everyone``: the platform refuses us, not one creator only."""

    def __init__(self, wait: float, *, everyone: bool = False) -> None:
        super().__init__(f"again in {wait:.0f} s")
        self.wait = wait
        self.everyone = everyone


class Tasks:
    """The jobs of one worker. ``outside_of`` gives the lane of each platform its own way out."""

    def __init__(self, tools: Tools, outside_of: Callable[[str], Outside]) -> None:
        self._tools = tools
        self._outside_of = outside_of

    def find(self, task: Task) -> Callable[..., None]:
        """What to call, with the arguments of the job."""
        jobs: dict[Task, Callable[..., None]] = {
            Task.GATHER: self.gather,
            Task.LANE: self.lane,
            Task.LISTEN: self.listen,
            Task.JUDGE: self.judge,
        }
        return jobs[task]

    def gather(self, visit: int) -> None:
        """Read a source that is no platform's. Raises Again."""
        found = self._find(visit)
        if found is not None:
            _gather(self._tools, found)
            self._go_on(found.id)

    def lane(self, platform: str) -> None:
        """Make the next visit of a platform, and put in the job for the one after it."""
        account = self._tools.settings.sweep.account
        found = self._tools.store.write(lanes.take_next, platform, account=account)
        if found is None:
            return
        wait = 0.0
        try:
            _gather(msgspec.structs.replace(self._tools, outside=self._outside_of(platform)), found)
            self._go_on(found.id)
        except Again as again:
            # A creator that failed comes last again; when only such are left, the lane waits with them.
            wait = again.wait if again.everyone or found.attempts else 0.0
        self._tools.store.write(put, lane_order(platform, account), wait=wait)

    def listen(self, visit: int) -> None:
        """Listen to the videos of a visit that have no captions."""
        found = self._find(visit)
        if found is not None and found.state is VisitState.LISTENING:
            visits.listen(self._tools, found.run_id, found.creator_id)
            self._go_on(found.id)

    def judge(self, visit: int, run: int, creator: int) -> None:
        """Judge what is not judged, and close the visit."""
        sitting.judge(self._tools, run, creator)

    def judge_together(self, jobs: Sequence[Mapping[str, int]]) -> frozenset[int]:
        """Do judge jobs, given by their arguments, as far as one transaction holds them; the visits that are over.

        That is at least the first one's.
        """
        first = jobs[0]
        done: frozenset[int] = frozenset()
        if len(jobs) > 1:
            mine = {job["creator"]: job["visit"] for job in jobs if job["run"] == first["run"]}
            creators = sitting.judge_together(self._tools, first["run"], list(mine))
            done = frozenset(mine[creator] for creator in creators)
        if first["visit"] not in done:
            self.judge(**first)
        return done | {first["visit"]}

    def wait_after(self, error: BaseException, task: Task, arguments: dict[str, Any], *, tries: int) -> float | None:
        """Seconds after which a job that raised is done again; None where it is given up, which is listed.

        ``tries``: how often it was tried before.
        """
        if isinstance(error, visits.Stopped | CancelledError):
            return 0.0
        if isinstance(error, Again):
            return error.wait
        log.warning("job %s %s: %s", task, arguments, error)
        if tries + 1 < MOST_TRIES:
            return min(2.0**tries, LONGEST_WAIT)
        self.give_up(task, arguments, str(error))
        return None

    def give_up(self, task: Task, arguments: dict[str, Any], why: str) -> None:
        """A job of a visit failed for good: list the creator with the reason, and close the visit."""
        found = self._find(arguments["visit"]) if "visit" in arguments else None
        if found is not None:
            reason = f"the job '{task}' failed: {why}"
            self._tools.store.write(board.close, found, reason=reason, now=self._tools.now())

    def _find(self, visit: int) -> OpenVisit | None:
        with self._tools.store.read() as connection:
            return lanes.find_visit(connection, visit)

    def _go_on(self, visit: int) -> None:
        self._tools.store.write(_put_next, visit, ruleset=self._tools.ruleset, now=self._tools.now())


def _gather(tools: Tools, visit: OpenVisit) -> None:
    """Read the source; where that fails, raise Again or give up with the reason."""
    with tools.store.read() as connection:
        creator = creators.load(connection, visit.creator_id)
    if creator is None:
        return
    try:
        visits.gather(tools, visit.run_id, creator)
    except StoreError:
        raise
    except Exception as error:
        attempts = tools.store.write(lanes.count_attempt, visit.id)
        if not isinstance(error, FINAL) and attempts < MOST_ATTEMPTS:
            wait = FIRST_WAIT * 4 ** (attempts - 1)
            blocked = isinstance(error, BlockedError)
            raise Again(_patience(error) or wait, everyone=blocked) from error
        tools.store.write(runs.give_up, visit.run_id, visit.creator_id, reason=visits.explain(error))


def _patience(error: Exception) -> float | None:
    """How long a platform asked to be left alone, in seconds."""
    return error.retry_after if isinstance(error, BlockedError) else None


def _put_next(connection: Connection, visit_id: int, *, ruleset: str, now: datetime) -> None:
    """Put in the job for what is to be heard or judged; where nothing is, as on most days, the visit is over."""
    wait_for_upkeep(connection)
    visit = lanes.find_visit(connection, visit_id)
    if visit is None or visit.state not in {VisitState.LISTENING, VisitState.JUDGING}:
        return
    if not verdicts.end_judged_visit(connection, visit.run_id, visit.creator_id, ruleset=ruleset, now=now):
        put(connection, visit_order(visit))
