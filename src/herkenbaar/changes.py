"""What changed for one video: its evidence against the version before, its findings against those known.

Pure functions; store/ keeps what they say. "Could not look" fixes nothing: a finding whose rule can no longer be
told stays open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from herkenbaar.model import Evidence, Finding, Outcome, Status, Verdict
from herkenbaar.waivers import fingerprint, marks

SEEN = (
    "kind",
    "title",
    "description",
    "published",
    "duration",
    "language",
    "label",
    "label_kind",
    "speech",
    "screen",
    "links",
    "profile",
    "collapsed_lines",
    "sponsors",
    "tags",
    "shop",
    "heard",
    "watched",
)
"""The fields of evidence that make a version: what a viewer sees or hears. Follower counts and where a field was
read from change daily and make none."""


_LASTING = {"speech": "heard", "screen": "watched"}
"""What is in the video itself, with the field that says how much of it was recognised."""


class ChangeKind(StrEnum):
    """What happened to a video or a finding between two looks."""

    NEW = "new"
    FIXED = "fixed"
    REOPENED = "reopened"
    LOOK = "look"
    GONE = "gone"
    RETURNED = "returned"
    EDITED = "edited"


class Cause(StrEnum):
    """Why the findings differ: the video is new, its evidence changed, or the rules or lexicon did."""

    FIRST = "first"
    EVIDENCE = "evidence"
    RULES = "rules"


class State(StrEnum):
    """Where a known finding stands."""

    OPEN = "open"
    FIXED = "fixed"
    GONE = "gone"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as the store knows it. ``outcome`` is fail or unsure (a person has to look)."""

    id: int
    fingerprint: str
    rule: str
    deficiency: str | None
    outcome: Outcome
    marks: tuple[str, ...]
    state: State


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one finding.

    ``known`` is None for a new one; ``finding`` is None where the verdict no longer has it. ``kind`` is the change
    to report, None where there is nothing to tell.
    """

    known: Known | None
    finding: Finding | None
    fingerprint: str
    outcome: Outcome
    state: State
    kind: ChangeKind | None


def digest(evidence: Evidence) -> str:
    """32 hexadecimal digits that differ when a viewer would see or hear something else."""
    seen = msgspec.json.encode([getattr(evidence, name) for name in SEEN])
    return hashlib.sha256(seen).hexdigest()[:32]


def differing(old: Evidence, new: Evidence) -> tuple[str, ...]:
    """The fields of ``SEEN`` in which two versions differ."""
    return tuple(name for name in SEEN if getattr(old, name) != getattr(new, name))


def is_richer(old: Evidence, new: Evidence) -> bool:
    """Whether ``new`` only sees what ``old`` had not looked at: knowing more is no edit either."""
    return all(getattr(old, name) is None for name in differing(old, new))


def carry_over(old: Evidence, new: Evidence) -> Evidence:
    """``new`` with what ``old`` knew of sound and picture where ``new`` did not look.

    What is said and shown in a video that is online cannot change; what was recognised once is not lost to an edit of
    the description.
    """
    kept: dict[str, Any] = {}
    sources, gaps = dict(new.sources), dict(new.gaps)
    for name, extent in _LASTING.items():
        if getattr(new, name) is None and getattr(old, name) is not None:
            kept |= {name: getattr(old, name), extent: getattr(old, extent)}
            sources |= {name: old.sources[name]} if name in old.sources else {}
            gaps.pop(name, None)
            gaps |= {name: old.gaps[name]} if name in old.gaps else {}
    return msgspec.structs.replace(new, **kept, sources=sources, gaps=gaps) if kept else new


def is_poorer(old: Evidence, new: Evidence) -> bool:
    """Whether ``new`` only lost sight of what ``old`` had seen: a failed look is no edit."""
    lost = differing(old, new)
    return bool(lost) and all(getattr(new, name) is None for name in lost)


def follow(known: Sequence[Known], verdict: Verdict) -> Iterator[Step]:
    """What becomes of every finding of one video, known and new, now that ``verdict`` is there."""
    undecided = {finding.rule for finding in verdict.findings if finding.outcome is Outcome.UNSURE}
    left = {one.fingerprint: one for one in known}
    unmatched = []
    for finding in _findings(verdict):
        same = left.pop(fingerprint(verdict.video, finding), None)
        if same is None:
            unmatched.append(finding)
        else:
            yield _met(same, finding)
    for finding in unmatched:
        kin = _kin(finding, left.values())
        if kin is None:
            yield _new(finding, fingerprint(verdict.video, finding))
        else:
            del left[kin.fingerprint]
            yield _met(kin, finding)
    for one in left.values():
        if one.state is State.OPEN and one.rule not in undecided:
            yield _fixed(one)


def _findings(verdict: Verdict) -> list[Finding]:
    """What is followed: failures, and in a video that must be looked at, what cannot be told."""
    wanted = {Outcome.FAIL, Outcome.UNSURE} if verdict.status is Status.REVIEW else {Outcome.FAIL}
    return [finding for finding in verdict.findings if finding.outcome in wanted]


def _kin(finding: Finding, known: Iterable[Known]) -> Known | None:
    """The open finding of the same rule that shares a mark: the same one, though words came or went beside it."""
    now = set(marks(finding.spans))
    for one in known:
        same_rule = one.rule == finding.rule and one.deficiency == finding.deficiency and one.state is State.OPEN
        if same_rule and (not now or not one.marks or now & set(one.marks)):
            return one
    return None


def _new(finding: Finding, identity: str) -> Step:
    kind = ChangeKind.NEW if finding.outcome is Outcome.FAIL else ChangeKind.LOOK
    return Step(known=None, finding=finding, fingerprint=identity, outcome=finding.outcome, state=State.OPEN, kind=kind)


def _met(known: Known, finding: Finding) -> Step:
    """An open failure that cannot be told today stays a failure; an unsure one that is now sure is new."""
    fails = finding.outcome is Outcome.FAIL
    failed = known.outcome is Outcome.FAIL
    kind = None
    if known.state is not State.OPEN:
        kind = ChangeKind.LOOK if not fails else ChangeKind.REOPENED if failed else ChangeKind.NEW
    elif fails and not failed:
        kind = ChangeKind.NEW
    stays = failed and known.state is State.OPEN
    return Step(
        known=known,
        finding=finding,
        fingerprint=known.fingerprint,
        outcome=Outcome.FAIL if fails or stays else Outcome.UNSURE,
        state=State.OPEN,
        kind=kind,
    )


def _fixed(known: Known) -> Step:
    kind = ChangeKind.FIXED if known.outcome is Outcome.FAIL else None
    return Step(
        known=known,
        finding=None,
        fingerprint=known.fingerprint,
        outcome=known.outcome,
        state=State.FIXED,
        kind=kind,
    )
