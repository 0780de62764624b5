"""Caption tracks with the stretches that sell, and how well a reader of them finds these, counted in words."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.accuracy.rows import GOLD
from benchmarks.accuracy.scores import share
from herkenbaar.model import Cue, Evidence, Judged, Platform, SignalKind

Span = tuple[float, float]
ENOUGH = 0.5
"""Intersection over union from which a read counts as found."""


class Track(NamedTuple):
    """The speech of one video and where in it somebody sells, in seconds."""

    name: str
    cues: tuple[Cue, ...]
    reads: tuple[Span, ...]

    @property
    def evidence(self) -> Evidence:
        """The track as evidence of a video of which nothing else was looked at."""
        return Evidence(platform=Platform.YOUTUBE, id=self.name, speech=self.cues)


def shared_tracks(folder: Path) -> list[Track]:
    """The 280 real tracks of the development data, each with the one read that the crowd marked."""
    with gzip.open(folder / "sponsor_reads_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Track(
            row["id"],
            tuple(Cue(start, max(start, end), text) for start, end, text in row["cues"]),
            ((row["sponsor"][0], row["sponsor"][1]),),
        )
        for row in rows
    ]


def made_tracks() -> list[Track]:
    """Our own tracks (fixtures/gold/tracks/reads.jsonl), with all their reads; some have none."""
    lines = (GOLD / "tracks" / "reads.jsonl").read_text(encoding="utf-8").splitlines()
    return [_made(json.loads(line)) for line in lines]


def _made(row: dict[str, list[list[float]]]) -> Track:
    cues = tuple(Cue(float(start), float(end), str(text)) for start, end, text in row["cues"])
    return Track(str(row["id"]), cues, tuple((read[0], read[1]) for read in row["reads"]))


def moments(cues: Iterable[Cue]) -> Iterator[float]:
    """When each word is said, if within a cue all words last as long."""
    for cue in cues:
        count = len(cue.text.split())
        yield from (cue.start + (cue.end - cue.start) * (number + 0.5) / count for number in range(count))


def overlap(one: Span, two: Span) -> float:
    """Intersection over union."""
    both = max(0.0, min(one[1], two[1]) - max(one[0], two[0]))
    union = one[1] - one[0] + two[1] - two[0] - both
    return both / union if union > 0 else 0.0


@dataclass
class ReadScores:
    """What was found, counted in words and in reads."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    videos: int = 0
    reads: int = 0
    found: int = 0
    touched: int = 0
    spans: int = 0
    accused: Counter[bool] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, track: Track, spans: Sequence[Span]) -> None:
        """Count what ``spans`` get right of ``track``."""
        self.videos += 1
        self.spans += len(spans)
        if not track.reads:
            self.accused[bool(spans)] += 1
        for read in track.reads:
            best = max((overlap(read, span) for span in spans), default=0.0)
            self.reads += 1
            self.found += best >= ENOUGH
            self.touched += best > 0
            if best < ENOUGH:
                self.wrong.append(f"{track.name} read at {read[0]:.0f}-{read[1]:.0f} s: told {_seconds(spans)}")
        for moment in moments(track.cues):
            sells = any(start <= moment < end for start, end in track.reads)
            called = any(start <= moment < end for start, end in spans)
            self.tp += sells and called
            self.fp += called and not sells
            self.fn += sells and not called

    def figures(self) -> dict[str, float]:
        """Each figure by name."""
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0
        return {
            "word_precision": precision,
            "word_recall": recall,
            "word_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            "found": self.found / self.reads if self.reads else 1.0,
            "touched": self.touched / self.reads if self.reads else 1.0,
            "false_alarms": share(self.accused) if self.accused else 0.0,
            "spans_per_track": self.spans / self.videos if self.videos else 0.0,
        }

    def misses(self) -> list[str]:
        """A line for each read that was not found."""
        return self.wrong


def _seconds(spans: Sequence[Span]) -> str:
    return ", ".join(f"{start:.0f}-{end:.0f} s" for start, end in spans) or "nothing"


def score(tracks: Iterable[Track], spans: Iterable[Sequence[Span]]) -> ReadScores:
    """The scores of ``spans``, one list for each of ``tracks``."""
    scores = ReadScores()
    for track, found in zip(tracks, spans, strict=True):
        scores.add(track, found)
    return scores


def told(judged: Judged) -> list[Span]:
    """The sponsor reads that a verdict tells, in seconds."""
    signals = judged.verdict.advertising.signals
    reads = (signal for signal in signals if signal.kind is SignalKind.SPONSOR_READ)
    return [(read.start, read.end) for read in reads if read.start is not None and read.end is not None]


def measure_reads(tracks: Sequence[Track], judge: Callable[[Evidence], Judged]) -> ReadScores:
    """Judge every track and count its reads."""
    return score(tracks, (told(judge(track.evidence)) for track in tracks))
