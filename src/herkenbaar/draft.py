"""The check before posting: what the creator says of a video that is not online yet becomes evidence and a verdict.

The ordinary rules judge it. One thing is different: the creator knows whether there is a relation. Where that is said
(``--relation`` or ``--with``), the video is advertising, whether or not anything in it points that way.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from herkenbaar import scan
from herkenbaar.advice import load_suggestions
from herkenbaar.errors import MissingExtraError
from herkenbaar.evidence.bundle import name_of
from herkenbaar.evidence.frames import Film
from herkenbaar.evidence.gaps import with_gap
from herkenbaar.evidence.info import Info
from herkenbaar.evidence.stills import keep_marks
from herkenbaar.judge import judge
from herkenbaar.model import (
    Advertising,
    Creator,
    Evidence,
    Judged,
    Kind,
    LabelKind,
    Outcome,
    Platform,
    Reading,
    Ready,
    Relation,
    Sheet,
    Surface,
    Verdict,
    Words,
)
from herkenbaar.room import SHOWN_FOR, room_to_say, room_to_show, seconds_to_say
from herkenbaar.sources.folder import Folder
from herkenbaar.sources.speech import find_speech

if TYPE_CHECKING:
    from herkenbaar.senses import Senses

RELATIONS = {
    "paid": Relation.SPONSOR,
    "gift": Relation.GIFT,
    "affiliate": Relation.AFFILIATE,
    "own": Relation.OWN_BRAND,
}
"""What a creator calls a relation, and what the rules call it."""
LONGEST_SHORT = 180.0
"""Seconds up to which YouTube shows an upright video as a Short (since 2024-10-15; own knowledge, not verified)."""
OF_VIDEO = set(Surface) - {Surface.PROFILE, Surface.LINKS}
TOLD = "told by the creator"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the creator says of the video. ``label``: whether the platform's label will be on; None: not decided."""

    platform: Platform
    kind: Kind | None = None
    title: str | None = None
    description: str | None = None
    brand: str | None = None
    relation: Relation | None = None
    label: bool | None = None
    published: date | None = None
    language: str | None = None

    @property
    def is_advertising(self) -> bool:
        """Whether the creator says that there is a relation."""
        return self.relation is not None or self.brand is not None


def check(told: Told, video: Path | None, *, tools: scan.Tools, senses: Senses, pictures: Path | None = None) -> Sheet:
    """The check of ``video`` (None: of the texts alone), looked at and listened to as far as the verdict needs.

    ``pictures`` is the folder for the bundle with the frames in which a mark stands. Raises InputError for a file that
    is no video.
    """
    evidence = evidence_of(told)
    if video is None:
        return sheet_of(judge_draft(without_video(evidence), told, tools))
    evidence = with_captions(with_shape(evidence, told, video), video)
    evidence = senses.perceive(evidence, video, lambda so_far: judge_draft(so_far, told, tools).verdict)
    judged = judge_draft(evidence, told, tools)
    return sheet_of(keep_marks(judged, video, pictures / name_of(video.stem)) if pictures else judged)


def without_video(evidence: Evidence) -> Evidence:
    """``evidence`` of texts alone: nothing was heard or seen."""
    gaps = dict.fromkeys(("speech", "screen"), "no video given")
    return msgspec.structs.replace(evidence, gaps={**evidence.gaps, **gaps})


def with_shape(evidence: Evidence, told: Told, video: Path) -> Evidence:
    """``evidence`` with the duration of the file, and the kind of video that its shape makes it."""
    try:
        with Film(video) as film:
            kind = told.kind or kind_of(told.platform, upright=film.upright, duration=film.duration)
            return msgspec.structs.replace(evidence, duration=round(film.duration, 3), kind=kind)
    except MissingExtraError:
        return evidence


def with_captions(evidence: Evidence, video: Path) -> Evidence:
    """``evidence`` with the words of the captions beside ``video`` (its name with .srt, .nl.vtt, …), if any."""
    try:
        beside = Folder(str(video.parent)).captions_of(video.stem)
    except OSError:  # a folder that may be entered but not listed
        return evidence
    if not beside:
        return evidence
    found = find_speech(Info(), evidence.platform, folder=str(video.parent), beside=beside)
    if found.cues is None:
        return with_gap(evidence, "speech", found.gap)
    return msgspec.structs.replace(
        evidence,
        speech=found.cues,
        heard=found.heard,
        language=evidence.language or found.language,
        sources={**evidence.sources, "speech": found.source},
    )


def evidence_of(told: Told) -> Evidence:
    """What is known of the video before its file was looked at."""
    absent = {"title": told.title, "description": told.description, "label": told.label}
    day = told.published or datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    return Evidence(
        platform=told.platform,
        id="draft",
        kind=told.kind or kind_of(told.platform),
        title=told.title,
        description=told.description,
        published=day.isoformat(),
        language=told.language,
        creator=Creator(),
        label=told.label,
        label_kind=_label_kind(told) if told.label else None,
        gaps={name: "not given" for name, value in absent.items() if value is None},
        sources={name: TOLD for name, value in absent.items() if value is not None},
    )


def kind_of(platform: Platform, *, upright: bool = False, duration: float | None = None) -> Kind:
    """What the platform would call a video of this shape and length; it decides the fold."""
    if platform is Platform.INSTAGRAM:
        return Kind.REEL
    short = platform is Platform.YOUTUBE and upright and duration is not None and duration <= LONGEST_SHORT
    return Kind.SHORT if short else Kind.VIDEO


def _label_kind(told: Told) -> LabelKind:
    return LabelKind.OWN_BRAND if told.relation is Relation.OWN_BRAND else LabelKind.THIRD_PARTY


def judge_draft(evidence: Evidence, told: Told, tools: scan.Tools) -> Judged:
    """The verdict that the video would get, with the relation as the creator tells it."""
    reading = scan.read_evidence(evidence, tools)
    if told.is_advertising:
        reading = msgspec.structs.replace(reading, advertising=_as_told(reading, told))
    return Judged(evidence, judge(reading, tools.rulebook), reading.folds)


def _as_told(reading: Reading, told: Told) -> Advertising:
    found = reading.advertising
    known = found.relation not in (Relation.UNKNOWN, Relation.NONE)
    relation = told.relation or (found.relation if known else Relation.SPONSOR)
    return msgspec.structs.replace(
        found, answer="yes", relation=relation, advertiser=told.brand or found.advertiser, why=TOLD
    )


def sheet_of(judged: Judged) -> Sheet:
    """The verdict with sentences to use: all of them, unless no duty is open."""
    return Sheet(judged=judged, ready=_sentences(judged) if is_open(judged.verdict) else ())


def is_open(verdict: Verdict) -> bool:
    """Whether a duty is not met, or something in the video itself has to be looked at to tell."""
    return any(
        finding.outcome is Outcome.FAIL or (finding.outcome is Outcome.UNSURE and set(finding.needs) & OF_VIDEO)
        for finding in verdict.findings
    )


def _sentences(judged: Judged) -> tuple[Ready, ...]:
    evidence, found = judged.evidence, judged.verdict.advertising
    ready = load_suggestions()
    brand = Words(*(found.advertiser or each for each in msgspec.structs.astuple(ready.unknown_brand)))
    paste, say = (_fill(table[found.relation], brand) for table in (ready.paste, ready.say))
    sentence = say.en if (evidence.language or "").startswith("en") else say.nl
    pause = room_to_say(evidence, seconds_to_say(sentence))
    spot = room_to_show(evidence, SHOWN_FOR)
    return (
        Ready("paste", paste),
        Ready("say", say, *(pause or ())),
        Ready("show", paste, *(spot or ())),
        *(() if evidence.label else (Ready("label", ready.label[evidence.platform]),)),
    )


def _fill(words: Words, brand: Words) -> Words:
    return Words(words.nl.format(brand=brand.nl), words.en.format(brand=brand.en))
