"""A sweep with nothing new, and with 1 % new, beside judging everything afresh.

``SWEEP_CREATORS`` sets how many creators (1,000 unless it says otherwise); each has 30 videos in an evidence file.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from pathlib import Path

import msgspec

from benchmarks.figures import Figure, table
from herkenbaar.config import load
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import creators, open_store
from herkenbaar.store.runs import Scope
from herkenbaar.sweep import sweep
from herkenbaar.visit import Tools, load_judge

VIDEOS = 30
TEXT = "Vandaag kook ik iets lekkers. Bestel met code LISA10 voor korting! " * 8


def row(creator: int, video: int) -> str:
    evidence = {"platform": "youtube", "id": f"{creator}-{video}", "title": "Koken", "description": TEXT}
    return json.dumps(evidence | {"published": "2026-01-01", "speech": [], "label": False}) + "\n"


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
    videos = f"{number * VIDEOS:,} videos"
    return [
        Figure(f"all of {videos} judged afresh", f"{afresh:.2f} s"),
        Figure(
            "the first sweep, reading and judging all", f"{first:.2f} s", f"{afresh:.2f} s", f"{first / afresh:.2f}x"
        ),
        Figure(
            "a sweep with nothing new, 0 requests", f"{nothing:.2f} s", f"{afresh:.2f} s", f"{nothing / afresh:.3f}x"
        ),
        Figure("a sweep with 1 % new, 0 requests", f"{some:.2f} s", f"{afresh:.2f} s", f"{some / afresh:.3f}x"),
    ]


def measure(tools: Tools) -> float:
    start = time.perf_counter()
    sweep(tools, Scope(everyone=True))
    return time.perf_counter() - start


def main() -> None:
    print(table(run(int(os.environ.get("SWEEP_CREATORS", "1000")))))
