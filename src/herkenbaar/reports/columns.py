"""The columns of the CSV report. docs/reports.md says what each holds; a test keeps the two together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from herkenbaar.model import Coverage, Disclosure, Evidence, Finding, Judged, Outcome, Surface, Verdict
from herkenbaar.reports.order import missing_surfaces, open_findings
from herkenbaar.reports.words import Vocabulary

NOT_LOOKED = Coverage("not_looked")


@dataclass(frozen=True)
class Row:
    """One video with the two things that most columns are about."""

    evidence: Evidence
    verdict: Verdict
    say: Vocabulary
    disclosure: Disclosure | None
    finding: Finding | None
    failed: int


Column = Callable[[Row], object]


def values(judged: Judged, say: Vocabulary) -> Iterator[str]:
    """The values of one row in the order of COLUMNS; what is not known is empty."""
    findings = open_findings(judged.verdict)
    row = Row(
        evidence=judged.evidence,
        verdict=judged.verdict,
        say=say,
        disclosure=next(iter(judged.verdict.disclosures), None),
        finding=next(iter(findings), None),
        failed=sum(finding.outcome is Outcome.FAIL for finding in findings),
    )
    for column in _COLUMNS.values():
        value = column(row)
        yield "" if value is None else str(value)


def _disclosure(read: Callable[[Row, Disclosure], object]) -> Column:
    return lambda row: None if row.disclosure is None else read(row, row.disclosure)


def _finding(read: Callable[[Row, Finding], object]) -> Column:
    return lambda row: None if row.finding is None else read(row, row.finding)


def _coverage(surface: Surface, row: Row) -> str:
    """``looked: captions nl-orig`` or ``not_looked: OCR switched off``."""
    coverage = row.verdict.coverage.get(surface, NOT_LOOKED)
    return f"{coverage.state}: {coverage.why}" if coverage.why else coverage.state


def _signals(row: Row) -> str:
    """The kinds of signals, each once, in the order of the verdict."""
    return " ".join(dict.fromkeys(str(signal.kind) for signal in row.verdict.advertising.signals))


def _law(_: Row, finding: Finding) -> str:
    return "; ".join(" ".join(filter(None, (law.ref, law.at))) for law in finding.law)


_COLUMNS: dict[str, Column] = {
    "platform": lambda row: row.verdict.video.platform,
    "kind": lambda row: row.evidence.kind,
    "id": lambda row: row.verdict.video.id,
    "url": lambda row: row.verdict.video.url,
    "title": lambda row: row.verdict.video.title,
    "published": lambda row: row.verdict.video.published,
    "creator": lambda row: row.verdict.video.creator.name,
    "handle": lambda row: row.verdict.video.creator.handle,
    "followers": lambda row: row.verdict.video.creator.followers,
    "status": lambda row: row.verdict.status,
    "severity": lambda row: row.verdict.severity,
    "deficiencies": lambda row: " ".join(row.verdict.deficiencies),
    "advertising": lambda row: row.verdict.advertising.answer,
    "relation": lambda row: row.verdict.advertising.relation,
    "advertiser": lambda row: row.verdict.advertising.advertiser,
    "signals": _signals,
    "why": lambda row: row.verdict.advertising.why,
    "disclosure": _disclosure(lambda _, found: found.quote),
    "disclosure_surface": _disclosure(lambda _, found: found.surface),
    "disclosure_place": _disclosure(lambda row, found: row.say.place(found.surface, found.start, found.end)),
    "disclosure_zone": _disclosure(lambda _, found: found.zone),
    "disclosure_grade": _disclosure(lambda _, found: found.grade),
    "disclosures": lambda row: len(row.verdict.disclosures),
    "not_visible_on": _disclosure(lambda _, found: ", ".join(found.hidden_on)),
    "rule": _finding(lambda _, finding: finding.rule),
    "rule_title": _finding(lambda row, finding: row.say.pick(finding.title)),
    "rule_outcome": _finding(lambda _, finding: finding.outcome),
    "rule_severity": _finding(lambda _, finding: finding.severity),
    "law": _finding(_law),
    "law_status": _finding(lambda _, finding: " ".join(law.status for law in finding.law)),
    "advice": _finding(lambda row, finding: row.say.pick(finding.advice)),
    "rules_failed": lambda row: row.failed,
    "missing": lambda row: " ".join(missing_surfaces(row.verdict)),
} | {f"coverage_{surface}": partial(_coverage, surface) for surface in Surface}

COLUMNS = tuple(_COLUMNS)
