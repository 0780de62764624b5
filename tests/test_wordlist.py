"""Lexicon files are read into groups; a broken one says what to mend."""

from __future__ import annotations

import pytest

from herkenbaar.errors import DataFileError
from herkenbaar.wordlist import alternatives, read_file


def test_braces_stand_for_either() -> None:
    assert alternatives("{a|b} c{|d}") == ["a c", "a cd", "b c", "b cd"]
    assert alternatives(r"{\||^}ad") == ["|ad", "^ad"]


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
