"""Phrases stand at word boundaries and are found however they are spelt, at their exact place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.phrases import Phrase, Phrases, widest
from herkenbaar.text import Folded, fold

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


def test_the_form_for_much_text_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Wat een REKLAME, re-clame en r e c l a m e: #BetaaldeSamenwerking en r3clame. " * 4
    small = PLAIN.find(fold(text))
    monkeypatch.setattr("herkenbaar.phrases.LONG", 1)
    monkeypatch.setattr("herkenbaar.phrases.PAYS", 1)
    large = Phrases(PLAIN.phrases).find(fold(text))
    assert large == small
    assert small


def test_letters_replaced_by_signs_are_a_visible_disguise() -> None:
    phrases = Phrases([Phrase("advertentie", disguises=True)])
    for text, disguised in (
        ("adv€rtentie", True),
        ("adv3rtentie", True),
        ("аdvertentie", False),
        ("advertentie", False),
    ):
        assert [hit.disguised for hit in phrases.find(fold(text))] == [disguised], text


def test_a_price_beside_a_phrase_is_no_disguise() -> None:
    phrases = Phrases([Phrase("reclame", disguises=True)])
    found = phrases.find(fold("reclame van 5€, 10€korting en r\u00a3clame, r\u20acclame"))
    assert [hit.disguised for hit in found] == [False, True]


def test_an_open_side_needs_no_boundary() -> None:
    phrases = Phrases([Phrase("#sponsoredby", open_right=True), Phrase("partner", open_left=True)])
    assert quotes(phrases, "#SponsoredByAcme and #acmepartner") == ["#SponsoredBy", "partner"]


def test_what_lies_inside_something_wider_is_left_out() -> None:
    phrases = Phrases([Phrase("samenwerking"), Phrase("betaalde samenwerking")])
    assert quotes(phrases, "betaalde samenwerking") == ["betaalde samenwerking"]


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


@given(st.sampled_from(PLAIN.spellings), st.sampled_from(["", "x ", "1", "\U0001f525 "]))
def test_every_spelling_is_found_wherever_it_stands(spelling: str, before: str) -> None:
    folded = fold(f"{before} {spelling}!")
    quoted = {folded.text[hit.start : hit.end] for hit in PLAIN.find(folded)}
    assert spelling in quoted


def test_short_words_are_found_between_any_signs() -> None:
    phrases = Phrases([Phrase("ad"), Phrase("adv")])
    assert quotes(phrases, "ad (ad) /ad. _ad_ #adv [adv]") == ["ad"] * 4 + ["adv"] * 2
    assert quotes(phrases, "add had lead adverb _ad1 2ad adv_x") == []


def test_a_short_word_and_one_with_a_sign_behind_it_are_both_found() -> None:
    phrases = Phrases([Phrase("adv"), Phrase("adv:"), Phrase("adv", open_left=True)])
    assert sorted(hit.phrase for hit in phrases.find(fold("adv: x"))) == [0, 1, 2]
