"""The real openai-whisper code on the tiny checkpoint of fixtures/speech, with sound that it was not trained on."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks.voices import compose, recording
from tests.evidence.sounds import write

from herkenbaar.errors import ConfigError, MissingExtraError
from herkenbaar.evidence.audio import RATE, Sound
from herkenbaar.evidence.recognition import Heard, Recogniser


def text(heard: Heard) -> str:
    return " ".join(cue.text for cue in heard.cues)


def test_the_checkpoint_knows_enough_sentences_and_is_small(
    speech: Path, sentences: tuple[dict[str, str], ...]
) -> None:
    assert (speech / "tiny.pt").stat().st_size <= 8_000_000
    assert len([row for row in sentences if row.get("lang", "nl") == "nl"]) >= 24
    words = " | ".join(row["text"] for row in sentences)
    for term in ("reclame", "advertentie", "betaalde promotie", "betaalde samenwerking", "betaald partnerschap"):
        assert term in words


@pytest.mark.slow
def test_every_sentence_is_heard_word_for_word_in_a_voice_that_was_held_back(
    speech: Path, sentences: tuple[dict[str, str], ...], recogniser: Recogniser
) -> None:
    wrong = {}
    for number, row in enumerate(sentences):
        heard = recogniser.recognise(compose({0.5: number}, seconds=6), 0.0)
        if (text(heard), heard.language) != (row["text"], row.get("lang", "nl")):
            wrong[row["text"]] = (text(heard), heard.language)
    assert wrong == {}


def test_several_sentences_in_one_file_come_with_their_seconds(
    speech: Path, sentences: tuple[dict[str, str], ...], recogniser: Recogniser, tmp_path: Path
) -> None:
    said = {1.0: 18, 6.0: 3, 14.0: 20, 21.0: 14, 33.0: 27, 41.0: 29}
    path = write(tmp_path / "a.webm", compose(said, seconds=46), codec="libopus", rate=48_000, picture=(72, 128))
    with Sound(path) as sound:
        heard = recogniser.recognise(sound.read(0, sound.duration), 100.0)
    assert [cue.text for cue in heard.cues] == [sentences[number]["text"] for number in said.values()]
    for cue, at in zip(heard.cues, said, strict=True):
        assert cue.start == pytest.approx(100 + at, abs=0.2)
        assert cue.start < cue.end <= 100 + at + 5
        assert cue.confidence is not None
        assert cue.confidence > 0.5


def test_long_pauses_neither_invent_nor_lose_a_sentence(
    sentences: tuple[dict[str, str], ...], recogniser: Recogniser
) -> None:
    said = {0.8: 20, 17.0: 21, 30.0: 18, 47.5: 22, 63.0: 24}
    heard = recogniser.recognise(compose(said, seconds=80), 100.0)
    assert [cue.text for cue in heard.cues] == [sentences[number]["text"] for number in said.values()]
    assert [cue.start for cue in heard.cues] == pytest.approx([100 + at for at in said], abs=0.2)


@pytest.mark.parametrize(("name", "codec", "rate"), [("a.mp4", "aac", 44_100), ("a.mp3", "libmp3lame", 22_050)])
def test_other_codecs_are_heard_alike(
    speech: Path,
    sentences: tuple[dict[str, str], ...],
    recogniser: Recogniser,
    tmp_path: Path,
    name: str,
    codec: str,
    rate: int,
) -> None:
    path = write(tmp_path / name, compose({0.5: 0, 4.0: 16}, seconds=8), codec=codec, rate=rate)
    with Sound(path) as sound:
        heard = recogniser.recognise(sound.read(0, sound.duration), 0.0)
    assert [cue.text for cue in heard.cues] == [sentences[0]["text"], sentences[16]["text"]]


def test_a_slower_louder_and_noisier_voice_is_understood(
    speech: Path, sentences: tuple[dict[str, str], ...], recogniser: Recogniser
) -> None:
    words = recording(3)
    slower = np.interp(np.arange(0, len(words) - 1, 0.95), np.arange(len(words)), words)
    noisy = slower + 0.004 * np.random.default_rng(5).standard_normal(len(slower))
    assert text(recogniser.recognise((0.9 * noisy).astype(np.float32), 0.0)) == sentences[3]["text"]


def test_the_same_sound_gives_the_same_words(speech: Path, recogniser: Recogniser) -> None:
    sound = compose({1.0: 6, 5.0: 9}, seconds=9, noise=0.01)
    assert recogniser.recognise(sound, 0.0) == recogniser.recognise(sound, 0.0)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(5 * RATE, np.float32),
        np.zeros(0, np.float32),
        (0.002 * np.random.default_rng(2).standard_normal(9 * RATE)).astype(np.float32),
        (0.1 * np.sin(np.arange(9 * RATE) * 2 * np.pi * 220 / RATE)).astype(np.float32),
    ],
    ids=["silence", "nothing", "noise", "a tone"],
)
def test_nobody_is_heard_where_nobody_speaks(recogniser: Recogniser, samples: np.ndarray) -> None:
    heard = recogniser.recognise(samples, 3.0)
    assert heard.cues == ()
    assert heard.language is None
    assert heard.end == pytest.approx(3 + len(samples) / RATE)


def test_a_language_that_is_expected_goes_before_one_that_is_hardly_likelier(speech: Path) -> None:
    english_only = Recogniser(str(speech / "tiny.pt"), languages=["en"])
    assert english_only.recognise(recording(0), 0.0).language in {"nl", None}


def test_the_identity_changes_with_the_model_and_the_settings(speech: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pt"
    other.write_bytes((speech / "tiny.pt").read_bytes() + b" ")
    same = Recogniser(str(speech / "tiny.pt")).identity
    assert same == Recogniser(str(speech / "tiny.pt"), device="cpu").identity
    assert same != Recogniser(str(other)).identity
    assert same != Recogniser(str(speech / "tiny.pt"), languages=["fr"]).identity


def test_what_is_no_checkpoint_is_refused_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(b"no checkpoint")
    with pytest.raises(ConfigError, match="cannot be loaded as a Whisper model") as caught:
        Recogniser(str(path)).recognise(np.ones(RATE, np.float32), 0.0)
    assert caught.value.remedy


def test_an_unknown_name_lists_the_names_there_are() -> None:
    with pytest.raises(ConfigError, match=r"no speech model is called 'smal'.*small"):
        _ = Recogniser("smal").identity


def test_a_model_is_never_fetched_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"'small' is not on this machine.*download = true"):
        _ = Recogniser("small").identity
    assert list(tmp_path.rglob("*")) == []


def test_a_model_that_openai_whisper_keeps_is_found_by_its_name(
    speech: Path, sentences: tuple[dict[str, str], ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "whisper").mkdir()
    (tmp_path / "whisper" / "large-v3-turbo.pt").write_bytes((speech / "tiny.pt").read_bytes())
    assert text(Recogniser("turbo").recognise(recording(18), 0.0)) == sentences[18]["text"]


def test_without_the_library_the_install_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "whisper", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'herkenbaar\[whisper\]'"):
        _ = Recogniser("small").identity
