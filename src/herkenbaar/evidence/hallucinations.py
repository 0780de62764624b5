"""Which recognised segments are not to be believed. Pure.

Whisper writes text where nobody speaks: it repeats itself, credits subtitlers it saw in training, or sets words to
music. Such a segment could contain a disclosure that nobody said, so it is dropped, and counted by reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

NO_SPEECH = 0.6
UNLIKELY = -1.0
"""Whisper's own thresholds: no speech when it thinks so *and* its text is unlikely (mean log-probability)."""

TOO_REGULAR = 2.4
"""Whisper's own threshold for text that compresses too well, that is, repeats itself."""

FASTEST = 30.0
"""Characters per second; quick Dutch is about 20."""

SAID_AGAIN = 3
"""From this many times in a row the same segment is a loop, and only the first is kept."""

# Credits that Whisper learnt from subtitle files and writes into silence and music
# (https://github.com/openai/whisper/discussions/928). Only whole segments are compared, without punctuation.
_CREDITS = re.compile(
    r"(ondertitel(s|ing|d)|subtitles|captions)\s+(ingediend\s+door|by|door|van|made\s+by|ondersteund\s+door)\b.*"
    r"|(tv|omroep)\s+gelderland(\s+\d{4})?"
    r"|.*\bamara\s?org\b.*"
    r"|(vertaling|vertaald)(\s+en\s+ondertiteling)?\s+(door|van)\b.*"
)
_MUSIC = re.compile(r"[\W_]*((achtergrond)?muziek|music|applaus|applause|gelach|laughter|[♪♫♬🎵🎶])[\W_]*")
_LOOP = re.compile(r"\b(\w.{0,40}?)(?:\W+\1\b){4,}")


class Segment(msgspec.Struct, frozen=True):
    """What Whisper gives for one segment. ``logprob`` is the mean log-probability of its tokens."""

    start: float
    end: float
    text: str
    logprob: float
    no_speech: float = 0.0
    compression: float = 1.0


def sift(segments: Iterable[Segment]) -> tuple[list[Segment], dict[str, int]]:
    """The segments to believe, and how many were dropped per reason."""
    kept: list[Segment] = []
    dropped: Counter[str] = Counter()
    before, times = "", 0
    for segment in segments:
        plain = _plain(segment.text)
        times = times + 1 if plain == before else 1
        before = plain
        reason = find_fault(segment) or ("repetition" if times >= SAID_AGAIN else "")
        if reason:
            dropped[reason] += 1
        elif plain:
            kept.append(segment)
    return kept, dict(dropped)


def find_fault(segment: Segment) -> str:
    """Why ``segment`` is not to be believed, in a word or two; empty when nothing speaks against it."""
    plain = _plain(segment.text)
    if segment.text.strip() and _MUSIC.fullmatch(segment.text.casefold()):
        return "music"
    if not plain:
        return ""
    if segment.no_speech > NO_SPEECH and segment.logprob < UNLIKELY:
        return "no speech"
    if segment.compression > TOO_REGULAR or _LOOP.search(plain):
        return "repetition"
    if _CREDITS.fullmatch(plain):
        return "invented credits"
    if len(plain) > FASTEST * max(segment.end - segment.start, 0.5):
        return "faster than speech"
    return ""


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text.casefold()).split())
