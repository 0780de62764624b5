"""Pictures out of a video file: which frames there are, and the frame that is on screen at a given second.

Everything goes through PyAV, so no ffmpeg program is needed. Rotation metadata is applied, pictures are scaled
to a short side, and times are the frames' own (variable frame rates keep their clock). A damaged packet costs
only its own frame; a file that gives no frame at all raises InputError.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from herkenbaar.errors import InputError
from herkenbaar.evidence.media import REMEDY, open_media

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Luma = NDArray[np.float32]

MAX_SIDE = 8192
"""Larger pictures are refused: a few frames of 16k × 16k fill the memory of a small machine."""

MOST_ENLARGED = 2.0
"""Small pictures are enlarged, as small letters are found better so, but not beyond what they hold."""

HOLE = 0.5
"""A frame that begins this many seconds after the asked moment was not on screen then: a hole in a damaged file."""

KEY_SLACK = 0.25
"""A key frame is taken when it lies within this share of the gap before the moment that is due."""

TILE = 9
"""The side of a tile in pixels of a picture of ``LUMA_SHORT_SIDE``: about as high as the smallest words."""
LUMA_SHORT_SIDE = 270


class Frame(NamedTuple):
    """What is on screen at ``at``: one picture, upright, RGB rows × columns × 3. A picture that stays is the same
    object again."""

    at: float
    picture: Picture


class Film:
    """An open video file. Use it as a context manager.

    ``duration`` in seconds is where the last packet ends (a header may lie); ``key_times`` are the seconds that can
    be jumped to; ``upright`` is true for pictures higher than wide.
    """

    def __init__(self, path: Path, *, max_bytes: int | None = None) -> None:
        """Open ``path`` and read its index. Raises InputError, or MissingExtraError without PyAV."""
        self._path = path
        self._container = open_media(path, extra="screen", max_bytes=max_bytes)
        try:
            self._stream = _video_stream(self._container, path)
            self._start, self.duration, self.key_times = _index(self._container, self._stream)
            self.upright = self._is_upright()
        except InputError:
            self._container.close()
            raise

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def frames(self, times: Iterable[float], short_side: int) -> Iterator[Frame]:
        """What is on screen at each of ``times`` (ascending), scaled to ``short_side`` px.

        Jumps over what is not asked for. Seconds that cannot be decoded are left out.
        """
        shown = _Shown(self._container, self._stream, self._start, self.key_times)
        since: float | None = None
        for time in times:
            found = shown.at(time)
            if found is None:
                continue
            if found[0] != since:
                since, picture = found[0], _picture(found[1], short_side)
            yield Frame(time, picture)

    def _is_upright(self) -> bool:
        """Raises InputError where not even one picture can be decoded."""
        first = next(self.frames(self.key_times or (0.0,), LUMA_SHORT_SIDE), None)
        if first is None:
            raise InputError("no picture could be decoded", where=str(self._path), remedy=REMEDY)
        rows, columns = first.picture.shape[:2]
        return bool(rows > columns)


def _video_stream(container: Any, path: Path) -> Any:
    """The first stream of moving pictures (cover art is a single attached picture)."""
    streams = [stream for stream in container.streams.video if not stream.disposition & _ATTACHED_PICTURE]
    if not streams:
        raise InputError("has no video stream", where=str(path), remedy="give the file with pictures")
    stream = streams[0]
    if stream.codec_context is None:
        raise InputError("its video codec is not known to PyAV", where=str(path), remedy="convert it to H.264")
    if max(stream.codec_context.width, stream.codec_context.height) > MAX_SIDE:
        raise InputError(f"pictures wider or higher than {MAX_SIDE} px", where=str(path), remedy="scale it down")
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = 2
    return stream


_ATTACHED_PICTURE = 0x400  # AV_DISPOSITION_ATTACHED_PIC


def _index(container: Any, stream: Any) -> tuple[float, float, tuple[float, ...]]:
    """The first second on the file's own clock, the duration, and the key frames' seconds.

    Packets are only read, not decoded: an hour of video takes about as long as copying the file. A file that breaks
    off ends where it breaks off.
    """
    import av

    start: float | None = None
    end = 0.0
    keys: list[float] = []
    with suppress(av.FFmpegError, OSError):
        for packet in container.demux(stream):
            if packet.pts is None:
                continue
            time = float(packet.pts * packet.time_base)
            start = time if start is None else min(start, time)
            end = max(end, time + float((packet.duration or 0) * packet.time_base))
            if packet.is_keyframe:
                keys.append(time)
    if start is None:
        raise InputError("holds no pictures", where=str(container.name), remedy=REMEDY)
    return start, end - start, tuple(sorted(key - start for key in keys))


class _Shown:
    """Walks forward through the frames, jumping to key frames, and remembers the frame on screen."""

    def __init__(self, container: Any, stream: Any, start: float, key_times: tuple[float, ...]) -> None:
        self._container = container
        self._stream = stream
        self._start = start
        self._keys = key_times
        self._decoded: Iterator[Any] = iter(())
        self._current: tuple[float, Any] | None = None
        self._next: tuple[float, Any] | None = None

    def at(self, time: float) -> tuple[float, Any] | None:
        """The frame on screen at ``time`` with its own time, or None when that second cannot be decoded."""
        key = self._key_before(time)
        if self._current is None or (key > self._current[0] and (self._next is None or key > self._next[0])):
            self._jump(key)
        while self._next is not None and (self._current is None or self._next[0] <= time + 1e-6):
            self._current, self._next = self._next, self._pull()
        if self._current is None or self._current[0] > time + HOLE:
            return None
        return self._current

    def _key_before(self, time: float) -> float:
        place = bisect_right(self._keys, time + 1e-6)
        return self._keys[place - 1] if place else 0.0

    def _jump(self, time: float) -> None:
        import av

        self._current = None

        target = round((time + self._start) / self._stream.time_base)
        try:
            self._container.seek(target, stream=self._stream, backward=True, any_frame=False)
        except (av.FFmpegError, OSError):
            self._container.seek(0)
        self._decoded = self._decode()
        self._next = self._pull()

    def _pull(self) -> tuple[float, Any] | None:
        return next(self._decoded, None)

    def _decode(self) -> Iterator[tuple[float, Any]]:
        """Frames from here on; a packet that cannot be decoded is skipped."""
        import av

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                return
            except av.error.EOFError:
                return
            except av.error.InvalidDataError:
                continue
            except (av.FFmpegError, OSError):
                return
            for frame in frames:
                if frame.time is not None:
                    yield frame.time - self._start, frame


def _picture(frame: Any, short_side: int) -> Picture:
    import numpy as np

    scale = min(MOST_ENLARGED, short_side / min(frame.width, frame.height))
    width, height = (max(2, round(side * scale)) for side in (frame.width, frame.height))
    picture = frame.to_ndarray(width=width, height=height, format="rgb24")
    turns = round(frame.rotation / 90) % 4
    return np.ascontiguousarray(np.rot90(picture, turns))


def dense_times(start: float, end: float, step: float) -> list[float]:
    """Every ``step`` seconds from ``start`` up to ``end`` (not included)."""
    count = max(0, int((end - start) / step + 1 - 1e-9))
    return [round(start + place * step, 3) for place in range(count)]


def sparse_times(start: float, end: float, gap: float, key_times: Iterable[float]) -> list[float]:
    """Times at most ``gap`` seconds apart: key frames, which are cheap to decode, where they lie about that far.

    Reading a picture costs twenty times more than decoding one, so key frames that lie closer are passed over.
    """
    keys = [time for time in key_times if start <= time < end]
    times = [start] if start < end else []
    while times and times[-1] + gap < end:
        target = times[-1] + gap
        place = bisect_right(keys, target)
        key = keys[place - 1] if place else start
        times.append(round(key if key > target - gap * KEY_SLACK else target, 3))
    return times


def luma_of(picture: Picture) -> Luma:
    """Brightness (0..255) of a picture, its short side cut down to about 270 px: what ``differs`` compares."""
    import numpy as np

    step = max(1, round(min(picture.shape[:2]) / LUMA_SHORT_SIDE))
    rows, columns = (side - side % step for side in picture.shape[:2])
    grey = picture[:rows, :columns].astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    blocks = grey.reshape(rows // step, step, columns // step, step)
    mean: Luma = blocks.mean(axis=(1, 3), dtype=np.float32)
    return mean


def difference(one: Luma, other: Luma) -> float:
    """How much the tile that changed most differs, in grey levels (0..255, root mean square); 255 for other sizes.

    The largest tile counts, not the mean of all: a small word in a corner changes one tile of a thousand. Squares
    tell a word (few pixels, much) from the noise of a codec (many pixels, little). Measured on clips of three codecs
    and bit rates: the faintest "#ad" of 2 % of the height changes 3.4, noise less than 3 in nine of ten.
    """
    import numpy as np

    if one.shape != other.shape or min(one.shape) < TILE:
        return 255.0
    rows, columns = (side - side % TILE for side in one.shape)
    change = np.square(one - other)[:rows, :columns]
    tiles = change.reshape(rows // TILE, TILE, columns // TILE, TILE).mean(axis=(1, 3))
    return float(np.sqrt(tiles.max()))
