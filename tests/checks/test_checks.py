"""Checks are found by name: every public function that asks something of a reading."""

from __future__ import annotations

import inspect

from herkenbaar.checks import checks


def test_every_question_is_found_with_its_name() -> None:
    assert {"advertising", "disclosed", "labelled", "marked_in_video", "buried", "timely", "named"} <= set(checks())


def test_every_check_asks_a_question_in_its_first_sentence() -> None:
    for name, check in checks().items():
        assert "?" in (inspect.getdoc(check) or "").split("\n\n")[0] or name == "not_in_evidence", name


def test_everything_but_the_reading_is_given_by_name() -> None:
    for name, check in checks().items():
        given = list(inspect.signature(check).parameters.values())[1:]
        assert all(param.kind is param.KEYWORD_ONLY for param in given), name
