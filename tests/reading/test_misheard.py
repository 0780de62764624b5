from __future__ import annotations

import pytest

from herkenbaar import rulebook
from herkenbaar.folds import load_folds
from herkenbaar.judge import judge
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Cue, Evidence, Grade, Platform, Status
from herkenbaar.reading import read
from herkenbaar.reading.misheard import spoken


def evidence(*texts: str, confidence: float | None = 0.9) -> Evidence:
    cues = tuple(Cue(5.0 * n, 5.0 * n + 4, text, confidence=confidence) for n, text in enumerate(texts))
    return Evidence(
        platform=Platform.YOUTUBE, id="a", published="2025-03-01", title="", description="", duration=90, speech=cues
    )


def doubtful(*texts: str, confidence: float | None = 0.9) -> list[tuple[str, str, float | None]]:
    reading = read(evidence(*texts, confidence=confidence), lexicon=load_lexicon(), folds=load_folds())
    return [(mark.quote, mark.term, mark.start) for mark in reading.disclosures if mark.doubt == "fuzzy"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("hallo", "een betaalde samenwerkin, hoor"), [("betaalde samenwerkin", "betaalde samenwerking", 5.0)]),
        (("deze is gesbonsord door zonneveld",), [("gesbonsord door", "gesponsord", 0.0)]),
        (("een betaald", "partnerschab met een merk"), [("betaald partnerschab", "betaald partnerschap", 0.0)]),
        (("thanks to our sponser",), [("thanks to our sponser", "thanks for sponsoring", 0.0)]),
        (("deze video is een betaalde samenwerking",), []),
        (("dit is geen betaalde samenwerkin",), []),
        (("we betaalden samen de rekening",), []),
    ],
)
def test_a_misheard_disclosure_is_found_with_a_doubt_and_its_second(
    said: tuple[str, ...], expected: list[tuple[str, str, float]]
) -> None:
    assert doubtful(*said) == expected


def test_what_people_wrote_is_read_as_written() -> None:
    assert doubtful("dit is een betaalde samenwerkin", confidence=None) == []


def test_a_doubt_alone_neither_accuses_nor_clears() -> None:
    heard = evidence("dit is een betaalde samenwerkin")
    reading = read(heard, lexicon=load_lexicon(), folds=load_folds())
    assert reading.advertising.answer == "unsure"
    assert judge(reading, rulebook.load()).status is Status.REVIEW


def test_every_spoken_phrase_has_a_grade_in_the_lexicon() -> None:
    phrases = spoken(load_lexicon())
    assert len(phrases) >= 15
    assert all(isinstance(group.grade, Grade) and group.term for group in phrases.values())


@pytest.mark.parametrize(("confidence", "doubt"), [(0.3, "low_confidence"), (0.9, "")])
def test_words_heard_with_little_confidence_are_left_to_a_person(confidence: float, doubt: str) -> None:
    heard = evidence("dit is een betaalde samenwerking met zonneveld", confidence=confidence)
    reading = read(heard, lexicon=load_lexicon(), folds=load_folds())
    assert {mark.doubt for mark in reading.disclosures} == {doubt}
    assert (judge(reading, rulebook.load()).status is Status.REVIEW) is bool(doubt)
