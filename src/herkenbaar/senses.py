"""Eyes and ears: words in the picture and in the sound of a video file, as far as the verdict needs them.

What a part of ours cannot do here (an extra that is not installed, no model, a broken file) is a gap with its reason
in the evidence, and never the end of a run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from herkenbaar.errors import HerkenbaarError, LookError
from herkenbaar.evidence import ocr, screen, speech
from herkenbaar.evidence.cache import Cache, cache_folder
from herkenbaar.evidence.gaps import reason_of, with_gap
from herkenbaar.evidence.prospects import Decide, Judge, ask, likely_places
from herkenbaar.evidence.recognition import Recogniser
from herkenbaar.evidence.windows import SETTLED, Prospect
from herkenbaar.http import Http
from herkenbaar.model import Evidence
from herkenbaar.settings import Settings
from herkenbaar.sources.soundtrack import Limits, fetch_sound

Sense = Literal["speech", "screen"]
Progress = Callable[[Sense, float, float], None]
"""Called with what is at work, the second it is at, and the duration of the video."""

NO_MODEL = "no speech model is configured ([speech] model in config.toml), or --no-speech was given"
NO_OCR = "words in the picture are not read ([screen] ocr is off, --no-screen, or a scan without --screen)"


class Senses:
    """Looks at and listens to video files. Models are loaded when first needed, and once."""

    def __init__(
        self,
        settings: Settings,
        *,
        progress: Progress | None = None,
        complain: Callable[[str], None] | None = None,
        reach: Callable[[], Http] | None = None,
        advice: bool = False,
    ) -> None:
        """``progress`` is told each step; it may be set anew before each video. ``complain`` is told once, in one
        line, what cannot be done here at all. ``reach`` gives the way to the platforms when sound is to be fetched;
        without it none is. ``advice``: go on also where only advice could still change."""
        self._settings = settings
        self._advice = advice
        self._reach = reach
        self.progress = progress
        self._complain = complain
        self._told_already: set[str] = set()
        self._cache = Cache(cache_folder(settings.cache.dir))

    def perceive(self, evidence: Evidence, path: Path | None, judge: Judge, *, sound: Path | None = None) -> Evidence:
        """``evidence`` with what was not known yet of speech and screen, from the file at ``path``.

        ``sound`` is the file to listen to where it is another one. Without any file the sound is fetched, if the
        settings allow that; else the evidence stays as it is. ``judge`` is asked after each stretch whether more
        could change the verdict. The likely places are heard before the picture is looked at, and the rest of the
        sound after it, if the verdict still needs it. Nothing is raised.
        """
        ears, decide = sound or path, ask(judge, "speech", advice=self._advice)
        if ears is None:
            return self._fetch_and_listen(evidence, decide)
        first = self._listen(evidence, ears, likely_places(decide))
        seen = self._watch(first, path, judge)
        if first is evidence or first.heard is None or decide(seen).prospect is not Prospect.OPEN:
            return seen
        return self._listen(_unheard(seen, evidence), ears, decide)

    @cached_property
    def _recogniser(self) -> Recogniser:
        chosen = self._settings.speech
        return Recogniser(chosen.model, device=chosen.device, languages=chosen.languages, download=chosen.download)

    @cached_property
    def _reader(self) -> ocr.RapidReader:
        return ocr.RapidReader(threads=self._settings.screen.threads)

    def _listen(self, evidence: Evidence, path: Path | None, decide: Decide) -> Evidence:
        if path is None or (evidence.speech is not None and evidence.heard is None):
            return evidence
        if not self._settings.speech.model:
            return evidence if evidence.speech is not None else _without_model(evidence)
        try:
            return speech.add_speech(
                evidence,
                path,
                recogniser=self._recogniser,
                settings=self._settings.speech,
                decide=decide,
                cache=self._cache,
                progress=self._told("speech"),
            )
        except HerkenbaarError as error:
            self._say_once(str(error))
            return with_gap(evidence, "speech", reason_of(error))

    def _fetch_and_listen(self, evidence: Evidence, decide: Decide) -> Evidence:
        """``evidence`` with what is said in the sound that the platform gives; it is deleted afterwards."""
        chosen = self._settings.speech
        known = evidence.speech is not None and evidence.heard is None
        if self._reach is None or not (chosen.fetch and chosen.model and evidence.url) or known:
            return evidence
        if speech.is_settled(evidence, chosen, decide):
            return with_gap(evidence, "speech", SETTLED)
        limits = Limits(
            most_bytes=int(chosen.fetch_megabytes * 1e6), longest=chosen.most_seconds, patience=chosen.fetch_patience
        )
        with tempfile.TemporaryDirectory(prefix="herkenbaar-") as folder:
            try:
                path = fetch_sound(evidence.url, Path(folder), http=self._reach(), limits=limits)
            except LookError as error:
                return with_gap(evidence, "speech", error.what)
            return self._listen(evidence, path, decide)

    def _watch(self, evidence: Evidence, path: Path | None, judge: Judge) -> Evidence:
        if path is None or evidence.screen is not None:
            return evidence
        missing = ocr.missing() if self._settings.screen.ocr else ""
        if missing:
            self._say_once(missing)
        if missing or not self._settings.screen.ocr:
            return with_gap(evidence, "screen", missing or NO_OCR)
        return screen.add_screen(
            evidence,
            path,
            reader=self._reader,
            settings=self._settings.screen,
            decide=ask(judge, "screen", advice=self._advice),
            cache=self._cache,
            progress=self._told("screen"),
        ).evidence

    def _say_once(self, line: str) -> None:
        if self._complain is not None and line not in self._told_already:
            self._told_already.add(line)
            self._complain(line)

    def _told(self, sense: Sense) -> Callable[[float, float], None] | None:
        progress = self.progress
        if progress is None:
            return None
        return lambda at, duration: progress(sense, at, duration)


def _unheard(seen: Evidence, evidence: Evidence) -> Evidence:
    """``seen`` with the speech that ``evidence`` had: what was heard since lies in the cache."""
    sources = {surface: where for surface, where in seen.sources.items() if surface != "speech"}
    if "speech" in evidence.sources:
        sources["speech"] = evidence.sources["speech"]
    return msgspec.structs.replace(seen, speech=evidence.speech, heard=evidence.heard, sources=sources)


def _without_model(evidence: Evidence) -> Evidence:
    """Nobody listened; why there are no captions either is kept."""
    before = evidence.gaps.get("speech")
    return with_gap(evidence, "speech", f"{before}; {NO_MODEL}" if before else NO_MODEL)
