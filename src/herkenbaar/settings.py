"""Everything that can be set, with its default and bounds; config.toml explains each key."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all sections share: frozen, and unknown keys are refused."""


Share = Annotated[float, Meta(ge=0, le=1)]
NotNegative = Annotated[float, Meta(ge=0)]


class Judge(Section, frozen=True):
    """``[judge]``: how evidence is judged."""

    device: Literal["widest", "strictest"]
    fail_on: Literal["advies", "zwaar", "ernstig", "review", "never"]
    rule_packs: tuple[str, ...]


class Signals(Section, frozen=True):
    """``[signals]``: which signs of advertising count."""

    off: tuple[
        Literal[
            "sponsor_phrase",
            "sponsor_read",
            "discount_code",
            "affiliate_link",
            "own_brand",
            "gift",
            "trip",
            "ambassador",
            "brand_tag",
            "giveaway",
            "shop",
        ],
        ...,
    ]


class Report(Section, frozen=True):
    """``[report]``: how verdicts are shown."""

    lang: Literal["nl", "en"]
    csv_bom: bool


class Store(Section, frozen=True):
    """``[store]``: the history of runs."""

    database: str
    keep_days: Annotated[int, Meta(ge=0)]


class PerHour(Section, frozen=True):
    """``[gather.per_hour]``: requests per hour and platform; 0 = no limit."""

    youtube: Annotated[float, Meta(ge=0)]
    tiktok: Annotated[float, Meta(ge=0)]
    instagram: Annotated[float, Meta(ge=0)]
    google_api: Annotated[float, Meta(ge=0)]
    meta_api: Annotated[float, Meta(ge=0)]


class GatherYouTube(Section, frozen=True):
    """``[gather.youtube]``: what is read of a channel."""

    tabs: tuple[Literal["videos", "shorts", "streams"], ...]
    second_opinion: bool
    cross_check: bool


class GatherTikTok(Section, frozen=True):
    """``[gather.tiktok]``: what is read of a profile."""

    captions: bool


class GatherInstagram(Section, frozen=True):
    """``[gather.instagram]``: on whose behalf Instagram is asked, if anybody's."""

    cookies: str
    profiles: bool
    token: str
    account: Annotated[str, Meta(pattern=r"^\d*$")]


class Gather(Section, frozen=True):
    """``[gather]``: how evidence is fetched from the platforms."""

    since: date
    stop_after: Annotated[int, Meta(ge=1)]
    timeout: Annotated[float, Meta(gt=0)]
    attempts: Annotated[int, Meta(ge=1, le=20)]
    patience: Annotated[float, Meta(ge=0)]
    jitter: Annotated[float, Meta(ge=0, le=1)]
    resume_within: Annotated[float, Meta(ge=0)]
    retry_after_days: Annotated[float, Meta(ge=0)]
    per_hour: PerHour
    youtube: GatherYouTube
    tiktok: GatherTikTok
    instagram: GatherInstagram


class Sweep(Section, frozen=True):
    """``[sweep]``: looking again at the creators of the roster."""

    schedule: str
    fewer_than: Annotated[float, Meta(ge=0, le=1)]
    recheck_days: NotNegative
    recheck_most: Annotated[int, Meta(ge=0)]
    bundles: str
    account: str


class Channel(Section, frozen=True):
    """One ``[[notify.channels]]``: who is told what changed."""

    name: str
    url: str
    groups: tuple[str, ...] = ()
    least: Literal["advies", "zwaar", "ernstig"] = "zwaar"
    lang: Literal["", "nl", "en"] = ""


class Notify(Section, frozen=True):
    """``[notify]``: digests after a sweep."""

    channels: tuple[Channel, ...]


class Watched(Section, frozen=True):
    """One ``[[creators]]``: somebody to look at again and again."""

    source: str
    name: str = ""
    groups: tuple[str, ...] = ()
    notes: str = ""
    schedule: str = ""
    since: date | None = None


class Group(Section, frozen=True):
    """One ``[[groups]]``: what holds for all creators of a client or campaign."""

    name: str
    schedule: str = ""
    since: date | None = None


class Speech(Section, frozen=True):
    """``[speech]``: what is recognised of the spoken word, with which model, and how much of it."""

    model: str
    download: bool
    device: str
    languages: tuple[str, ...]
    confidence: Share
    likeness: Annotated[float, Meta(ge=0, le=100)]
    opening: NotNegative
    end: NotNegative
    around: NotNegative
    piece: Annotated[float, Meta(ge=10)]
    everything: bool
    most_seconds: NotNegative
    most_work: NotNegative
    max_megabytes: NotNegative
    fetch: bool
    fetch_megabytes: NotNegative
    fetch_patience: NotNegative


class Links(Section, frozen=True):
    """``[links]``: whether links in descriptions are followed, and how gently."""

    follow: bool
    per_video: Annotated[int, Meta(ge=1)]
    per_run: Annotated[int, Meta(ge=1)]
    per_host: Annotated[int, Meta(ge=1)]
    pause: NotNegative
    timeout: Annotated[float, Meta(gt=0, le=600)]
    kilobytes: Annotated[int, Meta(ge=16, le=65536)]
    keep_days: NotNegative
    contact: Annotated[str, Meta(max_length=200, pattern=r"^[ -~]*$")]


class Cache(Section, frozen=True):
    """``[cache]``: where recognised speech and screen text, and followed links, are kept."""

    dir: str


class Screen(Section, frozen=True):
    """``[screen]``: words in the picture, how they are read and how much of it. Seconds; sizes as shares."""

    ocr: bool
    min_seconds: Annotated[float, Meta(ge=0.5, le=60)]
    min_height: Share
    opening: NotNegative
    end: NotNegative
    around: NotNegative
    piece: Annotated[float, Meta(ge=10)]
    bite: Annotated[float, Meta(ge=1)]
    everything: bool
    most_seconds: NotNegative
    most_work: NotNegative
    max_megabytes: NotNegative
    step: Annotated[float, Meta(ge=0.1, le=3)]
    short_side: Annotated[int, Meta(ge=180, le=2160)]
    still_below: Annotated[float, Meta(ge=0, le=255)]
    threads: Annotated[int, Meta(ge=1, le=64)]


class Settings(Section, frozen=True):
    """All settings, validated."""

    judge: Judge
    signals: Signals
    report: Report
    store: Store
    gather: Gather
    sweep: Sweep
    notify: Notify
    creators: tuple[Watched, ...]
    groups: tuple[Group, ...]
    speech: Speech
    screen: Screen
    links: Links
    cache: Cache
