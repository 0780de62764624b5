"""Print the figures, the rows that are wrong, and whether each floor holds."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks.accuracy.rows import BLIND, dutch_rows, english_rows, gold, shared_folder
from benchmarks.accuracy.tracks import ReadScores, made_tracks, measure_reads, shared_tracks
from benchmarks.accuracy.videos import VideoScores, measure
from herkenbaar.config import load
from herkenbaar.model import Evidence, Judged
from herkenbaar.scan import judge_evidence, prepare

FLOORS = Path(__file__).with_name("floors.toml")
HELD = ("fresh_dutch", "later_dutch", "fresh_english")
"""Rows that nobody reads while building: only their totals are printed."""
OURS = ("gold", "held", "read", "studied", "fresh", "later")
"""How the names of our own sets begin."""
AT_MOST = ("negatives_accused", "unsure", "false_alarms")

Scored = VideoScores | ReadScores


def main() -> int:
    """Measure every set that is here; 1 when a floor is missed and ``--gate`` asks."""
    options = argparse.ArgumentParser(description="Measure how often the judgement is right.")
    options.add_argument("--gate", action="store_true", help="end with 1 when our own gold misses a floor")
    options.add_argument("--wrong", action="store_true", help="print every row that is wrong")
    asked = options.parse_args()
    tools = prepare(load().settings)

    def judge(evidence: Evidence) -> Judged:
        return judge_evidence(evidence, tools)

    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    missed = [line for name, scores in _sets(judge) for line in _report(name, scores, floors, wrong=asked.wrong)]
    for line in missed:
        print(f"below its floor: {line}")
    return 1 if asked.gate and any(line.startswith(OURS) for line in missed) else 0


def _sets(judge: Callable[[Evidence], Judged]) -> list[tuple[str, Scored]]:
    found: list[tuple[str, Scored]] = [
        (f"gold_{language}", measure(gold(language), judge)) for language in ("dutch", "english")
    ]
    found.append(("held_dutch", measure(islice(gold("dutch_held"), 1, None, 2), judge)))
    for state in ("read", "studied", "fresh", "later"):
        found.append((f"{state}_dutch", measure(dutch_rows(BLIND / f"dutch_{state}.jsonl"), judge)))
    for state in ("read", "studied", "fresh"):
        found.append((f"{state}_english", measure(english_rows(BLIND / f"english_{state}.jsonl"), judge)))
    found.append(("gold_reads", measure_reads(made_tracks(), judge)))
    folder = shared_folder()
    if folder is None:
        print("../shared/eval is not here: only our own gold data was measured")
        return found
    return [
        *found,
        ("dev_english", measure(english_rows(folder / "english_dev.jsonl"), judge)),
        ("dev_dutch", measure(dutch_rows(folder / "dutch_dev.jsonl"), judge)),
        ("dev_reads", measure_reads(shared_tracks(folder), judge)),
    ]


def _report(name: str, scores: Scored, floors: dict[str, dict[str, float]], *, wrong: bool) -> list[str]:
    print(f"\n{name}: {scores.videos} videos")
    missed = []
    for figure, value in scores.figures().items():
        floor = floors.get(name, {}).get(figure)
        good = floor is None or (value <= floor if figure in AT_MOST else value >= floor)
        bound = "" if floor is None else f"   ({'at most' if figure in AT_MOST else 'floor'} {floor:.3f})"
        print(f"  {figure:22} {value:.3f}{bound}{'' if good else '   MISSED'}")
        if not good:
            missed.append(f"{name} {figure} {value:.3f}")
    if wrong and name not in HELD:
        for line in scores.misses():
            print(f"    {line}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
