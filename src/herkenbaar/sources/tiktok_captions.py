"""What is said in a TikTok video: which caption track to take, and its words.

A post names its tracks in ``video.subtitleInfos`` with who made each (``Source``, which yt-dlp drops): the creator,
TikTok's recogniser, or a machine translation. A translation is never taken. Their addresses work for some hours.
"""

from __future__ import annotations

from typing import Any

import msgspec

from herkenbaar.errors import LookError
from herkenbaar.evidence.captions import read_captions
from herkenbaar.evidence.captions.tracks import Origin, Track, choose
from herkenbaar.http import Http
from herkenbaar.model import Cue
from herkenbaar.recording import Call
from herkenbaar.sources import raw
from herkenbaar.sources.tiktok_fields import origin_of


class Speech(msgspec.Struct, frozen=True):
    """What is said: ``cues``, or None and the ``gap``. ``stale``: the address is refused, the post's page has a new
    one. ``retry``: the gap may be gone tomorrow."""

    cues: tuple[Cue, ...] | None
    source: str = ""
    gap: str = ""
    stale: bool = False
    retry: bool = False


def is_silent(item: dict[str, Any]) -> bool:
    """Whether the answer says nothing of captions, neither that there are any nor that there are none."""
    told = ("video.claInfo.noCaptionReason", "video.subtitleInfos.0", "imagePost")
    return raw.find(item, *told) is None and not list_tracks(item)


def list_tracks(item: dict[str, Any]) -> list[Track]:
    """Every track that the answer names and that has an address, with who made it.

    Where it has no ``subtitleInfos``, ``claInfo.captionInfos`` names the original one.
    """
    infos = [x for x in raw.dicts(raw.find(item, "video.subtitleInfos")) if x.get("Url")]
    if infos:
        return [Track(raw.text(x.get("LanguageCodeName")) or "", origin_of(x.get("Source")), x["Url"]) for x in infos]
    originals = raw.dicts(raw.find(item, "video.claInfo.captionInfos"))
    return [_track_of_original(x) for x in originals if x.get("url") or x.get("urlList")]


def read_speech(item: dict[str, Any], http: Http) -> Speech:
    """What is said, for one request; none where there is no track to take."""
    tracks = list_tracks(item)
    best = next(iter(choose(tracks)), None)
    if best is None:
        return Speech(None, gap=_why_none(item))
    return _download(best, http)


def _track_of_original(info: dict[str, Any]) -> Track:
    original = info.get("isOriginalCaption") is True and raw.count(info.get("translationType")) in {None, 0}
    made = Origin.RECOGNISED if info.get("isAutoGen") else Origin.CREATOR
    url = raw.text(raw.find(info, "url", "urlList.0"))
    return Track(raw.text(info.get("language")) or "", made if original else Origin.TRANSLATED, url)


def _why_none(item: dict[str, Any]) -> str:
    reason = raw.find(item, "video.claInfo.noCaptionReason")
    if raw.find(item, "video.subtitleInfos"):
        return "only machine translations, which are never used"
    if reason is not None:
        return f"TikTok has no captions for this post (its reason: number {reason})"
    if isinstance(item.get("imagePost"), dict):
        return "photos: nothing is said but in their music"
    return "TikTok names no captions for this post"


def _download(track: Track, http: Http) -> Speech:
    try:
        reply = http.send(Call(url=track.url or "", headers={"referer": "https://www.tiktok.com/"}))
        if reply.status != 200:
            why = "the address has expired or is refused" if reply.status in {403, 404, 410} else "not to be had"
            return Speech(None, gap=f"{track}: {why} (status {reply.status})", stale=True, retry=True)
        captions = read_captions(reply.body)
    except LookError as error:
        return Speech(None, gap=f"{track}: {error.what}", retry=True)
    if captions.broken:
        return Speech(None, gap=f"{track}: {captions.broken}", retry=True)
    return Speech(captions.cues, source=str(track))
