"""A naive Bayes that finds sponsor reads: what a person would try first who has labelled caption tracks.

Every word has log odds of standing in a read; their mean over a window of 60 words makes a stretch where it lies above
a threshold. Nothing it learns is kept or shipped.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from benchmarks.accuracy.tracks import Span, Track
from herkenbaar.model import Cue

WINDOW = 60
SMOOTHING = 0.2
RAREST = 3
"""A word seen less often says nothing."""
SHORTEST = 10
"""Stretches of fewer words are none."""
THRESHOLD = -0.1
"""The best on the 280 tracks themselves: that flatters the baseline, and costs it no time."""


class Words(NamedTuple):
    """The words of a track, lower-case, and when each is said."""

    words: list[str]
    seconds: list[float]


@dataclass(frozen=True)
class Bayes:
    """What was learnt: the log odds of each word."""

    odds: dict[str, float]

    def find(self, track: Words) -> list[Span]:
        """The stretches of ``track`` that sell."""
        return stretches(window_means(track.words, self.odds), track.seconds, THRESHOLD)


def tokenise(cues: Sequence[Cue]) -> Words:
    """The words of ``cues``, spread evenly over each cue."""
    words: list[str] = []
    seconds: list[float] = []
    for cue in cues:
        said = cue.text.lower().split()
        if said:
            words += said
            step = (cue.end - cue.start) / len(said)
            seconds += [cue.start + step * (number + 0.5) for number in range(len(said))]
    return Words(words, seconds)


def learn(tracks: Sequence[Track], tokens: Sequence[Words]) -> Bayes:
    """Learn from labelled ``tracks`` and their ``tokens``."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for track, (words, seconds) in zip(tracks, tokens, strict=True):
        for word, second in zip(words, seconds, strict=True):
            sells = any(start <= second < end for start, end in track.reads)
            (inside if sells else outside)[word] += 1
    return Bayes(_odds(inside, outside))


def _odds(inside: Counter[str], outside: Counter[str]) -> dict[str, float]:
    vocabulary = inside.keys() | outside.keys()
    within = math.log(inside.total() + SMOOTHING * len(vocabulary))
    without = math.log(outside.total() + SMOOTHING * len(vocabulary))
    return {
        word: math.log(inside[word] + SMOOTHING) - within - math.log(outside[word] + SMOOTHING) + without
        for word in vocabulary
        if inside[word] + outside[word] >= RAREST
    }


def window_means(words: Sequence[str], odds: dict[str, float]) -> list[float]:
    """The mean log odds of the ``WINDOW`` words around each word."""
    sums = [0.0, *accumulate([odds.get(word, 0.0) for word in words])]
    half, count = WINDOW // 2, len(words)
    means: list[float] = []
    for place in range(count):
        first, last = max(0, place - half), min(count, place + half)
        means.append((sums[last] - sums[first]) / (last - first))
    return means


def stretches(means: Sequence[float], seconds: Sequence[float], threshold: float) -> list[Span]:
    """Where ``means`` stay at or above ``threshold`` for at least ``SHORTEST`` words."""
    found: list[Span] = []
    begun = -1
    for place, mean in enumerate([*means, -math.inf]):
        if mean >= threshold:
            begun = place if begun < 0 else begun
        elif begun >= 0:
            if place - begun >= SHORTEST:
                found.append((seconds[begun], seconds[place - 1]))
            begun = -1
    return found
