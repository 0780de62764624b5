"""Rules × reading → findings → one verdict.

The roll-up, in this order: published before 2022-07-01 → ``out_of_scope``; no sign of advertising in anything that was
looked at → ``no_ad``; a rule failed at ``ernstig`` → ``undisclosed``, at ``zwaar`` → ``deficient``; a duty that cannot
be decided, or advertising that cannot be told → ``review``; else ``disclosed``. Advice rides along and changes none.
"""

from __future__ import annotations

import msgspec

from herkenbaar.advice import fill, look_first
from herkenbaar.conditions import Asking
from herkenbaar.logic import disjunction, negation
from herkenbaar.model import (
    SCOPE_START,
    Answer,
    Deficiency,
    Evidence,
    Finding,
    Outcome,
    Reading,
    Severity,
    Status,
    Surface,
    Verdict,
    VideoRef,
    Words,
)
from herkenbaar.rulebook import Rule, Rulebook

NOTHING = Words("", "")
HEAVY = (Severity.ZWAAR, Severity.ERNSTIG)
OUTCOMES = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.UNSURE}
MET = {
    (applies, met): OUTCOMES[disjunction([negation(applies), met])]
    for applies in (True, False, None)
    for met in (True, False, None)
}
"""The outcome of a rule by whether it applies and whether it is met."""


def judge(reading: Reading, rulebook: Rulebook) -> Verdict:
    """The verdict on one video: every rule in force on its day, rolled up into one status."""
    day = reading.published.date() if reading.published is not None else None
    if day is not None and day < SCOPE_START:
        return _verdict(reading, Status.OUT_OF_SCOPE, ())
    edition = rulebook.edition(day)
    if reading.advertising.answer == "no" and edition.quiet is not None:
        return _verdict(reading, Status.NO_AD, edition.quiet)
    asking = Asking(reading)
    findings = tuple(_finding(rule, asking) for rule in edition.rules)
    return _verdict(reading, _status(reading, findings), findings)


def _finding(rule: Rule, asking: Asking) -> Finding:
    """What one rule says: a duty that does not apply is met by nobody, one that applies is met, broken or unknown."""
    applies = rule.when.ask(asking)
    if applies.value is False:
        return rule.inapplicable
    met = rule.expect.ask(asking)
    outcome = MET[applies.value, met.value]
    undated = asking.reading.published is None and outcome is Outcome.FAIL
    unsure = undated or outcome is Outcome.UNSURE
    open_questions = [answer for answer in (applies, met) if answer.value is None]
    finding = Finding(
        rule=rule.id,
        title=rule.file.title,
        outcome=Outcome.UNSURE if unsure else outcome,
        severity=rule.file.severity,
        deficiency=rule.file.deficiency,
        law=rule.law,
        spans=met.spans or applies.spans,
        advice=NOTHING,
        needs=() if outcome is Outcome.PASS else _needs(open_questions or [met]),
        doubt=_doubt(open_questions, undated=undated) if unsure else "",
    )
    return finding if outcome is Outcome.PASS else _advised(finding, rule, asking.reading)


def _advised(finding: Finding, rule: Rule, reading: Reading) -> Finding:
    """``finding`` with what to do: repair what is broken, look at what could not be told."""
    if finding.outcome is Outcome.FAIL:
        advice = fill(rule.file.advice, reading, finding.spans)
    else:
        advice = look_first(reading, finding)
    return msgspec.structs.replace(finding, advice=advice)


def _needs(answers: list[Answer]) -> tuple[Surface, ...]:
    return tuple(dict.fromkeys(surface for answer in answers for surface in answer.missing))


def _doubt(answers: list[Answer], *, undated: bool) -> str:
    if undated:
        return "no_date"
    return next((answer.doubt for answer in answers if answer.doubt), "")


def _status(reading: Reading, findings: tuple[Finding, ...]) -> Status:
    if reading.advertising.answer == "no":
        return Status.NO_AD
    failed = {finding.severity for finding in findings if finding.outcome is Outcome.FAIL}
    if Severity.ERNSTIG in failed:
        return Status.UNDISCLOSED
    if Severity.ZWAAR in failed:
        return Status.DEFICIENT
    unsure = any(finding.outcome is Outcome.UNSURE and finding.severity in HEAVY for finding in findings)
    if unsure or reading.advertising.answer == "unsure":
        return Status.REVIEW
    return Status.DISCLOSED


def _verdict(reading: Reading, status: Status, findings: tuple[Finding, ...]) -> Verdict:
    failed = [] if status is Status.NO_AD else [entry for entry in findings if entry.outcome is Outcome.FAIL]
    wrong = {entry.deficiency for entry in failed}
    return Verdict(
        video=_reference(reading.evidence),
        status=status,
        severity=max((entry.severity for entry in failed), key=list(Severity).index, default=None),
        deficiencies=tuple(kind for kind in Deficiency if kind in wrong) if wrong else (),
        advertising=reading.advertising,
        disclosures=reading.disclosures,
        findings=findings,
        coverage=reading.coverage,
    )


def _reference(evidence: Evidence) -> VideoRef:
    return VideoRef(
        platform=evidence.platform,
        id=evidence.id,
        url=evidence.url,
        title=evidence.title,
        published=evidence.published,
        creator=evidence.creator,
    )
