"""Find sponsor reads: stretches of speech that sell, from their first to their last second, several per video.

Words of such reads (lexicon/sponsor-reads.toml) add up along the text; every letter between them takes a little away.
A read opens at a word that announces a sponsor, asks the viewer to act or names a seller; it closes where the sum has
fallen well below its highest point, or at words that return to the video. Softer words are looked for around those
only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Signal, SignalKind
from herkenbaar.reading.passages import Passage
from herkenbaar.text import Folded

LEAST = 6.0
"""The sum a read must reach."""
RELATIVE = 0.6
"""The share of the video's strongest read that any other must reach."""
FADE = 0.012
"""What a letter without a word of the lexicon costs."""
DROP = 9.0
"""How far the sum may fall below its highest point before the read is over."""
EXIT = 3.0
STRONG = 3.0
"""What announcing, asking and naming words must add up to: softer words alone are no read."""
AGAIN = (1.0, 0.5, 0.25, 0.0)
"""What the same word counts at its first, second, third and later place."""
NAME_AGAIN = 1.5
BEFORE, BEHIND = 500, 900
OPENING = 160


class Event(NamedTuple):
    """A word of a read at folded ``start``..``end``."""

    start: int
    end: int
    role: str
    weight: float


class Read(NamedTuple):
    """A read at folded ``start``..``end``, with the sum it reached."""

    start: int
    end: int
    score: float


def find_reads(lexicon: Lexicon, passage: Passage, found: Sequence[Found]) -> Iterator[Signal]:
    """The sponsor reads in ``passage`` (speech), as signals in seconds."""
    if not passage.cues:
        return
    for read in spot(lexicon, passage.folded, found):
        first, last = (
            passage.cue_at(passage.folded.origin(read.start)),
            passage.cue_at(passage.folded.origin(read.end - 1)),
        )
        quote = passage.folded.quote(read.start, min(read.end, read.start + 160))
        yield Signal(SignalKind.SPONSOR_READ, passage.surface, quote, first.start, last.end, weight(read))


def weight(read: Read) -> float:
    """The weight of a read as a sign of advertising (log-odds), from the sum it reached."""
    return round(min(4.0, read.score / 6), 2)


def spot(lexicon: Lexicon, folded: Folded, found: Sequence[Found]) -> list[Read]:
    """The reads in ``folded``, in order."""
    strong = [
        Event(hit.start, hit.end, hit.group.role or "", hit.group.weight) for hit in found if hit.group.kind == "read"
    ]
    if not strong:
        return []
    events = sorted([*strong, *_soft(lexicon, folded, strong), *_names(folded, strong)])
    reads = list(_sum_up(folded.text, events))
    top = max((read.score for read in reads), default=0.0)
    return [read for read in reads if read.score >= RELATIVE * top]


def _soft(lexicon: Lexicon, folded: Folded, strong: Iterable[Event]) -> Iterator[Event]:
    """Softer words in the windows around ``strong`` ones."""
    for begin, finish in _windows(strong, len(folded.text)):
        for hit in lexicon.nearby(folded, begin, finish):
            yield Event(hit.start, hit.end, hit.group.role or "", hit.group.weight)


def _windows(events: Iterable[Event], size: int) -> Iterator[tuple[int, int]]:
    """Stretches of text around ``events``, joined where they overlap."""
    begin = finish = -1
    for event in events:
        if event.start - BEFORE > finish:
            if finish > 0:
                yield begin, finish
            begin = max(0, event.start - BEFORE)
        finish = min(size, event.end + BEHIND)
    if finish > 0:
        yield begin, finish


def _names(folded: Folded, strong: Iterable[Event]) -> Iterator[Event]:
    """Places where the name right behind an announcement is said again."""
    for event in strong:
        if event.role != "enter" or not folded.text[: event.end].endswith((" by", " door", " with", " met")):
            continue
        name = folded.text[event.end + 1 : event.end + 40].split(" ")[0]
        if len(name) < 4:
            continue
        at = folded.text.find(f" {name}", event.end + 4, event.end + BEHIND)
        while at >= 0:
            yield Event(at + 1, at + 1 + len(name), "name", NAME_AGAIN)
            at = folded.text.find(f" {name}", at + 1, event.end + BEHIND)


def _sum_up(text: str, events: Sequence[Event]) -> Iterator[Read]:
    total = best = strength = 0.0
    start = end = last = -1
    seen: dict[str, int] = {}
    for event in events:
        if start >= 0:
            total -= FADE * max(0, event.start - last)
            if total <= 0 or best - total > DROP or (event.role == "exit" and best >= LEAST and best - total > EXIT):
                if best >= LEAST and strength >= STRONG:
                    yield Read(start, end, best)
                total = best = strength = 0.0
                start = -1
                seen = {}
        if event.role == "exit":
            total -= EXIT
            last = max(last, event.end)
            continue
        if start < 0:
            start = last = event.start
            total = 0.0
        word = text[event.start : event.end]
        gain = event.weight * AGAIN[min(seen.get(word, 0), len(AGAIN) - 1)]
        seen[word] = seen.get(word, 0) + 1
        total += gain
        last = max(last, event.end)
        if event.role in ("enter", "brand"):
            strength += gain
        elif event.role == "pitch":
            strength += gain / 2
        if total > best:
            best, end = total, event.end
    if start >= 0 and best >= LEAST and strength >= STRONG:
        yield Read(start, end, best)
