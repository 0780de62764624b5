"""A real worker process for tests: ``python -m tests.jobs.worker_process DATABASE FOLDER '{"die_in": "judge", …}'``.

It works by the judge of a few words, gives signs of life often, and kills itself, or dawdles, where it is told to.
Each video that it judges or hears is a line in FOLDER/judged.txt or FOLDER/heard.txt.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
from tests.far_end import Rerouted, TestClock
from tests.hand_judge import judge
from tests.town import make_tools

from herkenbaar import sitting
from herkenbaar.crawl import Options
from herkenbaar.evidence import bundle
from herkenbaar.jobs import tasks, upkeep, worker
from herkenbaar.jobs.worker import Shift, Worker
from herkenbaar.model import Cue, Evidence, Verdict
from herkenbaar.outside import Outside
from herkenbaar.store import open_store


class Orders(msgspec.Struct, forbid_unknown_fields=True):
    """What a test asks of a worker. ``die_in``: judge, perceive or gather, at the ``die_at``-th time.

    ``busy_until``: the name of a file until which each video keeps the processor busy. ``silence``: seconds after which
    another worker counts as dead: more than a busy machine can take, but where somebody does die and nobody else lives.
    """

    die_in: str = ""
    die_at: int = 0
    slow: float = 0.0
    busy_until: str = ""
    silence: float = 120.0
    listen: bool = False
    port: int = 0
    concurrency: int = 2
    until_empty: bool = False
    grace: float = 0.2
    queues: tuple[str, ...] = ("gather", "speech", "judge")


class Trial:
    """One worker under orders."""

    def __init__(self, folder: Path, orders: Orders) -> None:
        self.folder = folder
        self.orders = orders
        self.steps = {"judge": 0, "perceive": 0, "gather": 0}

    def judge(self, evidence: Evidence) -> Verdict:
        self.step("judge")
        time.sleep(self.orders.slow)
        if self.orders.busy_until:
            self.note("begun", evidence.id)
            while not (self.folder / self.orders.busy_until).exists():
                for _ in range(100_000):
                    pass
        self.note("judged", evidence.id)
        return judge(evidence)

    def perceive(self, evidence: Evidence) -> Evidence:
        if evidence.speech is not None:
            return evidence
        self.step("perceive")
        self.note("heard", evidence.id)
        return msgspec.structs.replace(evidence, speech=(Cue(0, 1, "hallo"),))

    def step(self, what: str) -> None:
        """Die here, if that is the order."""
        self.steps[what] += 1
        if self.orders.die_in == what and self.steps[what] == self.orders.die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def note(self, file: str, line: str) -> None:
        with (self.folder / f"{file}.txt").open("a") as out:
            out.write(f"{line}\n")


def main(database: str, folder: Path, orders: Orders) -> None:
    upkeep.MOST_LIVES = 2
    upkeep.SILENCE = worker.SILENCE = orders.silence
    worker.HEARTBEAT = worker.UPKEEP_EVERY = worker.RECONNECT = 0.5
    tasks.FIRST_WAIT = 0.1
    sitting.BATCH = 5
    trial = Trial(folder, orders)
    sealed = bundle.seal

    def seal(*args: Any, **kwargs: Any) -> None:
        trial.step("gather")
        sealed(*args, **kwargs)

    bundle.seal = seal
    shift = Shift(
        queues=orders.queues, concurrency=orders.concurrency, grace=orders.grace, until_empty=orders.until_empty
    )
    options = Options(transport=Rerouted(orders.port), clock=TestClock()) if orders.port else None
    with open_store(database) as store:
        tools = make_tools(store, trial.judge, folder)
        if orders.listen:
            tools = msgspec.structs.replace(tools, perceive=trial.perceive)
        with Outside(store, tools.settings) as outside:
            Worker(msgspec.structs.replace(tools, outside=outside), shift, options=options).run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), msgspec.convert(json.loads(sys.argv[3]), Orders))
