"""Two verdicts on one video are the same where nothing above advice differs."""

from __future__ import annotations

import msgspec
import pytest
from benchmarks.made import Made, Tally

from herkenbaar import config
from herkenbaar.model import Deficiency, Severity, Status, Verdict
from herkenbaar.scan import judge_evidence, prepare

VIDEO = Made("a group", 2)


@pytest.fixture(scope="module")
def stands() -> Verdict:
    return judge_evidence(VIDEO.evidence(1), prepare(config.load().settings)).verdict


@pytest.mark.parametrize(
    ("case", "change", "holds"),
    [
        ("nothing differs", {}, True),
        ("only advice differs", {"severity": Severity.ADVIES, "deficiencies": (Deficiency.LATE,)}, True),
        ("the severity differs above advice", {"severity": Severity.ZWAAR}, False),
        ("the status differs", {"status": Status.REVIEW}, False),
    ],
)
def test_only_what_weighs_more_than_advice_makes_a_verdict_another(
    case: str, change: dict[str, object], holds: bool, stands: Verdict, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = Tally("frames")
    tally.add(VIDEO, whole=100, part=5, verdicts=(stands, msgspec.structs.replace(stands, **change)))
    assert tally.figure(limit=0.1).holds is holds, case
    tally.print(limit=0.1)
    printed = capsys.readouterr().out
    assert ("differs in what it says: a group 2 min" in printed) is not holds
    assert ("differs only in advice: a group 2 min" in printed) is (holds and bool(change))


def test_more_than_the_limit_is_a_promise_that_is_not_kept(stands: Verdict) -> None:
    tally = Tally("frames")
    tally.add(VIDEO, whole=100, part=11, verdicts=(stands, stands))
    assert tally.figure(limit=0.1).holds is False
