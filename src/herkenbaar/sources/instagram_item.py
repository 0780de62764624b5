"""The evidence in one Instagram post, out of its media object (``/media/info/``, or the logged-out GraphQL answer).

The label is ``is_paid_partnership``: absent means that it was not told, which is not "no" (platforms.md section 1.2).
"""

from __future__ import annotations

from typing import Any

import msgspec

from herkenbaar.model import Creator, Evidence, Kind, LabelKind, Platform
from herkenbaar.sources import raw

HOME = "https://www.instagram.com"
NO_LABEL = "Instagram's answer does not tell the paid-partnership label"
KINDS = {"clips": Kind.REEL, "igtv": Kind.VIDEO}


def read_item(item: dict[str, Any], *, post: str, where: str) -> Evidence:
    """The evidence in the media object ``item`` of the post with this short code. ``where`` names the answer."""
    kind = KINDS.get(str(item.get("product_type")), Kind.POST)
    sponsors = _read_sponsors(item)
    label = _read_label(item, sponsors)
    description = raw.text(raw.find(item, "caption.text"))
    if description is None and "caption" in item and item["caption"] is None:
        description = ""
    gaps = {
        "description": "" if description is not None else "Instagram's answer has no caption",
        "label": "" if label is not None else NO_LABEL,
        "speech": "Instagram gives no captions",
        "screen": "the picture was not fetched",
    }
    sources = {
        "title": "Instagram shows none",
        "description": where if description is not None else "",
        "label": where if label is not None else "",
    }
    return Evidence(
        platform=Platform.INSTAGRAM,
        id=post,
        url=f"{HOME}/{'reel' if kind is Kind.REEL else 'p'}/{post}/",
        kind=kind,
        title="",
        description=description,
        published=raw.moment(item.get("taken_at")),
        duration=raw.number(item.get("video_duration")) or None,
        creator=_read_creator(item),
        label=label,
        label_kind=LabelKind.THIRD_PARTY if label else None,
        sponsors=sponsors,
        tags=_read_tags(item),
        gaps={surface: why for surface, why in gaps.items() if why},
        sources={surface: told for surface, told in sources.items() if told},
        extra=_read_extra(item),
    )


def _read_label(item: dict[str, Any], sponsors: tuple[str, ...] | None) -> bool | None:
    told = item.get("is_paid_partnership")
    if told is True or sponsors:
        return True
    return False if told is False else None


def _read_creator(item: dict[str, Any]) -> Creator:
    return Creator(
        id=raw.text(raw.find(item, "user.pk", "user.id")),
        name=raw.text(raw.find(item, "user.full_name")),
        handle=next(iter(raw.handles([raw.find(item, "user.username")])), None),
        followers=raw.count(raw.find(item, "user.follower_count")),
    )


def _read_sponsors(item: dict[str, Any]) -> tuple[str, ...] | None:
    if not isinstance(item.get("sponsor_tags"), list):
        return None
    return raw.handles(raw.find(one, "sponsor.username", "username") for one in raw.dicts(item["sponsor_tags"]))


def _read_tags(item: dict[str, Any]) -> tuple[str, ...] | None:
    """Accounts tagged on the post or on one of its pictures; None where the answer has no list of them."""
    parts = [item, *raw.dicts(item.get("carousel_media"))]
    if not any("usertags" in part for part in parts):
        return None
    tagged = (one for part in parts for one in raw.dicts(raw.find(part, "usertags.in")))
    return raw.handles(raw.find(one, "user.username") for one in tagged)


def _read_extra(item: dict[str, Any]) -> dict[str, msgspec.Raw]:
    together = raw.handles(one.get("username") for one in raw.dicts(item.get("coauthor_producers")))
    names = ("is_paid_partnership", "sponsor_tags", "commerciality_status", "affiliate_info")
    kept = {"coauthors": together, "instagram": {name: item[name] for name in names if item.get(name) is not None}}
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in kept.items() if value}
