from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.reports import builder

from herkenbaar.model import Outcome, Severity, Surface
from herkenbaar.reports.order import STATUSES, Worst, missing_surfaces, open_findings, rank


def test_videos_without_a_disclosure_come_before_weak_ones_and_both_before_good_ones() -> None:
    videos = [builder.clean(), builder.disclosed(), builder.review(), builder.judged(), builder.undisclosed()]
    ordered = sorted((video.verdict for video in videos), key=rank)
    assert [str(verdict.status) for verdict in ordered] == ["undisclosed", "deficient", "review", "disclosed", "no_ad"]


def test_every_status_has_a_place_in_the_order() -> None:
    assert len(set(STATUSES)) == len(type(STATUSES[0]))


def test_failed_rules_come_worst_first_and_unsure_ones_last() -> None:
    findings = (
        builder.finding(severity=Severity.ADVIES),
        builder.finding(outcome=Outcome.UNSURE, severity=Severity.ERNSTIG),
        builder.finding(outcome=Outcome.PASS),
        builder.finding(severity=Severity.ERNSTIG),
    )
    found = open_findings(builder.judged(findings=findings).verdict)
    assert [(finding.outcome, finding.severity) for finding in found] == [
        (Outcome.FAIL, Severity.ERNSTIG),
        (Outcome.FAIL, Severity.ADVIES),
        (Outcome.UNSURE, Severity.ERNSTIG),
    ]


def test_the_missing_surfaces_are_those_that_unsure_rules_need() -> None:
    assert missing_surfaces(builder.review().verdict) == (Surface.SPEECH, Surface.SCREEN)
    assert missing_surfaces(builder.judged().verdict) == ()


ranks = st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(-3, 0), st.sampled_from(["a", "b"]))


@given(st.lists(ranks), st.integers(0, 8))
def test_worst_keeps_exactly_what_sorting_everything_would_keep(
    seen: list[tuple[int, int, int, str]], limit: int
) -> None:
    worst = Worst[tuple[object, int]](limit)
    for number, each in enumerate(seen):
        worst.add(each, (each, number))
    expected = sorted(((each, number) for number, each in enumerate(seen)), key=lambda entry: entry)[:limit]
    assert list(worst) == expected
    assert worst.dropped == max(len(seen) - limit, 0)


@given(st.lists(ranks), ranks, st.integers(0, 4))
def test_worst_wants_only_what_it_would_keep(
    seen: list[tuple[int, int, int, str]], each: tuple[int, int, int, str], limit: int
) -> None:
    worst = Worst[str](limit)
    for other in seen:
        worst.add(other, "other")
    wanted = worst.wants(each)
    worst.add(each, "this")
    assert ("this" in list(worst)) == wanted
