"""A worker: takes jobs from the queue until it is told to stop.

Jobs run in threads, so that the event loop keeps giving signs of life: a worker that is silent for 20 seconds counts
as dead, and its jobs are begun again elsewhere. Told to stop (SIGTERM), it takes no more jobs, lets those at work go
on for a while, then asks them to stop where nothing is lost, and puts them back.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from herkenbaar.jobs.forms import prepare_forms
from herkenbaar.jobs.queue import QUEUE_OF, QUEUES, Task, can_begin, open_app
from herkenbaar.jobs.strays import Hands
from herkenbaar.jobs.streak import go_on
from herkenbaar.jobs.tasks import Tasks
from herkenbaar.jobs.upkeep import HEARTBEAT, SILENCE, close_runs, tend
from herkenbaar.outside import Outside
from herkenbaar.store.queue_tables import refuse_unless_current
from herkenbaar.visit import Stopped

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.jobs import Job

    from herkenbaar.crawl import Options
    from herkenbaar.visit import Tools

log = logging.getLogger(__name__)

UPKEEP_EVERY = 5.0
"""Seconds between two rounds of upkeep."""
RECONNECT = 5.0
"""Seconds before a worker whose database went away tries again."""


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """How to work: from which ``queues``, how many jobs at once, with how many seconds ``grace`` at the end.

    ``dispatch``: also put in what is due of the roster. ``until_empty``: stop when nothing waits.
    """

    queues: tuple[str, ...] = QUEUES
    concurrency: int = 4
    grace: float = 30.0
    dispatch: bool = True
    until_empty: bool = False


class StoppableClock:
    """The computer's clock, whose sleep ends in ``Stopped`` when the worker is told to stop."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Return after ``seconds``. Raises Stopped."""
        if self._stop.wait(seconds):
            raise Stopped


class Worker:
    """One process that works. ``run`` returns when it was told to stop and its jobs are put down.

    ``options`` replace the network's far end.
    """

    def __init__(self, tools: Tools, shift: Shift, *, options: Options | None = None) -> None:
        refuse_unless_current(tools.store)
        self._options = options
        self._shift = shift
        self._put_down = threading.Event()
        self._hands = Hands()
        self._stopping = False
        self._tools = msgspec.structs.replace(tools, checkpoint=self._checkpoint)
        self._exits = ExitStack()
        self._outsides: dict[str, Outside] = {}
        self._tasks = Tasks(self._tools, self._outside_of)

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. The database may go away and come back meanwhile."""
        prepare_forms()
        with self._exits, ThreadPoolExecutor(self._shift.concurrency + 2, thread_name_prefix="job") as threads:
            while not self._stopping:
                try:
                    asyncio.run(self._work(threads))
                    if self._shift.until_empty:
                        if self._is_empty():
                            close_runs(self._tools)
                            break
                        continue
                except Exception as error:
                    log.warning("the database went away (%s); trying again in %.0f s", _cause(error), RECONNECT)
                if not self._stopping:
                    self._put_down.wait(RECONNECT)

    def _is_empty(self) -> bool:
        """Whether no job of our queues can begin: the last ones at work may have put in others."""
        return not self._tools.store.single(can_begin, self._queues())

    async def _work(self, threads: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        app = open_app(self._tools.store)
        for task in Task:
            self._register(app, task, threads)
        async with app.open_async():
            working = asyncio.create_task(
                app.run_worker_async(
                    queues=list(self._queues()),
                    concurrency=self._shift.concurrency,
                    wait=not self._shift.until_empty,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=SILENCE,
                )
            )
            for name in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(name, partial(self._stop, working))
            upkeep = asyncio.create_task(self._keep_up(threads))
            try:
                await working
            except asyncio.CancelledError:
                if not self._stopping:
                    raise
            finally:
                upkeep.cancel()
                await asyncio.gather(upkeep, return_exceptions=True)

    def _stop(self, working: asyncio.Task[None]) -> None:
        """Take no more jobs; after ``grace`` seconds ask those at work to put down what they do."""
        if self._stopping:
            self._put_down.set()
            return
        log.warning("stopping: jobs at work have %.0f s", self._shift.grace)
        self._stopping = True
        asyncio.get_running_loop().call_later(self._shift.grace, self._put_down.set)
        working.cancel()

    def _checkpoint(self) -> None:
        if self._put_down.is_set():
            raise Stopped

    async def _keep_up(self, threads: ThreadPoolExecutor) -> None:
        loop = asyncio.get_running_loop()
        while True:
            dispatch = self._shift.dispatch
            await loop.run_in_executor(threads, partial(tend, self._tools, self._tasks, self._hands, dispatch=dispatch))
            await asyncio.sleep(UPKEEP_EVERY)

    def _queues(self) -> Sequence[str]:
        account = self._tools.settings.sweep.account
        lanes = [f"{queue} {account}" for queue in self._shift.queues if account and queue == QUEUE_OF[Task.LANE]]
        return (*self._shift.queues, *lanes)

    def _outside_of(self, platform: str) -> Outside:
        """A lane's own way out: a lane has one job at a time, so nothing is shared between threads."""
        if platform not in self._outsides:
            from herkenbaar.crawl import Options

            follow = self._tools.outside.follow
            options = self._options or Options(clock=StoppableClock(self._put_down), follow=follow)
            outside = Outside(self._tools.store, self._tools.settings, options=options)
            self._outsides[platform] = self._exits.enter_context(outside)
        return self._outsides[platform]

    def _register(self, app: App, task: Task, threads: ThreadPoolExecutor) -> None:
        work = self._tasks.find(task)

        def do(worker: int | None, arguments: dict[str, Any]) -> None:
            work(**arguments)
            if task is Task.JUDGE and worker is not None and not self._stopping:
                go_on(self._tools.store, self._tasks, self._hands, worker=worker)

        async def run(context: JobContext, /, **arguments: Any) -> None:
            self._hands.worker = worker = context.job.worker_id
            with self._hands.hold(context.job.id or 0):
                await asyncio.get_running_loop().run_in_executor(threads, do, worker, arguments)

        retry = _make_retry(self._tasks, task)
        app.task(name=task.value, queue=QUEUE_OF[task], retry=retry, pass_context=True)(run)


def _make_retry(tasks: Tasks, task: Task) -> Any:
    """Whether and when a job that raised is done again."""
    from procrastinate import BaseRetryStrategy, RetryDecision

    class Retry(BaseRetryStrategy):
        def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
            wait = tasks.wait_after(exception, task, job.task_kwargs, tries=job.attempts)
            return None if wait is None else RetryDecision(retry_in={"seconds": round(wait)})

    return Retry()


def _cause(error: BaseException) -> str:
    return str(error.__cause__ or error).strip() or type(error).__name__
