"""What a whole video is about takes the meaning of words away: a club's promotion, a programming lesson, a sketch."""

from __future__ import annotations

import pytest

from herkenbaar.folds import load_folds
from herkenbaar.lexicon import load_lexicon
from herkenbaar.model import Creator, Cue, Evidence, Platform, Reading
from herkenbaar.reading import read


def reading(description: str, speech: str = "", *, title: str = "") -> Reading:
    cues = tuple(Cue(3.0 * number, 3.0 * number + 2.5, said) for number, said in enumerate(speech.split(" / ")))
    creator = Creator(name="Teun Luchtkasteel", handle="@teunluchtkasteel")
    evidence = Evidence(
        platform=Platform.TIKTOK, id="1", title=title, description=description, speech=cues, creator=creator
    )
    return read(evidence, lexicon=load_lexicon(), folds=load_folds())


@pytest.mark.parametrize(
    ("ordinary", "special"),
    [
        ("#pr nieuwe riem", "#pr 120 kg op de deadlift"),
        ("#ad frikandellen proeven", "#ad frikandellen proeven met opa Ad"),
        ("#promotie vandaag", "#promotie wij zijn gepromoveerd"),
    ],
)
def test_a_mark_that_is_another_word_in_this_video_does_not_count(ordinary: str, special: str) -> None:
    assert reading(ordinary).disclosures
    other = reading(special)
    assert not other.disclosures
    assert {item.reason for item in other.advertising.discounted} == {"topic"}


def test_with_an_account_named_it_is_a_mark_all_the_same() -> None:
    assert reading("#pr @kaasland 120 kg op de deadlift").disclosures


def test_codes_in_a_programming_lesson_are_what_is_programmed() -> None:
    said = "gebruik code welkom tien voor tien procent korting / test groen"
    assert reading("Even shoppen", said).advertising.answer == "yes"
    lesson = reading("Laravel les 12: een validator voor kortingscodes", said).advertising
    assert lesson.answer == "no"
    assert {item.reason for item in lesson.discounted} == {"topic"}


def test_what_is_sold_in_a_sketch_is_left_to_a_person() -> None:
    said = "gebruik code omeger tien voor tien procent korting op deze schroef"
    assert reading("je oom wordt influencer", said).advertising.answer == "yes"
    assert reading("je oom wordt influencer #sketch", said).advertising.answer == "unsure"


def test_a_sketch_with_a_mark_in_its_text_is_advertising() -> None:
    assert reading("#sketch | Betaalde samenwerking met @kaasland").advertising.answer == "yes"
