"""Real files, made with PyAV: frame times, rotation, variable rates, and files that are broken in many ways."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from benchmarks.clips import BLACK, Clip, Mark, save

from herkenbaar.errors import InputError
from herkenbaar.evidence.frames import Film, dense_times, difference, luma_of, sparse_times

STILL = 3.0  # [screen] still_below


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """8 seconds, 4 frames a second, a key frame every 3 seconds, words from second 2 to 4."""
    return save(Clip((Mark("Reclame", 2, 4),), seconds=8), tmp_path_factory.mktemp("clips") / "a.mp4")


def test_a_film_knows_its_length_and_the_seconds_it_can_jump_to(clip: Path) -> None:
    with Film(clip) as film:
        assert film.duration == pytest.approx(8)
        assert film.key_times == (0, 3, 6)
        assert film.upright


def test_frames_come_at_the_asked_seconds_whether_near_or_far_apart(clip: Path) -> None:
    with Film(clip) as film:
        shown = {frame.at: frame.picture for frame in film.frames([0, 1.9, 2.1, 3.9, 4.1, 7.9], 180)}
    before, words, after = shown[1.9], shown[2.1], shown[4.1]
    assert list(shown) == [0, 1.9, 2.1, 3.9, 4.1, 7.9]
    assert before.shape == (320, 180, 3)
    assert difference(luma_of(before), luma_of(words)) > STILL
    assert difference(luma_of(words), luma_of(shown[3.9])) < STILL
    assert difference(luma_of(before), luma_of(after)) < STILL


def test_going_back_after_going_forward_gives_the_same_picture(clip: Path) -> None:
    with Film(clip) as film:
        once = next(film.frames([2.5], 180)).picture
        list(film.frames([7.0], 180))
        assert np.array_equal(next(film.frames([2.5], 180)).picture, once)


def test_small_pictures_are_enlarged_and_large_ones_scaled_down(clip: Path) -> None:
    with Film(clip) as film:
        assert next(film.frames([0], 540)).picture.shape == (960, 540, 3)
        assert next(film.frames([0], 2000)).picture.shape == (1280, 720, 3), "no more than twice"


def test_a_frame_that_stays_is_given_for_every_second_it_stays(tmp_path: Path) -> None:
    uneven = save(Clip((Mark("Reclame", 5, 7),), seconds=10, fps=10, gop=100), tmp_path / "vfr.mkv", uneven=True)
    with Film(uneven) as film:
        assert film.duration == pytest.approx(10, abs=0.4)
        frames = list(film.frames(dense_times(0, film.duration, 0.1), 180))
    assert len(frames) == pytest.approx(100, abs=3)
    words = [frame.at for frame in frames if difference(luma_of(frames[0].picture), luma_of(frame.picture)) > 20]
    assert (min(words), max(words)) == pytest.approx((5.0, 7.0), abs=0.31)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_picture_is_turned_upright_as_its_metadata_says(tmp_path: Path, degrees: int) -> None:
    lying = save(Clip((Mark("x", height=0.5, x=0, y=0),), width=128, height=64, seconds=1), tmp_path / "lying.mp4")
    with Film(lying) as film:
        plain = next(film.frames([0], 64)).picture
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(_with_rotation(lying.read_bytes(), degrees))
    with Film(turned) as film:
        picture = next(film.frames([0], 64)).picture
        assert film.upright == (degrees != 180)
    expected = np.rot90(plain, -degrees // 90)  # a matrix that says 90 turns the picture clockwise
    assert difference(luma_of(picture), luma_of(expected)) < STILL


def _with_rotation(mp4: bytes, degrees: int) -> bytes:
    """The same file with another display matrix in its track header (ISO 14496-12, tkhd: 9 numbers after 40 bytes)."""
    cosine, sine = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    one = 1 << 16
    matrix = struct.pack(">9i", cosine * one, sine * one, 0, -sine * one, cosine * one, 0, 0, 0, 1 << 30)
    at = mp4.index(b"tkhd") + 4 + 40
    return mp4[:at] + matrix + mp4[at + 36 :]


def _audio_only(path: Path) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 16000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _truncated(path: Path, clip: Path, share: float) -> Path:
    data = clip.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.mp4", "No such file"),
        ("empty.mp4", "empty"),
        ("text.mp4", "not a readable video"),
        ("no-index.mp4", "not a readable video"),
        ("sound.m4a", "no video stream"),
        ("folder", "not a readable video"),
        ("codec.mp4", "its video codec is not known to PyAV"),
    ],
)
def test_a_file_without_pictures_is_refused_by_name(tmp_path: Path, clip: Path, name: str, says: str) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("<html>not found</html>" * 99)
    (tmp_path / "folder").mkdir()
    (tmp_path / "codec.mp4").write_bytes(clip.read_bytes().replace(b"avc1", b"zzz1"))
    _truncated(tmp_path / "no-index.mp4", clip, 0.5)
    _audio_only(tmp_path / "sound.m4a")
    with pytest.raises(InputError, match=says) as error:
        Film(tmp_path / name)
    assert name in str(error.value)
    assert error.value.remedy


def test_a_file_that_breaks_off_ends_there(tmp_path: Path) -> None:
    whole = save(Clip(seconds=8, background="busy", scenes=1), tmp_path / "whole.mkv")
    with Film(_truncated(tmp_path / "half.mkv", whole, 0.5)) as film:
        assert 1 < film.duration < 7
        assert list(film.frames(dense_times(0, film.duration, 0.5), 90))


def test_a_hole_in_a_file_costs_only_its_own_seconds(tmp_path: Path) -> None:
    whole = save(Clip(seconds=12, background="busy", scenes=1, gop=8), tmp_path / "whole.mkv")
    data = bytearray(whole.read_bytes())
    data[len(data) * 4 // 10 : len(data) * 6 // 10] = bytes(len(data) * 6 // 10 - len(data) * 4 // 10)
    (tmp_path / "hole.mkv").write_bytes(data)
    with Film(tmp_path / "hole.mkv") as film:
        times = [frame.at for frame in film.frames(dense_times(0, film.duration, 0.5), 90)]
    assert times[0] == 0
    assert len(times) >= 4


@pytest.mark.parametrize(
    ("window", "step", "times"),
    [
        ((0, 2, 0.5), 0.5, [0, 0.5, 1, 1.5]),
        ((1, 1.2, 0.5), 0.5, [1]),
        ((1, 1, 0.5), 0.5, []),
        ((2, 1, 0.5), 0.5, []),
        ((0, 1, 0.3), 0.3, [0, 0.3, 0.6, 0.9]),
    ],
)
def test_dense_times_step_from_start_to_just_before_end(
    window: tuple[float, float, float], step: float, times: list[float]
) -> None:
    assert dense_times(*window) == times


@pytest.mark.parametrize("keys", [(), (0.0,), tuple(range(0, 60, 2)), (0.0, 2.9, 5.7, 30.0, 50.0)])
def test_sparse_times_never_leave_a_gap_in_which_a_mark_could_hide(keys: tuple[float, ...]) -> None:
    times = sparse_times(1.0, 58.0, 3.0, keys)
    assert times[0] == 1.0
    assert all(0 < later - earlier <= 3.0001 for earlier, later in pairwise([*times, 58.0]))
    assert len(times) <= 57 / 3 * 1.34 + 1


def test_sparse_times_prefer_key_frames() -> None:
    assert sparse_times(0.0, 9.0, 3.0, (0.0, 2.9, 5.7)) == [0.0, 2.9, 5.7, 8.7]


@pytest.mark.parametrize("height", [0.02, 0.06])
@pytest.mark.parametrize("shape", [(360, 640), (640, 360)])
@pytest.mark.parametrize(
    "look", [{}, {"background": "busy"}, {"background": "white", "colour": (215, 215, 215)}, {"colour": BLACK}]
)
def test_a_small_word_makes_a_picture_differ_and_noise_does_not(
    tmp_path: Path, height: float, shape: tuple[int, int], look: dict[str, object]
) -> None:
    background = look.get("background", "plain")
    mark = Mark("#ad", 1, 2, height, colour=look.get("colour", (255, 255, 255)))  # type: ignore[arg-type]
    clip = Clip((mark,), 3, *shape, background=background, gop=4)  # type: ignore[arg-type]
    with Film(save(clip, tmp_path / "a.mp4")) as film:
        none, same, words = (luma_of(frame.picture) for frame in film.frames([0, 0.75, 1.5], 540))
    assert difference(none, same) < STILL < difference(none, words)
