"""Find sponsor reads: stretches of speech that sell, from their first to their last second, several per video.

Words of such reads are found and weighed (selling.py), the sponsor's name and what the read repeats is added
(themes.py), and the stretches are cut where they add up to most (stretches.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Signal, SignalKind
from herkenbaar.reading.passages import Passage
from herkenbaar.reading.sellers import seller
from herkenbaar.reading.selling import Word, find_words
from herkenbaar.reading.stretches import Silence, Stretch, find_stretches
from herkenbaar.reading.themes import mentions, themes

RELATIVE = 0.3
"""The share of the video's strongest read that any other must reach …"""
ANNOUNCED = 5.0
"""… unless its announcements alone add up to this: who says so is believed."""
QUOTED, CARRYING = 60, 4
"""A quote has the first so many letters and the so many weightiest words of the rest."""


class Read(NamedTuple):
    """A read and the words that carried it."""

    stretch: Stretch
    words: tuple[Word, ...]


def find_reads(lexicon: Lexicon, passage: Passage, found: Sequence[Found]) -> Iterator[Signal]:
    """The sponsor reads in ``passage`` (speech), as signals in seconds.

    ``found`` is what the lexicon found there. The quote has the first words and, behind "…",
    those that weigh most; ``who`` is the seller where that is told.
    """
    if not passage.cues:
        return
    for stretch, words in spot(lexicon, passage, found):
        first, last = passage.folded.span(stretch.start, stretch.end)
        start, end = passage.second(first), passage.second(last)
        quote = _quote(passage, stretch, words)
        who = seller(lexicon, passage, (stretch.start, stretch.end), words)
        yield Signal(SignalKind.SPONSOR_READ, passage.surface, quote, start, end, weight(stretch), who=who)


def weight(stretch: Stretch) -> float:
    """The weight of a read as a sign of advertising (log-odds), from the sum it reached."""
    return round(min(4.0, stretch.score / 6), 2)


def spot(lexicon: Lexicon, passage: Passage, found: Sequence[Found]) -> list[Read]:
    """The reads in ``passage``, in order, with the words that carried each."""
    text = passage.folded.text
    words = find_words(lexicon, passage, found)
    if not words:
        return []
    words = sorted([*words, *mentions(lexicon, text, words)])
    silence = Silence(passage)
    stretches = find_stretches(lexicon, passage, words, silence)
    more = list(themes(lexicon, text, [(stretch.start, stretch.end) for stretch in stretches], words))
    if more:
        words = sorted([*words, *more])
        stretches = find_stretches(lexicon, passage, words, silence)
    top = max((stretch.score for stretch in stretches), default=0.0)
    return [
        Read(stretch, tuple(word for word in words if stretch.start <= word.start < stretch.end))
        for stretch in stretches
        if stretch.score >= RELATIVE * top or stretch.announced >= ANNOUNCED
    ]


def _quote(passage: Passage, stretch: Stretch, words: Sequence[Word]) -> str:
    text = passage.folded.text
    stop = text.find(" ", min(stretch.start + QUOTED, stretch.end), stretch.end)
    head = stop if stop > 0 else min(stretch.end, stretch.start + QUOTED)
    rest = sorted((word for word in words if word.start >= head), key=lambda word: -word.weight)[:CARRYING]
    parts = [(stretch.start, head), *sorted((word.start, word.end) for word in rest)]
    return " … ".join(passage.folded.quote(start, end) for start, end in parts)
