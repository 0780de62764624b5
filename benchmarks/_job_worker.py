"""One worker process of ``benchmarks.jobs``: ``python -m benchmarks._job_worker DATABASE KIND CONCURRENCY``.

It loads what it needs, prints "ready", waits for a line, works until no job waits, and prints "done". ``KIND``:
``empty`` runs Procrastinate's own worker over jobs that do nothing; ``judge`` ours over judge jobs; ``stay`` ours,
until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

from herkenbaar.config import load
from herkenbaar.jobs.queue import open_app
from herkenbaar.jobs.worker import Shift, Worker
from herkenbaar.model import Evidence, Verdict
from herkenbaar.outside import Outside
from herkenbaar.store import Store, open_store
from herkenbaar.visit import Tools, load_judge

EMPTY = "empty"


def wait_for_go() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


async def work_empty(store: Store, concurrency: int) -> None:
    """What Procrastinate does where there is nothing to do, with the settings of our worker."""

    async def nothing() -> None:
        return None

    app = open_app(store)
    app.task(name=EMPTY, queue=EMPTY)(nothing)
    wait_for_go()
    async with app.open_async():
        await app.run_worker_async(
            queues=[EMPTY],
            concurrency=concurrency,
            wait=False,
            install_signal_handlers=False,
            delete_jobs="successful",
        )


def work_ours(store: Store, concurrency: int, *, stay: bool) -> None:
    settings = load().settings
    judge = load_judge(settings)

    def dawdle(evidence: Evidence) -> Verdict:
        """A minute per video, so that there is time to be killed in the middle; who takes over needs none."""
        print("working", flush=True)
        time.sleep(60 if "DAWDLE" in os.environ else 0)
        return judge(evidence)

    shift = Shift(queues=("judge",), concurrency=concurrency, dispatch=False, until_empty=not stay)
    with Outside(store, settings) as outside:
        with store.read() as connection:
            ruleset = str(connection.exec_driver_sql("SELECT max(ruleset) FROM runs").scalar())
        tools = Tools(
            store=store,
            settings=settings,
            outside=outside,
            ruleset=ruleset,
            judge=dawdle if stay else judge,
            judge_among=judge,
        )
        worker = Worker(tools, shift)
        wait_for_go()
        worker.run()


def main(database: str, kind: str, concurrency: int) -> None:
    with open_store(database) as store:
        if kind == EMPTY:
            asyncio.run(work_empty(store, concurrency))
        else:
            work_ours(store, concurrency, stay=kind == "stay")
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
