"""A sweep with nothing new, and with 1 % new, beside judging everything afresh.

``SWEEP_CREATORS`` sets how many creators (1,000 unless it says otherwise); each has 30 videos in an evidence file.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from benchmarks.figures import Figure, table
from herkenbaar.config import load
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, open_store
from herkenbaar.store.health import check
from herkenbaar.store.runs import Scope
from herkenbaar.store.schema import visits
from herkenbaar.sweep import sweep
from herkenbaar.visit import Tools, load_judge

VIDEOS = 30
TEXT = """Vandaag kook ik iets lekkers met oma. Bestel met code LISA10 voor korting!

00:00 Boodschappen
03:10 Het deeg
09:45 Proeven
Muziek: eigen opname. Volg me voor meer recepten.
"""
SPOKEN = [{"start": 2.0 * n, "end": 2.0 * n + 2, "text": f"en dan doen we stap {n} van het recept"} for n in range(100)]


def row(creator: int, video: int) -> str:
    evidence = {"platform": "youtube", "id": f"{creator}-{video}", "title": "Koken", "description": TEXT}
    return json.dumps(evidence | {"published": "2026-01-01", "speech": SPOKEN, "label": False}) + "\n"


def run(number: int) -> list[Figure]:
    """Seconds of three sweeps over the same creators, on SQLite."""
    settings = load().settings
    with tempfile.TemporaryDirectory() as name, open_store(str(Path(name) / "s.sqlite")) as store:
        tools = Tools(
            store=store, settings=settings, outside=Outside(store, settings), ruleset="1", judge=load_judge(settings)
        )
        files = [Path(name) / f"{creator}.jsonl" for creator in range(number)]
        for creator, file in enumerate(files):
            file.write_text("".join(row(creator, video) for video in range(VIDEOS)))
            store.write(creators.put, make_entry(str(file)), origin="command", now=tools.now())
        first = measure(tools)
        nothing = measure(tools)
        for creator, file in enumerate(files):
            if creator % 3 == 0:  # 1 % of 30 videos is one for every third creator
                with file.open("a") as out:
                    out.write(row(creator, VIDEOS))
        some = measure(tools)
        afresh = measure(msgspec.structs.replace(tools, ruleset="2"))
        stored = store_bytes(store)
    beside = f"afresh: {afresh.seconds:.1f} s, {afresh.requests} requests"
    return [
        Figure(
            f"all of {number * VIDEOS:,} videos judged afresh", f"{afresh.seconds:.2f} s, {afresh.requests} requests"
        ),
        *(
            Figure(
                what,
                f"{run.seconds:.2f} s, {run.requests} requests",
                beside,
                f"{run.seconds / afresh.seconds:.3f} times",
            )
            for what, run in (
                ("the first sweep, reading and judging all", first),
                ("a sweep with nothing new", nothing),
                ("a sweep with 1 % new", some),
            )
        ),
        Figure("kept per video, one version and two verdicts", f"{stored / (number * VIDEOS):,.0f} bytes"),
    ]


class Swept(NamedTuple):
    """What one sweep took: seconds of processor time (it is one process on SQLite), and requests."""

    seconds: float
    requests: int


def measure(tools: Tools) -> Swept:
    start = time.process_time()
    [done] = sweep(tools, Scope(everyone=True))
    seconds = time.process_time() - start
    counted = sa.select(sa.func.sum(visits.c.requests)).where(visits.c.run_id == done)
    with tools.store.read() as connection:
        return Swept(seconds, connection.scalar(counted) or 0)


def store_bytes(store: Store) -> int:
    """The size of the database."""
    return check(store).size_bytes


def main() -> None:
    print(table(run(int(os.environ.get("SWEEP_CREATORS", "1000")))))


if __name__ == "__main__":
    main()
