"""How well and how fast words in the picture are read: recall and precision per letter size, frames per second.

Made clips (H.264, 9:16 and 16:9, five looks from a plain ground to white on white), the whole way through: encode,
decode, scale, read. "Exact" is letter by letter, "alike" leaves one letter in ten (rapidfuzz ratio 90). The floor of
the speed is the bare engine on the same picture.

Run: python -m benchmarks.ocr
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import ImageFont
from rapidfuzz.fuzz import ratio

from benchmarks.clips import BLACK, WHITE, Clip, Mark, save
from herkenbaar import config
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.ocr import Line, RapidReader

if TYPE_CHECKING:
    from herkenbaar.evidence.frames import Picture

HEIGHTS = (0.012, 0.015, 0.02, 0.03, 0.06)
SHAPES = {"9:16": (540, 960), "16:9": (960, 540)}
WORDS = ("#ad", "Reclame", "Betaalde samenwerking", "Eén cadeau van Zoë")
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "plain": ("plain", {}),
    "busy": ("busy", {}),
    "outlined on bright": ("bright", {"outline": True}),
    "on a bar": ("busy", {"colour": BLACK, "box": WHITE}),
    "white on white": ("white", {"colour": (215, 215, 215)}),
}
ALIKE = 90.0


class Read(NamedTuple):
    """What one picture held and what was read in it."""

    shape: str
    height: float
    look: str
    words: str
    lines: tuple[Line, ...]


class Row(NamedTuple):
    """Shares (0..1) over the pictures of one kind; ``size`` is what was measured beside what was drawn."""

    name: str
    pictures: int
    exact: float
    alike: float
    precision: float
    size: float


def read_all(reader: RapidReader, short_side: int) -> Iterator[Read]:
    """Every combination of shape, height, look and words, out of an encoded clip."""
    with tempfile.TemporaryDirectory() as folder:
        for (shape, (wide, high)), height, look in product(SHAPES.items(), HEIGHTS, LOOKS):
            background, style = LOOKS[look]
            marks = tuple(Mark(words, at, at + 1, height, y=0.15 + 0.2 * at, **style) for at, words in enumerate(WORDS))
            clip = Clip(marks, seconds=len(marks), width=wide, height=high, background=background, fps=2, scenes=1)  # type: ignore[arg-type]
            with Film(save(clip, Path(folder) / "clip.mp4")) as film:
                for frame in film.frames([at + 0.5 for at in range(len(marks))], short_side):
                    yield Read(shape, height, look, marks[int(frame.at)].text, reader.lines(frame.picture))


def _fitting(size: float, wide: int) -> list[str]:
    """The words that fit on one line of the picture."""
    font = ImageFont.load_default(size)
    return [words for words in WORDS if font.getlength(words) < 0.9 * wide]


def rows(reads: list[Read]) -> list[Row]:
    """One row per height, then one per look and shape."""
    groups: dict[str, list[Read]] = defaultdict(list)
    for read in reads:
        groups[f"{read.height:.1%} of the height"].append(read)
    for read in reads:
        if read.height >= 0.02:
            groups[f"{read.look}, from 2%"].append(read)
            groups[f"{read.shape}, from 2%"].append(read)
    return [_row(name, group) for name, group in groups.items()]


def _row(name: str, reads: list[Read]) -> Row:
    hits = [(read, line) for read in reads for line in read.lines if ratio(line.text, read.words) >= ALIKE]
    exact = sum(any(line.text == read.words for line in read.lines) for read in reads)
    lines = sum(len(read.lines) for read in reads)
    size = sum(line.size / read.height for read, line in hits) / max(1, len(hits))
    found = len({id(read) for read, _ in hits})
    return Row(name, len(reads), exact / len(reads), found / len(reads), len(hits) / max(1, lines), size)


def false_words(reader: RapidReader) -> tuple[int, int]:
    """Lines read in pictures that hold none, and how many such pictures there were."""
    empty = [
        Clip(background=kind, width=540, height=960, seed=seed)
        for kind in ("plain", "busy", "bright")
        for seed in range(6)
    ]  # type: ignore[arg-type]
    return sum(len(reader.lines(_picture(clip))) for clip in empty), len(empty)


class Speed(NamedTuple):
    """Seconds per frame, on the clock and of the processor (which a busy machine does not change)."""

    clock: float
    processor: float


def speeds(reader: RapidReader) -> tuple[Speed, Speed]:
    """A 1080 × 1920 film decoded, scaled and read; and the bare engine on one picture of it, which is the floor."""
    clip = Clip((Mark("Reclame", height=0.05),), 12, 1080, 1920, fps=8, background="busy", scenes=0.5)
    with tempfile.TemporaryDirectory() as folder:
        path = save(clip, Path(folder) / "clip.mp4")
        with Film(path) as film:
            whole = _time(reader, (frame.picture for frame in film.frames([n / 2 for n in range(24)], 540)))
    return whole, _time(reader, [_picture(replace(clip, width=540, height=960))] * 24)


def _time(reader: RapidReader, pictures: Iterable[Picture]) -> Speed:
    clock, processor = time.perf_counter(), time.process_time()
    count = sum(1 for picture in pictures if reader.lines(picture))
    return Speed((time.perf_counter() - clock) / count, (time.process_time() - processor) / count)


def _picture(clip: Clip) -> Picture:
    import numpy as np

    from benchmarks.clips import draw_frame

    return np.asarray(draw_frame(clip, 0))


def main() -> None:
    """Print the tables."""
    settings = config.load().settings.screen
    reader = RapidReader(threads=settings.threads)
    print(f"{'words in made clips':<28}{'n':>5}{'exact':>8}{'alike':>8}{'precision':>11}{'size measured':>15}")
    for row in rows(list(read_all(reader, settings.short_side))):
        print(
            f"{row.name:<28}{row.pictures:>5}{row.exact:>8.0%}{row.alike:>8.0%}{row.precision:>11.0%}{row.size:>14.2f}x"
        )
    wrong, empty = false_words(reader)
    print(f"\nlines read in {empty} pictures without words: {wrong}")
    for name, speed in zip(("1080x1920 film to words", "bare engine (floor)"), speeds(reader), strict=True):
        print(f"{name:<26}{1 / speed.clock:>6.2f} frames/s, {speed.processor:.2f} s of the processor per frame")


if __name__ == "__main__":
    main()
