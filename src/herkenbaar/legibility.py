"""Can a viewer read it: is a text on the screen there long enough, and are its letters large enough?

Pure: imports the model only. Sources for the seconds: an older Dutch guideline asked for text on the screen during
3 seconds; the literature study for five regulators of 2024-10-07 advises at least 6 (both verified, rules.md and
platforms.md). No law gives a letter size: 3 % of the height is our own estimate (confidence low). On a phone of
15 cm an upright video is about 12 cm high, so 3 % is 3.6 mm, the letters of a text message; the same 3 % of a
landscape video is 2 mm, small print.
"""

from __future__ import annotations

import msgspec

from herkenbaar.model import Cue, Grade, Shortfall


class Legibility(msgspec.Struct, frozen=True, kw_only=True):
    """What words on the screen need: seconds, and the letters' size as a share of the frame's height."""

    min_seconds: float = 3.0
    min_height: float = 0.03


def grade_down(cue: Cue, limits: Legibility, *, duration: float | None = None) -> Shortfall | None:
    """Why the words of ``cue`` cannot count in full, or None when they can be read.

    A cue without a height (sticker text given by the platform) is judged by its time only; one whose start and end
    are equal (shown at an unknown time) by its height only. In a video of ``duration`` seconds that is shorter than
    the minimum itself, words that stay throughout are long enough.
    """
    seconds = round(cue.end - cue.start, 3)
    throughout = duration is not None and seconds >= 0.9 * duration
    if 0 < seconds < limits.min_seconds and not throughout:
        return Shortfall("shown_too_short", seconds, limits.min_seconds)
    if cue.height is not None and cue.height < limits.min_height:
        return Shortfall("too_small", cue.height, limits.min_height)
    return None


def lowered(grade: Grade, shortfall: Shortfall | None) -> Grade:
    """The grade of a mark with this shortfall: weak, and insufficient from less than half of what is needed on."""
    if shortfall is None or grade is Grade.INSUFFICIENT:
        return grade
    return Grade.WEAK if shortfall.measured >= shortfall.needed / 2 else Grade.INSUFFICIENT
