"""The sound of a media file, any stretch of it, as Whisper wants it: mono, 16 kHz, float32.

Everything goes through PyAV, so no ffmpeg program is needed. A stretch is read by jumping close to it; times follow
the file's own clock, so that gaps and variable rates do not shift what is heard. A damaged packet costs only itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from herkenbaar.errors import InputError
from herkenbaar.evidence.media import REMEDY, open_media, reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 16_000
"""Samples per second that Whisper takes."""

WARM_UP = 0.6
"""Seconds decoded before a stretch: lossy codecs need some packets before their sound is right."""

DRIFT = 0.08
"""A frame whose clock is further off than this (seconds) is put where its clock says."""


BLOCK = 320
"""Samples (20 ms) over which loudness is measured."""

QUIETEST = 1e-4
"""Loudness (of full scale) below which nothing is to be told apart: -80 dB."""


class Sound:
    """An open media file with sound. Use it as a context manager.

    ``duration`` in seconds is where the sound that is really in the file ends.
    """

    def __init__(self, path: Path, *, max_bytes: int | None = None) -> None:
        """Open ``path``. Raises InputError (no sound, not readable, too large) or MissingExtraError."""
        self._path = path
        self._container = open_media(path, extra="whisper", max_bytes=max_bytes)
        try:
            self._stream = _audio_stream(self._container, path)
            self._zero = (self._container.start_time or 0) / 1e6
            self.duration = _last_second(self._container, self._stream, self._zero)
        except InputError:
            self._container.close()
            raise

    def __enter__(self) -> Sound:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def read(self, start: float, end: float) -> Samples:
        """The samples from ``start`` to ``end`` (seconds); silence where the file has none.

        Raises InputError when nothing at all could be decoded there although the file says there is sound.
        """
        import numpy as np

        samples = np.zeros(max(0, round((end - start) * RATE)), np.float32)
        at, damaged, placed = 0, "", False
        for time, block in self._blocks(start):
            if isinstance(block, str):
                damaged = block
                continue
            wanted = round((time - start) * RATE)
            if not placed or abs(wanted - at) > DRIFT * RATE:
                at, placed = wanted, True
            if at >= len(samples):
                break
            _place(samples, at, block)
            at += len(block)
        if damaged and not placed:
            raise InputError(f"its sound cannot be decoded ({damaged})", where=str(self._path), remedy=REMEDY)
        return samples

    def _blocks(self, start: float) -> Iterator[tuple[float, Samples | str]]:
        """Resampled sound with its second, from a little before ``start``; a text tells of a damaged packet."""
        import av

        self._seek(max(0.0, start - WARM_UP))
        resampler: Any = None
        shape = None
        for frame in self._frames():
            if isinstance(frame, str):
                yield 0.0, frame
                continue
            if shape != (frame.format.name, frame.layout.name, frame.sample_rate):
                shape = (frame.format.name, frame.layout.name, frame.sample_rate)
                resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            time = frame.time - self._zero
            for out in resampler.resample(frame):
                yield time, out.to_ndarray()[0]
                time += out.samples / RATE

    def _seek(self, second: float) -> None:
        import av

        target = round((second + self._zero) / self._stream.time_base)
        try:
            self._container.seek(target, stream=self._stream, backward=True, any_frame=False)
        except (av.FFmpegError, OSError):
            self._container.seek(0)

    def _frames(self) -> Iterator[Any]:
        """Decoded frames from here on that have a clock; a text in place of each packet that cannot be decoded."""
        import av

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                frames = packet.decode()
            except (StopIteration, av.error.EOFError):
                return
            except av.error.InvalidDataError as error:
                yield reason(error)
                continue
            except (av.FFmpegError, OSError) as error:
                yield reason(error)
                return
            yield from (frame for frame in frames if frame.time is not None)


def _audio_stream(container: Any, path: Path) -> Any:
    if not container.streams.audio:
        raise InputError("has no sound", where=str(path), remedy="give the file with its sound, if it has any")
    stream = container.streams.audio[0]
    if stream.codec_context is None:
        raise InputError("its audio codec is not known to PyAV", where=str(path), remedy="convert it to AAC or Opus")
    return stream


def _last_second(container: Any, stream: Any, zero: float) -> float:
    """Where the last packet ends. The header is not believed: of a download that broke off it tells the full length.

    Packets are only read, not decoded: it takes about as long as copying the file.
    """
    import av

    last = 0.0
    try:
        for packet in container.demux(stream):
            if packet.pts is not None:
                last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base) - zero)
    except (av.FFmpegError, OSError):
        return last
    return last


def _place(samples: Samples, at: int, block: Samples) -> None:
    """Copy ``block`` into ``samples`` from ``at`` on; what lies outside is left out."""
    skipped = max(0, -at)
    room = len(samples) - max(0, at)
    part = block[skipped : skipped + max(0, room)]
    samples[max(0, at) : max(0, at) + len(part)] = part


def is_silent(samples: Samples) -> bool:
    """Whether there is nothing to hear: no sample above one thousandth of full scale (-60 dB)."""
    import numpy as np

    return not len(samples) or float(np.abs(samples).max()) < 1e-3


def loudness(samples: Samples) -> Samples:
    """The loudness (root mean square, of full scale) of each whole ``BLOCK`` of ``samples``."""
    import numpy as np

    blocks = len(samples) // BLOCK
    means = np.square(samples[: blocks * BLOCK]).reshape(blocks, BLOCK).mean(axis=1)
    return np.asarray(np.sqrt(means), np.float32)


def quietest(samples: Samples, *, breath: float = 0.2) -> float:
    """The second (from the start of ``samples``) in the middle of the quietest ``breath``: a good place to cut."""
    import numpy as np

    width = round(breath * RATE)
    if len(samples) <= width:
        return len(samples) / RATE / 2
    energy = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    place = int(np.argmin(energy[width:] - energy[:-width]))
    return (place + width / 2) / RATE


def onset(samples: Samples, start: float, end: float) -> float:
    """Where between ``start`` and ``end`` (seconds of ``samples``) the silence ends; ``start`` where it is none.

    Silence is at most twice as loud as the quietest tenth of all ``samples``, its end four times (12 dB) as loud for
    60 ms: a click is no voice, and a voice over music does not begin anew where it is raised.
    """
    import numpy as np

    blocks = len(samples) // BLOCK
    first, last = round(start * RATE / BLOCK), round(end * RATE / BLOCK)
    if min(blocks, last) - first < 3:
        return start
    loud = loudness(samples)
    floor = max(float(np.quantile(loud, 0.1)), QUIETEST)
    part = loud[first:last]
    steady = np.flatnonzero(np.minimum(np.minimum(part[:-2], part[1:-1]), part[2:]) > 4 * floor)
    before = part[: max(0, int(steady[0]) - 2)] if len(steady) else part[:0]
    if not len(before) or float(np.mean(before > 2 * floor)) > 0.1:
        return start
    return (first + int(steady[0])) * BLOCK / RATE
