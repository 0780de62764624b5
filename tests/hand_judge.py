"""A judge of a few words, for tests of what stands around judging. Run by path (``runpy``), also in other processes."""

from __future__ import annotations

import re

from herkenbaar.model import (
    Advertising,
    Coverage,
    Deficiency,
    Evidence,
    Finding,
    Outcome,
    Relation,
    Severity,
    Span,
    Status,
    Surface,
    Verdict,
    VideoRef,
    Words,
)

ADVICE = Words(nl="Zet #reclame vooraan.", en="Put #reclame first.")


def judge(evidence: Evidence) -> Verdict:
    """``code X`` is advertising, ``#spon`` a weak mark, ``#ad`` a good one; ``hm`` cannot be told; ``boom`` fails."""
    text = evidence.description or ""
    if "boom" in text:
        raise ZeroDivisionError("boom")
    codes = [(match[0], match.start(), match.end()) for match in re.finditer(r"code \w+", text)]
    spans = tuple(Span(Surface.DESCRIPTION, quote, start, end) for quote, start, end in codes)
    findings: list[Finding] = []
    status, severity = Status.NO_AD, None
    if "hm" in text:
        status = Status.REVIEW
        findings.append(_finding("nl/test/told", Outcome.UNSURE, Severity.ERNSTIG, spans))
    elif "#spon" in text:
        status, severity = Status.DEFICIENT, Severity.ZWAAR
        place = text.index("#spon")
        mark = (Span(Surface.DESCRIPTION, "#spon", place, place + 5),)
        findings.append(_finding("nl/test/wording", Outcome.FAIL, Severity.ZWAAR, mark, Deficiency.WORDING))
    elif codes and "#ad" not in text:
        status, severity = Status.UNDISCLOSED, Severity.ERNSTIG
        findings.append(_finding("nl/test/told", Outcome.FAIL, Severity.ERNSTIG, spans))
    elif codes:
        status = Status.DISCLOSED
        findings.append(_finding("nl/test/told", Outcome.PASS, Severity.ERNSTIG, spans))
    return Verdict(
        video=VideoRef(
            platform=evidence.platform,
            id=evidence.id,
            url=evidence.url,
            title=evidence.title,
            published=evidence.published,
            creator=evidence.creator,
        ),
        status=status,
        severity=severity,
        deficiencies=tuple(x.deficiency for x in findings if x.deficiency and x.outcome is Outcome.FAIL),
        advertising=Advertising("no" if status is Status.NO_AD else "yes", Relation.UNKNOWN),
        disclosures=(),
        findings=tuple(findings),
        coverage={
            Surface.DESCRIPTION: Coverage("looked"),
            Surface.SPEECH: Coverage("not_looked", "no captions") if evidence.speech is None else Coverage("looked"),
        },
    )


def _finding(
    rule: str,
    outcome: Outcome,
    severity: Severity,
    spans: tuple[Span, ...],
    deficiency: Deficiency | None = None,
) -> Finding:
    return Finding(
        rule=rule,
        title=Words(nl=rule, en=rule),
        outcome=outcome,
        severity=severity,
        deficiency=deficiency,
        law=(),
        spans=spans,
        advice=ADVICE,
    )
