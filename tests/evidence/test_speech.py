"""From a media file to heard evidence, by the real recogniser. The judge is small, so that each stop is plain."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from benchmarks.voices import compose, save
from tests.evidence.sounds import Samples, write

from herkenbaar import config
from herkenbaar.errors import MissingExtraError
from herkenbaar.evidence.audio import RATE
from herkenbaar.evidence.cache import Cache
from herkenbaar.evidence.prospects import ask
from herkenbaar.evidence.recognition import Heard, Recogniser
from herkenbaar.evidence.speech import add_speech
from herkenbaar.model import (
    Advertising,
    Creator,
    Cue,
    Evidence,
    Platform,
    Relation,
    Status,
    Verdict,
    VideoRef,
)
from herkenbaar.settings import Speech

VIDEO = Evidence(platform=Platform.YOUTUBE, id="a", description="met korting", gaps={"speech": "no captions"})


def judge(evidence: Evidence) -> Verdict:
    """A mark in speech discloses; a sign without one is a failure once all was heard; no sign, no advertising."""
    words = " ".join(cue.text for cue in evidence.speech or ()).casefold()
    sign = "korting" in (evidence.description or "") or "gekregen" in words or "korting" in words
    if "samenwerking" in words or "partnerschap" in words:
        status = Status.DISCLOSED
    elif not sign:
        status = Status.NO_AD
    else:
        status = Status.REVIEW if evidence.heard is not None or evidence.speech is None else Status.UNDISCLOSED
    return Verdict(
        video=VideoRef(Platform.YOUTUBE, "a", None, None, None, Creator()),
        status=status,
        severity=None,
        deficiencies=(),
        advertising=Advertising("yes" if sign else "no", Relation.UNKNOWN),
        disclosures=(),
        findings=(),
        coverage={},
    )


class Counting(Recogniser):
    """The real recogniser, and how many windows it was given; from ``fails`` on it breaks like a killed process."""

    def __init__(self, recogniser: Recogniser, fails: int = 1000) -> None:
        super().__init__(recogniser.name)
        self.calls, self.fails, self.inner = 0, fails, recogniser

    def recognise(self, samples: Samples, start: float) -> Heard:
        self.calls += 1
        if self.calls > self.fails:
            raise KeyboardInterrupt
        return self.inner.recognise(samples, start)


Listen = Callable[..., Evidence]


@pytest.fixture
def settings() -> Speech:
    return config.load().settings.speech


@pytest.fixture
def listen(recogniser: Recogniser, settings: Speech, tmp_path: Path) -> Listen:
    def run(media: Path, evidence: Evidence = VIDEO, *, by: Recogniser = recogniser, **more: object) -> Evidence:
        chosen = msgspec.structs.replace(settings, **more)
        cache = Cache(tmp_path / "cache")
        return add_speech(evidence, media, recogniser=by, settings=chosen, decide=ask(judge, "speech"), cache=cache)

    return run


def texts(evidence: Evidence) -> list[str]:
    return [cue.text for cue in evidence.speech or ()]


def test_a_mark_in_the_opening_ends_the_listening(listen: Listen, tmp_path: Path) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18, 6.0: 3, 60.0: 20}, seconds=180))
    evidence = listen(media)
    assert "betaalde samenwerking" in texts(evidence)[1]
    assert evidence.heard is not None
    assert len(evidence.heard) == 1
    assert evidence.heard[0][0] == 0
    assert 20 < evidence.heard[0][1] < 30
    assert "speech" not in evidence.gaps
    source = evidence.sources["speech"]
    assert source.startswith("openai-whisper tiny.pt; nl; heard 2")
    assert source.endswith("of 180 s; no further second could change the verdict")


def test_a_video_with_a_sign_and_no_mark_is_heard_to_the_end(listen: Listen, tmp_path: Path) -> None:
    media = write(
        tmp_path / "a.webm", compose({2.0: 18, 60.0: 20, 95.0: 29}, seconds=100), codec="libopus", rate=48_000
    )
    evidence = listen(media)
    assert evidence.heard is None
    assert judge(evidence).status is Status.UNDISCLOSED
    assert texts(evidence) == ["welkom terug op mijn kanaal", "ik heb vanmorgen brood gebakken", "tot de volgende keer"]


def test_without_cause_only_the_opening_and_the_end_are_heard(listen: Listen, tmp_path: Path) -> None:
    media = write(tmp_path / "a.mp4", compose({2.0: 18, 100.0: 9}, seconds=200), picture=(72, 128))
    evidence = listen(media, msgspec.structs.replace(VIDEO, description="een dag op het strand"))
    assert evidence.heard is not None
    assert evidence.heard[0][0] == 0
    assert evidence.heard[-1][1] == pytest.approx(200, abs=0.2)
    assert "nothing so far gives cause to go on" in evidence.sources["speech"]


def test_everything_is_heard_when_asked(listen: Listen, tmp_path: Path) -> None:
    media = write(tmp_path / "a.mp3", compose({2.0: 18, 60.0: 9}, seconds=90), codec="libmp3lame")
    evidence = listen(media, msgspec.structs.replace(VIDEO, description=""), everything=True)
    assert evidence.heard is None
    assert "deze jas heb ik gekregen van het merk" in texts(evidence)


def test_the_second_that_the_description_names_is_heard_before_the_rest(
    listen: Listen, recogniser: Recogniser, tmp_path: Path
) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18, 182.0: 4}, seconds=300))
    counting = Counting(recogniser)
    evidence = listen(media, msgspec.structs.replace(VIDEO, description="0:00 intro\n3:00 korting"), by=counting)
    assert judge(evidence).status is Status.DISCLOSED
    assert counting.calls == 3
    assert any(start < 182 < end for start, end in evidence.heard or ())


def test_a_killed_run_goes_on_where_it_was_and_recognises_nothing_twice(
    listen: Listen, recogniser: Recogniser, tmp_path: Path
) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18, 60.0: 20, 130.0: 22}, seconds=160))
    with pytest.raises(KeyboardInterrupt):
        listen(media, by=Counting(recogniser, fails=2))
    rest, again = Counting(recogniser), Counting(recogniser)
    resumed = listen(media, by=rest)
    assert rest.calls == 1
    moved = media.rename(tmp_path / "other name.m4a")
    assert listen(moved, by=again) == resumed
    assert again.calls == 0
    assert resumed.heard is None


def test_the_work_and_the_seconds_of_one_video_are_limited(listen: Listen, tmp_path: Path) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18}, seconds=120))
    hasty = listen(media, most_work=0.0)
    assert hasty.speech is None
    assert hasty.gaps["speech"] == "the limit of 0 s of work per video was reached"
    short = listen(media, most_seconds=20.0)
    assert "limit of 20 s" in short.sources["speech"]
    assert short.heard is not None


def test_a_file_that_ends_early_says_so(listen: Listen, tmp_path: Path) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18}, seconds=20))
    evidence = listen(media, msgspec.structs.replace(VIDEO, duration=300.0))
    assert evidence.heard == ((0.0, pytest.approx(20, abs=0.1)),)
    assert "heard 20 of 300 s; the file ends there" in evidence.sources["speech"]
    assert listen(media, msgspec.structs.replace(VIDEO, duration=21.0)).heard is None


def test_captions_that_break_off_are_kept_and_only_the_rest_is_heard(listen: Listen, tmp_path: Path) -> None:
    media = save(tmp_path / "a.wav", compose({2.0: 18, 40.0: 20, 52.0: 29}, seconds=60))
    caption = Cue(2.0, 4.0, "Welkom terug op mijn kanaal!")
    broken = msgspec.structs.replace(
        VIDEO, speech=(caption,), heard=((0.0, 30.0),), sources={"speech": "captions nl (recognised)"}
    )
    for _ in range(2):
        evidence = listen(media, broken)
        assert texts(evidence) == [caption.text, "ik heb vanmorgen brood gebakken", "tot de volgende keer"]
        assert evidence.heard is None
        assert evidence.sources["speech"].startswith(
            "captions nl (recognised); openai-whisper tiny.pt; nl; heard 60 of 60"
        )


def test_silence_is_heard_without_a_recogniser(listen: Listen, tmp_path: Path, recogniser: Recogniser) -> None:
    media = save(tmp_path / "a.wav", np.zeros(50 * RATE, np.float32))
    evidence = listen(media)
    assert (evidence.speech, evidence.heard) == ((), None)
    assert "nobody speaks" in evidence.sources["speech"]


def test_an_hour_that_gives_no_cause_is_heard_at_both_ends(
    listen: Listen, tmp_path: Path, recogniser: Recogniser
) -> None:
    sound = np.concatenate([compose({2.0: 18}, seconds=30), np.zeros(3600 * RATE, np.float32)])
    counting = Counting(recogniser)
    media = write(tmp_path / "a.flac", sound, codec="flac", rate=RATE, layout="mono")
    evidence = listen(media, msgspec.structs.replace(VIDEO, description="een dag op het strand"), by=counting)
    assert counting.calls == 2
    assert sum(end - start for start, end in evidence.heard or ()) < 50
    assert "of 3630 s" in evidence.sources["speech"]


@pytest.mark.parametrize(
    ("name", "content", "gap"),
    [
        ("a.mp4", b"", "is empty"),
        ("a.mp4", b"no media" * 100, "not a readable video or audio file"),
        (None, b"", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_heard_is_a_gap_and_stops_nothing(
    listen: Listen, tmp_path: Path, name: str | None, content: bytes, gap: str
) -> None:
    media = tmp_path / (name or "not there.mp4")
    if name:
        media.write_bytes(content)
    evidence = listen(media)
    assert evidence.speech is None
    assert gap in evidence.gaps["speech"]


def test_a_video_without_a_sound_track_is_a_gap(listen: Listen, tmp_path: Path) -> None:
    evidence = listen(write(tmp_path / "mute.mp4", None, picture=(96, 64), seconds=3))
    assert (evidence.speech, evidence.gaps["speech"]) == (
        None,
        "has no sound (give the file with its sound, if it has any)",
    )


def test_a_model_that_is_not_there_is_said_once_and_for_all(
    listen: Listen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(MissingExtraError, match="download = true"):
        listen(tmp_path / "a.mp4", by=Recogniser("base"))


def test_progress_tells_video_seconds(recogniser: Recogniser, settings: Speech, tmp_path: Path) -> None:
    media = write(tmp_path / "a.m4a", compose({2.0: 18}, seconds=60))
    told: list[tuple[float, float]] = []
    add_speech(
        VIDEO,
        media,
        recogniser=recogniser,
        settings=settings,
        progress=lambda second, duration: told.append((second, duration)),
    )
    assert [duration for _, duration in told] == [pytest.approx(60, abs=0.1)] * len(told)
    assert sorted(second for second, _ in told)[-1] == pytest.approx(60, abs=0.1)
    assert told[0][0] == 0, "it is told before the model is loaded"
