"""Folding sees through disguises and leads back to the exact original; phrases stand at word boundaries."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.text import Folded, Phrase, Phrases, fold, widest

PLAIN = Phrases([Phrase("betaalde samenwerking", joined=True, disguises=True), Phrase("reclame", disguises=True)])


def quotes(phrases: Phrases, text: str) -> list[str]:
    folded = fold(text)
    return [folded.quote(hit.start, hit.end) for hit in widest(phrases.find(folded))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Betaalde samenwerking", "Betaalde samenwerking"),
        ("een ＢＥＴＡＡＬＤＥ samenwerking!", "ＢＥＴＡＡＬＤＥ samenwerking"),
        ("x 𝐁𝐞𝐭𝐚𝐚𝐥𝐝𝐞 𝐬𝐚𝐦𝐞𝐧𝐰𝐞𝐫𝐤𝐢𝐧𝐠", "𝐁𝐞𝐭𝐚𝐚𝐥𝐝𝐞 𝐬𝐚𝐦𝐞𝐧𝐰𝐞𝐫𝐤𝐢𝐧𝐠"),
        ("Ве\u200btaalde sаmenwerking met x", "Ве\u200btaalde sаmenwerking"),
        ("dit: rëclàme\u0301.", "rëclàme\u0301"),
        ("r e c l a m e", "r e c l a m e"),
        ("R.E.C.L.A.M.E", "R.E.C.L.A.M.E"),
        ("r🔥e🔥c🔥l🔥a🔥m🔥e", "r🔥e🔥c🔥l🔥a🔥m🔥e"),
        ("r❤️e❤️c❤️l❤️a❤️m❤️e nu", "r❤️e❤️c❤️l❤️a❤️m❤️e"),
        ("#BetaaldeSamenwerking", "BetaaldeSamenwerking"),
        ("#betaalde_samenwerking", "betaalde_samenwerking"),
        ("betaalde\nsamenwerking", "betaalde\nsamenwerking"),
        ("betaalde   samenwerking", "betaalde   samenwerking"),
        ("r3clame", "r3clame"),
        ("🅁🄴🄲🄻🄰🄼🄴", "🅁🄴🄲🄻🄰🄼🄴"),
        ("_reclame_ hoor", "reclame"),
        ("👩‍👩‍👧 ＲＥＣＬＡＭＥ 👩‍👩‍👧", "ＲＥＣＬＡＭＥ"),
    ],
)
def test_a_disguised_phrase_is_found_at_its_exact_place(text: str, quote: str) -> None:
    assert quotes(PLAIN, text) == [quote]


@pytest.mark.parametrize(
    "text", ["reclamespotje", "bioreclame", "reclame_bureau", "betaalde samen werking", "adreclame", "r e c l a s s"]
)
def test_part_of_another_word_is_not_found(text: str) -> None:
    assert quotes(PLAIN, text) == []


def test_letters_replaced_by_signs_are_a_visible_disguise() -> None:
    phrases = Phrases([Phrase("advertentie", disguises=True)])
    for text, disguised in (
        ("adv€rtentie", True),
        ("adv3rtentie", True),
        ("аdvertentie", False),
        ("advertentie", False),
    ):
        assert [hit.disguised for hit in phrases.find(fold(text))] == [disguised], text


def test_an_open_side_needs_no_boundary() -> None:
    phrases = Phrases([Phrase("#sponsoredby", open_right=True), Phrase("partner", open_left=True)])
    assert quotes(phrases, "#SponsoredByAcme and #acmepartner") == ["#SponsoredBy", "partner"]


def test_what_lies_inside_something_wider_is_left_out() -> None:
    phrases = Phrases([Phrase("samenwerking"), Phrase("betaalde samenwerking")])
    assert quotes(phrases, "betaalde samenwerking") == ["betaalde samenwerking"]


@given(st.text(max_size=300))
def test_folding_any_text_gives_ascii_and_a_monotone_way_back(text: str) -> None:
    folded = fold(text)
    assert folded.text.isascii()
    origins = [folded.origin(position) for position in range(len(folded.text) + 1)]
    assert all(before <= after for before, after in pairwise(origins))
    assert all(0 <= origin <= len(text) for origin in origins)


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_phrase_between_any_texts_keeps_its_exact_span(before: str, behind: str) -> None:
    text = f"{before} betaalde samenwerking {behind}"
    folded = fold(text)
    spans = [folded.span(hit.start, hit.end) for hit in PLAIN.find(folded)]
    assert (len(before) + 1, len(before) + 22) in [(start, min(end, len(before) + 22)) for start, end in spans]


@given(
    st.text(alphabet="abcde #_-\n", max_size=200),
    st.lists(st.text(alphabet="abcde", min_size=1, max_size=4), min_size=1, max_size=8, unique=True),
)
def test_the_automaton_finds_what_a_plain_alternation_finds(text: str, words: list[str]) -> None:
    phrases = Phrases(Phrase(word) for word in words)
    folded = Folded(text.replace("\n", " "), text)
    pattern = re.compile(rf"(?<![a-z0-9_])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![a-z0-9_])")
    plain = [match.span() for match in pattern.finditer(folded.text.replace("_", "-"))]
    found = [(hit.start, hit.end) for hit in widest(phrases.find(Folded(folded.text.replace("_", "-"), text)))]
    assert found == plain
