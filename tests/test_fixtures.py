"""The made-up videos of fixtures/ are valid, complete, and get the verdict they deserve."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from herkenbaar import config, scan
from herkenbaar.model import (
    SCOPE_START,
    Deficiency,
    Evidence,
    Kind,
    Platform,
    Severity,
    Status,
    parse_published,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"
FILES = sorted(path for folder in ("evidence", "compliant", "cases") for path in (FIXTURES / folder).glob("*.jsonl"))


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    status: tuple[Status, ...]
    severity: tuple[Severity | None, ...]
    deficiencies: tuple[Deficiency, ...]
    may_have: tuple[Deficiency, ...]
    why: str
    case: str | None = None


def read_evidence(path: Path) -> list[Evidence]:
    decode = msgspec.json.Decoder(Evidence).decode
    return [decode(line) for line in path.read_bytes().splitlines()]


def read_expected(path: Path) -> dict[str, Expected]:
    beside = path.with_name(f"{path.stem}.expected.json")
    return msgspec.json.decode(beside.read_bytes(), type=dict[str, Expected])


ROWS = [(evidence, read_expected(path)[evidence.id]) for path in FILES for evidence in read_evidence(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_video_has_one_expectation_and_every_expectation_a_video(path: Path) -> None:
    ids = [evidence.id for evidence in read_evidence(path)]
    assert len(ids) == len(set(ids))
    assert list(read_expected(path)) == ids


@pytest.mark.parametrize(("evidence", "expected"), ROWS, ids=lambda value: getattr(value, "id", None))
def test_an_expectation_agrees_with_itself_and_with_the_date(evidence: Evidence, expected: Expected) -> None:
    published = parse_published(evidence.published)
    assert published is not None
    too_old = published.date() < SCOPE_START
    assert (Status.OUT_OF_SCOPE in expected.status) == too_old
    assert expected.status
    assert not set(expected.deficiencies) & set(expected.may_have)
    if set(expected.status) <= {Status.OUT_OF_SCOPE, Status.NO_AD}:
        assert not expected.deficiencies
        assert expected.severity == (None,)


@pytest.mark.parametrize("evidence", [evidence for evidence, _ in ROWS], ids=lambda evidence: evidence.id)
def test_cues_stand_in_order_inside_the_video(evidence: Evidence) -> None:
    for cues in (evidence.speech or (), evidence.screen or ()):
        starts = [cue.start for cue in cues]
        assert starts == sorted(starts)
        assert all(cue.start < cue.end <= (evidence.duration or 0) + 1 for cue in cues)


@pytest.mark.parametrize("evidence", [evidence for evidence, _ in ROWS], ids=lambda evidence: evidence.id)
def test_a_surface_that_was_not_looked_at_has_a_reason(evidence: Evidence) -> None:
    not_looked = {name for name in ("speech", "screen", "label") if getattr(evidence, name) is None}
    assert not_looked == set(evidence.gaps)


def test_the_demo_is_large_enough_and_covers_everything() -> None:
    demo = [(evidence, expected) for evidence, expected in ROWS if expected.case is None]
    assert len(demo) >= 44
    assert {status for _, expected in demo if len(expected.status) == 1 for status in expected.status} == set(Status)
    assert {deficiency for _, expected in demo for deficiency in expected.deficiencies} == set(Deficiency)
    assert {evidence.platform for evidence, _ in demo} == set(Platform)
    assert {evidence.kind for evidence, _ in ROWS} == set(Kind)
    assert {evidence.language for evidence, _ in demo} == {"nl", "en"}
    days = [evidence.published[:10] for evidence, _ in demo if evidence.published]
    assert min(days) < "2022-07-01" < max(days)
    assert any("2022-07-01" <= day < "2026-07-01" for day in days)
    assert any(day > "2026-07-01" for day in days)


def test_the_compliant_folder_holds_nothing_to_complain_about() -> None:
    compliant = read_expected(FIXTURES / "compliant" / "compliant.jsonl").values()
    fine = {Status.OUT_OF_SCOPE, Status.NO_AD, Status.DISCLOSED}
    assert all(set(expected.status) <= fine and not expected.deficiencies for expected in compliant)


def test_every_usable_case_of_the_reference_is_retold() -> None:
    reference = FIXTURES.parents[1] / "shared" / "reference" / "cases.jsonl"
    if not reference.exists():
        pytest.skip("../shared/reference is not beside this checkout")
    cases = [msgspec.json.decode(line) for line in reference.read_bytes().splitlines()]
    usable = {case["id"] for case in cases if case["usable_as_test"]}
    assert {expected.case for _, expected in ROWS if expected.case} == usable


@pytest.fixture(scope="module")
def tools() -> scan.Tools:
    return scan.prepare(config.load().settings)


@pytest.mark.parametrize(("evidence", "expected"), ROWS, ids=lambda value: getattr(value, "id", None))
def test_every_video_gets_the_verdict_it_deserves(evidence: Evidence, expected: Expected, tools: scan.Tools) -> None:
    verdict = scan.judge_evidence(evidence, tools).verdict
    found = set(verdict.deficiencies)
    assert verdict.status in expected.status, expected.why
    assert not expected.severity or verdict.severity in expected.severity, expected.why
    assert found >= set(expected.deficiencies), expected.why
    assert found <= {*expected.deficiencies, *expected.may_have}, expected.why


@pytest.mark.parametrize(("folder", "code"), [("evidence", 1), ("cases", 1), ("compliant", 0)])
def test_a_run_over_a_folder_ends_with_its_exit_code(folder: str, code: int, tools: scan.Tools) -> None:
    seen = scan.Seen()
    videos = [evidence for path in FILES if path.parent.name == folder for evidence in read_evidence(path)]
    results = list(scan.judge_all(videos, tools, period=scan.Period(), seen=seen))
    assert len(results) == len(videos)
    assert seen.exit_code("zwaar") == code
