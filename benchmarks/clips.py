"""Small video clips with words in the picture, made here: what the screen tests and benchmarks look at."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.voices import Samples, encode

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


@dataclass(frozen=True)
class Mark:
    """Words shown from ``start`` to ``end`` (seconds).

    ``height`` is the size of the letters (font size) as a share of the frame's height, ``x`` and ``y`` the place of
    their top left corner, as shares; ``box`` the colour of a bar behind them; ``fade`` the seconds in which they
    come and go; ``speed`` how many frame widths per second they move to the right.
    """

    text: str
    start: float = 0.0
    end: float = 1e9
    height: float = 0.05
    x: float = 0.06
    y: float = 0.12
    colour: Rgb = WHITE
    box: Rgb | None = None
    outline: bool = False
    fade: float = 0.0
    speed: float = 0.0

    def strength(self, time: float) -> float:
        """How opaque the words are at ``time``: 0 not there, 1 wholly."""
        if not self.start <= time < self.end:
            return 0.0
        if not self.fade:
            return 1.0
        return max(0.0, min(1.0, (time - self.start) / self.fade, (self.end - time) / self.fade))


@dataclass(frozen=True)
class Clip:
    """One clip: ``scenes`` seconds between changes of the background (0: never), which come round again after
    ``cycle`` scenes; ``gop`` frames per key frame."""

    marks: tuple[Mark, ...] = ()
    seconds: float = 4.0
    width: int = 360
    height: int = 640
    fps: int = 4
    background: Literal["plain", "busy", "bright", "white"] = "plain"
    scenes: float = 0.0
    gop: int = 12
    seed: int = 0
    cycle: int = 10**6


@cache
def scene(kind: str, width: int, height: int, seed: int) -> Image.Image:
    """A still background: white, a soft shade, or a busy pattern of blocks and lines (dark or bright)."""
    if kind == "white":
        return Image.new("RGB", (width, height), (250, 250, 250))
    random = np.random.default_rng(seed)
    low, high = (150, 250) if kind == "bright" else (20, 150)
    cells = (2, 2, 3) if kind == "plain" else (height // 40, width // 40, 3)
    way = Image.Resampling.BICUBIC if kind == "plain" else Image.Resampling.NEAREST
    picture = Image.fromarray(random.integers(low, high, cells, dtype=np.uint8)).resize((width, height), way)
    if kind != "plain":
        draw = ImageDraw.Draw(picture)
        for x, y, dx, dy, grey in random.integers(0, [width, height, width // 3, height // 3, 60], (40, 5)).tolist():
            draw.line((x, y, x + dx, y + dy), fill=(low + grey, low + grey, high - grey), width=3)
    return picture


def write(
    draw: ImageDraw.ImageDraw, mark: Mark, *, left: float, top: float, size: float, fill: tuple[int, ...]
) -> None:
    """Draw the words. Pillow's own font has no accents, so these are drawn on top of the bare letters."""
    font = ImageFont.load_default(size)
    stroke = max(1, round(size / 14)) if mark.outline else 0
    edge = (0, 0, 0, fill[-1]) if len(fill) == 4 else BLACK
    bare = "".join(char for char in unicodedata.normalize("NFD", mark.text) if not unicodedata.combining(char))
    draw.text((left, top), bare, font=font, fill=fill, stroke_width=stroke, stroke_fill=edge)
    for place, char in enumerate(unicodedata.normalize("NFC", mark.text)):
        accents = unicodedata.normalize("NFD", char)[1:]
        if accents:
            middle = left + font.getlength(bare[:place]) + font.getlength(bare[place]) / 2
            _accent(draw, accents, middle=middle, top=top + size * 0.14, size=size, fill=fill)


def _accent(
    draw: ImageDraw.ImageDraw, accent: str, *, middle: float, top: float, size: float, fill: tuple[int, ...]
) -> None:
    unit = size / 12
    if accent == "\N{COMBINING DIAERESIS}":
        for side in (-1.6, 0.5):
            draw.ellipse((middle + side * unit, top, middle + (side + 1.2) * unit, top + 1.2 * unit), fill=fill)
    else:
        lean = 1 if accent == "\N{COMBINING ACUTE ACCENT}" else -1
        ends = (middle - lean * unit, top + 1.6 * unit, middle + lean * unit, top - 0.2 * unit)
        draw.line(ends, fill=fill, width=max(1, round(unit)))


def draw_frame(clip: Clip, time: float) -> Image.Image:
    """The picture of ``clip`` at ``time``."""
    seed = clip.seed + (int(time / clip.scenes) % clip.cycle if clip.scenes else 0)
    shown = tuple((mark, mark.strength(time), mark.speed * (time - mark.start)) for mark in clip.marks)
    words = tuple((replace(mark, start=0.0, end=0.0), *state) for mark, *state in shown if state[0] > 0)
    return _compose(clip.background, clip.width, clip.height, seed, words)


@lru_cache(maxsize=256)
def _compose(
    background: str, width: int, height: int, seed: int, words: tuple[tuple[Mark, float, float], ...]
) -> Image.Image:
    picture = scene(background, width, height, seed)
    for mark, strength, moved in words:
        picture = _with_mark(picture, mark, strength, moved)
    return picture


def _with_mark(picture: Image.Image, mark: Mark, strength: float, moved: float) -> Image.Image:
    layer = Image.new("RGBA", picture.size)
    draw = ImageDraw.Draw(layer)
    size = mark.height * picture.height
    left = (mark.x + moved) * picture.width
    top = mark.y * picture.height
    alpha = round(255 * strength)
    if mark.box is not None:
        wide = ImageFont.load_default(size).getlength(mark.text)
        draw.rectangle((left - size / 3, top, left + wide + size / 3, top + size * 1.3), fill=(*mark.box, alpha))
    write(draw, mark, left=left, top=top, size=size, fill=(*mark.colour, alpha))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def pictures(clip: Clip) -> Iterator[tuple[int, Image.Image]]:
    """Every frame of ``clip`` with its number."""
    for number in range(round(clip.seconds * clip.fps)):
        yield number, draw_frame(clip, number / clip.fps)


def save(clip: Clip, path: Path, *, codec: str = "libx264", uneven: bool = False, sound: Samples | None = None) -> Path:
    """Encode ``clip`` into ``path``, with ``sound`` (mono, 16 kHz) if given. ``uneven`` drops two frames of three in
    the second half: a variable rate."""
    options = {"preset": "ultrafast", "crf": "23"} if codec == "libx264" else {}
    with av.open(str(path), mode="w") as container:
        stream = container.add_stream(codec, rate=clip.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        stream.codec_context.gop_size = clip.gop
        stream.codec_context.time_base = Fraction(1, clip.fps)
        audio = container.add_stream("aac", rate=44_100, layout="mono") if sound is not None else None
        for number, picture in pictures(clip):
            if uneven and number > clip.seconds * clip.fps / 2 and number % 3:
                continue
            frame = av.VideoFrame.from_image(picture)
            frame.pts, frame.time_base = number, Fraction(1, clip.fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if audio is not None and sound is not None:
            encode(container, audio, sound)
    return path
