"""Caption tracks that do not hold what is said: empty, one line over and over, far too few words, another script. Pure.

A broken track read as speech would turn "could not hear" into "not said". What it does hold is kept where it is usable,
with the seconds it covers as ``heard``; else speech becomes a gap. Then the sound itself can be listened to.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from herkenbaar.evidence.windows import merge, total
from herkenbaar.model import Cue, Evidence

LONG_ENOUGH = 90.0
"""Seconds from which on a video without speech is worth a doubt."""

FEWEST_PER_MINUTE = 0.5
"""Words; a talking creator says 120 to 200 a minute, and even a video without talk greets and says goodbye."""

SAME = 0.6
"""Share of lines that are one and the same, from which on the track is a loop."""

ENDS_EARLY = 0.5
TALK_BEFORE = 60.0
TALK_PER_MINUTE = 60.0
"""A track is taken for cut off when it ends in the first half of the video, in the middle of steady talk: at least
so many seconds of it, at so many words a minute. A video that goes quiet after a greeting is not."""

LATIN = frozenset({"nl", "en", "de", "fr", "es", "it", "pt", "pl", "tr", "id"})

_WORD = re.compile(r"\w+")


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a track, and whether what it holds can be used all the same."""

    reason: str
    usable: bool


def find_fault(cues: Sequence[Cue], *, duration: float | None, language: str | None) -> Fault | None:
    """What is wrong with a caption track of a video of ``duration`` seconds, or None when it looks sound."""
    words = [word for cue in cues for word in _WORD.findall(cue.text)]
    if not words:
        return Fault("the captions are empty", usable=False) if (duration or 0.0) >= LONG_ENOUGH else None
    lines = Counter(cue.text.strip().casefold() for cue in cues)
    times = lines.most_common(1)[0][1]
    if times >= 5 and times >= SAME * len(cues):
        return Fault(f"the captions say the same line {times} times", usable=False)
    if (language or "").split("-")[0].lower() in LATIN and _latin_share(words) < 0.5:
        return Fault(f"the captions are not written in the letters of '{language}'", usable=False)
    if duration is None or duration < LONG_ENOUGH:
        return None
    if len(words) < FEWEST_PER_MINUTE * duration / 60:
        return Fault(f"the captions hold {len(words)} words in {duration:.0f} s", usable=True)
    last = max(cue.end for cue in cues)
    talked = len(words) / max(last, 1.0) * 60
    if TALK_BEFORE <= last < ENDS_EARLY * duration and talked >= TALK_PER_MINUTE:
        return Fault(f"the captions end at second {last:.0f} of {duration:.0f}", usable=True)
    return None


def doubt_captions(evidence: Evidence) -> Evidence:
    """``evidence`` with its speech limited to what its caption track really holds; the same where nothing is wrong.

    For evidence just read from captions. A broken track leaves a gap, a thin one the seconds that it covers.
    """
    if evidence.speech is None or evidence.heard is not None:
        return evidence
    fault = find_fault(evidence.speech, duration=evidence.duration, language=evidence.language)
    if fault is None:
        return evidence
    if not fault.usable:
        return msgspec.structs.replace(evidence, speech=None, gaps={**evidence.gaps, "speech": fault.reason})
    heard = merge((cue.start, cue.end) for cue in evidence.speech)
    source = "; ".join(
        filter(None, (evidence.sources.get("speech"), f"{fault.reason}, {total(heard):.0f} s of speech"))
    )
    return msgspec.structs.replace(evidence, heard=heard, sources={**evidence.sources, "speech": source})


def _latin_share(words: Sequence[str]) -> float:
    letters = [letter for word in words for letter in word if letter.isalpha()]
    if not letters:
        return 1.0
    return sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters) / len(letters)
