"""Media files made on the spot: any samples in any container and codec, through PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from benchmarks.voices import encode
from numpy.typing import NDArray

RATE = 16_000
Samples = NDArray[np.float32]


def write(
    path: Path,
    samples: Samples | None,
    *,
    codec: str = "aac",
    rate: int = 44_100,
    layout: str = "stereo",
    picture: tuple[int, int] | None = None,
    seconds: float | None = None,
) -> Path:
    """A file with ``samples`` (mono, 16 kHz) as its sound, and a grey picture of ``picture`` pixels if asked for."""
    length = seconds if seconds is not None else len(samples if samples is not None else []) / RATE
    with av.open(str(path), "w") as container:
        video = container.add_stream("libvpx" if path.suffix == ".webm" else "libx264", rate=5) if picture else None
        if video is not None and picture:
            video.width, video.height, video.pix_fmt = *picture, "yuv420p"
        audio = container.add_stream(codec, rate=rate, layout=layout) if samples is not None else None
        if video is not None:
            for number in range(int(length * 5)):
                frame = av.VideoFrame(video.width, video.height, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 5)
                container.mux(video.encode(frame))
            container.mux(video.encode(None))
        if audio is not None and samples is not None:
            encode(container, audio, samples)
    return path


def beeps(seconds: int) -> Samples:
    """A different tone in every second, so that each second can be told from all others."""
    at = np.arange(RATE) / RATE
    tones = [0.4 * np.sin(2 * np.pi * (200 + 37 * number) * at) for number in range(seconds)]
    return np.concatenate(tones).astype(np.float32)


def pitch(samples: Samples) -> float:
    """The strongest frequency in ``samples``, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / RATE)[int(np.argmax(spectrum))])
