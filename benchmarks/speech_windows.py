"""How few seconds of sound have to be recognised for the same verdicts: window by window beside everything.

37 made videos of 1 to 20 minutes, out of the held-back recordings: every quarter of a minute somebody says something,
mostly everyday talk. Each video is judged twice with the same rules: once heard only as far as the verdict needs, once
heard to the last second. The floor is hearing nothing.

Sound, cuts and planning are real; the recogniser is one that knows what is said, as it is the planning that is measured
here. With ``--tiny`` the real library listens, on the tiny checkpoint (eleven minutes).

The same verdict is one with the same status, severity and deficiencies above advice: nobody looks on for advice alone,
so whether a mark comes late, say, may be left open. How many agree in advice too stands beside it.

The mix decides the share, so it is printed per group: a video that shows a sign of advertising and no mark has to be
heard to its last second, and no planning can change that.

Run: python -m benchmarks.speech_windows [--tiny]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.made import Made, Tally
from benchmarks.voices import CHECKPOINT, Samples, compose, recording, save, sentences
from herkenbaar import config
from herkenbaar.evidence.audio import RATE
from herkenbaar.evidence.prospects import ask, look_everywhere
from herkenbaar.evidence.recognition import Heard, Recogniser
from herkenbaar.evidence.speech import add_speech
from herkenbaar.evidence.windows import total
from herkenbaar.model import Cue, Evidence, Verdict
from herkenbaar.scan import judge_evidence, prepare

MARK = "deze video is een betaalde samenwerking met zonneveld"
CODE = "met mijn code krijg je twintig procent korting"
PAID = "Betaalde samenwerking met Zonneveld.\nVandaag koken we een stoofpot."
LINK = "Mijn mes: https://www.bol.com/nl/p/mes/1?Referrer=ADVNLPPcef\nMet code ZON20 krijg je 20% korting."
CHAPTER = "sponsor read in a chapter"
"""The mark, and five seconds later what is praised."""
LONGEST = 4.0
"""Seconds that a sentence takes at most."""


def videos() -> list[Made]:
    """The 37 videos; a mark is said at its first second."""
    made = [Made("everyday talk", minutes) for minutes in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20)]
    made += [
        Made("mark in the opening", minutes, PAID, ((4.0, 8.0),))
        for minutes in (1, 2, 4, 6, 8, 9, 10, 11, 12, 14, 16, 20)
    ]
    made += [
        Made(CHAPTER, minutes, f"{PAID}\n0:00 begin\n2:05 sponsor\n3:00 verder", ((126.0, 130.0),))
        for minutes in (5, 8, 12, 18)
    ]
    made += [Made("mark at the end", minutes, PAID, ((60.0 * minutes - 6, 60.0 * minutes - 2),)) for minutes in (7, 14)]
    made += [Made("before July 2022", minutes, LINK, more={"published": "2021-05-01"}) for minutes in (6, 12)]
    made += [Made("label and description", minutes, PAID, more={"label": True}) for minutes in (9, 15)]
    made += [Made("a sign and no mark", minutes, LINK) for minutes in (1.5, 3, 9)]
    return made


class Knowing(Recogniser):
    """Hears without a mistake: ``said`` are the sentences (by number) at their seconds."""

    identity = "knowing"

    def __init__(self, said: dict[float, int]) -> None:
        super().__init__("knowing")
        self._said = said

    def recognise(self, samples: Samples, start: float) -> Heard:
        """What is said in ``samples``, which begin at second ``start``."""
        end = start + len(samples) / RATE
        spoken = ((at, at + len(recording(n)) / RATE, sentences()[n]["text"]) for at, n in sorted(self._said.items()))
        cues = tuple(
            Cue(first, last, text, confidence=0.9) for first, last, text in spoken if start <= (first + last) / 2 < end
        )
        return Heard(start, end, cues, {}, "nl" if cues else None)


def said_in(video: Made, seed: int) -> dict[float, int]:
    """Sentences (by number) at their seconds: everyday talk about every fifteen seconds, and the marks on top."""
    talk = [n for n, row in enumerate(sentences()) if row["kind"] == "talk" and row.get("lang", "nl") == "nl"]
    mark, code = (next(n for n, row in enumerate(sentences()) if row["text"] == text) for text in (MARK, CODE))
    chance = random.Random(seed)
    said: dict[float, int] = {}
    at = 0.8
    while at < video.seconds - LONGEST:
        if all(abs(at - start) > 2 * LONGEST + 2 for start, _ in video.marks):
            said[at] = chance.choice(talk)
        at += chance.uniform(11, 19)
    said.update({start: mark for start, _ in video.marks})
    said.update({start + 5: code for start, _ in video.marks if video.group == CHAPTER})
    return said


def main() -> None:
    """Judge every video both ways and print seconds and verdicts per group."""
    settings = config.load().settings
    tools = prepare(settings)
    tiny = Recogniser(str(CHECKPOINT)) if "--tiny" in sys.argv else None
    tally, begun = Tally("seconds of sound recognised"), time.perf_counter()

    def judge(evidence: Evidence) -> Verdict:
        return judge_evidence(evidence, tools).verdict

    with tempfile.TemporaryDirectory() as folder:
        for number, video in enumerate(videos()):
            said = said_in(video, number)
            path = save(Path(folder) / "sound.wav", compose(said, seconds=video.seconds, seed=number))
            recogniser = tiny or Knowing(said)
            some, whole = (
                add_speech(video.evidence(number), path, recogniser=recogniser, settings=settings.speech, decide=decide)
                for decide in (ask(judge, "speech"), look_everywhere)
            )
            heard = _seconds(some, video)
            tally.add(video, whole=_seconds(whole, video), part=heard, verdicts=(judge(some), judge(whole)))
    tally.print(limit=0.15)
    print(f"both ways together took {time.perf_counter() - begun:.0f} s")


def _seconds(evidence: Evidence, video: Made) -> float:
    """How many were recognised; none where it was settled without listening."""
    if evidence.speech is None:
        return 0.0
    return video.seconds if evidence.heard is None else total(evidence.heard)


if __name__ == "__main__":
    main()
