"""A run judges one video after the other; nothing stops it, and its exit code says what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from herkenbaar import scan
from herkenbaar.config import load
from herkenbaar.model import Evidence, Judged, Platform, Problem, Reading, Severity, Status
from herkenbaar.scan import TOGETHER, Period, Seen, Tools, judge_all, judge_evidence, prepare
from herkenbaar.standing import AHEAD

MARKED = Evidence(
    platform=Platform.YOUTUBE,
    id="marked",
    title="Reclame: mijn pan",
    description="Reclame | betaalde samenwerking met Panhuis. Met code SANNE10 krijg je korting.",
    published="2024-05-01",
    speech=(),
    screen=(),
    label=True,
)
HIDDEN_MARK = "Soep.\n" * 30 + "Met code SANNE10 krijg je korting. #advertentie"
QUIET = Evidence(platform=Platform.TIKTOK, id="quiet", title="", description="soep", published="2024-05-01", speech=())


@pytest.fixture(scope="module")
def tools() -> Tools:
    return prepare(load().settings)


def status(evidence: Evidence, tools: Tools) -> Status:
    return judge_evidence(evidence, tools).verdict.status


def test_a_video_is_judged_from_evidence_to_verdict(tools: Tools) -> None:
    assert status(QUIET, tools) is Status.NO_AD
    assert status(MARKED, tools) is Status.DISCLOSED
    hidden = msgspec.structs.replace(MARKED, title="Soep", description=HIDDEN_MARK, label=False)
    assert status(hidden, tools) in (Status.DEFICIENT, Status.UNDISCLOSED)


def test_results_come_in_the_order_of_the_input_with_problems_between_them(tools: Tools) -> None:
    seen = Seen()
    problem = Problem("f:2", "broken")
    results = list(judge_all([QUIET, problem, MARKED], tools, period=Period(), seen=seen))
    assert isinstance(results[0], Judged)
    assert results[1] is problem
    assert isinstance(results[2], Judged)
    assert results[2].evidence is MARKED
    assert (seen.judged, seen.unread) == (2, 1)


@pytest.mark.parametrize("step", ["reading.read", "judge.judge"])
def test_one_video_that_cannot_be_judged_does_not_end_the_run(
    step: str, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = step.split(".")
    real = getattr(getattr(scan, module), name)

    def fails(first: Evidence | Reading, *rest: Any, **options: Any) -> Any:
        if first is QUIET or (isinstance(first, Reading) and first.evidence is QUIET):
            raise ZeroDivisionError("by accident")
        return real(first, *rest, **options)

    monkeypatch.setattr(f"herkenbaar.scan.{step}", fails)
    seen = Seen()
    broken, fine = judge_all([QUIET, MARKED], tools, period=Period(), seen=seen)
    assert isinstance(broken, Problem)
    assert broken.where == "tiktok quiet"
    assert "by accident" in broken.what
    assert isinstance(fine, Judged)
    assert seen.unread == 1


@pytest.mark.parametrize(
    ("slow", "ahead", "taken"),
    [(False, 0, 1), (True, 0, 1), (True, AHEAD, AHEAD + 1), (False, AHEAD, AHEAD + TOGETHER)],
)
def test_a_run_takes_no_more_videos_than_it_says_before_the_first_verdict(
    slow: bool, ahead: int, taken: int, tools: Tools
) -> None:
    count = 0

    def endless() -> Iterator[Evidence]:
        nonlocal count
        while True:
            count += 1
            yield QUIET

    perceive = (lambda evidence: evidence) if slow else None
    results = judge_all(endless(), tools, period=Period(), seen=Seen(), perceive=perceive, ahead=ahead)
    assert isinstance(next(results), Judged)
    assert count == taken


@pytest.mark.parametrize(
    ("published", "since", "until", "inside"),
    [
        ("2024-05-01", None, None, True),
        ("2024-05-01", date(2024, 5, 1), date(2024, 5, 1), True),
        ("2024-05-01", date(2024, 5, 2), None, False),
        ("2024-05-01", None, date(2024, 4, 30), False),
        ("2024-04-30T22:30:00Z", date(2024, 5, 1), None, True),
        ("2024-05-01T22:30:00Z", None, date(2024, 5, 1), False),
        (None, date(2024, 5, 1), date(2024, 5, 1), True),
    ],
)
def test_days_are_dutch_days_and_a_video_without_a_date_is_not_left_out(
    published: str | None, since: date | None, until: date | None, inside: bool
) -> None:
    evidence = msgspec.structs.replace(QUIET, published=published)
    assert Period(since, until).holds(evidence) is inside


@pytest.mark.parametrize(
    ("seen", "codes"),
    [
        (Seen(), {"never": 3, "zwaar": 3, "review": 3}),
        (Seen(unread=5), {"never": 3, "zwaar": 3}),
        (Seen(outside=5), {"never": 0, "zwaar": 0}),
        (Seen(judged=1, unread=5), {"never": 0, "zwaar": 0, "advies": 0, "review": 0}),
        (Seen(judged=1, worst=Severity.ADVIES), {"advies": 1, "zwaar": 0, "ernstig": 0, "review": 0, "never": 0}),
        (Seen(judged=1, worst=Severity.ZWAAR), {"advies": 1, "zwaar": 1, "ernstig": 0, "review": 1, "never": 0}),
        (Seen(judged=1, worst=Severity.ERNSTIG), {"advies": 1, "zwaar": 1, "ernstig": 1, "review": 1, "never": 0}),
        (Seen(judged=1, review=1), {"advies": 0, "zwaar": 0, "ernstig": 0, "review": 1, "never": 0}),
    ],
)
def test_the_exit_code_says_what_was_seen(seen: Seen, codes: dict[str, int]) -> None:
    assert {fail_on: seen.exit_code(fail_on) for fail_on in codes} == codes


def test_only_a_verdict_that_stands_counts_with_its_severity(tools: Tools) -> None:
    seen = Seen()
    verdict = judge_evidence(MARKED, tools).verdict
    for status, severity, worst in (
        (Status.REVIEW, Severity.ERNSTIG, None),
        (Status.DISCLOSED, Severity.ADVIES, Severity.ADVIES),
        (Status.UNDISCLOSED, Severity.ERNSTIG, Severity.ERNSTIG),
        (Status.DEFICIENT, Severity.ZWAAR, Severity.ERNSTIG),
    ):
        seen.add(msgspec.structs.replace(verdict, status=status, severity=severity))
        assert seen.worst == worst
    assert seen.review == 1
