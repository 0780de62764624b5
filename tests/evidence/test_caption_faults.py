from __future__ import annotations

import pytest

from herkenbaar.evidence.caption_faults import doubt_captions, find_fault
from herkenbaar.model import Cue, Evidence, Platform

TALK = "vandaag gaan we naar het strand en we nemen de hond mee want het is mooi weer"


def cues(count: int, *, text: str = TALK, every: float = 5.0) -> tuple[Cue, ...]:
    return tuple(Cue(n * every, n * every + 4, f"{text} {n}") for n in range(count))


@pytest.mark.parametrize(
    ("case", "track", "duration", "language", "reason", "usable"),
    [
        ("a talking creator", cues(60), 300, "nl", None, True),
        ("a track without a known duration", cues(2), None, None, None, True),
        ("a short clip of few words", cues(1), 30, "nl", None, True),
        ("a short clip without words", (), 30, "nl", None, True),
        ("a refrain among other lines", (*cues(20), *[Cue(120, 124, "la la la")] * 8), 200, "nl", None, True),
        ("an empty track", (), 300, "nl", "are empty", False),
        ("only signs", tuple(Cue(n, n + 1, "♪") for n in range(9)), 300, "nl", "are empty", False),
        ("one line repeated", tuple(Cue(n, n + 1, "Hallo daar") for n in range(50)), 300, "nl", "same line 50", False),
        ("a Dutch track in Cyrillic", cues(60, text="привет как дела " * 4), 300, "nl-NL", "not written in", False),
        ("a Russian track in Cyrillic", cues(60, text="привет как дела " * 4), 300, "ru", None, True),
        ("a greeting and a goodbye", (Cue(1, 3, "hallo allemaal"), Cue(590, 592, "doei")), 300, "nl", None, True),
        ("talk, then only music", cues(8), 600, "nl", None, True),
        ("a dozen words in an hour", cues(4, text="hallo"), 3600, "nl", "8 words in 3600 s", True),
        ("a track cut off", cues(20), 600, "nl", "end at second 99 of 600", True),
    ],
)
def test_a_track_is_doubted_for_a_reason_only(
    case: str, track: tuple[Cue, ...], duration: float | None, language: str | None, reason: str | None, usable: bool
) -> None:
    fault = find_fault(track, duration=duration, language=language)
    if reason is None:
        assert fault is None, case
    else:
        assert fault is not None, case
        assert reason in fault.reason
        assert fault.usable is usable


def video(**more: object) -> Evidence:
    return Evidence(platform=Platform.YOUTUBE, id="a", duration=300, sources={"speech": "captions nl"}, **more)  # type: ignore[arg-type]


def test_a_broken_track_is_a_gap_and_never_silence() -> None:
    doubted = doubt_captions(video(speech=()))
    assert doubted.speech is None
    assert doubted.gaps == {"speech": "the captions are empty"}


def test_a_thin_track_keeps_its_words_and_says_which_seconds_it_covers() -> None:
    doubted = doubt_captions(video(speech=(Cue(10, 12, "dit is"),)))
    assert doubted.speech is not None
    assert doubted.heard == ((10, 12),)
    assert doubted.sources["speech"] == "captions nl; the captions hold 2 words in 300 s, 2 s of speech"


@pytest.mark.parametrize("evidence", [video(speech=cues(60)), video(), video(speech=(), heard=((0.0, 20.0),))])
def test_sound_captions_absent_ones_and_recognised_speech_stay_as_they_are(evidence: Evidence) -> None:
    assert doubt_captions(evidence) is evidence
