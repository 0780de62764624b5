"""Pictures that prove what stood on the screen: the frame of a cue as a file, and its name in the evidence."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from herkenbaar import __version__
from herkenbaar.evidence import bundle
from herkenbaar.evidence.frames import Film
from herkenbaar.model import Cue, Disclosure, Evidence, Judged, Surface

SHORT_SIDE = 720
QUALITY = 85
MOST = 40
"""So many pictures of one video at most; a page of text that flickers must not fill a disk."""


def keep_marks(judged: Judged, path: Path, folder: Path) -> Judged:
    """``judged`` with the frames of the marks on the screen in ``folder``: a sealed bundle with the evidence.

    A folder that stands there is kept as an earlier version, unless it holds the same. Without marks none is made.
    Raises as ``save_stills`` does.
    """
    marks = [mark for mark in judged.verdict.disclosures if mark.surface is Surface.SCREEN]
    if not any(_holds(cue, mark) for cue in judged.evidence.screen or () for mark in marks):
        return judged
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        evidence = save_stills(judged.evidence, path, work, of=lambda cue: any(_holds(cue, mark) for mark in marks))
        bundle.seal(work, evidence, listed=None, versions={"herkenbaar": __version__})
        if not bundle.same_evidence(folder, work):
            bundle.move_in(work, folder)
    finally:
        bundle.discard(work)
    return msgspec.structs.replace(judged, evidence=evidence)


def _holds(cue: Cue, mark: Disclosure) -> bool:
    return mark.start is not None and mark.end is not None and mark.start <= cue.start and cue.end <= mark.end


def save_stills(evidence: Evidence, path: Path, folder: Path, *, of: Callable[[Cue], bool]) -> Evidence:
    """``evidence`` in which the cues chosen by ``of`` name a JPEG file in ``folder`` (made when needed).

    The picture is the one in the middle of the cue's time, when words that fade stand there in full. Raises
    InputError where the film cannot be read, OSError where the folder cannot be written.
    """
    cues = evidence.screen or ()
    chosen = sorted((cue for cue in cues if of(cue)), key=_middle)[:MOST]
    if not chosen:
        return evidence
    names: dict[float, str] = {}
    folder.mkdir(parents=True, exist_ok=True)
    with Film(path) as film:
        for frame in film.frames([_middle(cue) for cue in chosen], SHORT_SIDE):
            names[frame.at] = _save(folder, frame.at, frame.picture)
    named = (msgspec.structs.replace(cue, frame=names.get(_middle(cue))) if of(cue) else cue for cue in cues)
    return msgspec.structs.replace(evidence, screen=tuple(named))


def _middle(cue: Cue) -> float:
    return round((cue.start + cue.end) / 2, 3)


def _save(folder: Path, at: float, picture: object) -> str:
    from PIL import Image

    name = f"screen-{round(at * 1000):08d}.jpg"
    Image.fromarray(picture).save(folder / name, quality=QUALITY)  # type: ignore[arg-type]
    return name
