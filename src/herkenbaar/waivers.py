"""What people decide about findings, and how a finding is known again.

A finding's fingerprint is made of platform, video, rule, deficiency and the words it quotes, never of places in the
text: it stays when offsets, captions or the rest of the description move (the idea of detect-secrets). The words
are its *marks*. A decision holds for the marks that were there when it was made: when a second code appears beside
the one that was waived, the waiver no longer covers the finding, and says so.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from herkenbaar.model import Finding, Span, Surface, VideoRef

_TIMED = {Surface.SPEECH, Surface.SCREEN}
_LONGEST_TIMED = 60
"""Letters beyond which a spoken quote is a stretch: its words differ from one recognition to the next, and what is
said in a video that is online cannot change, so the surface alone is mark enough."""


class DecisionKind(StrEnum):
    """What a person says of a finding.

    ``waive``: it does not count until a date. ``accept``: it is right and known. ``dispute``: it is wrong and does
    not count. ``baseline``: it stood there when watching began and does not count. ``reopen``: take it back.
    """

    WAIVE = "waive"
    ACCEPT = "accept"
    DISPUTE = "dispute"
    BASELINE = "baseline"
    REOPEN = "reopen"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of one person; all of them stay in the history. ``until`` is its last day, None: no end."""

    id: int
    fingerprint: str
    kind: DecisionKind
    reason: str
    by: str
    until: date | None
    at: datetime
    marks: tuple[str, ...]


class Standing(StrEnum):
    """What a decision is worth today."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    OUTGROWN = "outgrown"
    WITHDRAWN = "withdrawn"


def marks(spans: Iterable[Span]) -> tuple[str, ...]:
    """The words by which a finding is known, sorted, each once, shortened to 16 hexadecimal digits of SHA-256."""
    said = {(span.surface, span.quote) for span in spans}  # in a long video the same words come a hundred times
    return tuple(sorted({_digest(_mark(surface, quote)) for surface, quote in said}))


def fingerprint(video: VideoRef, finding: Finding) -> str:
    """16 hexadecimal digits that stay the same as long as the finding does."""
    what = (video.platform, video.id, finding.rule, finding.deficiency or "", *marks(finding.spans))
    return _digest("\n".join(what))


def standing(decision: Decision, current: Sequence[str], *, today: date) -> Standing:
    """What ``decision`` is worth ``today`` for a finding with the marks ``current``."""
    if decision.kind is DecisionKind.REOPEN:
        return Standing.WITHDRAWN
    if decision.until is not None and decision.until < today:
        return Standing.EXPIRED
    if not set(current) <= set(decision.marks):
        return Standing.OUTGROWN
    return Standing.IN_FORCE


def silences(decision: Decision) -> bool:
    """Whether a finding under this decision no longer counts."""
    return decision.kind in {DecisionKind.WAIVE, DecisionKind.DISPUTE, DecisionKind.BASELINE}


def _mark(surface: Surface, quote: str) -> str:
    letters = "".join(x for x in unicodedata.normalize("NFKC", quote).casefold() if x.isalnum())
    if surface not in _TIMED:
        return f"{surface}:{letters or quote}"
    return f"{surface}:{letters if len(letters) <= _LONGEST_TIMED else ''}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
