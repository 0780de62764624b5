"""What is said in a video, recognised from its sound: only as many seconds as the verdict needs.

Plan, recognise, judge, and plan again (windows.py), until no further second could change the verdict. The evidence
says which seconds were heard, what was left out and why: "not heard" is not "not said". What was recognised before is
taken from the cache, so that a run that was killed goes on where it was.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.audio import RATE, Sound, quietest
from herkenbaar.evidence.cache import Cache, digest_of
from herkenbaar.evidence.gaps import gaps_but, reason_of, with_gap
from herkenbaar.evidence.prospects import Decide, look_everywhere
from herkenbaar.evidence.recognition import Heard, Recogniser
from herkenbaar.evidence.windows import SETTLED, Prospect, Stop, Window, merge, next_window, plan_of, total
from herkenbaar.model import Cue, Evidence, Range

if TYPE_CHECKING:
    from herkenbaar.evidence.audio import Samples
    from herkenbaar.settings import Speech

SPEECH = "speech"
BREATH = 2.5
"""A window may grow by this many seconds at either end, to be cut where it is quiet and not through a word."""

CUT_OFF = 3.0
"""A file that ends this many seconds before the platform's own duration is not the whole video. Less is rounding, and
sound tracks end before the picture does."""

Progress = Callable[[float, float], None]
"""Called with the second that listening is at, before and after each window, and the duration of the video."""


def add_speech(
    evidence: Evidence,
    path: Path,
    *,
    recogniser: Recogniser,
    settings: Speech,
    decide: Decide = look_everywhere,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> Evidence:
    """``evidence`` with what is said in the video or audio file at ``path``, or with a gap that says why not.

    ``decide`` says what seconds not heard yet could still change (``prospects.ask``). What was recognised before lies
    in ``cache``. Raises MissingExtraError or ConfigError where no video could be heard at all (no library, no model).
    """
    if is_settled(evidence, settings, decide):
        return with_gap(evidence, SPEECH, SETTLED)
    identity = recogniser.identity
    try:
        with Sound(path, max_bytes=int(settings.max_megabytes * 1e6)) as sound:
            transcript = _Transcript(cache, path, identity)
            stop = _listen(evidence, sound, transcript, recogniser, settings, decide, progress)
            return _with_source(evidence, transcript.parts, sound.duration, stop, recogniser.name)
    except InputError as error:
        return with_gap(evidence, SPEECH, reason_of(error))
    except OSError as error:
        return with_gap(evidence, SPEECH, f"cannot be read: {error.strerror or error}")


def is_settled(evidence: Evidence, settings: Speech, decide: Decide) -> bool:
    """Whether nothing that could be said would change the verdict, so that no file has to be opened or fetched."""
    if evidence.speech is not None or evidence.duration is None or settings.everything:
        return False
    return decide(msgspec.structs.replace(evidence, speech=(), heard=())).prospect is Prospect.SETTLED


class _Transcript:
    """All that was recognised of one file with one model, kept after every window."""

    def __init__(self, cache: Cache | None, path: Path, identity: str) -> None:
        self._cache, self._identity = cache, identity
        self._digest = digest_of(path) if cache else ""
        self.parts = (cache.load(SPEECH, self._digest, identity, list[Heard]) if cache else None) or []

    def add(self, part: Heard) -> None:
        self.parts.append(part)
        if self._cache:
            self._cache.save(SPEECH, self._digest, self._identity, self.parts)


def _listen(
    evidence: Evidence,
    sound: Sound,
    transcript: _Transcript,
    recogniser: Recogniser,
    settings: Speech,
    decide: Decide,
    progress: Progress | None,
) -> Stop:
    """Recognise window after window until nothing more can change the verdict, or the work takes too long."""
    until = time.monotonic() + settings.most_work
    while True:
        so_far = _with_speech(evidence, transcript.parts, sound.duration)
        covered = so_far.heard or ()
        look = decide(so_far)
        step = next_window(sound.duration, covered, points=look.points, prospect=look.prospect, plan=plan_of(settings))
        if isinstance(step, Stop):
            return step
        if time.monotonic() > until:
            return Stop(f"the limit of {settings.most_work:.0f} s of work per video was reached")
        try:
            samples, start = _cut(sound, step, covered)
        except InputError as error:
            return Stop(error.what)
        if progress:
            progress(start, sound.duration)
        transcript.add(recogniser.recognise(samples, start))
        if progress:
            progress(transcript.parts[-1].end, sound.duration)


def _with_speech(evidence: Evidence, parts: Sequence[Heard], duration: float) -> Evidence:
    """``evidence`` with the words heard so far, and which seconds those are.

    What captions hold of the seconds that ``evidence.heard`` names stays, and is not said twice.
    """
    before = evidence.heard or () if evidence.speech else ()
    known = evidence.speech or () if before else ()
    new = (cue for part in parts for cue in part.cues if not _lies_in(cue, before))
    return msgspec.structs.replace(
        evidence,
        duration=round(duration, 3) if evidence.duration is None else evidence.duration,
        speech=tuple(sorted((*known, *new), key=lambda cue: (cue.start, cue.end))),
        heard=merge((*before, *((round(part.start, 2), round(part.end, 2)) for part in parts))),
        gaps=gaps_but(evidence, SPEECH),
    )


def _lies_in(cue: Cue, ranges: Sequence[Range]) -> bool:
    middle = (cue.start + cue.end) / 2
    return any(start <= middle < end for start, end in ranges)


def _with_source(evidence: Evidence, parts: Sequence[Heard], duration: float, stop: Stop, model: str) -> Evidence:
    """``evidence`` with its speech and where that is from: model, language, seconds, what was dropped, why it ended."""
    if not parts and not stop.complete:
        return with_gap(evidence, SPEECH, stop.reason)
    heard = _with_speech(evidence, parts, duration)
    full = max(duration, evidence.duration or 0.0)
    whole = stop.complete and full - duration <= CUT_OFF
    words = [evidence.sources[SPEECH]] if evidence.heard and SPEECH in evidence.sources else []
    words += [f"openai-whisper {Path(model).name}", _languages(parts)]
    words.append(f"heard {total(heard.heard or ()):.0f} of {full:.0f} s")
    words.extend(_dropped(parts))
    if not whole:
        words.append("the file ends there" if stop.complete else stop.reason)
    sources = {**heard.sources, SPEECH: "; ".join(words)}
    return msgspec.structs.replace(heard, sources=sources, heard=None if whole else heard.heard)


def _cut(sound: Sound, window: Window, heard: Sequence[Range]) -> tuple[Samples, float]:
    """The samples of ``window`` and where they begin, its ends moved outwards to where it is quiet.

    Where it meets what was heard before, or the end of the file, it ends there: that cut was made already.
    """
    floor, ceiling = _free_around(window, heard, sound.duration)
    first, last = max(floor, window.start - BREATH), min(ceiling, window.end + BREATH)
    samples = sound.read(first, last)
    breath = round(BREATH * RATE)
    begin = round(quietest(samples[:breath]) * RATE) if first > floor else 0
    end = len(samples) - breath + round(quietest(samples[-breath:]) * RATE) if last < ceiling else len(samples)
    return samples[begin:end], first + begin / RATE


def _free_around(window: Window, heard: Sequence[Range], duration: float) -> Range:
    """How far ``window`` may grow: the stretch around it that was not heard."""
    middle = (window.start + window.end) / 2
    floor = max((end for _, end in heard if end <= middle), default=0.0)
    ceiling = min((start for start, _ in heard if start >= middle), default=duration)
    return floor, ceiling


def _languages(parts: Sequence[Heard]) -> str:
    spoken = Counter(part.language for part in parts if part.language)
    return ", ".join(language for language, _ in spoken.most_common()) or "nobody speaks"


def _dropped(parts: Sequence[Heard]) -> list[str]:
    dropped = sum((Counter(part.dropped) for part in parts), Counter[str]())
    if not dropped:
        return []
    reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(dropped.items()))
    return [f"{dropped.total()} segments not believed ({reasons})"]
