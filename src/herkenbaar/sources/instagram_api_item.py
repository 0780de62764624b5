"""The evidence in one Instagram post as the Graph API gives it: caption, moment and kind, no label."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from herkenbaar.model import Creator, Evidence, Kind, Platform
from herkenbaar.sources import raw
from herkenbaar.sources.instagram_item import NO_CAPTION, NO_PICTURE, NO_SPEECH, address_of

WHERE = "Graph API"
NO_LABEL = "Instagram's API for professional accounts does not tell the paid-partnership label"
PERMALINK = re.compile(r"https?://(?:www\.)?instagram\.com/(?:[\w.]+/)?(p|reels?|tv)/([\w-]{5,40})/?", re.ASCII)


def code_of(post: dict[str, Any]) -> str | None:
    """The post's short code, which names it in every address; None where the permalink is none."""
    found = PERMALINK.match(raw.text(post.get("permalink")) or "")
    return found[2] if found else None


def moment_of(post: dict[str, Any]) -> str | None:
    """When it was published, as ISO 8601 in UTC; the API writes 2026-08-01T12:00:00+0000."""
    try:
        moment = datetime.strptime(raw.text(post.get("timestamp")) or "", "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_post(post: dict[str, Any], *, code: str, creator: Creator, profile: str | None) -> Evidence:
    """The evidence in ``post``. The API leaves out empty fields, so a missing caption is not known to be none."""
    caption = raw.text(post.get("caption"))
    kind = _kind(post)
    gaps = {"label": NO_LABEL, "speech": NO_SPEECH, "screen": NO_PICTURE}
    sources = {"title": "Instagram shows none", "published": WHERE}
    if caption is None:
        gaps["description"] = NO_CAPTION
    else:
        sources["description"] = WHERE
    if profile is not None:
        sources["profile"] = WHERE
    told = {name: post[name] for name in ("media_type", "media_product_type") if post.get(name)}
    return Evidence(
        platform=Platform.INSTAGRAM,
        id=code,
        url=address_of(code, kind),
        kind=kind,
        title="",
        description=caption,
        published=moment_of(post),
        creator=creator,
        profile=profile,
        gaps=gaps,
        sources=sources,
        extra={"instagram": msgspec.Raw(msgspec.json.encode(told))} if told else {},
    )


def _kind(post: dict[str, Any]) -> Kind:
    """A reel where the API or the address says so; IGTV was merged into videos of the feed."""
    found = PERMALINK.match(raw.text(post.get("permalink")) or "")
    is_reel = post.get("media_product_type") == "REELS" or (found is not None and found[1].startswith("reel"))
    return Kind.REEL if is_reel else Kind.POST
