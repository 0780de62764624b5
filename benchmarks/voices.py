"""Sound made out of the held-back recordings of fixtures/speech: what the speech tests and benchmarks listen to."""

from __future__ import annotations

import tomllib
import wave
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from herkenbaar.evidence.audio import RATE, Sound

SPEECH = Path(__file__).parents[1] / "fixtures" / "speech"
CHECKPOINT = SPEECH / "tiny.pt"

Samples = NDArray[np.float32]


@cache
def sentences() -> tuple[dict[str, str], ...]:
    """The rows of sentences.toml; a recording's number is its row."""
    return tuple(tomllib.loads((SPEECH / "sentences.toml").read_text(encoding="utf-8"))["sentence"])


@cache
def recording(number: int) -> Samples:
    """Sentence ``number`` in a voice that the checkpoint was not trained on."""
    with Sound(SPEECH / "held_back" / f"{number:02d}.opus") as sound:
        return sound.read(0, sound.duration)


def compose(said: Mapping[float, int], *, seconds: float, noise: float = 0.001, seed: int = 3) -> Samples:
    """``seconds`` of faint noise in which sentences (by number) are said at their seconds."""
    samples = noise * np.random.default_rng(seed).standard_normal(round(seconds * RATE), dtype=np.float32)
    for at, number in said.items():
        first = round(at * RATE)
        words = recording(number)[: len(samples) - first]
        samples[first : first + len(words)] += words
    return np.asarray(samples, np.float32)


def save(path: Path, samples: Samples) -> Path:
    """``samples`` as a WAV file at ``path``."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def encode(container: Any, stream: Any, samples: Samples) -> None:
    """Write ``samples`` into the open ``container`` as its audio ``stream``."""
    context = stream.codec_context
    shape = {"format": context.format.name, "layout": context.layout.name, "rate": stream.rate}
    resampler = av.AudioResampler(**shape, frame_size=context.frame_size or 1024)
    for start in range(0, len(samples), RATE):
        block = av.AudioFrame.from_ndarray(samples[None, start : start + RATE], format="flt", layout="mono")
        block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
        for out in resampler.resample(block):
            container.mux(stream.encode(out))
    for out in resampler.resample(None):
        container.mux(stream.encode(out))
    container.mux(stream.encode(None))
