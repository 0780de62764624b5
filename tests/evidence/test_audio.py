from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from tests.evidence.sounds import beeps, pitch, write

from herkenbaar.errors import InputError, MissingExtraError
from herkenbaar.evidence.audio import RATE, Sound, is_silent, onset, quietest

CONTAINERS = [
    ("a.mp4", "aac", 44_100, (96, 64)),
    ("portrait.mp4", "aac", 48_000, (72, 128)),
    ("a.webm", "libopus", 48_000, (96, 64)),
    ("a.m4a", "aac", 48_000, None),
    ("a.mp3", "libmp3lame", 44_100, None),
    ("a.wav", "pcm_s16le", 22_050, None),
    ("a.opus", "libopus", 48_000, None),
    ("a.flac", "flac", 16_000, None),
    ("a.mkv", "aac", 44_100, (96, 64)),
    ("a.ts", "aac", 44_100, (96, 64)),
]


@pytest.mark.parametrize(("name", "codec", "rate", "picture"), CONTAINERS, ids=[row[0] for row in CONTAINERS])
def test_any_stretch_of_any_container_is_read_at_its_own_second(
    tmp_path: Path, name: str, codec: str, rate: int, picture: tuple[int, int] | None
) -> None:
    path = write(tmp_path / name, beeps(30), codec=codec, rate=rate, picture=picture)
    with Sound(path) as sound:
        assert sound.duration == pytest.approx(30, abs=0.1)
        for second in (0, 17, 28, 3):
            samples = sound.read(second + 0.2, second + 0.8)
            assert len(samples) == round(0.6 * RATE)
            assert samples.dtype == np.float32
            assert pitch(samples) == pytest.approx(200 + 37 * second, abs=4), second


def test_what_lies_behind_the_end_is_silence(tmp_path: Path) -> None:
    with Sound(write(tmp_path / "a.wav", beeps(3), codec="pcm_s16le", layout="mono")) as sound:
        samples = sound.read(2.0, 6.0)
    assert not is_silent(samples[:RATE])
    assert is_silent(samples[round(1.2 * RATE) :])


def test_a_download_that_broke_off_is_as_long_as_what_is_in_it(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.mkv", beeps(40), picture=(96, 64)).read_bytes()
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(whole[: len(whole) // 2])
    with Sound(broken) as sound:
        assert 5 < sound.duration < 30
        assert pitch(sound.read(3.2, 3.8)) == pytest.approx(200 + 37 * 3, abs=4)


def test_a_damaged_stretch_costs_only_itself(tmp_path: Path) -> None:
    raw = bytearray(write(tmp_path / "a.mp3", beeps(30), codec="libmp3lame").read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 900] = bytes(900)
    broken = tmp_path / "damaged.mp3"
    broken.write_bytes(raw)
    with Sound(broken) as sound:
        for second in (2, 26):
            assert pitch(sound.read(second + 0.3, second + 0.7)) == pytest.approx(200 + 37 * second, abs=40)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.mp4", b"", "is empty"),
        ("text.mp4", b"this is no video " * 50, "not a readable video or audio file"),
        ("noise.mp3", bytes(range(256)) * 9, "not a readable|has no sound|cannot be decoded"),
        ("list.mp4", b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n", "not a readable"),
        ("list.txt", b"ffconcat version 1.0\nfile a.wav\n", "not a readable"),
    ],
)
def test_what_is_no_media_is_an_input_error_with_the_file_and_a_remedy(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    write(tmp_path / "a.wav", beeps(2), codec="pcm_s16le")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=expected) as caught, Sound(path) as sound:
        sound.read(0, 1)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_file_without_sound_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "mute.mp4", None, picture=(96, 64), seconds=2)
    with pytest.raises(InputError, match="has no sound"):
        Sound(path)


def test_a_codec_that_is_not_known_says_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", beeps(2), picture=(96, 64))
    path.write_bytes(path.read_bytes().replace(b"A_AAC", b"A_ZZZ"))
    with pytest.raises(InputError, match=r"a\.mkv: its audio codec is not known to PyAV \(convert it to AAC or Opus\)"):
        Sound(path)


def test_a_missing_and_a_too_large_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Sound(tmp_path / "not there.mp4")
    path = write(tmp_path / "a.wav", beeps(30), codec="pcm_s16le")
    with pytest.raises(InputError, match=r"is \d+ MB, more than the limit of 1 MB"):
        Sound(path, max_bytes=1_000_000)


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "concat:a.wav", beeps(2), codec="pcm_s16le")
    with Sound(Path("concat:a.wav")) as sound:
        assert sound.duration == pytest.approx(2, abs=0.1)


def test_without_pyav_the_install_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'herkenbaar\[whisper\]'"):
        Sound(tmp_path / "a.mp4")


def test_a_cut_is_made_where_it_is_quiet() -> None:
    samples = np.random.default_rng(1).standard_normal(3 * RATE).astype(np.float32)
    samples[round(1.5 * RATE) : round(1.8 * RATE)] *= 0.01
    assert quietest(samples) == pytest.approx(1.65, abs=0.06)
    assert quietest(samples[:100]) == pytest.approx(100 / RATE / 2)


def test_silence_is_what_nobody_can_hear() -> None:
    assert is_silent(np.zeros(RATE, np.float32))
    assert is_silent(np.zeros(0, np.float32))
    assert not is_silent(0.01 * beeps(1))


def sounds(*parts: tuple[float, float]) -> np.ndarray:
    """Noise, in turn so long (seconds) and so loud."""
    noise = np.random.default_rng(1)
    made = [loudness * noise.standard_normal(round(seconds * RATE)) for seconds, loudness in parts]
    return np.concatenate(made).astype(np.float32)


@pytest.mark.parametrize(
    ("samples", "start", "found"),
    [
        (sounds((5, 0.001), (3, 0.1), (2, 0.001)), 0.0, 5.0),
        (sounds((5, 0.0), (3, 0.1), (2, 0.0)), 1.0, 5.0),
        (sounds((5, 0.001), (3, 0.1), (2, 0.001)), 6.0, 6.0),
        (sounds((3, 0.001), (0.02, 0.5), (3, 0.001), (2, 0.1)), 0.0, 6.02),
        (sounds((5, 0.02), (3, 0.05), (2, 0.2)), 0.0, 0.0),
        (sounds((2, 0.001), (3, 0.003), (3, 0.1)), 1.0, 1.0),
        (
            sounds(
                (10, 0.001),
            ),
            2.0,
            2.0,
        ),
        (
            sounds(
                (0.03, 0.1),
            ),
            0.0,
            0.0,
        ),
    ],
    ids=["after noise", "after silence", "in words", "a click", "over music", "after a murmur", "never", "too short"],
)
def test_words_begin_where_the_silence_ends(samples: np.ndarray, start: float, found: float) -> None:
    assert onset(samples, start, min(start + 9, len(samples) / RATE)) == pytest.approx(found, abs=0.05)
