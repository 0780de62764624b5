"""The values that flow through the program, all frozen.

    sources -> Evidence -> (checks) Answer -> (rules) Finding -> Verdict -> reports

``Evidence`` and ``Verdict`` are public contracts (``herkenbaar schema evidence|verdict`` prints their JSON
Schema; docs/contracts.md explains every field). This module imports nothing of ours.

Conventions: times are seconds from the start of the video; offsets are Unicode code points of the original
text, end exclusive; ``None`` means "not looked", an empty string or list means "looked, nothing there".
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class Platform(StrEnum):
    """Where a video was published."""

    YOUTUBE = "youtube"
    TIKTOK = "tiktok"
    INSTAGRAM = "instagram"


class Kind(StrEnum):
    """What a platform calls the item; it decides the fold."""

    VIDEO = "video"
    SHORT = "short"
    REEL = "reel"
    LIVE = "live"
    POST = "post"


class Surface(StrEnum):
    """One place where a viewer sees or hears something."""

    TITLE = "title"
    DESCRIPTION = "description"
    SPEECH = "speech"
    SCREEN = "screen"
    LABEL = "label"
    LINKS = "links"
    PROFILE = "profile"


class Zone(StrEnum):
    """Where a piece of text stands relative to the fold."""

    VISIBLE = "visible"
    UNCERTAIN = "uncertain"
    HIDDEN = "hidden"


class Grade(StrEnum):
    """How clear the words of a disclosure are, best first."""

    RECOMMENDED = "recommended"
    ACCEPTED = "accepted"
    WEAK = "weak"
    INSUFFICIENT = "insufficient"


class Outcome(StrEnum):
    """What one rule says of one video."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    UNSURE = "unsure"
    INAPPLICABLE = "inapplicable"


class Severity(StrEnum):
    """How heavy a failed duty weighs; the last two are the words of the regulator."""

    ADVIES = "advies"
    ZWAAR = "zwaar"
    ERNSTIG = "ernstig"


class Status(StrEnum):
    """One word for a whole video."""

    OUT_OF_SCOPE = "out_of_scope"
    NO_AD = "no_ad"
    DISCLOSED = "disclosed"
    DEFICIENT = "deficient"
    UNDISCLOSED = "undisclosed"
    REVIEW = "review"


class Deficiency(StrEnum):
    """What is wrong with a disclosure that exists."""

    HIDDEN = "hidden"
    NOT_IN_VIDEO = "not_in_video"
    NOT_IN_DESCRIPTION = "not_in_description"
    WORDING = "wording"
    NOT_NAMED = "not_named"
    BURIED = "buried"
    LATE = "late"


class SignalKind(StrEnum):
    """What suggests advertising."""

    DISCLOSURE = "disclosure"
    LABEL = "label"
    SPONSOR_PHRASE = "sponsor_phrase"
    SPONSOR_READ = "sponsor_read"
    DISCOUNT_CODE = "discount_code"
    AFFILIATE_LINK = "affiliate_link"
    OWN_BRAND = "own_brand"
    GIFT = "gift"
    TRIP = "trip"
    AMBASSADOR = "ambassador"
    BRAND_TAG = "brand_tag"
    GIVEAWAY = "giveaway"
    SHOP = "shop"


class Relation(StrEnum):
    """How the creator is tied to who benefits; it decides which duty applies."""

    SPONSOR = "sponsor"
    AFFILIATE = "affiliate"
    DISCOUNT = "discount"
    GIFT = "gift"
    OWN_BRAND = "own_brand"
    TRIP = "trip"
    AMBASSADOR = "ambassador"
    UNKNOWN = "unknown"
    NONE = "none"


class LabelKind(StrEnum):
    """Which commercial label the platform shows."""

    THIRD_PARTY = "third_party"
    OWN_BRAND = "own_brand"
    UNKNOWN = "unknown"


Seconds = Annotated[float, Meta(ge=0, description="seconds from the start of the video")]
Range = tuple[Seconds, Seconds]


class Cue(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Words that are heard or shown from ``start`` to ``end`` (seconds).

    ``confidence`` (0..1) is the recogniser's own; None for text that people wrote. ``height`` (share of the
    frame's height, 0..1) and ``place`` say how large and where words on the screen stand. ``frame`` names the
    picture kept in the bundle.
    """

    start: Seconds
    end: Seconds
    text: str
    confidence: Annotated[float, Meta(ge=0, le=1)] | None = None
    height: Annotated[float, Meta(ge=0, le=1)] | None = None
    place: Literal["top", "middle", "bottom", "under_buttons"] | None = None
    frame: str | None = None


class Link(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One link that was followed: every address on the way, and what the landing page says of itself.

    ``url`` is as it stands in the text. ``hops`` begin with it and end with the page, or with the address that was
    refused. ``shop``: the page sells something, by the ``marks`` in its source; None where that was not seen.
    ``error`` says why it was not followed, or not to the end. ``at``: when it was followed (ISO 8601, UTC).
    """

    url: str
    hops: tuple[str, ...] = ()
    title: str | None = None
    shop: bool | None = None
    error: str | None = None
    marks: tuple[str, ...] = ()
    at: str | None = None


class Creator(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Who published the video."""

    id: str | None = None
    name: str | None = None
    handle: str | None = None
    followers: Annotated[int, Meta(ge=0)] | None = None


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that a viewer can see or hear of one video, and where it came from.

    ``published`` is kept as written (ISO 8601; a bare date is that day in Europe/Amsterdam).
    ``label``: True; False = looked where ``sources`` says and not seen there; None = not looked.
    ``gaps`` names the surfaces that were not looked at, or failed, and why. ``heard`` and ``watched`` list the
    seconds that were really recognised when that is not the whole video. ``sponsors`` are the accounts that the
    platform's own label names; ``tags`` the accounts tagged on the post; ``shop`` the platform's product cards.
    ``collapsed_lines`` is the number of description lines the page itself says it shows.
    """

    platform: Platform
    id: str
    schema: Literal["herkenbaar.evidence/1"] = "herkenbaar.evidence/1"
    url: str | None = None
    kind: Kind = Kind.VIDEO
    title: str | None = None
    description: str | None = None
    published: str | None = None
    duration: Annotated[float, Meta(ge=0)] | None = None
    language: str | None = None
    creator: Creator = Creator()
    label: bool | None = None
    label_kind: LabelKind | None = None
    speech: tuple[Cue, ...] | None = None
    screen: tuple[Cue, ...] | None = None
    links: tuple[Link, ...] | None = None
    profile: str | None = None
    collapsed_lines: Annotated[int, Meta(ge=0, le=1000)] | None = None
    sponsors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    shop: tuple[str, ...] | None = None
    heard: tuple[Range, ...] | None = None
    watched: tuple[Range, ...] | None = None
    gaps: dict[str, str] = {}
    sources: dict[str, str] = {}
    extra: dict[str, msgspec.Raw] = {}


class Span(msgspec.Struct, frozen=True):
    """A quote and its place.

    ``start``/``end``: code points in title, description and profile; seconds in speech and screen; None for
    the label.
    """

    surface: Surface
    quote: str
    start: float | None = None
    end: float | None = None
    zone: Zone | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a check found: ``value`` True, False, or None (could not look, or cannot tell).

    ``spans`` prove it; ``missing`` names the surfaces that would settle it; ``doubt`` says in one English
    sentence why it cannot be told.
    """

    value: bool | None
    spans: tuple[Span, ...] = ()
    missing: tuple[Surface, ...] = ()
    doubt: str = ""


class Signal(msgspec.Struct, frozen=True):
    """Something that suggests advertising, with the weight it carries (log-odds; see docs/accuracy.md).

    ``via`` are the addresses that a link leads to, in order, where it was followed; the last one is its page.
    """

    kind: SignalKind
    surface: Surface
    quote: str
    start: float | None = None
    end: float | None = None
    weight: float = 0.0
    who: str | None = None
    via: tuple[str, ...] = ()


class Discounted(msgspec.Struct, frozen=True):
    """Something that looked like a signal or a disclosure, and why it does not count."""

    kind: SignalKind
    surface: Surface
    quote: str
    start: float | None
    end: float | None
    reason: str


class Advertising(msgspec.Struct, frozen=True):
    """Is it advertising at all? ``why`` names the parts that decided, in words; ``advertiser`` who pays, if told."""

    answer: Literal["yes", "no", "unsure"]
    relation: Relation
    signals: tuple[Signal, ...] = ()
    discounted: tuple[Discounted, ...] = ()
    advertiser: str | None = None
    why: str = ""


class Shortfall(msgspec.Struct, frozen=True):
    """Why words on the screen count for less: ``shown_too_short`` (seconds) or ``too_small`` (share of the height).

    ``measured`` is what was found, ``needed`` what a viewer needs to read it.
    """

    code: Literal["shown_too_short", "too_small"]
    measured: float
    needed: float


class Disclosure(msgspec.Struct, frozen=True):
    """Words (or a label) that say it is advertising. ``hidden_on`` names the views in which they do not show;
    ``doubt`` says why a person should look or listen (a fuzzy or uncertain recognition). ``tells`` is the kind of
    relation that the words themselves say (gift: "gekregen van", affiliate: "ik krijg commissie"); None for general
    words such as "reclame". ``shortfall`` says why words on the screen were graded down."""

    surface: Surface
    quote: str
    start: float | None
    end: float | None
    term: str
    grade: Grade
    zone: Zone | None
    hidden_on: tuple[str, ...] = ()
    names: str | None = None
    doubt: str = ""
    tells: Relation | None = None
    shortfall: Shortfall | None = None


class Law(msgspec.Struct, frozen=True):
    """A place in a law or ruling. ``status``: verified, secondary or unverified (how well the text was read)."""

    ref: str
    at: str | None
    url: str | None
    status: Literal["verified", "secondary", "unverified"]


class Words(msgspec.Struct, frozen=True):
    """One sentence in two languages."""

    nl: str
    en: str


class Finding(msgspec.Struct, frozen=True):
    """One rule on one video. ``needs`` names the surfaces that would settle an unsure outcome, and with a failed one
    those that were not looked at and could still change it."""

    rule: str
    title: Words
    outcome: Outcome
    severity: Severity
    deficiency: Deficiency | None
    law: tuple[Law, ...]
    spans: tuple[Span, ...]
    advice: Words
    needs: tuple[Surface, ...] = ()
    doubt: str = ""


class Coverage(msgspec.Struct, frozen=True):
    """Whether one surface was looked at, and in ``why`` what it was read from, or why it was not."""

    state: Literal["looked", "partly", "not_looked", "failed"]
    why: str = ""


class VideoRef(msgspec.Struct, frozen=True):
    """Which video a verdict is about."""

    platform: Platform
    id: str
    url: str | None
    title: str | None
    published: str | None
    creator: Creator


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """All findings of one video, rolled up; ``judge.py`` says in which order."""

    schema: Literal["herkenbaar.verdict/1"] = "herkenbaar.verdict/1"
    video: VideoRef
    status: Status
    severity: Severity | None
    deficiencies: tuple[Deficiency, ...]
    advertising: Advertising
    disclosures: tuple[Disclosure, ...]
    findings: tuple[Finding, ...]
    coverage: dict[Surface, Coverage]


class FoldedText(msgspec.Struct, frozen=True):
    """How one view (``device``, e.g. "desktop") cuts one text.

    All before ``visible_end`` shows, all from ``hidden_start`` on does not, between them it cannot be told
    (code points). ``decides`` marks the view that the verdict went by.
    """

    device: str
    surface: Surface
    visible_end: int
    hidden_start: int
    decides: bool = False


class Reading(msgspec.Struct, frozen=True):
    """One piece of evidence with everything found in it, once: what all checks ask their questions of.

    ``published`` is the moment of publication in Europe/Amsterdam, None where the evidence gives none.
    ``coverage`` has an entry for every surface. ``folds`` has one entry per view and text (title, description).
    """

    evidence: Evidence
    published: datetime | None
    advertising: Advertising
    disclosures: tuple[Disclosure, ...]
    coverage: dict[Surface, Coverage]
    folds: tuple[FoldedText, ...]


class Judged(msgspec.Struct, frozen=True):
    """What reports get: the evidence, its verdict, and how each view cuts its text."""

    evidence: Evidence
    verdict: Verdict
    folds: tuple[FoldedText, ...] = ()


class Problem(msgspec.Struct, frozen=True):
    """Input that could not be read: which file (and line or field), what happened, what to do."""

    where: str
    what: str
    remedy: str = ""


class Ready(msgspec.Struct, frozen=True):
    """A sentence to use as it is: where (``use``), in two languages, and for speech and picture at which seconds there
    is room (None: no room was found, or nobody looked). ``place`` is the part of the picture that is free."""

    use: Literal["paste", "say", "show", "label"]
    words: Words
    start: float | None = None
    end: float | None = None
    place: Literal["top", "middle", "bottom"] | None = None


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The check of a video that is not online yet: the verdict it would get, and what to add where."""

    schema: Literal["herkenbaar.draft/1"] = "herkenbaar.draft/1"
    judged: Judged
    ready: tuple[Ready, ...] = ()


SCOPE_START = date(2022, 7, 1)
"""Enforcement on video uploaders began on this day, Europe/Amsterdam (rules.md section 2, verified)."""


@cache
def _amsterdam() -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Amsterdam")


def parse_published(text: str | None) -> datetime | None:
    """The moment of publication in Europe/Amsterdam, or None where ``text`` is None.

    Takes ISO 8601 with or without time and zone; a bare date or a time without a zone is taken in Amsterdam.
    Raises ValueError for text that is no date.
    """
    if text is None:
        return None
    amsterdam = _amsterdam()
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=amsterdam)
    try:
        return moment.astimezone(amsterdam)
    except OverflowError as error:
        raise ValueError(f"no usable date: {text!r}") from error
