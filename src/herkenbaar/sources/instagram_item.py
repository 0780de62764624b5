"""The evidence in one Instagram post, out of its media object (``/media/info/``, a list of posts, or the logged-out
GraphQL answer).

The label is ``is_paid_partnership``: absent means that it was not told, which is not "no" (platforms.md section 1.2).
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from herkenbaar.errors import GoneError
from herkenbaar.evidence.screen import STICKERS
from herkenbaar.model import Creator, Evidence, Kind, LabelKind, Platform
from herkenbaar.sources import raw

HOME = "https://www.instagram.com"
NO_LABEL = "Instagram's answer does not tell the paid-partnership label"
NO_CAPTION = "Instagram's answer has no caption"
NO_SPEECH = "Instagram gives no captions"
NO_PICTURE = "the picture was not fetched"
KEPT = ("is_paid_partnership", "sponsor_tags", "commerciality_status", "affiliate_info", "edge_media_to_sponsor_user")
"""What stays as Instagram sent it, in ``extra.instagram``."""
NOT_KEPT = re.compile(
    r"(?:image|video)_versions2?|video_dash_manifest|\w*_url|\w*_pic\w*|\w*likers|(?:preview_|caption_)?comments|\w*candidates"
)
KINDS = {"clips": Kind.REEL, "igtv": Kind.VIDEO}


def refuse_private(item: dict[str, Any], where: str) -> None:
    """Raise GoneError for a post of a private account, which the user's own cookies may show."""
    if raw.find(item, "user.is_private") is True:
        raise GoneError("private", where=where, remedy="only what everyone can see is judged")


def kind_of(item: dict[str, Any]) -> Kind:
    """What kind of post it is; IGTV was its own place for long videos until 2021."""
    return KINDS.get(str(item.get("product_type")), Kind.POST)


def trim(item: Any) -> Any:
    """``item`` as it is worth keeping: without addresses of media, which expire, and without who liked or commented."""
    if isinstance(item, list):
        return [trim(one) for one in item]
    if not isinstance(item, dict):
        return item
    return {name: trim(value) for name, value in item.items() if not NOT_KEPT.fullmatch(name)}


def address_of(post: str, kind: Kind) -> str:
    """Where a browser finds the post with this short code."""
    return f"{HOME}/{'reel' if kind is Kind.REEL else 'p'}/{post}/"


def read_item(
    item: dict[str, Any], *, post: str, where: str, account: Creator | None = None, profile: str | None = None
) -> Evidence:
    """The evidence in the media object ``item`` of the post with this short code. ``where`` names the answer.

    ``account`` and ``profile`` (the creator and what they say of themselves) fill in what the object leaves out.
    """
    kind = kind_of(item)
    sponsors = _read_sponsors(item)
    label = _read_label(item, sponsors)
    texts = raw.dicts(raw.find(item, "clips_metadata.reusable_text_info"))
    stickers = raw.stickers(one.get("text") for one in texts)
    description = raw.text(raw.find(item, "caption.text"))
    if description is None and "caption" in item and item["caption"] is None:
        description = ""
    gaps = {
        "description": "" if description is not None else NO_CAPTION,
        "label": "" if label is not None else NO_LABEL,
        "speech": NO_SPEECH,
        "screen": "" if stickers else NO_PICTURE,
    }
    sources = {
        "title": "Instagram shows none",
        "description": where if description is not None else "",
        "label": where if label is not None else "",
        "screen": STICKERS if stickers else "",
        "profile": "profile page" if profile is not None else "",
    }
    return Evidence(
        platform=Platform.INSTAGRAM,
        id=post,
        url=address_of(post, kind),
        kind=kind,
        title="",
        description=description,
        published=raw.moment(item.get("taken_at")),
        duration=raw.number(item.get("video_duration")) or None,
        creator=_read_creator(item, account or Creator()),
        label=label,
        label_kind=LabelKind.THIRD_PARTY if label else None,
        sponsors=sponsors,
        screen=stickers or None,
        watched=() if stickers else None,
        tags=_read_tags(item),
        profile=profile,
        gaps={surface: why for surface, why in gaps.items() if why},
        sources={surface: told for surface, told in sources.items() if told},
        extra=_read_extra(item),
    )


def _read_label(item: dict[str, Any], sponsors: tuple[str, ...] | None) -> bool | None:
    told = item.get("is_paid_partnership")
    if told is True or sponsors:
        return True
    return False if told is False else None


def _read_creator(item: dict[str, Any], account: Creator) -> Creator:
    followers = raw.count(raw.find(item, "user.follower_count"))
    return Creator(
        id=raw.text(raw.find(item, "user.pk", "user.id")) or account.id,
        name=raw.text(raw.find(item, "user.full_name")) or account.name,
        handle=next(iter(raw.handles([raw.find(item, "user.username")])), None) or account.handle,
        followers=followers if followers is not None else account.followers,
    )


def _read_sponsors(item: dict[str, Any]) -> tuple[str, ...] | None:
    """Who pays for it, as the post names them; None where the answer has no list of them (older ones have edges)."""
    listed = raw.find(item, "sponsor_tags", "edge_media_to_sponsor_user.edges")
    if not isinstance(listed, list):
        return None
    places = ("sponsor.username", "username", "node.sponsor.username")
    return raw.handles(raw.find(one, *places) for one in raw.dicts(listed))


def _read_tags(item: dict[str, Any]) -> tuple[str, ...] | None:
    """Accounts tagged on the post or on one of its pictures; None where the answer has no list of them."""
    parts = [item, *raw.dicts(item.get("carousel_media"))]
    if not any("usertags" in part for part in parts):
        return None
    tagged = (one for part in parts for one in raw.dicts(raw.find(part, "usertags.in")))
    return raw.handles(raw.find(one, "user.username") for one in tagged)


def _read_extra(item: dict[str, Any]) -> dict[str, msgspec.Raw]:
    together = raw.handles(one.get("username") for one in raw.dicts(item.get("coauthor_producers")))
    kept = {"coauthors": together, "instagram": {name: item[name] for name in KEPT if item.get(name) is not None}}
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in kept.items() if value}
