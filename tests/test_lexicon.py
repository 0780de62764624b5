"""Templates, and what makes a lexicon file unusable."""

from __future__ import annotations

import pytest

from herkenbaar.errors import DataFileError
from herkenbaar.lexicon import Group, Lexicon, alternatives, load_lexicon, read_file
from herkenbaar.model import Grade, SignalKind
from herkenbaar.text import fold


def lexicon(*say: str, **more: object) -> Lexicon:
    return Lexicon([Group(kind="disclosure", say=say, source="own", term="x", grade=Grade.ACCEPTED, **more)])  # type: ignore[arg-type]


def quotes(words: Lexicon, text: str) -> list[str]:
    folded = fold(text)
    return [folded.quote(hit.start, hit.end) for hit in words.find(folded)]


def test_braces_stand_for_either() -> None:
    assert alternatives("{a|b} c{|d}") == ["a c", "a cd", "b c", "b cd"]
    assert alternatives(r"{\||^}ad") == ["|ad", "^ad"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks to Acme Tea for sponsoring!", ["Thanks to Acme Tea for sponsoring"]),
        ("thank you so very much dear Acme for sponsoring", ["thank you so very much dear Acme for sponsoring"]),
        ("thanks to one two three four five six seven eight nine for sponsoring", []),
        ("for sponsoring", []),
        ("thanks to Acme", []),
    ],
)
def test_a_gap_takes_a_few_words(text: str, found: list[str]) -> None:
    assert quotes(lexicon("{thanks to|thank you} … for sponsoring"), text) == found


def test_a_short_gap_may_be_empty() -> None:
    words = lexicon("dit is ~ reclame")
    assert quotes(words, "dit is reclame") == ["dit is reclame"]
    assert quotes(words, "dit is dus echt wel reclame") == ["dit is dus echt wel reclame"]
    assert quotes(words, "dit is dus echt wel een reclame") == []


def test_the_wider_of_two_ways_to_say_it_wins() -> None:
    assert quotes(lexicon("sponsored by", "this video is ~ sponsored by"), "This video is proudly sponsored by A") == [
        "This video is proudly sponsored by"
    ]


def test_words_that_meet_at_one_place_are_all_found() -> None:
    folded = fold("#acmepartner")
    found = lexicon("partner", hashtag="end").find(folded)
    assert [(hit.start, hit.end) for hit in found] == [(5, 12)]


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


def test_every_entry_of_our_own_can_be_found_as_it_is_written() -> None:
    words = load_lexicon()
    kinds = {hit.group.kind for phrase in words.phrases.phrases for hit in words.find(fold(phrase.text))}
    assert {SignalKind.DISCLOSURE, SignalKind.GIFT, SignalKind.DISCOUNT_CODE, "denial", "read"} <= kinds


def test_every_disclosure_cites_a_source_that_is_kept() -> None:
    from herkenbaar.lawbook import load_laws

    laws = load_laws()
    words = load_lexicon()
    cited = {template.group.source for templates in words._templates for template in templates if template.group.grade}
    assert cited - {"own"} <= set(laws), cited - set(laws)
