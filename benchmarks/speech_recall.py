"""How well the tiny checkpoint hears terms in sound that it was not trained on, and how fast.

Every held-back recording (other speed and pitch than in training) as it is, slower, faster, and in two strengths of
noise. "Denials kept" counts "niet gesponsord" and the like that were heard word for word: nothing is worse than losing
the "niet". Beside the recogniser's processor time stands its floor: that inside the model's own encoder and decoder.
The checkpoint knows 34 sentences of synthesised speech: this measures the code around it, not Whisper on real voices.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from benchmarks.voices import CHECKPOINT, Samples, compose, recording, sentences
from herkenbaar.evidence.audio import RATE
from herkenbaar.evidence.recognition import Recogniser

TERMS = {"reclame", "advertentie", "promotie", "samenwerking", "partnerschap", "gesponsord", "sponsor", "partnership"}


def _speed(factor: float) -> Callable[[Samples], Samples]:
    def change(samples: Samples) -> Samples:
        places = np.arange(0, len(samples) - 1, factor)
        return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)

    return change


def _noise(decibel: float) -> Callable[[Samples], Samples]:
    def change(samples: Samples) -> Samples:
        loud = float(np.sqrt(np.mean(np.square(samples)))) / 10 ** (decibel / 20)
        return samples + loud * np.random.default_rng(1).standard_normal(len(samples), dtype=np.float32)

    return change


CHANGES = {
    "as recorded": lambda samples: samples,
    "5 % slower": _speed(0.95),
    "5 % faster": _speed(1.05),
    "noise 30 dB below": _noise(30),
    "noise 20 dB below": _noise(20),
}


def main() -> None:
    """Print recall per change of the sound, then the speed."""
    recogniser = Recogniser(str(CHECKPOINT))
    rows = sentences()
    denials = [row for row in rows if row["kind"] == "denial"]
    with_terms = [row for row in rows if TERMS & set(row["text"].split())]
    print(f"{'sound':<18} word for word   terms heard   terms that nobody said   denials kept")
    for name, change in CHANGES.items():
        whole = heard_terms = invented = kept = 0
        for number, row in enumerate(rows):
            heard = " ".join(cue.text for cue in recogniser.recognise(change(recording(number)), 0.0).cues)
            said, told = TERMS & set(row["text"].split()), TERMS & set(heard.split())
            whole += heard == row["text"]
            heard_terms += bool(said) and said <= told
            invented += bool(told - said)
            kept += row["kind"] == "denial" and heard == row["text"]
        print(
            f"{name:<18} {whole:>3} of {len(rows):<6}   {heard_terms:>3} of {len(with_terms):<5}   "
            f"{invented:>3} of {len(rows):<15}   {kept:>3} of {len(denials)}"
        )
    _print_speed(recogniser)


def _print_speed(recogniser: Recogniser) -> None:
    said = {7.0 * n + 1: n % len(sentences()) for n in range(25)}
    sound = compose(said, seconds=180)
    recogniser.recognise(sound[: 5 * RATE], 0.0)
    with _timed(recogniser._model) as inside:
        begun = time.process_time()
        recogniser.recognise(sound, 0.0)
        took = time.process_time() - begun
    seconds, floor = len(sound) / RATE, sum(inside)
    print(f"\n{seconds:.0f} s of sound in {took:.1f} s of processor time: {seconds / took:.0f} times real time")
    print(f"floor, inside the model: {floor:.1f} s, {seconds / floor:.0f} times real time; ratio {took / floor:.2f}")


@contextmanager
def _timed(model: Any) -> Iterator[list[float]]:
    """The processor seconds spent inside the model's encoder and decoder."""
    spent: list[float] = []
    starts: list[float] = []
    hooks = []
    for part in (model.encoder, model.decoder):
        hooks.append(part.register_forward_pre_hook(lambda *_: starts.append(time.process_time())))
        hooks.append(part.register_forward_hook(lambda *_: spent.append(time.process_time() - starts.pop())))
    yield spent
    for hook in hooks:
        hook.remove()


if __name__ == "__main__":
    main()
