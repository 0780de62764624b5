"""What seconds that nobody heard or watched yet could still do to a verdict. Pure, but for the judge it is given.

The question is put to the judge itself: it judges the video once as if nothing more came, and once for each thing that
could come, early and late in what is left. Where all those verdicts agree with the one that stands, going on is of no
use. So the answer follows the rules in force, whatever they are. Advice alone is no reason to go on: what it would need
is then not known, and its check says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from herkenbaar.evidence.points import points_of
from herkenbaar.evidence.windows import Prospect, uncovered
from herkenbaar.model import Cue, Deficiency, Evidence, Outcome, Range, Severity, Status, Verdict

Judge = Callable[[Evidence], Verdict]
Seen = Literal["speech", "screen"]

MARKS = ("Deze video is een betaalde samenwerking met Zonneveld.", "Deze video is gesponsord door Zonneveld.", "#spon")
"""Words that would say it is advertising: recommended, accepted, weak."""

SIGNS = (
    "Ik heb deze jas gratis gekregen van het merk Zonneveld.",
    "Met mijn kortingscode ZON20 krijg je twintig procent korting.",
    "Deze video is niet gesponsord.",
)
"""Words that would be a sign of advertising, or deny it."""

LENGTH = 3.0
"""Seconds that a sentence takes; as long as a mark on the screen has to stay to be read."""


class Look(NamedTuple):
    """What more seconds could do to the verdict, and the seconds that point to advertising or to a mark."""

    prospect: Prospect
    points: Sequence[Range] = ()


Decide = Callable[[Evidence], Look]


class Substance(NamedTuple):
    """What of a verdict is worth looking on for."""

    status: Status
    severity: Severity | None
    deficiencies: frozenset[Deficiency]


def substance_of(verdict: Verdict, *, advice: bool = False) -> Substance:
    """Status, severity and deficiencies of ``verdict`` above advice; with ``advice``, all of them."""
    if advice:
        return Substance(verdict.status, verdict.severity, frozenset(verdict.deficiencies))
    heavy = {
        finding.deficiency
        for finding in verdict.findings
        if finding.outcome is Outcome.FAIL and finding.severity is not Severity.ADVIES
    }
    severity = None if verdict.severity is Severity.ADVIES else verdict.severity
    return Substance(verdict.status, severity, frozenset(lack for lack in verdict.deficiencies if lack in heavy))


def ask(judge: Judge, surface: Seen, *, advice: bool = False) -> Decide:
    """What is asked after each stretch of ``surface``: what the judge could still say otherwise.

    ``advice``: also what it could only advise, as before a video goes online.
    """

    def decide(evidence: Evidence) -> Look:
        duration = evidence.duration or 0.0
        prospect = prospect_of(evidence, surface=surface, duration=duration, judge=judge, advice=advice)
        return Look(prospect, points_of(evidence, judge(evidence)))

    return decide


def likely_places(decide: Decide) -> Decide:
    """``decide``, but never for the rest: the opening, the end and around signs of advertising only."""

    def decide_less(evidence: Evidence) -> Look:
        look = decide(evidence)
        return Look(Prospect.NO_CAUSE, look.points) if look.prospect is Prospect.OPEN else look

    return decide_less


def look_everywhere(_: Evidence) -> Look:
    """For evidence that is gathered without a verdict: the whole video."""
    return Look(Prospect.OPEN)


def prospect_of(evidence: Evidence, *, surface: Seen, duration: float, judge: Judge, advice: bool = False) -> Prospect:
    """What the seconds of ``surface`` that are not covered yet could do to the verdict on ``evidence``.

    Covered are the ranges in ``evidence.heard`` or ``evidence.watched``; None means all of it. Without ``advice``,
    what changes no more than advice changes nothing.
    """

    def agree(future: Evidence) -> bool:
        return substance_of(judge(future), advice=advice) == substance_of(stands, advice=advice)

    covered = evidence.heard if surface == "speech" else evidence.watched
    left = uncovered(duration, covered) if covered is not None else ()
    if not left:
        return Prospect.SETTLED
    stands = judge(evidence)
    silent = _complete(evidence, surface, ())
    if not all(agree(future) for future in (silent, *_futures(evidence, surface, left, MARKS))):
        return Prospect.NO_CAUSE if stands.status is Status.NO_AD else Prospect.OPEN
    if not all(agree(future) for future in _futures(evidence, surface, left, SIGNS)):
        return Prospect.NO_CAUSE
    return Prospect.SETTLED


def _futures(evidence: Evidence, surface: Seen, left: tuple[Range, ...], words: tuple[str, ...]) -> Iterator[Evidence]:
    """The evidence as it would be with each of ``words`` at the first and at the last second that is left."""
    first, last = left[0][0], max(left[-1][0], left[-1][1] - LENGTH)
    for text in words:
        for start in sorted({first, last}):
            yield _complete(evidence, surface, (_cue(surface, start, text),))


def _cue(surface: Seen, start: float, text: str) -> Cue:
    if surface == "speech":
        return Cue(start, start + LENGTH, text, confidence=1.0)
    return Cue(start, start + LENGTH, text, confidence=1.0, height=0.06, place="middle")


def _complete(evidence: Evidence, surface: Seen, more: tuple[Cue, ...]) -> Evidence:
    """``evidence`` as if all seconds were covered and held ``more``."""
    known = (evidence.speech if surface == "speech" else evidence.screen) or ()
    cues = tuple(sorted((*known, *more), key=lambda cue: cue.start))
    if surface == "speech":
        return msgspec.structs.replace(evidence, speech=cues, heard=None)
    return msgspec.structs.replace(evidence, screen=cues, watched=None)
