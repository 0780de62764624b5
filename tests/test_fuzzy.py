from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herkenbaar.fuzzy import find_near

PHRASES = ("betaalde samenwerking", "betaald partnerschap", "gesponsord door", "advertentie", "kortingscode", "reclame")


def quotes(text: str, *, likeness: float = 90.0) -> list[tuple[str, str]]:
    return [(text[near.start : near.end], near.phrase) for near in find_near(text, PHRASES, likeness=likeness)]


@pytest.mark.parametrize(
    ("text", "quote", "phrase"),
    [
        ("Dit is een betaalde samen werking, hoor!", "betaalde samen werking", "betaalde samenwerking"),
        ("Gesponsort door Zonneveld", "Gesponsort door", "gesponsord door"),
        ("een betaalt partnerschap", "betaalt partnerschap", "betaald partnerschap"),
        ("gebruik mijn kortings code", "kortings code", "kortingscode"),
        ("dit is een atvertentie.", "atvertentie", "advertentie"),
        ("crème: BETÁÁLDE samenwerkin", "BETÁÁLDE samenwerkin", "betaalde samenwerking"),
    ],
)
def test_a_misheard_phrase_is_found_at_its_place(text: str, quote: str, phrase: str) -> None:
    assert quotes(text) == [(quote, phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "ik betaalde samen met mijn zus",
        "ik heb haar gespot",
        "een bepaalde samenwerking tussen landen",
        "ze behaalde promotie naar de eredivisie",
        "gespannen door de stress",
        "de klaver en de reclamatie",
        "dit is geen betaalde samen werking",
        "dit is niet gesponsort door een merk",
        "een betaalde samenwerking",
        "gesponsord door een merk",
        "",
        "?!",
    ],
)
def test_other_words_denials_and_the_phrase_itself_are_not_misheard(text: str) -> None:
    assert quotes(text) == []


def test_the_best_of_overlapping_finds_is_told() -> None:
    near = find_near("gesponsort door", ("gesponsord", "gesponsord door"), likeness=85)
    assert [found.phrase for found in near] == ["gesponsord"] or [found.phrase for found in near] == ["gesponsord door"]
    assert len(near) == 1


def test_short_phrases_are_never_guessed_at() -> None:
    assert find_near("add adv spom", ("ad", "adv", "spon"), likeness=50) == []


def test_the_labelled_set_keeps_its_figures(fixtures: Path) -> None:
    """At the default threshold; benchmarks/speech_fuzzy.py prints the curve. Floors, not targets."""
    rows = tomllib.loads((fixtures / "speech" / "misheard.toml").read_text(encoding="utf-8"))
    found = {text: bool(find_near(text, rows["phrases"], likeness=90.0)) for text in rows["said"]}
    said = {text for text, phrase in rows["said"].items() if phrase}
    hits = {text for text, hit in found.items() if hit}
    assert len(hits & said) / len(said) >= 0.86
    assert len(hits & said) / len(hits) >= 0.98


@given(st.text(max_size=200), st.floats(80, 100))
def test_finds_lie_inside_the_text_do_not_overlap_and_are_alike_enough(text: str, likeness: float) -> None:
    found = find_near(text, PHRASES, likeness=likeness)
    assert all(0 <= near.start < near.end <= len(text) and near.likeness >= likeness - 0.1 for near in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
