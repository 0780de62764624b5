"""What the words say: who pays, and whether they stand in the list."""

from __future__ import annotations

from tests.checks.by_hand import mark, read

from herkenbaar.checks.language import in_language, named, worded
from herkenbaar.model import LabelKind, Surface


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
    assert worded(read(old, listed), other_than=("#spon",), on=(Surface.DESCRIPTION,)).value is False


def test_the_payer_is_named_where_the_text_with_the_mark_holds_the_name() -> None:
    """An address of a shop or a network is no name."""
    assert named(read(mark(), advertiser="@Trapper", description="#ad met @trapper")).value is True
    assert named(read(mark(), advertiser="trapper.example", description="#ad op trapper.example")).value is False
    assert named(read(mark("speech"), advertiser="@trapper", description="met @trapper")).value is False


def test_a_language_has_regions() -> None:
    assert in_language(read(language="en-GB"), languages=("en",)).value is True
    assert in_language(read(language="nl"), languages=("en",)).value is False
    assert in_language(read(), languages=("en",)).value is False
