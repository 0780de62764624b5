"""What becomes of evidence and findings from one look to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.changes import (
    SEEN,
    ChangeKind,
    Known,
    State,
    carry_over,
    differing,
    digest,
    follow,
    is_poorer,
    is_richer,
)
from herkenbaar.model import Cue, Evidence, Outcome, Platform, Verdict
from herkenbaar.waivers import fingerprint, marks

Judge = Callable[[Evidence], Verdict]
SPEECH = (Cue(0, 1, "hi"),)


def seen(description: str | None = "", **more: Any) -> Evidence:
    return Evidence(platform=Platform.TIKTOK, id="1", description=description, **more)


def test_every_field_is_what_a_viewer_sees_or_is_known_not_to_be() -> None:
    not_seen = {"platform", "id", "schema", "url", "creator", "gaps", "sources", "extra"}
    assert set(SEEN) | not_seen == {field.name for field in msgspec.structs.fields(Evidence)}


@pytest.mark.parametrize(
    ("new", "fields", "poorer"),
    [
        (seen("a", speech=SPEECH), (), False),
        (seen("b", speech=SPEECH), ("description",), False),
        (seen("a", speech=None, gaps={"speech": "429"}), ("speech",), True),
        (seen("b", speech=None), ("description", "speech"), False),
        (seen("a", speech=()), ("speech",), False),
        (seen("a", speech=SPEECH, label=True), ("label",), False),
    ],
)
def test_versions_differ_in_what_a_viewer_sees(new: Evidence, fields: tuple[str, ...], poorer: bool) -> None:
    old = seen("a", speech=SPEECH)
    assert differing(old, new) == fields
    assert (digest(old) == digest(new)) is (fields == ())
    assert is_poorer(old, new) is poorer


def test_what_was_heard_is_carried_over_an_edit() -> None:
    old = seen("a", speech=SPEECH, heard=((0.0, 1.0),), sources={"speech": "whisper"}, gaps={"screen": "off"})
    new = carry_over(old, seen("b", gaps={"speech": "no captions"}, sources={"description": "page"}))
    assert (new.description, new.speech, new.heard) == ("b", SPEECH, ((0.0, 1.0),))
    assert new.sources == {"description": "page", "speech": "whisper"}
    assert new.gaps == {}
    looked = seen("b", speech=())
    assert carry_over(old, looked) is looked


@pytest.mark.parametrize(
    ("new", "richer"),
    [(seen("a", speech=SPEECH), True), (seen("a", label=False, speech=()), True), (seen("b", speech=SPEECH), False)],
)
def test_knowing_more_is_not_seeing_something_else(new: Evidence, richer: bool) -> None:
    assert is_richer(seen("a"), new) is richer


def known_after(judge: Judge, before: Evidence, state: State = State.OPEN) -> list[Known]:
    verdict = judge(before)
    return [
        Known(
            id=number,
            fingerprint=fingerprint(verdict.video, finding),
            rule=finding.rule,
            deficiency=finding.deficiency,
            outcome=finding.outcome,
            marks=marks(finding.spans),
            state=state,
        )
        for number, finding in enumerate(verdict.findings)
        if finding.outcome in {Outcome.FAIL, Outcome.UNSURE}
    ]


LEFT = (ChangeKind.FIXED, State.FIXED, Outcome.FAIL)
AD, MARKED, UNSURE, NONE = "code A", "#ad code A", "hm code A", "a cat"


@pytest.mark.parametrize(
    ("before", "state", "after", "expected"),
    [
        (NONE, State.OPEN, AD, [(ChangeKind.NEW, State.OPEN, Outcome.FAIL)]),
        (NONE, State.OPEN, UNSURE, [(ChangeKind.LOOK, State.OPEN, Outcome.UNSURE)]),
        (AD, State.OPEN, AD, [(None, State.OPEN, Outcome.FAIL)]),
        (AD, State.OPEN, MARKED, [(ChangeKind.FIXED, State.FIXED, Outcome.FAIL)]),
        (AD, State.OPEN, NONE, [(ChangeKind.FIXED, State.FIXED, Outcome.FAIL)]),
        (AD, State.FIXED, AD, [(ChangeKind.REOPENED, State.OPEN, Outcome.FAIL)]),
        (AD, State.FIXED, MARKED, []),
        (AD, State.FIXED, UNSURE, [(ChangeKind.LOOK, State.OPEN, Outcome.UNSURE)]),
        # what cannot be told any more is neither fixed nor less than it was
        (AD, State.OPEN, UNSURE, [(None, State.OPEN, Outcome.FAIL)]),
        (UNSURE, State.OPEN, AD, [(ChangeKind.NEW, State.OPEN, Outcome.FAIL)]),
        (UNSURE, State.OPEN, NONE, [(None, State.FIXED, Outcome.UNSURE)]),
        (UNSURE, State.FIXED, AD, [(ChangeKind.NEW, State.OPEN, Outcome.FAIL)]),
        # the words beside a finding come and go, it stays; other words are another finding
        (AD, State.OPEN, "code A and code B", [(None, State.OPEN, Outcome.FAIL)]),
        ("code A and code B", State.OPEN, AD, [(None, State.OPEN, Outcome.FAIL)]),
        (AD, State.OPEN, "code B", [(ChangeKind.NEW, State.OPEN, Outcome.FAIL), LEFT]),
    ],
)
def test_a_finding_is_followed(
    hand_judge: Judge, before: str, state: State, after: str, expected: list[tuple[Any, ...]]
) -> None:
    steps = follow(known_after(hand_judge, seen(before), state), hand_judge(seen(after)))
    assert [(step.kind, step.state, step.outcome) for step in steps] == expected


WORDS = st.lists(st.sampled_from(["code A", "code B", "#ad", "#spon", "hm", "cat"]), max_size=4).map(" ".join)


@given(WORDS, WORDS)
def test_what_is_open_afterwards_is_what_the_verdict_says_or_leaves_undecided(
    hand_judge: Judge, before: str, after: str
) -> None:
    known = known_after(hand_judge, seen(before))
    verdict = hand_judge(seen(after))
    steps = list(follow(known, verdict))
    assert len({step.fingerprint for step in steps}) == len(steps)
    told = [finding for finding in verdict.findings if finding.outcome is not Outcome.PASS]
    assert len([step for step in steps if step.finding is not None]) == len(told)
    closed = {step.fingerprint for step in steps if step.state is State.FIXED}
    assert all(
        one.rule not in {x.rule for x in told if x.outcome is Outcome.UNSURE}
        for one in known
        if one.fingerprint in closed
    )
