"""The texts of one video, folded once: title, description, profile, and speech and screen joined from their cues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from herkenbaar.model import Cue, Evidence, Span, Surface
from herkenbaar.text import Folded, fold

TIMED = (Surface.SPEECH, Surface.SCREEN)


class Passage(NamedTuple):
    """One text. For speech and screen ``starts`` has the offset at which each of ``cues`` begins in the text."""

    surface: Surface
    folded: Folded
    cues: tuple[Cue, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def source(self) -> str:
        """The text as it was written (speech and screen: the cues joined)."""
        return self.folded.source

    def cue_at(self, offset: int) -> Cue:
        """The cue that holds the character at ``offset`` of ``source``."""
        return self.cues[bisect_right(self.starts, offset) - 1]

    def cue_start(self, offset: int) -> int:
        """Where in ``source`` the cue that holds ``offset`` begins."""
        return self.starts[bisect_right(self.starts, offset) - 1]

    def cue_end(self, offset: int) -> int:
        """Where in ``source`` the cue that holds ``offset`` ends."""
        index = bisect_right(self.starts, offset) - 1
        return self.starts[index] + len(self.cues[index].text)

    def second(self, offset: int) -> float:
        """When the character at ``offset`` of ``source`` is said: within its cue, time runs evenly."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        cue = self.cues[index]
        share = (offset - self.starts[index]) / max(1, len(cue.text))
        return cue.start + (cue.end - cue.start) * min(1.0, share)

    def place(self, first: int, last: int) -> tuple[float, float]:
        """Where ``source[first:last]`` stands: code points, or seconds for speech and screen."""
        if self.surface not in TIMED:
            return first, last
        return self.cue_at(first).start, self.cue_at(max(first, last - 1)).end

    def span(self, start: int, end: int) -> Span:
        """Folded ``start``..``end`` as a span of the original."""
        first, last = self.folded.span(start, end)
        begin, finish = self.place(first, last)
        return Span(self.surface, self.source[first:last], begin, finish)


def passages(evidence: Evidence) -> Iterator[Passage]:
    """All texts of ``evidence`` that were looked at. Words on the screen are read cue by cue: they stand apart."""
    for surface, text in (
        (Surface.TITLE, evidence.title),
        (Surface.DESCRIPTION, evidence.description),
    ):
        if text:
            yield Passage(surface, fold(text))
    if evidence.speech:
        yield _joined(Surface.SPEECH, evidence.speech, " ")
    if evidence.screen:
        yield _joined(Surface.SCREEN, evidence.screen, "\n")


def _joined(surface: Surface, cues: tuple[Cue, ...], joint: str) -> Passage:
    texts = [cue.text for cue in cues]
    gap = len(joint)
    starts = tuple(accumulate([len(text) + gap for text in texts[:-1]], initial=0))
    return Passage(surface, fold(joint.join(texts)), cues, starts)
