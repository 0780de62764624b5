"""The evidence in one post as TikTok's list or page gives it (``itemStruct``), without its speech.

The list gives all of it but the captions, 15 posts per request (platforms.md section 1): caption, exact date, label
fields, product cards, and the text stickers that stand in the picture.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from herkenbaar.errors import FetchError
from herkenbaar.evidence.captions.tracks import Origin, language_of
from herkenbaar.evidence.dates import check_day
from herkenbaar.evidence.screen import STICKERS
from herkenbaar.model import Creator, Cue, Evidence, Kind, Platform
from herkenbaar.sources import raw
from herkenbaar.sources.tiktok_fields import is_product, list_raw_labels, origin_of, read_label

HOME = "https://www.tiktok.com"
EXPIRING = re.compile(
    r"bitrateInfo|\w*Addr|PlayAddrStruct|playUrl|[uU]rlList|imageURL|thumbnail|icon|\w*[cC]over\w*|avatar\w*|profile[LMT]\w*"
)
"""Addresses of media and pictures: they work for some hours, and are most of a post's data."""
UNNAMED_PRODUCT = "TikTok Shop"
NO_STICKERS = "TikTok lists no text stickers; the picture was not fetched"


def read_item(
    item: dict[str, Any], *, where: str, account: Creator | None = None, profile: str | None = None
) -> Evidence:
    """The evidence in ``item``. ``where`` names the answer it is from ("profile list"); ``account`` and ``profile``
    (the creator and what they say of themselves) fill in what a list leaves out of its posts.

    Raises FetchError where the item has no id.
    """
    post = raw.text(item.get("id"))
    if not post:
        raise FetchError("TikTok's answer names no post", remedy="run again later; TikTok may have changed")
    description = raw.text(item.get("desc"))
    creator = _read_creator(item, account or Creator())
    published, dated = _read_published(item, post, where)
    label = read_label(item)
    stickers = _read_stickers(item)
    shop = _read_shop(item)
    signature = raw.text(raw.find(item, "author.signature"))
    photos = isinstance(item.get("imagePost"), dict)
    gaps = {
        "description": "" if description is not None else "TikTok's answer has no caption",
        "label": label.gap,
        "screen": "" if stickers else NO_STICKERS,
    }
    sources = {
        "title": where if photos else "TikTok shows none",
        "description": where if description is not None else "",
        "published": dated,
        "label": f"{where} ({', '.join(label.fields)})" if label.value is not None else "",
        "screen": STICKERS if stickers else "",
        "shop": where if shop is not None else "",
        "profile": where if signature is not None else "" if profile is None else "profile page",
    }
    return Evidence(
        platform=Platform.TIKTOK,
        id=post,
        url=address_of(creator, post, photos=photos),
        kind=Kind.POST if photos else Kind.SHORT,
        title=raw.text(raw.find(item, "imagePost.title")) or "",
        description=description,
        published=published,
        duration=raw.number(raw.find(item, "video.duration")) or None,
        language=_read_language(item),
        creator=creator,
        label=label.value,
        label_kind=label.kind,
        screen=stickers or None,
        watched=() if stickers else None,
        profile=signature if signature is not None else profile,
        tags=_read_tags(item),
        shop=shop,
        gaps={surface: why for surface, why in gaps.items() if why},
        sources={surface: told for surface, told in sources.items() if told},
        extra=_read_extra(item),
    )


def address_of(creator: Creator, post: str, *, photos: bool = False) -> str:
    """Where a browser finds the post. TikTok takes "@_" for a name it is not told."""
    return f"{HOME}/{creator.handle or '@_'}/{'photo' if photos else 'video'}/{post}"


def trim(item: Any) -> Any:
    """``item`` as it is worth keeping: without addresses of media, and of translated captions no more than that they
    are there (a post may have a hundred)."""
    if isinstance(item, list):
        return [trim(one) for one in item]
    if not isinstance(item, dict):
        return item
    if "Source" in item and origin_of(item["Source"]) is Origin.TRANSLATED:
        return {name: item[name] for name in ("LanguageCodeName", "Source") if name in item}
    return {name: trim(value) for name, value in item.items() if not EXPIRING.fullmatch(name)}


def is_pinned(item: dict[str, Any]) -> bool:
    """Whether the post stands above the others, out of its order."""
    return bool(item.get("isPinnedItem"))


def read_followers(item: dict[str, Any]) -> int | None:
    """How many follow its author."""
    return raw.count(raw.find(item, "authorStats.followerCount", "authorStatsV2.followerCount"))


def _read_creator(item: dict[str, Any], account: Creator) -> Creator:
    """Lists of 2023 have the name in ``author`` and the rest beside it; later ones have an object there."""
    name = raw.text(raw.find(item, "author.uniqueId")) or raw.text(item.get("author"))
    return Creator(
        id=raw.text(raw.find(item, "author.id", "authorId")) or account.id,
        name=raw.text(raw.find(item, "author.nickname", "nickname")) or account.name,
        handle=next(iter(raw.handles([name])), None) or account.handle,
        followers=read_followers(item) if read_followers(item) is not None else account.followers,
    )


def _read_published(item: dict[str, Any], post: str, where: str) -> tuple[str | None, str]:
    """The moment of publication and where it is from.

    The upper half of a post's id is the second at which its upload began: seen in 178 recorded posts to be at most
    2.2 days before publication (planned posts). It stands in, as a day, for a list that gives no date.
    """
    exact = raw.moment(item.get("createTime"))
    begun = raw.moment(int(post) >> 32) if post.isdigit() else None
    for text, told in ((exact, where), (begun[:10] if begun else None, "the post's id: the day of its upload")):
        try:
            check_day(datetime.fromisoformat(text or "").date(), Platform.TIKTOK)
        except ValueError:
            continue
        return text, told
    return None, ""


def _read_stickers(item: dict[str, Any]) -> tuple[Cue, ...]:
    stickers = raw.dicts(item.get("stickersOnItem"))
    return raw.stickers(text for sticker in stickers for text in sticker.get("stickerText") or ())


def _read_tags(item: dict[str, Any]) -> tuple[str, ...] | None:
    """Accounts that the caption mentions, and those that made the post together; None where nothing lists them."""
    lists = [item.get("textExtra"), *(part.get("textExtra") for part in raw.dicts(item.get("contents")))]
    if not any(isinstance(one, list) for one in lists):
        return None
    mentioned = [extra.get("userUniqueId") for one in lists for extra in raw.dicts(one)]
    together = [one.get("uniqueId") for one in raw.dicts(raw.find(item, "collabInfo.collaborators"))]
    return raw.handles([*mentioned, *together])


def _read_shop(item: dict[str, Any]) -> tuple[str, ...] | None:
    """The product cards under the post; None where the answer speaks of none."""
    selling = raw.find(item, "isECVideo")
    if not raw.has(item, "anchors", "isECVideo"):
        return None
    cards = [card for card in raw.dicts(item.get("anchors")) if is_product(card)]
    names = [raw.text(raw.find(card, "keyword", "description")) or UNNAMED_PRODUCT for card in cards]
    if not names and str(selling).lower() in {"1", "true"}:
        names = [UNNAMED_PRODUCT]
    return tuple(dict.fromkeys(names))


def _read_language(item: dict[str, Any]) -> str | None:
    """The language that is spoken, where TikTok heard it; else that of the caption."""
    found = raw.text(raw.find(item, "video.claInfo.originalLanguageInfo.language", "textLanguage"))
    return language_of(found) if found and found != "un" else None


def _read_extra(item: dict[str, Any]) -> dict[str, msgspec.Raw]:
    kept = {
        "tiktok": list_raw_labels(item),
        "made_by_machine": item.get("IsAigc"),
        "seller": raw.find(item, "author.ttSeller"),
    }
    return {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in kept.items() if value}
