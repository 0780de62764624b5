"""Lexicon files are read into groups; a broken one says what to mend."""

from __future__ import annotations

import pytest

from herkenbaar.errors import DataFileError
from herkenbaar.wordlist import alternatives, misspelt, read_file


def test_braces_stand_for_either() -> None:
    assert alternatives("{a|b} c{|d}") == ["a c", "a cd", "b c", "b cd"]
    assert alternatives(r"{\||^}ad") == ["|ad", "^ad"]


def test_a_slip_is_a_letter_left_out_two_swapped_or_a_gap_in_a_long_word() -> None:
    slips = misspelt("betaalde samenwerking")
    assert {"betaalde samenwerkng", "betaalde samenwreking", "betaalde samen werking", "be taalde samenwerking"} <= set(
        slips
    )
    assert "betaalde samenwerking" not in slips
    assert misspelt("adres") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[group]\n", "not valid TOML"),
        ('[[group]]\nkind = "disclosure"\nsay = ["x"]\nsource = "own"\n', "needs term and grade"),
        ('[[group]]\nkind = "disclosur"\nsay = ["x"]\nsource = "own"\n', "did you mean 'disclosure'"),
        ('[[group]]\nkind = "gift"\nsay = ["x"]\nsource = "own"\nwieght = 1.0\n', "did you mean 'weight'"),
        ('[[group]]\nkind = "gift"\nsay = "x"\nsource = "own"\n', "say"),
    ],
)
def test_a_broken_file_says_what_to_mend(text: str, complaint: str) -> None:
    with pytest.raises(DataFileError, match=complaint) as caught:
        read_file("lexicon/own.toml", text)
    assert "lexicon/own.toml" in str(caught.value)
