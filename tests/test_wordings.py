"""Sentences in the many ways that people say them: what is a mark, what sells, what only looks like either.

fixtures/wordings/*.tsv are our own sentences, family by family; each is judged alone, as a caption and as speech.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

from herkenbaar.config import load
from herkenbaar.model import Advertising, Creator, Cue, Disclosure, Evidence, Kind, Platform
from herkenbaar.scan import Tools, prepare, read_evidence

WORDINGS = Path(__file__).parents[1] / "fixtures" / "wordings"
CREATOR = Creator(name="Pien Zomer", handle="@pienzomer")


@lru_cache(maxsize=1)
def tools() -> Tools:
    return prepare(load().settings)


def sentences() -> list[tuple[str, str, str]]:
    rows = []
    for path in sorted(WORDINGS.glob("*.tsv")):
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        for expected, where, sentence in (line.split("\t") for line in lines):
            places = ("text", "speech") if where == "both" else (where,)
            rows.extend((expected, place, sentence) for place in places)
    return rows


def judged(sentence: str, *, spoken: bool) -> tuple[Advertising, tuple[Disclosure, ...]]:
    said = (Cue(0.0, 1.0, "hoi"),)
    if spoken:  # as a recogniser writes it: no capitals, no full stops
        parts = re.sub(r"[.,!?:;()\"]", "", sentence).lower().split("/")
        said = tuple(Cue(2.5 * number, 2.5 * number + 2, part.strip()) for number, part in enumerate(parts))
    evidence = Evidence(
        platform=Platform.YOUTUBE if spoken else Platform.INSTAGRAM,
        kind=Kind.VIDEO if spoken else Kind.REEL,
        id="1",
        title="Een dagje buiten" if spoken else "",
        description="Vandaag gingen we op pad." if spoken else sentence.replace(" / ", " "),
        published="2024-05-01",
        creator=CREATOR,
        speech=said,
    )
    reading = read_evidence(evidence, tools())
    return reading.advertising, reading.disclosures


@pytest.mark.parametrize(("expected", "where", "sentence"), sentences())
def test_a_sentence_says_what_people_mean_by_it(expected: str, where: str, sentence: str) -> None:
    advertising, marks = judged(sentence, spoken=where == "speech")
    assert advertising.answer == ("no" if expected == "none" else "yes"), advertising.why
    assert marks or expected != "mark"
