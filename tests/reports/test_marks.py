from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import builder

from herkenbaar.model import FoldedText, Surface, Zone
from herkenbaar.reports import marks
from herkenbaar.reports.finds import Role
from herkenbaar.reports.marks import Mark, deciding, marks_on, pieces


def fold(visible: int, hidden: int) -> FoldedText:
    return FoldedText("app", Surface.DESCRIPTION, visible, hidden, decides=True)


def mark(start: int, end: int, role: Role = Role.SIGNAL) -> Mark:
    return Mark(start, end, role, "signal.gift")


spans = st.lists(st.builds(mark, st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(Role)), max_size=8)
folds = st.one_of(st.none(), st.builds(lambda a, b: fold(min(a, b), max(a, b)), st.integers(0, 40), st.integers(0, 40)))


@given(st.text(max_size=30), spans, folds)
def test_the_pieces_together_are_the_text_and_every_character_has_its_marks_and_zone(
    text: str, given_marks: list[Mark], view: FoldedText | None
) -> None:
    cut = list(pieces(text, given_marks, view))
    assert "".join(piece.text for piece in cut) == text
    at = 0
    for piece in cut:
        for place in range(at, at + len(piece.text)):
            expected = [each for each in given_marks if 0 <= each.start <= place < each.end]
            assert sorted(piece.marks) == sorted(expected)
            if view is None:
                assert piece.zone is None
            else:
                assert (piece.zone is Zone.VISIBLE) == (place < view.visible_end)
                assert (piece.zone is Zone.HIDDEN) == (place >= view.hidden_start and place >= view.visible_end)
        at += len(piece.text)


@given(st.text(max_size=30), spans)
def test_every_mark_inside_the_text_starts_exactly_once(text: str, given_marks: list[Mark]) -> None:
    starts = sorted(each for piece in pieces(text, given_marks, None) for each in piece.starts)
    assert starts == sorted(each for each in given_marks if 0 <= each.start < min(each.end, len(text)))


def test_overlapping_marks_are_cut_where_they_meet() -> None:
    first, second = mark(0, 4), mark(2, 6, Role.DISCLOSURE)
    cut = [(piece.text, piece.marks) for piece in pieces("abcdefg", [first, second], None)]
    assert cut == [("ab", (first,)), ("cd", (first, second)), ("ef", (second,)), ("g", ())]


def test_the_fold_cuts_the_text_in_three_zones() -> None:
    cut = [(piece.text, piece.zone) for piece in pieces("abcdef", [], fold(2, 4))]
    assert cut == [("ab", Zone.VISIBLE), ("cd", Zone.UNCERTAIN), ("ef", Zone.HIDDEN)]


def test_so_many_marks_and_no_more_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST", 3)
    cut = list(pieces("x" * 20, [mark(n, n + 1) for n in range(10)], None))
    assert sum(bool(piece.marks) for piece in cut) == 3


def test_marks_of_a_surface_are_in_order_of_place() -> None:
    assert [(each.start, each.role) for each in marks_on(builder.judged().verdict, Surface.DESCRIPTION)] == [
        (32, Role.SIGNAL),
        (80, Role.DISCLOSURE),
    ]
    assert marks_on(builder.disclosed().verdict, Surface.LABEL) == []


def test_the_strictest_of_the_deciding_views_is_drawn() -> None:
    views = (fold(50, 60), fold(10, 20), FoldedText("web", Surface.DESCRIPTION, 0, 0))
    assert deciding(views, Surface.DESCRIPTION) == views[1]
    assert deciding(views, Surface.TITLE) is None
