"""What the words say: who pays, and whether they stand in the list."""

from __future__ import annotations

from tests.checks.by_hand import mark, read

from herkenbaar.checks.language import named, worded
from herkenbaar.model import LabelKind


def test_the_payer_is_named_by_a_mark_by_the_label_or_is_the_creator() -> None:
    assert named(read(mark(names="Trapper"))).value is True
    assert named(read(mark(), label=True, sponsors=("@trapper",))).value is True
    assert named(read(mark(), label=True, label_kind=LabelKind.OWN_BRAND)).value is True
    assert named(read(mark())).value is False
    assert named(read(mark(names="Trapper", doubt="fuzzy"))).value is False


def test_other_words_are_needed_than_those_that_left_the_list() -> None:
    old, listed = mark(quote="#spon", term="#spon", grade="accepted"), mark("speech", term="reclame")
    assert worded(read(old), other_than=("#spon",)).value is False
    assert worded(read(old, listed), other_than=("#spon",)).value is True
    assert [span.quote for span in worded(read(old), other_than=("#spon",)).spans] == ["#spon"]
