"""What is still to come is asked of the judge; these judges are small, so that each answer can be followed."""

from __future__ import annotations

import msgspec
import pytest

from herkenbaar.evidence.prospects import Substance, prospect_of, substance_of
from herkenbaar.evidence.windows import Prospect
from herkenbaar.model import (
    Advertising,
    Creator,
    Cue,
    Deficiency,
    Evidence,
    Finding,
    Outcome,
    Platform,
    Relation,
    Severity,
    Status,
    Verdict,
    VideoRef,
    Words,
)

VIDEO = Evidence(platform=Platform.YOUTUBE, id="a", duration=600, speech=(), heard=((0.0, 25.0),))


def verdict(status: Status, severity: Severity | None = None) -> Verdict:
    return Verdict(
        video=VideoRef(Platform.YOUTUBE, "a", None, None, None, Creator()),
        status=status,
        severity=severity,
        deficiencies=(),
        advertising=Advertising("no" if status is Status.NO_AD else "yes", Relation.UNKNOWN),
        disclosures=(),
        findings=(),
        coverage={},
    )


def too_old(_: Evidence) -> Verdict:
    return verdict(Status.OUT_OF_SCOPE)


def words(evidence: Evidence) -> str:
    return " ".join(cue.text for cue in (*(evidence.speech or ()), *(evidence.screen or ())))


def signed(evidence: Evidence) -> Verdict:
    """A video with a sign of advertising: a mark settles it, silence only when all was heard."""
    if "betaalde" in words(evidence):
        return verdict(Status.DISCLOSED)
    return verdict(Status.REVIEW if evidence.heard is not None else Status.UNDISCLOSED, Severity.ERNSTIG)


def unsigned(evidence: Evidence) -> Verdict:
    """A video without one: what is said decides."""
    text = words(evidence)
    return verdict(Status.DISCLOSED if "betaalde" in text else Status.REVIEW if "gekregen" in text else Status.NO_AD)


def gifts_too(evidence: Evidence) -> Verdict:
    """A marked video, in which a gift would be one more duty."""
    return verdict(Status.DEFICIENT if "gekregen" in words(evidence) else Status.DISCLOSED)


def advises(evidence: Evidence) -> Verdict:
    """A marked video, in which a second mark would save it an advice."""
    return verdict(Status.DISCLOSED, None if "betaalde" in words(evidence) else Severity.ADVIES)


def late_only(evidence: Evidence) -> Verdict:
    """A mark counts only in the last half minute."""
    late = [cue for cue in evidence.speech or () if cue.start > 570 and "betaalde" in cue.text]
    return verdict(Status.DISCLOSED if late else Status.DEFICIENT)


@pytest.mark.parametrize(
    ("case", "judge", "said", "expected"),
    [
        ("nothing changes what is out of scope", too_old, (), Prospect.SETTLED),
        ("a mark may still come", signed, (), Prospect.OPEN),
        ("the mark was heard", signed, (Cue(2, 4, "een betaalde samenwerking"),), Prospect.SETTLED),
        ("nothing gives cause", unsigned, (), Prospect.NO_CAUSE),
        ("only a second sign could add a duty", gifts_too, (), Prospect.NO_CAUSE),
        ("advice alone is no reason to go on", advises, (), Prospect.SETTLED),
        ("what is late is asked about, too", late_only, (), Prospect.OPEN),
    ],
)
def test_the_judge_itself_says_what_could_still_change(
    case: str, judge: object, said: tuple[Cue, ...], expected: Prospect
) -> None:
    evidence = msgspec.structs.replace(VIDEO, speech=said)
    assert prospect_of(evidence, surface="speech", duration=600, judge=judge) is expected, case  # type: ignore[arg-type]


def test_nothing_is_asked_when_all_was_heard() -> None:
    def never(_: Evidence) -> Verdict:
        raise AssertionError("the judge was asked")

    for heard in (None, ((0.0, 600.0),)):
        evidence = msgspec.structs.replace(VIDEO, heard=heard)
        assert prospect_of(evidence, surface="speech", duration=600, judge=never) is Prospect.SETTLED


def test_the_screen_is_asked_about_in_the_same_way() -> None:
    evidence = msgspec.structs.replace(VIDEO, screen=(), watched=((0.0, 5.0),))
    assert prospect_of(evidence, surface="screen", duration=600, judge=unsigned) is Prospect.NO_CAUSE
    marked = msgspec.structs.replace(evidence, screen=(Cue(0, 4, "betaalde samenwerking", height=0.05),))
    assert prospect_of(marked, surface="screen", duration=600, judge=signed) is Prospect.SETTLED


def test_before_posting_advice_is_a_reason_to_go_on() -> None:
    found = [
        prospect_of(VIDEO, surface="speech", duration=600, judge=advises, advice=advice) for advice in (False, True)
    ]
    assert found == [Prospect.SETTLED, Prospect.OPEN]


def found(severity: Severity, deficiency: Deficiency | None, outcome: Outcome = Outcome.FAIL) -> Finding:
    nothing = Words("", "")
    return Finding(f"{severity}", nothing, outcome, severity, deficiency, (), (), nothing)


@pytest.mark.parametrize(
    ("case", "findings", "severity", "deficiencies"),
    [
        ("advice is left out", (found(Severity.ADVIES, Deficiency.LATE),), None, set()),
        (
            "what is wrong stays where the same is advised as well",
            (found(Severity.ADVIES, Deficiency.WORDING), found(Severity.ZWAAR, Deficiency.WORDING)),
            Severity.ZWAAR,
            {Deficiency.WORDING},
        ),
        (
            "what is met or cannot be told is no lack",
            (found(Severity.ZWAAR, Deficiency.HIDDEN, Outcome.UNSURE), found(Severity.ERNSTIG, None)),
            Severity.ERNSTIG,
            set(),
        ),
    ],
)
def test_the_substance_of_a_verdict_is_what_weighs_more_than_advice(
    case: str, findings: tuple[Finding, ...], severity: Severity | None, deficiencies: set[Deficiency]
) -> None:
    failed = [each for each in findings if each.outcome is Outcome.FAIL]
    worst = max((each.severity for each in failed), key=list(Severity).index)
    lacks = tuple({each.deficiency for each in failed if each.deficiency})
    given = msgspec.structs.replace(verdict(Status.DEFICIENT, worst), findings=findings, deficiencies=lacks)
    assert substance_of(given) == Substance(Status.DEFICIENT, severity, frozenset(deficiencies)), case
    assert substance_of(given, advice=True) == Substance(Status.DEFICIENT, worst, frozenset(lacks)), case
