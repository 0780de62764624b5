"""Kleene's strong three-valued tables, and answers joined by them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.logic import Truth, all_of, any_of, conjunction, disjunction, negation, none_of
from herkenbaar.model import Answer, Span, Surface

truth = st.sampled_from([True, False, None])
answers = st.lists(
    st.builds(
        Answer,
        value=truth,
        spans=st.lists(st.builds(Span, surface=st.sampled_from(Surface), quote=st.text(max_size=3))).map(tuple),
        missing=st.lists(st.sampled_from(Surface)).map(tuple),
        doubt=st.text(max_size=3),
    ),
    max_size=5,
)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_the_tables_are_kleenes(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert conjunction([left, right]) is conjunction([right, left]) is both
    assert disjunction([left, right]) is disjunction([right, left]) is either


def test_nothing_asked_is_true_for_all_and_false_for_any() -> None:
    assert conjunction([]) is True
    assert disjunction([]) is False


@given(st.lists(truth))
def test_de_morgan_holds(values: list[Truth]) -> None:
    assert negation(conjunction(values)) is disjunction([negation(value) for value in values])
    assert negation(disjunction(values)) is conjunction([negation(value) for value in values])


@given(truth, truth, truth)
def test_one_distributes_over_the_other(a: Truth, b: Truth, c: Truth) -> None:
    assert conjunction([a, disjunction([b, c])]) is disjunction([conjunction([a, b]), conjunction([a, c])])
    assert disjunction([a, conjunction([b, c])]) is conjunction([disjunction([a, b]), disjunction([a, c])])


@given(st.lists(truth, max_size=4))
def test_looking_further_never_overturns_what_was_decided(values: list[Truth]) -> None:
    """Whatever the unknown parts turn out to be, a decided outcome stays."""
    for join in (conjunction, disjunction):
        decided = join(values)
        for known in itertools.product([True, False], repeat=values.count(None)):
            rest = iter(known)
            settled = join([next(rest) if value is None else value for value in values])
            assert decided is None or settled is decided


@given(answers)
def test_answers_join_like_their_values(parts: list[Answer]) -> None:
    values = [part.value for part in parts]
    assert all_of(parts).value is conjunction(values)
    assert any_of(parts).value is disjunction(values)
    assert none_of(parts).value is negation(disjunction(values))


@given(answers)
def test_an_answer_keeps_what_its_deciding_parts_prove_and_miss(parts: list[Answer]) -> None:
    for join, alone in ((all_of, False), (any_of, True)):
        joined = join(parts)
        sharing = [part for part in parts if part.value is joined.value]
        deciding = sharing[:1] if joined.value is alone else sharing
        assert set(joined.missing) == {surface for part in deciding for surface in part.missing}
        assert set(joined.spans) == {span for part in deciding for span in part.spans}


def test_nothing_is_asked_behind_the_answer_that_decides() -> None:
    def asked() -> Iterator[Answer]:
        yield Answer(None)
        yield Answer(False)
        raise AssertionError("asked too far")

    assert all_of(asked()).value is False


def test_one_yes_needs_no_further_look() -> None:
    seen = Answer(True, spans=(Span(Surface.TITLE, "reclame", 0, 7),))
    unseen = Answer(None, missing=(Surface.SPEECH,))
    assert any_of([unseen, seen]) == seen
    assert all_of([unseen, seen]) == unseen
