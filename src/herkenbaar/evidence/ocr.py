"""Words in one picture, read by rapidocr. Its models come with the wheel: nothing is fetched."""

from __future__ import annotations

import logging
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from herkenbaar.errors import MissingExtraError
from herkenbaar.evidence.overlays import Box

if TYPE_CHECKING:
    from herkenbaar.evidence.frames import Picture

INSTALL = "pip install 'herkenbaar[screen]'"

PADDING = 4.0
STRETCH = 1.17
"""The detector's boxes are larger than the letters: about 4 px round them and 1.17 times their size at a short side
of 540 px (benchmarks/ocr.py measures it). ``Line.size`` takes that off again."""


DETECT_SIDE = 960
"""The long side at which lines are looked for: all of a 9:16 picture of 540 px. At 736 it takes two thirds of the
time, but misses a "#ad" of 2 % of the height on a busy picture that 960 finds."""


class Line(Box, frozen=True):
    """One line of words: where it stands, the recogniser's confidence (0..1), and the letters' size as a share of
    the frame's height."""

    text: str
    confidence: float
    size: float


class Reader(Protocol):
    """Reads words in pictures. ``name`` tells engines apart in the cache."""

    @property
    def name(self) -> str:
        """Engine and version."""
        ...

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """All lines of words in ``picture``, from top to bottom."""
        ...


def missing() -> str:
    """Why words in the picture cannot be read here, with the install command; empty when they can."""
    absent = [name for name in ("rapidocr", "onnxruntime", "av") if find_spec(name) is None]
    return f"reading words in the picture needs {', '.join(absent)}: {INSTALL}" if absent else ""


class RapidReader:
    """A rapidocr session, built once. Raises MissingExtraError where rapidocr is not installed."""

    def __init__(self, *, threads: int = 2) -> None:
        """Load the models (about a second)."""
        why_not = missing()
        if why_not:
            raise MissingExtraError(why_not.partition(":")[0], remedy=INSTALL)
        from rapidocr import RapidOCR

        self.name = f"rapidocr {version('rapidocr')}"
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # words in videos stand upright
                "Det.limit_type": "max",
                "Det.limit_side_len": DETECT_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """All lines of words in ``picture`` (RGB), from top to bottom."""
        found = self._engine(_blue_first(picture), use_det=True, use_cls=False, use_rec=True)
        if found.boxes is None or found.txts is None or found.scores is None:
            return ()
        high, wide = picture.shape[:2]
        lines = (
            _line(box.tolist(), text, float(score), wide=wide, high=high)
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
            if text.strip()
        )
        return tuple(sorted(lines, key=lambda line: (line.top, line.left)))


def _blue_first(picture: Picture) -> Any:
    import numpy as np

    return np.ascontiguousarray(picture[:, :, ::-1])


def _line(corners: list[list[float]], text: str, score: float, *, wide: int, high: int) -> Line:
    columns = [x for x, _ in corners]
    rows = [y for _, y in corners]
    (_, y0), (_, y1), (_, y2), (_, y3) = corners
    drawn = (y3 + y2 - y0 - y1) / 2
    padding = PADDING * min(wide, high) / 540
    return Line(
        left=max(0.0, min(columns) / wide),
        top=max(0.0, min(rows) / high),
        right=min(1.0, max(columns) / wide),
        bottom=min(1.0, max(rows) / high),
        text=" ".join(text.split()),
        confidence=round(min(1.0, max(0.0, score)), 3),
        size=max(0.0, drawn - padding) / STRETCH / high,
    )
