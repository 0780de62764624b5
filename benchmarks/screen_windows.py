"""How few frames have to be read for the same verdicts: stretch by stretch beside every half second of everything.

44 made videos of 1 to 20 minutes (H.264, 9:16, another scene every few seconds, subtitles all the time), with known
and silent captions, so that the screen decides. Each is judged twice with the same reader and the same rules: once
looked at only as far as the verdict needs, once at every half second to its end. The floor is reading nothing.

Every frame that is looked at counts as read: in real films pictures never stand still. (The benchmark itself reads
alike pictures once, else it would take a day.)

The same verdict is one with the same status, severity and deficiencies above advice: nobody looks on for advice alone,
so whether a mark comes late, say, may be left open. How many agree in advice too stands beside it.

The mix decides the share, so it is printed per group: a video that shows a sign of advertising and no mark has to be
looked at to its end, and no planning can change that.

Run: python -m benchmarks.screen_windows
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from benchmarks.clips import Clip, Mark, save
from benchmarks.made import Made, Tally
from herkenbaar import config
from herkenbaar.evidence import frames
from herkenbaar.evidence.ocr import Line, RapidReader
from herkenbaar.evidence.prospects import ask, look_everywhere
from herkenbaar.evidence.screen import add_screen
from herkenbaar.model import Cue, Evidence, Verdict
from herkenbaar.scan import judge_evidence, prepare
from herkenbaar.settings import Screen

if TYPE_CHECKING:
    from herkenbaar.evidence.frames import Luma, Picture

MARK = "Betaald partnerschap"
PAID = "Betaald partnerschap met Zonneveld.\nVandaag koken we een stoofpot."
SIGN = "Vandaag koken we een stoofpot.\nMet code ZON20 krijg je 20% korting bij Zonneveld."
SCENES = 12
ALIKE = 8
"""Grey levels by which pictures may differ (frames.difference) to count as one. A coarse look comes first: where the
mean of every eighth pixel differs by as much, the tile that differs most does too."""
SUBTITLES = ("eerst de uien", "dan de wortels", "een uur wachten", "en proeven maar")


def videos() -> list[Made]:
    """All made videos."""
    made = [Made("no sign of advertising", minutes) for minutes in (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 20)]
    made += [
        Made("mark in the opening", minutes, PAID, ((1.0, 7.0),))
        for minutes in (1, 2, 4, 6, 8, 9, 10, 11, 12, 14, 16, 20)
    ]
    made += [Made("mark of 2 s in the opening", minutes, PAID, ((3.0, 5.0),)) for minutes in (3, 9)]
    made += [Made("mark throughout", minutes, PAID, ((0.0, 60.0 * minutes),)) for minutes in (2, 7, 13)]
    made += [
        Made("mark in a chapter", minutes, f"{PAID}\n0:00 begin\n2:05 sponsor\n3:00 verder", ((124.0, 131.0),))
        for minutes in (5, 8, 12, 18)
    ]
    made += [Made("mark at the end", minutes, PAID, ((60.0 * minutes - 8, 60.0 * minutes - 1),)) for minutes in (7, 14)]
    made += [Made("mark somewhere", minutes, PAID, ((30.0 * minutes, 30.0 * minutes + 6),)) for minutes in (4, 10)]
    made += [Made("before July 2022", minutes, SIGN, more={"published": "2021-05-01"}) for minutes in (6, 12)]
    made += [Made("label and description", minutes, PAID, more={"label": True}) for minutes in (9, 15)]
    made += [Made("a sign and no mark", minutes, SIGN) for minutes in (1.5, 3, 9)]
    return made


def clip_of(video: Made) -> Clip:
    """The film: another scene every five seconds, another subtitle every two and a half, and the marks."""
    words = [
        Mark(SUBTITLES[n % len(SUBTITLES)], 2.5 * n, 2.5 * (n + 1), 0.045, y=0.6, outline=True)
        for n in range(int(video.seconds / 2.5) + 1)
    ]
    words += [Mark(MARK, start, end, 0.05, outline=True) for start, end in video.marks]
    return Clip(tuple(words), video.seconds, 270, 480, fps=2, background="busy", scenes=5, gop=10, cycle=SCENES)


class OnceReader:
    """The real reader, asked once for pictures that look alike; ``asked`` counts as if it were asked each time."""

    def __init__(self, reader: RapidReader) -> None:
        self.name = reader.name
        self.asked = 0
        self._reader = reader
        self._known: list[tuple[Luma, Luma, tuple[Line, ...]]] = []

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """The words in ``picture``."""
        self.asked += 1
        luma = frames.luma_of(picture)
        coarse = luma[::ALIKE, ::ALIKE]
        for place, (other, thumb, lines) in enumerate(self._known):
            if np.abs(coarse - thumb).mean() < ALIKE and frames.difference(luma, other) < ALIKE:
                self._known.insert(0, self._known.pop(place))
                return lines
        lines = self._reader.lines(picture)
        self._known.insert(0, (luma, coarse, lines))
        return lines


def main() -> None:
    """Judge every video both ways and print frames and verdicts per group."""
    settings = config.load().settings
    tools = prepare(settings)
    screen = msgspec.structs.replace(settings.screen, short_side=270, still_below=0.0)
    everything = msgspec.structs.replace(screen, opening=1e6, everything=True)
    reader = OnceReader(RapidReader(threads=screen.threads))
    tally, begun = Tally("frames read"), time.perf_counter()

    def judge(evidence: Evidence) -> Verdict:
        return judge_evidence(evidence, tools).verdict

    with tempfile.TemporaryDirectory() as folder:
        for number, video in enumerate(videos()):
            path = save(clip_of(video), Path(folder) / "video.mp4")
            blank = video.evidence(number, speech=(Cue(0.0, video.seconds, "muziek"),))
            some, few = _look(blank, path, reader, screen, ask(judge, "screen"))
            whole, full = _look(blank, path, reader, everything, look_everywhere)
            tally.add(video, whole=full, part=few, verdicts=(judge(some), judge(whole)))
    tally.print(limit=0.1)
    print(f"both ways together took {time.perf_counter() - begun:.0f} s")


def _look(evidence: Evidence, path: Path, reader: OnceReader, screen: Screen, decide: Any) -> tuple[Evidence, int]:
    before = reader.asked
    seen = add_screen(evidence, path, reader=reader, settings=screen, decide=decide)
    return seen.evidence, reader.asked - before


if __name__ == "__main__":
    main()
