"""What the page around a video says: title, description, date, creator, kind; out of yt-dlp's answer.

On TikTok and Instagram yt-dlp makes up a title out of the caption or the name ("Video by roos"). A viewer sees none
there, so the title of those is "": looked, nothing there.
"""

from __future__ import annotations

import math
import re
from urllib.parse import urlsplit

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.dates import find_published
from herkenbaar.evidence.info import AGAIN, NOTHING, Fault, Info
from herkenbaar.model import Creator, Cue, Evidence, Kind, LabelKind, Platform

NO_LABEL = "yt-dlp does not keep the platform's paid-partnership label"
NOT_READ = {
    "label": NO_LABEL,
    "screen": "the picture was not read",
    "links": "links were not followed (--resolve-links)",
    "profile": "the archive holds no profile page",
}

_EXTRACTORS = {platform.value: platform for platform in Platform}
_HOSTS = {
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "instagram.com": Platform.INSTAGRAM,
}
_MADE_UP_TITLE = re.compile(r"youtube video #\S+")
_SHORT_SECONDS = 60
"""How long a Short could be until October 2024; archives from later have ``media_type``."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a crawler that knows more than yt-dlp adds to its info.json, under ``_herkenbaar``.

    The fields are those of ``Evidence``; ``sources`` and ``gaps`` are added to the rest.
    """

    label: bool | None = None
    label_kind: LabelKind | None = None
    sponsors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    shop: tuple[str, ...] | None = None
    screen: tuple[Cue, ...] | None = None
    profile: str | None = None
    collapsed_lines: int | None = None
    gaps: dict[str, str] = {}
    sources: dict[str, str] = {}


NOTHING_KEPT = Kept()


def read_page(info: Info) -> tuple[Evidence, tuple[Fault, ...]]:
    """The evidence that the page gives, without speech, and the fields that could not be used.

    Raises InputError when the video is of no platform we know, or has no id.
    """
    platform = find_platform(info)
    if info.id is None or str(info.id).strip() == "":
        raise InputError("no id: which video this is cannot be told", remedy=AGAIN)
    kept, faults = _read_kept(info)
    published, undated = find_published(info, platform)
    duration, endless = _read_duration(info)
    title = _read_title(info, platform)
    evidence = Evidence(
        platform=platform,
        id=str(info.id),
        url=_read_url(info),
        kind=find_kind(info, platform),
        title=title,
        description=info.description,
        published=published,
        duration=duration,
        language=info.language,
        creator=read_creator(info, platform),
        label=kept.label,
        label_kind=kept.label_kind,
        screen=kept.screen,
        profile=kept.profile,
        collapsed_lines=kept.collapsed_lines,
        sponsors=kept.sponsors,
        tags=kept.tags,
        shop=kept.shop,
        gaps=_name_gaps(kept, title, info.description),
        sources={"title": "info.json", "description": "info.json", **kept.sources},
    )
    return evidence, (*faults, *undated, *endless)


def find_platform(info: Info) -> Platform:
    """Where the video stands: by the extractor that read it, else by its address. Raises InputError for others."""
    name = (info.extractor_key or info.extractor or "").lower()
    for start, platform in _EXTRACTORS.items():
        if name.startswith(start):
            return platform
    url = info.webpage_url or info.original_url or ""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    for end, platform in _HOSTS.items():
        if host == end or host.endswith(f".{end}"):
            return platform
    what = f"a video of {name or host or 'an unknown site'}"
    raise InputError(f"{what}: only YouTube, TikTok and Instagram are judged", remedy="leave it out")


def find_kind(info: Info, platform: Platform) -> Kind:
    """What the platform calls the item: it decides the fold."""
    path = (info.webpage_url or "").lower()
    if platform is Platform.TIKTOK:
        return Kind.POST if "/photo/" in path else Kind.SHORT
    if platform is Platform.INSTAGRAM:
        return Kind.REEL if "/reel" in path else Kind.VIDEO if "/tv/" in path else Kind.POST
    if info.media_type == "livestream" or info.is_live or info.was_live:
        return Kind.LIVE
    if info.live_status in ("is_live", "was_live", "post_live", "is_upcoming"):
        return Kind.LIVE
    return Kind.SHORT if info.media_type == "short" or "/shorts/" in path or _looks_short(info) else Kind.VIDEO


def _looks_short(info: Info) -> bool:
    if info.media_type or not info.width or not info.height or not info.duration:
        return False
    return info.height > info.width and info.duration <= _SHORT_SECONDS


def read_creator(info: Info, platform: Platform) -> Creator:
    """Who published it. yt-dlp puts the handle in another field on every platform."""
    followers = info.channel_follower_count
    followers = followers if followers is not None and followers >= 0 else None
    name, handle, number = info.channel or info.uploader, info.uploader_id, info.channel_id or info.uploader_id
    if platform is Platform.TIKTOK:
        handle, number = info.uploader, info.uploader_id or info.channel_id
    elif platform is Platform.INSTAGRAM:
        name, handle, number = info.uploader or info.channel, info.channel, info.uploader_id
    elif not (handle or "").startswith("@"):
        handle = None
    return Creator(id=number, name=name, handle=f"@{handle.lstrip('@')}" if handle else None, followers=followers)


def _read_title(info: Info, platform: Platform) -> str | None:
    if platform is not Platform.YOUTUBE:
        return ""
    return None if info.title and _MADE_UP_TITLE.fullmatch(info.title) else info.title


def _read_url(info: Info) -> str | None:
    url = info.webpage_url or info.original_url or ""
    return url if url.startswith(("https://", "http://")) else None


def _read_duration(info: Info) -> tuple[float | None, tuple[Fault, ...]]:
    if info.duration is None or (info.duration >= 0 and math.isfinite(info.duration)):
        return info.duration, ()
    return None, (Fault("duration", f"{info.duration} is no length of a video"),)


def _read_kept(info: Info) -> tuple[Kept, tuple[Fault, ...]]:
    if info.ours is NOTHING:
        return NOTHING_KEPT, ()
    try:
        return msgspec.json.decode(info.ours, type=Kept | None) or NOTHING_KEPT, ()
    except msgspec.DecodeError as error:
        return NOTHING_KEPT, (Fault("_herkenbaar", str(error)),)


def _name_gaps(kept: Kept, title: str | None, description: str | None) -> dict[str, str]:
    gaps = {surface: why for surface, why in NOT_READ.items() if getattr(kept, surface, None) is None}
    if title is None:
        gaps["title"] = "info.json has no title"
    if description is None:
        gaps["description"] = "info.json has no description"
    return {**gaps, **kept.gaps}
