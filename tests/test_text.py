"""Folding gives plain lower-case ASCII, and leads back to the exact original."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.text import fold


@given(st.text(max_size=300))
def test_folding_any_text_gives_ascii_and_a_monotone_way_back(text: str) -> None:
    folded = fold(text)
    assert folded.text.isascii()
    origins = [folded.origin(position) for position in range(len(folded.text) + 1)]
    assert all(before <= after for before, after in pairwise(origins))
    assert all(0 <= origin <= len(text) for origin in origins)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a  b   c", "a b c"),
        ("caf\xe9 \xdcber", "cafe uber"),
        ("\u2019t is \u2013 wel", "'t is - wel"),
        ("stra\xdfe\xadnaam", "strassenaam"),
        ("a\0b\x03c\x7fd\te", "ab\x01c\x01d e"),
        ("\ud800x", "\x01x"),
    ],
)
def test_every_character_folds_to_letters_a_space_a_symbol_or_nothing(text: str, plain: str) -> None:
    assert fold(text).text == plain
