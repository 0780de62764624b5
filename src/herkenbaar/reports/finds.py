"""Everything found in one video as one list: disclosures, signals, and what looked like them and does not count."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from herkenbaar.model import Disclosure, Discounted, Signal, SignalKind, Surface, Verdict


class Role(StrEnum):
    """What a find is for the verdict, most telling first."""

    DISCLOSURE = "disclosure"
    SIGNAL = "signal"
    DISCOUNTED = "discounted"


class Find(NamedTuple):
    """One find and where it stands (code points, seconds, None for the label); ``source`` is what the verdict has."""

    role: Role
    kind: SignalKind
    surface: Surface
    quote: str
    start: float | None
    end: float | None
    source: Disclosure | Signal | Discounted

    @property
    def weight(self) -> float:
        """What a signal weighs; 0 for what is no signal."""
        return self.source.weight if isinstance(self.source, Signal) else 0.0


def finds(verdict: Verdict) -> Iterator[Find]:
    """All finds in the order of the verdict; a signal in the place of a disclosure is that disclosure, not repeated."""
    told = set()
    for disclosure in verdict.disclosures:
        kind = SignalKind.LABEL if disclosure.surface is Surface.LABEL else SignalKind.DISCLOSURE
        told.add((disclosure.surface, disclosure.start, disclosure.end))
        yield _find(Role.DISCLOSURE, kind, disclosure)
    for signal in verdict.advertising.signals:
        if (signal.surface, signal.start, signal.end) not in told:
            yield _find(Role.SIGNAL, signal.kind, signal)
    for item in verdict.advertising.discounted:
        yield _find(Role.DISCOUNTED, item.kind, item)


def strongest(verdict: Verdict) -> list[Find]:
    """The signals that are not disclosures themselves, heaviest first."""
    return sorted((find for find in finds(verdict) if find.role is Role.SIGNAL), key=lambda find: -find.weight)


def _find(role: Role, kind: SignalKind, source: Disclosure | Signal | Discounted) -> Find:
    return Find(role, kind, source.surface, source.quote, source.start, source.end, source)
