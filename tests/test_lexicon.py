"""Templates, and what makes a lexicon file unusable."""

from __future__ import annotations

import pytest

from herkenbaar.lexicon import Lexicon, load_lexicon
from herkenbaar.model import Grade, SignalKind
from herkenbaar.text import fold
from herkenbaar.wordlist import ContextKind, Group, alternatives


def lexicon(*say: str, **more: object) -> Lexicon:
    return Lexicon([Group(kind="disclosure", say=say, source="own", term="x", grade=Grade.ACCEPTED, **more)])  # type: ignore[arg-type]


def quotes(words: Lexicon, text: str) -> list[str]:
    folded = fold(text)
    return [folded.quote(hit.start, hit.end) for hit in words.find(folded)]


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


def test_a_gap_ends_with_the_sentence() -> None:
    found = load_lexicon().find(fold("Dit heb ik van Kaasland gekregen. Betaalde samenwerking met Kaasland."))
    assert {"gekregen van", "betaalde samenwerking"} <= {hit.group.term for hit in found}


def test_what_runs_over_a_line_hides_nothing_that_stands_in_it() -> None:
    found = load_lexicon().find(fold("Wij doen een\nbetaalde samenwerking met Kaasland"))
    assert "betaalde samenwerking" in {hit.group.term for hit in found}


@pytest.mark.parametrize("slip", ["Betaalde samenwerkng met Kaasland", "een adver tentie voor kaasland"])
def test_a_mark_with_a_slip_of_the_keyboard_or_the_ear_is_found(slip: str) -> None:
    assert any(hit.group.typos for hit in load_lexicon().find(fold(slip)))


def test_the_wider_of_two_ways_to_say_it_wins() -> None:
    assert quotes(lexicon("sponsored by", "this video is ~ sponsored by"), "This video is proudly sponsored by A") == [
        "This video is proudly sponsored by"
    ]


def test_words_that_meet_at_one_place_are_all_found() -> None:
    folded = fold("#acmepartner")
    found = lexicon("partner", hashtag="end").find(folded)
    assert [(hit.start, hit.end) for hit in found] == [(5, 12)]


def test_every_entry_of_our_own_can_be_found_as_it_is_written() -> None:
    words = load_lexicon()
    kinds = {hit.group.kind for phrase in words.phrases.phrases for hit in words.find(fold(phrase.text))}
    assert {SignalKind.DISCLOSURE, SignalKind.GIFT, SignalKind.DISCOUNT_CODE, "denial", "read"} <= kinds


def test_every_disclosure_cites_a_source_that_is_kept() -> None:
    from herkenbaar.lawbook import load_laws

    laws = load_laws()
    words = load_lexicon()
    cited = {group.source for group in words.groups if group.grade}
    assert cited - {"own"} <= set(laws), cited - set(laws)


@pytest.mark.parametrize(
    "way",
    ["{de |het |}{winkel|zaak}", "a {b|} c", "{x|y}", "{ een|} twee", "{een |}", "mijn {oma|opa} {lief|}", "a\\|b"],
)
def test_words_around_others_are_found_in_every_spelling(way: str) -> None:
    pattern = Lexicon([Group("credit", (way,), "own")]).local("credit")
    for spelling in alternatives(way):
        said = fold(spelling).text.strip()
        assert not said or pattern.fullmatch(said), spelling
    assert pattern.fullmatch("a  c") is None


@pytest.mark.parametrize(
    ("text", "kinds", "said"),
    [
        ("geen reclame", ("negator",), True),
        ("ik heb (geen) zin", ("negator",), True),
        ("geenszins", ("negator",), False),
        ("x_geen", ("negator",), False),
        ("vorig jaar", ("negator",), False),
        ("vorig jaar", ("negator", "past"), True),
        ("", ("negator", "past"), False),
    ],
)
def test_it_tells_whether_words_of_some_kind_are_said_at_all(
    text: str, kinds: tuple[ContextKind, ...], said: bool
) -> None:
    assert load_lexicon().says(text, *kinds) is said
    assert any(load_lexicon().local(kind).search(text) for kind in kinds) is said
