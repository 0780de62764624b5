"""One video, start to end: evidence → reading → verdict; and a whole run of them, one at a time.

find ─▶ Evidence ─▶ judge_evidence ─▶ Judged ─▶ report
     └▶ Problem ──────────────────────────────▶ report
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import msgspec

from herkenbaar import folds, judge, lexicon, reading, rulebook
from herkenbaar.evidence.bundle import name_of
from herkenbaar.evidence.stills import keep_marks
from herkenbaar.folds import Device, FoldTable
from herkenbaar.legibility import Legibility
from herkenbaar.lexicon import Lexicon
from herkenbaar.model import Evidence, Judged, Problem, Reading, Severity, Status, Verdict, parse_published
from herkenbaar.rulebook import Rulebook
from herkenbaar.senses import Senses
from herkenbaar.settings import Settings
from herkenbaar.sources.local import MediaOf
from herkenbaar.sources.media import Media
from herkenbaar.standing import AHEAD, NOTHING, Standing, look_ahead

TOGETHER = 64
"""So many videos are read, then judged, then reported, where nothing slow is done for each: every step finds its words
and rules still in the processor's cache, which saves an eighth of a scan (benchmarks/scan_archive.py)."""
FAULTY = (Status.DEFICIENT, Status.UNDISCLOSED, Status.DISCLOSED)
"""Statuses whose severity counts for the exit code; a video for review has none that is certain."""


class Tools(msgspec.Struct, frozen=True):
    """Everything that judging needs, loaded once."""

    lexicon: Lexicon
    folds: FoldTable
    rulebook: Rulebook
    device: Device
    least_confidence: float
    least_likeness: float
    legibility: Legibility
    off: frozenset[str] = frozenset()


class Period(msgspec.Struct, frozen=True):
    """The days of publication (Europe/Amsterdam) to look at, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def holds(self, evidence: Evidence) -> bool:
        """Whether ``evidence`` was published in this period; True where it does not say when."""
        if self.since is None and self.until is None:
            return True
        published = parse_published(evidence.published)
        if published is None:
            return True
        day = published.date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


class Seen(msgspec.Struct):
    """What a run has seen so far: counted while the results go by, so that they need not be kept."""

    judged: int = 0
    review: int = 0
    unread: int = 0
    outside: int = 0
    worst: Severity | None = None

    def add(self, verdict: Verdict) -> None:
        """Count one verdict."""
        self.judged += 1
        self.review += verdict.status is Status.REVIEW
        if verdict.status in FAULTY and verdict.severity is not None:
            self.worst = max(self.worst or verdict.severity, verdict.severity, key=list(Severity).index)

    def exit_code(self, fail_on: str) -> int:
        """0 looked, nothing at or above ``fail_on``; 1 found something; 3 could not look at anything.

        ``review`` counts what a person must look at, beside what is ``zwaar`` or worse.
        """
        if not self.judged and not self.outside:
            return 3
        if fail_on == "never":
            return 0
        if fail_on == "review" and self.review:
            return 1
        least = Severity.ZWAAR if fail_on == "review" else Severity(fail_on)
        order = list(Severity).index
        return int(self.worst is not None and order(self.worst) >= order(least))


def prepare(settings: Settings) -> Tools:
    """The words, folds and rules in force. Raises DataFileError that names file, key and remedy."""
    return Tools(
        lexicon=lexicon.load_lexicon(),
        folds=folds.load_folds(),
        rulebook=rulebook.load(settings.judge.rule_packs),
        device=settings.judge.device,
        least_confidence=settings.speech.confidence,
        least_likeness=settings.speech.likeness,
        legibility=Legibility(min_seconds=settings.screen.min_seconds, min_height=settings.screen.min_height),
        off=frozenset(settings.signals.off),
    )


def read_evidence(evidence: Evidence, tools: Tools, standing: Standing = NOTHING) -> Reading:
    """Everything found in one video, before the rules are asked; ``standing`` as in ``judge_evidence``."""
    return reading.read(
        evidence,
        lexicon=tools.lexicon,
        folds=tools.folds,
        device=tools.device,
        least_confidence=tools.least_confidence,
        least_likeness=tools.least_likeness,
        legibility=tools.legibility,
        off=tools.off,
        standing=standing,
    )


def judge_evidence(evidence: Evidence, tools: Tools, standing: Standing = NOTHING) -> Judged:
    """The verdict on one video, with how each view cuts its text.

    ``standing`` are the lines that stand under most videos of its creator (standing.py); a video alone has none.
    """
    read = read_evidence(evidence, tools, standing)
    return Judged(evidence, judge.judge(read, tools.rulebook), read.folds)


NO_MEDIA = Media()
Perceive = Callable[[Evidence], Evidence]


def use(senses: Senses, media: MediaOf, tools: Tools, *, pictures: Path | None = None) -> Perceive:
    """What adds speech and screen to the evidence of a video whose files are in ``media``; each is used once.

    ``pictures`` is the folder for bundles with the frames in which a mark stands, one per video.
    """

    def perceive(evidence: Evidence) -> Evidence:
        files = media.pop((evidence.platform, evidence.id), NO_MEDIA)
        evidence = senses.perceive(
            evidence, files.picture, lambda so_far: judge_evidence(so_far, tools).verdict, sound=files.sound
        )
        if pictures is None or files.picture is None:
            return evidence
        folder = pictures / f"{evidence.platform}-{name_of(evidence.id)}"
        return keep_marks(judge_evidence(evidence, tools), files.picture, folder).evidence

    return perceive


def judge_all(
    found: Iterable[Evidence | Problem],
    tools: Tools,
    *,
    period: Period,
    seen: Seen,
    perceive: Perceive | None = None,
    ahead: int = AHEAD,
) -> Iterator[Judged | Problem]:
    """A verdict per video in ``period``, in order, and the problems as they come; ``seen`` counts along.

    ``perceive`` adds to the evidence of a video what its media files hold, before it is judged. ``ahead`` videos are
    waited for, to know what stands under most videos of a creator; 0 judges each by itself, at once. One video that
    cannot be judged is a problem, never the end of the run.
    """
    wanted = _in_period(look_ahead(found, ahead=ahead), period, seen)
    together = TOGETHER if ahead and perceive is None else 1
    while some := list(islice(wanted, together)):
        reads = [_read(item, tools, standing, perceive) for item, standing in some]
        for result in [_decide(each, tools) for each in reads]:
            if isinstance(result, Problem):
                seen.unread += 1
            else:
                seen.add(result.verdict)
            yield result


def _in_period(
    found: Iterable[tuple[Evidence | Problem, Standing]], period: Period, seen: Seen
) -> Iterator[tuple[Evidence | Problem, Standing]]:
    for item, standing in found:
        if isinstance(item, Problem) or period.holds(item):
            yield item, standing
        else:
            seen.outside += 1


def _read(item: Evidence | Problem, tools: Tools, standing: Standing, perceive: Perceive | None) -> Reading | Problem:
    if isinstance(item, Problem):
        return item
    try:
        return read_evidence(perceive(item) if perceive else item, tools, standing)
    except Exception as error:  # a fault of ours on one video must not cost the other thousands
        return _fault(item, error)


def _decide(read: Reading | Problem, tools: Tools) -> Judged | Problem:
    if isinstance(read, Problem):
        return read
    try:
        return Judged(read.evidence, judge.judge(read, tools.rulebook), read.folds)
    except Exception as error:  # as above
        return _fault(read.evidence, error)


def _fault(evidence: Evidence, error: Exception) -> Problem:
    return Problem(f"{evidence.platform} {evidence.id}", f"could not be judged: {error!r}", "please report this")
