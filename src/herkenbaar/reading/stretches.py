"""Where sponsor reads begin and end: the stretches in which selling words outweigh the time between them.

A Viterbi pass with two states (in a read, or not) over the weighed words of a track, exact and linear: opening a read
costs ``OPEN``, less at words that open one; each letter inside costs ``FADE``; a read may close behind any word, better
at some, best before words that return to the video. Found is what makes the sum over the whole video greatest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from herkenbaar.lexicon import Lexicon
from herkenbaar.reading.passages import Passage
from herkenbaar.reading.selling import ANNOUNCING, ENOUGH, ROLES, Share, Word

OPEN = 6.0
"""What opening a read costs, so that a stray word is none."""
FADE = 0.011
"""What a letter inside a read costs; a minute is about 900 letters."""
LONG, FADE_LONG = 1300, 0.01
"""From so many letters on (a minute and a half; nine in ten reads are shorter) each costs so much more."""
EXIT_CLOSES, EXIT_PASSED = 2.0, 1.5
"""What closing before a return to the video earns, and passing one costs."""
LEAST = 4.0
"""The sum a read must reach."""
OPENING = 10.0
"""A read announced in the first so many seconds begins with the video."""
JOIN, JOIN_UNSOLD, JOIN_NAMED = 300, 1500, 2000
"""Parts so many letters apart are one read: any; when the first has not yet asked to act; when both name the same
seller."""
FRESH = 80
"""A part announced in its first so many letters is a new read."""
LEAD = 80
"""How far before a word the words that lead up to it may begin, in letters."""
PAUSE, PER_SECOND = 5.0, 12.0
"""A silence longer than so many seconds costs as if somebody had gone on talking, so many letters a second."""

LEAVING = ("exit", "later")
_LEADING = ("announce", "thanks", "opener", "brand")


class Stretch(NamedTuple):
    """A read at folded ``start``..``end``: the sum it reached, and how much of it telling words and announcements."""

    start: int
    end: int
    score: float
    tells: float
    announced: float


class _Chain(NamedTuple):
    """A stretch and those before it."""

    before: _Chain | None
    stretch: Stretch


class _Run:
    """A read that has opened and not yet closed."""

    __slots__ = ("announced", "base", "before", "score", "start", "tells")

    def __init__(self, start: int, score: float, base: float, before: _Chain | None) -> None:
        self.start, self.score, self.base, self.before = start, score, base, before
        self.tells = self.announced = 0.0

    def wait(self, last: int, now: int, silence: Silence) -> None:
        """Pay for the time between two words, from folded ``last`` to ``now``."""
        beyond = min(now - last, now - self.start - LONG)
        self.score -= FADE * silence.letters(last, now) + (FADE_LONG * beyond if beyond > 0 else 0.0)

    def take(self, word: Word, share: Share | None) -> None:
        """Add ``word``, of whose role ``share`` says what it does besides weighing."""
        self.score += word.weight
        if share is not None:
            self.tells += word.weight * share.tells
        if word.role in ANNOUNCING:
            self.announced += word.weight

    def closed(self, end: int, total: float) -> _Chain:
        """The chain with this read ended at ``end``, where everything so far adds up to ``total``."""
        return _Chain(self.before, Stretch(self.start, end, total - self.base, self.tells, self.announced))

    def left(self, word: Word, total: float) -> _Chain:
        """The chain with this read ended before ``word`` returns to the video, or behind what puts off the rest."""
        return self.closed(max(self.start + 1, word.end if word.role == "later" else word.start - 1), total)


def find_stretches(lexicon: Lexicon, passage: Passage, words: Sequence[Word], silence: Silence) -> list[Stretch]:
    """The reads that ``words`` (in order) make up, in order, none overlapping another."""
    total, chain, run = 0.0, None, None
    last = 0
    for word in words:
        if run is not None and word.start > last:
            run.wait(last, word.start, silence)
        last = word.end if word.end > last else last
        if word.role in LEAVING:
            if run is not None:
                if run.score + EXIT_CLOSES > total and run.tells >= ENOUGH:
                    total = run.score + EXIT_CLOSES
                    chain = run.left(word, total)
                run.score -= EXIT_PASSED
            continue
        share = ROLES.get(word.role)
        base = total - OPEN
        if share is not None and (run is None or base + share.opens > run.score):
            run = _Run(_beginning(lexicon, passage, word, silence), base + share.opens, base, chain)
        if run is None:
            continue
        run.take(word, share)
        if share is not None and run.tells >= ENOUGH and run.score + share.closes > total:
            total = run.score + share.closes
            chain = run.closed(word.end, total)
    found = _joined(_unchained(chain), words, passage.folded.text, silence)
    return [stretch for stretch in found if stretch.score >= LEAST]


class Silence:
    """Pauses in a track, as the letters that would have been spoken in them."""

    def __init__(self, passage: Passage) -> None:
        """Measure the pauses between the cues of ``passage``."""
        pauses = [
            (offset, cue.start - before.end)
            for before, cue, offset in zip(passage.cues, passage.cues[1:], passage.starts[1:], strict=False)
            if cue.start - before.end > PAUSE
        ]
        self._at = [offset for offset, _ in pauses]
        self._sum = [0.0, *accumulate(pause * PER_SECOND for _, pause in pauses)]

    def last(self, offset: int) -> int:
        """Where speech began again after the last silence before ``offset``."""
        index = bisect_right(self._at, offset)
        return self._at[index - 1] if index else 0

    def letters(self, first: int, last: int) -> float:
        """The letters between two offsets, said or kept silent."""
        if not self._at:
            return last - first
        return last - first + self._sum[bisect_right(self._at, last)] - self._sum[bisect_right(self._at, first)]


def _beginning(lexicon: Lexicon, passage: Passage, word: Word, silence: Silence) -> int:
    """Where a read begins that opens with ``word``: with the words that lead up to it, or with the video."""
    if word.role not in _LEADING:
        return word.start
    if passage.second(passage.folded.origin(word.start)) <= OPENING:
        return 0
    lead_in = lexicon.local("lead_in")
    start = word.start
    for said in reversed(passage.folded.text[max(0, start - LEAD) : start].split(" ")[1:-1]):
        if not lead_in.fullmatch(said):
            break
        start -= len(said) + 1
    return max(start, min(word.start, silence.last(word.start)))


def _unchained(chain: _Chain | None) -> list[Stretch]:
    found: list[Stretch] = []
    while chain is not None:
        found.append(chain.stretch)
        chain = chain.before
    return found[::-1]


def _joined(stretches: Iterable[Stretch], words: Sequence[Word], text: str, silence: Silence) -> Iterator[Stretch]:
    """``stretches`` with those made one that are parts of one read: a joke or a demonstration stood between."""
    kept: Stretch | None = None
    for stretch in stretches:
        if kept is not None and silence.letters(kept.end, stretch.start) <= _room(kept, stretch, words, text):
            score, tells = kept.score + stretch.score, kept.tells + stretch.tells
            kept = Stretch(kept.start, stretch.end, score, tells, kept.announced + stretch.announced)
            continue
        if kept is not None:
            yield kept
        kept = stretch
    if kept is not None:
        yield kept


def _room(one: Stretch, two: Stretch, words: Sequence[Word], text: str) -> int:
    """How far apart two stretches may stand and still be one read."""
    if any(word.role == "later" and one.start < word.start < one.end + FRESH for word in words):
        return 0  # "more about them later": what comes later is a read of its own
    within = {stretch: [word for word in words if stretch.start <= word.start < stretch.end] for stretch in (one, two)}
    leading = next((word for word in within[two] if word.role in ("announce", "call")), None)
    if leading is not None and leading.role == "announce" and leading.start - two.start < FRESH:
        return JOIN
    names = [{text[w.start : w.end] for w in part if w.role in ("name", "brand")} for part in within.values()]
    if names[0] & names[1]:
        return JOIN_NAMED
    return JOIN if any(word.role == "call" for word in within[one]) else JOIN_UNSOLD
