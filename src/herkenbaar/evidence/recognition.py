"""What is said in a stretch of sound, by openai-whisper on this machine.

Deterministic: temperature 0, one fallback with a fixed seed where the text repeats itself, no conditioning on earlier
text, and never a prompt. A prompt with disclosure words would make the model write them where nobody said them.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from herkenbaar.errors import ConfigError, MissingExtraError
from herkenbaar.evidence.audio import RATE, is_silent, onset
from herkenbaar.evidence.cache import digest_of
from herkenbaar.evidence.hallucinations import TOO_REGULAR, Segment, sift
from herkenbaar.evidence.pauses import LONGEST, Shortened, shorten
from herkenbaar.model import Cue

if TYPE_CHECKING:
    from herkenbaar.evidence.audio import Samples

TEMPERATURES = (0.0, 0.4)
PREFERRED = 0.5
"""A main language is taken when it is at least this likely beside the likeliest one."""

INSTALL = "pip install 'herkenbaar[whisper]'"


class Heard(msgspec.Struct, frozen=True):
    """What was recognised between ``start`` and ``end`` (seconds of the video).

    ``dropped`` counts the segments that were not believed, by reason; ``language`` is None where nobody spoke.
    """

    start: float
    end: float
    cues: tuple[Cue, ...] = ()
    dropped: dict[str, int] = {}
    language: str | None = None


class Recogniser:
    """A Whisper model, loaded when it is first needed."""

    def __init__(
        self, model: str, *, device: str = "auto", languages: Sequence[str] = ("nl", "en"), download: bool = False
    ) -> None:
        """``model`` is a name (``small``) or the path of a checkpoint; ``languages`` the ones that are expected."""
        self.name = model
        self._device = device
        self._languages = tuple(languages)
        self._download = download

    @cached_property
    def identity(self) -> str:
        """What decides what is heard: the model's SHA-256, the library's version, the settings.

        Raises MissingExtraError or ConfigError when there is no such model on this machine.
        """
        version = _import_whisper().__version__
        return f"openai-whisper {version} {self._weights.digest} {'+'.join(self._languages)} {TEMPERATURES} {LONGEST}"

    def recognise(self, samples: Samples, start: float) -> Heard:
        """What is said in ``samples`` (16 kHz), which begin at second ``start`` of the video."""
        end = start + len(samples) / RATE
        if is_silent(samples):
            return Heard(start, end)
        sound = shorten(samples)
        language = self._language(sound.samples)
        kept, dropped = sift(self._segments(sound.samples, language))
        cues = tuple(_cue(segment, sound, start) for segment in kept)
        return Heard(start, end, cues, dropped, language if cues else None)

    def _segments(self, samples: Samples, language: str) -> list[Segment]:
        import torch

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            answer = self._model.transcribe(
                samples,
                language=language,
                temperature=TEMPERATURES,
                compression_ratio_threshold=TOO_REGULAR,
                logprob_threshold=None,
                no_speech_threshold=None,
                condition_on_previous_text=False,
                fp16=self._model.device.type == "cuda",
            )
        return [
            Segment(
                start=part["start"],
                end=part["end"],
                text=part["text"].strip(),
                logprob=part["avg_logprob"],
                no_speech=part["no_speech_prob"],
                compression=part["compression_ratio"],
            )
            for part in answer["segments"]
        ]

    def _language(self, samples: Samples) -> str:
        """The language of the first half minute; of the main ones the likeliest, unless another is far likelier."""
        import whisper

        if not self._model.is_multilingual:
            return "en"
        sound = whisper.pad_or_trim(samples)
        mel = whisper.log_mel_spectrogram(sound, self._model.dims.n_mels).to(self._model.device)
        if self._model.device.type == "cuda":
            mel = mel.half()
        _, chances = self._model.detect_language(mel)
        likeliest = max(chances, key=chances.__getitem__)
        ours = max(self._languages, key=lambda language: chances.get(language, 0.0), default=likeliest)
        return ours if chances.get(ours, 0.0) >= PREFERRED * chances[likeliest] else str(likeliest)

    @cached_property
    def _weights(self) -> _Weights:
        return _find_weights(self.name, download=self._download)

    @cached_property
    def _model(self) -> Any:
        whisper = _import_whisper()
        device = None if self._device == "auto" else self._device
        try:
            with warnings.catch_warnings():
                # openai-whisper 20250625 leaves its vocabulary file open; afterwards the vocabulary is kept.
                warnings.simplefilter("ignore", ResourceWarning)
                model = whisper.load_model(self._weights.load, device=device)
                whisper.tokenizer.get_tokenizer(model.is_multilingual, num_languages=model.num_languages)
            return model
        except Exception as error:  # torch, pickle and urllib raise almost anything
            what = f"'{self.name}' cannot be loaded as a Whisper model ({type(error).__name__}: {error})".splitlines()[
                0
            ]
            remedy = "give a checkpoint in the form of openai-whisper, and a device that torch knows"
            raise ConfigError(what, where="[speech] model", remedy=remedy) from error


class _Weights(msgspec.Struct, frozen=True):
    """Which model to load: a path, or a name that openai-whisper may fetch; and its SHA-256."""

    load: str
    digest: str


def _find_weights(name: str, *, download: bool) -> _Weights:
    whisper = _import_whisper()
    path = Path(name).expanduser()
    if path.is_file():
        return _Weights(str(path), digest_of(path))
    if name not in whisper.available_models():
        names = ", ".join(whisper.available_models())
        raise ConfigError(
            f"no speech model is called '{name}'",
            where="[speech] model",
            remedy=f"in [speech] model give a file, or one of: {names}",
        )
    address = whisper._MODELS[name]  # …/SHA-256/large-v3-turbo.pt
    digest, file = address.split("/")[-2:]
    stored = _whisper_folder() / file
    if download:
        return _Weights(name, digest)
    if not stored.is_file():
        raise MissingExtraError(
            f"the speech model '{name}' is not on this machine",
            remedy="set download = true under [speech] to fetch it once, or give the path of a checkpoint",
        )
    return _Weights(str(stored), digest)


def _import_whisper() -> Any:
    try:
        import whisper
    except ImportError as error:
        raise MissingExtraError("recognising speech needs openai-whisper", remedy=INSTALL) from error
    return whisper


def _whisper_folder() -> Path:
    """Where openai-whisper itself keeps its models."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "whisper"


def _cue(segment: Segment, sound: Shortened, start: float) -> Cue:
    """The segment on the video's clock, with the geometric mean of its token probabilities as confidence.

    Whisper dates the first words of half a minute within its first second, also when they are said later; so a cue
    begins where it gets loud.
    """
    length = len(sound.samples) / RATE
    first = min(segment.start, length)
    last = min(max(segment.end, first), length)
    begin = start + sound.original(onset(sound.samples, first, last))
    end = start + sound.original(last)
    confidence = min(1.0, math.exp(segment.logprob))
    return Cue(round(begin, 2), round(end, 2), segment.text, confidence=round(confidence, 3))
