"""Made-up verdicts for the tests of the reports: small to write, complete to read."""

from __future__ import annotations

from typing import Any

import msgspec

from herkenbaar.model import (
    Advertising,
    Coverage,
    Creator,
    Cue,
    Deficiency,
    Disclosure,
    Discounted,
    Evidence,
    Finding,
    FoldedText,
    Grade,
    Judged,
    Kind,
    LabelKind,
    Law,
    Outcome,
    Platform,
    Relation,
    Severity,
    Signal,
    SignalKind,
    Span,
    Status,
    Surface,
    Verdict,
    VideoRef,
    Words,
    Zone,
)

MEDIAWET = Law("Mediawet 2008", "art. 3.5b lid 1", "https://wetten.overheid.nl/BWBR0025028", "verified")
CODE_2026 = Law("RSM 2026", None, None, "secondary")
DESCRIPTION = "Mijn herfstlooks van Vosje! Met code SANNE15 krijg je korting.\nLinks hieronder. #reclame"


def evidence(**changes: Any) -> Evidence:
    base = Evidence(
        platform=Platform.YOUTUBE,
        id="a1",
        url="https://www.youtube.com/watch?v=a1",
        title="Herfstlooks",
        description=DESCRIPTION,
        published="2025-10-03T16:00:00Z",
        duration=612.0,
        language="nl",
        creator=Creator(id="UC1", name="Sanne Voorbeeld", handle="@sanne", followers=120_000),
        label=False,
        speech=(Cue(3.0, 5.0, "hoi allemaal"), Cue(61.0, 66.0, "met code SANNE15 krijg je korting")),
        gaps={"screen": "OCR switched off"},
        sources={"speech": "captions nl-orig", "label": "watch page"},
    )
    return msgspec.structs.replace(base, **changes)


def finding(**changes: Any) -> Finding:
    base = Finding(
        rule="nl/mediawet/default-view",
        title=Words("De vermelding staat in de standaardweergave", "The disclosure stands in the default view"),
        outcome=Outcome.FAIL,
        severity=Severity.ZWAAR,
        deficiency=Deficiency.HIDDEN,
        law=(MEDIAWET,),
        spans=(Span(Surface.DESCRIPTION, "#reclame", 80, 88, Zone.HIDDEN),),
        advice=Words("Zet de vermelding vooraan: «Reclame voor Vosje».", "Put it first: “Reclame voor Vosje”."),
    )
    return msgspec.structs.replace(base, **changes)


def disclosure(**changes: Any) -> Disclosure:
    base = Disclosure(
        surface=Surface.DESCRIPTION,
        quote="#reclame",
        start=80,
        end=88,
        term="reclame",
        grade=Grade.RECOMMENDED,
        zone=Zone.HIDDEN,
        hidden_on=("desktop", "mobile_app"),
    )
    return msgspec.structs.replace(base, **changes)


def advertising(**changes: Any) -> Advertising:
    base = Advertising(
        answer="yes",
        relation=Relation.DISCOUNT,
        signals=(
            Signal(SignalKind.DISCOUNT_CODE, Surface.DESCRIPTION, "code SANNE15", 32, 44, 2.1, "Vosje"),
            Signal(SignalKind.SPONSOR_READ, Surface.SPEECH, "met code SANNE15 krijg je korting", 61.0, 92.5, 1.7),
        ),
        discounted=(Discounted(SignalKind.BRAND_TAG, Surface.TITLE, "looks", 6, 11, "topic"),),
        advertiser="Vosje",
        why="discount_code + sponsor_read -> yes",
    )
    return msgspec.structs.replace(base, **changes)


def coverage(**changes: Coverage) -> dict[Surface, Coverage]:
    looked = Coverage("looked", "info.json")
    base = {
        Surface.TITLE: looked,
        Surface.DESCRIPTION: looked,
        Surface.SPEECH: Coverage("looked", "captions nl-orig"),
        Surface.SCREEN: Coverage("not_looked", "OCR switched off"),
        Surface.LABEL: Coverage("looked", "watch page"),
        Surface.LINKS: Coverage("not_looked"),
        Surface.PROFILE: Coverage("failed", "HTTP 429"),
    }
    return base | {Surface(key): value for key, value in changes.items()}


def judged(status: Status = Status.DEFICIENT, *, video: Evidence | None = None, **changes: Any) -> Judged:
    """A video whose only disclosure stands behind the fold, unless ``changes`` to the verdict say otherwise."""
    video = video or evidence()
    verdict = Verdict(
        video=VideoRef(video.platform, video.id, video.url, video.title, video.published, video.creator),
        status=status,
        severity=Severity.ZWAAR,
        deficiencies=(Deficiency.HIDDEN,),
        advertising=advertising(),
        disclosures=(disclosure(),),
        findings=(finding(),),
        coverage=coverage(),
    )
    folds = (
        FoldedText("desktop", Surface.DESCRIPTION, 62, 62, decides=True),
        FoldedText("mobile_app", Surface.DESCRIPTION, 0, 0),
    )
    return Judged(video, msgspec.structs.replace(verdict, **changes), folds)


def undisclosed() -> Judged:
    title = Words("Reclame is als reclame te herkennen", "Advertising can be recognised as such")
    advice = Words("Schrijf vooraan: «Reclame».", "Write first: “Reclame”.")
    found = finding(
        rule="nl/mediawet/recognisable",
        title=title,
        severity=Severity.ERNSTIG,
        deficiency=None,
        spans=(),
        advice=advice,
    )
    return judged(
        Status.UNDISCLOSED,
        video=evidence(id="u1", title="Unboxing", description="Nieuwe tas!\nGebruik code TAS10", kind=Kind.SHORT),
        severity=Severity.ERNSTIG,
        deficiencies=(),
        disclosures=(),
        findings=(found,),
    )


def review() -> Judged:
    unsure = finding(
        outcome=Outcome.UNSURE,
        severity=Severity.ERNSTIG,
        spans=(),
        needs=(Surface.SPEECH, Surface.SCREEN),
        doubt="speech was not heard",
    )
    return judged(
        Status.REVIEW,
        video=evidence(id="r1", title="Vlog 12", speech=None, label=None, platform=Platform.TIKTOK),
        severity=None,
        deficiencies=(),
        disclosures=(),
        findings=(unsure,),
        coverage=coverage(speech=Coverage("failed", "no captions"), label=Coverage("not_looked")),
    )


def clean(number: int = 0) -> Judged:
    none = Advertising("no", Relation.NONE)
    return judged(
        Status.NO_AD,
        video=evidence(id=f"n{number}", title=f"Dagje weg {number}", description="Gewoon een dag."),
        severity=None,
        deficiencies=(),
        advertising=none,
        disclosures=(),
        findings=(finding(outcome=Outcome.INAPPLICABLE, spans=()),),
    )


def disclosed() -> Judged:
    good = disclosure(surface=Surface.LABEL, quote="", start=None, end=None, zone=None, hidden_on=())
    return judged(
        Status.DISCLOSED,
        video=evidence(id="d1", title="Met label", label=True, label_kind=LabelKind.THIRD_PARTY),
        severity=None,
        deficiencies=(),
        disclosures=(good,),
        findings=(finding(outcome=Outcome.PASS),),
    )
