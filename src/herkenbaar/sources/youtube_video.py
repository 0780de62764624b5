"""The evidence of one YouTube video: from its page, its caption track and, if asked for, the Android client."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec

from herkenbaar.errors import FetchError, GoneError, LookError
from herkenbaar.evidence.captions import read_captions
from herkenbaar.evidence.captions.tracks import Address, Origin, Track, choose, classify
from herkenbaar.http import Http
from herkenbaar.model import Creator, Cue, Evidence, Kind, LabelKind, Platform
from herkenbaar.recording import Call
from herkenbaar.sources import youtube_page
from herkenbaar.sources.source import Fetched, Listed, is_before
from herkenbaar.sources.youtube_page import Kept, Playability
from herkenbaar.sources.ytdlp import Session

LIVE_REST_HOURS = 6.0
"""After how long a broadcast that is on is tried again."""
PLAYER = "https://youtubei.googleapis.com/youtubei/v1/player?prettyPrint=false"
FORMAT = "json3"
"""The caption format with word offsets and no duplicates (platforms.md section 6)."""
KINDS = {"short": Kind.SHORT, "livestream": Kind.LIVE}


class Hint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the list said of a video (``Listed.raw``) that its page does not say."""

    profile: str | None = None
    members_only: bool = False
    upcoming: bool = False
    paid_by_filter: bool | None = None


class _Speech(msgspec.Struct, frozen=True):
    cues: tuple[Cue, ...] | None
    source: str = ""
    gap: str = ""
    language: str | None = None
    retry: bool = False


class _Label(msgspec.Struct, frozen=True):
    value: bool | None
    source: str = ""
    gap: str = ""


def cost(item: Listed, *, second_opinion: bool = False) -> float:
    """How many requests ``fetch`` of ``item`` makes when all goes well."""
    hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
    return 0.0 if hint.members_only or hint.upcoming else 2.0 + second_opinion


def fetch(
    item: Listed, session: Session, http: Http, *, since: datetime | None = None, second_opinion: bool = False
) -> Fetched:
    """The evidence of ``item`` for one request to its page, and one to its captions if it has any.

    Of a video published before ``since`` only the page is read.
    Raises GoneError where the public sees neither title nor description, and for a broadcast that is not over.
    """
    hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
    _refuse_unasked(item, hint)
    info, kept = _open_page(f"https://www.youtube.com/watch?v={item.id}", session, http)
    playability = _check(info, kept, http)
    published = _published(info)
    if since is not None and is_before(published, since):
        return Fetched(Evidence(platform=Platform.YOUTUBE, id=item.id, published=published))
    speech = _hear(info, kept, playability, http)
    label = _read_label(item, hint, kept, playability, http if second_opinion else None)
    return Fetched(_assemble(item, hint, info, kept, speech, label), retry=speech.retry)


def _assemble(item: Listed, hint: Hint, info: dict[str, Any], kept: Kept, speech: _Speech, label: _Label) -> Evidence:
    gaps = {"speech": speech.gap, "label": label.gap, "screen": "the picture was not fetched"}
    sources = {"title": "watch page", "description": "watch page", "speech": speech.source, "label": label.source}
    if hint.profile is not None:
        sources["profile"] = "channel page"
    return Evidence(
        platform=Platform.YOUTUBE,
        id=item.id,
        url=item.url or info["webpage_url"],
        kind=Kind.SHORT if "/shorts/" in item.url else KINDS.get(str(info.get("media_type")), Kind.VIDEO),
        title=info.get("title"),
        description=info.get("description"),
        published=_published(info),
        duration=info.get("duration"),
        language=speech.language,
        creator=_creator(info),
        label=label.value,
        label_kind=LabelKind.THIRD_PARTY if label.value else None,
        speech=speech.cues,
        profile=hint.profile,
        collapsed_lines=youtube_page.read_collapsed_lines(kept.data),
        gaps={surface: why for surface, why in gaps.items() if why},
        sources={surface: where for surface, where in sources.items() if where},
        extra=_extra(info),
    )


def _open_page(address: str, session: Session, http: Http) -> tuple[dict[str, Any], Kept]:
    """What yt-dlp reads of the page, and the page data that it drops. Raises LookError."""
    try:
        info = session.extract(address, youtube_page.VIDEO)
    except FetchError as error:
        kept: Kept = session.extractor(youtube_page.VIDEO).kept
        if kept.player is not None or kept.page is None:
            raise
        if youtube_page.is_bot_page(kept.page):
            raise http.refuse(address, "a page that asks whether we are a robot") from error
        raise FetchError("the page holds no player data", where=address, remedy="run again") from error
    return info, session.extractor(youtube_page.VIDEO).kept


def _refuse_unasked(item: Listed, hint: Hint) -> None:
    """Spare the request where the list said already that nothing is to be had."""
    if hint.members_only:
        raise GoneError("members-only", where=item.url, remedy="only what everyone can see is judged")
    if hint.upcoming:
        raise GoneError("upcoming: not published yet", where=item.url, until=0.0)


def _check(info: dict[str, Any], kept: Kept, http: Http) -> Playability:
    """Why the video does not play, if it does not. Raises where there is nothing to judge (yet)."""
    address, now = info["webpage_url"], http.budget.clock.now()
    if kept.player is None:
        raise FetchError("the page holds no player data", where=address, remedy="run again")
    playability = youtube_page.read_playability(kept.player)
    if playability.reason == youtube_page.BLOCKED:
        raise http.refuse(address, f"“{playability.words}”")
    if playability.reason == "upcoming" or info.get("live_status") == "is_upcoming":
        raise GoneError(f"upcoming: {playability.words}", where=address, until=playability.starts or now)
    if info.get("live_status") == "is_live":
        later = now + LIVE_REST_HOURS * 3600
        raise GoneError("live now: it is read when the broadcast is over", where=address, until=later)
    if playability.reason and (not info.get("title") or info.get("description") is None):
        raise GoneError(f"{playability.reason}: {playability.words}", where=address)
    if info.get("_type", "video") != "video" or not info.get("title"):
        raise FetchError("the page holds no title", where=address, remedy="run again later; yt-dlp may need an update")
    return playability


def _read_label(item: Listed, hint: Hint, kept: Kept, playability: Playability, android: Http | None) -> _Label:
    """The label and where it was read; the page first, then the Android client if it is asked, then the filter."""
    looked = ["watch page"]
    if kept.player is not None and youtube_page.has_mark(kept.player):
        return _Label(True, looked[0])
    if android is not None:
        try:
            player = _ask_android(item.id, android)
        except LookError as error:
            looked.append(f"not the Android client: {error.what}")
        else:
            if youtube_page.has_app_mark(player):
                return _Label(True, "Android client")
            looked.append("Android client")
    if hint.paid_by_filter:
        return _Label(True, "Data API, filter on paid placement")
    if playability.reason:
        return _Label(None, gap=f"{playability.reason}: the page shows no player, so no mark")
    return _Label(False, "; ".join(looked))


def _ask_android(video: str, http: Http) -> dict[str, Any]:
    """The player data that the Android app gets. Raises LookError."""
    from yt_dlp.extractor.youtube._base import INNERTUBE_CLIENTS

    context = INNERTUBE_CLIENTS["android"]["INNERTUBE_CONTEXT"]
    body = {"context": context, "videoId": video, "contentCheckOk": True, "racyCheckOk": True}
    headers = {"content-type": "application/json", "user-agent": context["client"].get("userAgent", "")}
    reply = http.send(Call(url=PLAYER, method="POST", headers=headers, body=json.dumps(body).encode()))
    try:
        player = json.loads(reply.body)
    except ValueError as error:
        raise FetchError("the Android client's answer cannot be read", where=PLAYER) from error
    if reply.status != 200 or not isinstance(player, dict) or player.get("playabilityStatus", {}).get("status") != "OK":
        raise FetchError(f"the Android client gives no player data (status {reply.status})", where=PLAYER)
    return player


def _hear(info: dict[str, Any], kept: Kept, playability: Playability, http: Http) -> _Speech:
    """The caption track in the original language, the creator's own before the recognised one."""
    given = {name: _addresses(info.get(name)) for name in ("subtitles", "automatic_captions")}
    manual, automatic = given["subtitles"], given["automatic_captions"]
    keys = [*manual, *(key for key in automatic if key not in manual)]
    tracks = [classify(key, subtitles=manual, automatic=automatic, platform="youtube") for key in keys]
    spoken = next((x.language for x in tracks if x.origin is Origin.RECOGNISED), None)
    best = next(iter(choose(tracks)), None)
    if best is None:
        return _Speech(None, gap=_why_no_captions(kept, playability), language=spoken)
    files = manual.get(best.key) or automatic.get(best.key) or []
    address = next((x.url for x in files if x.ext == FORMAT and x.url), best.url)
    return _download(best, address, spoken, http)


def _download(track: Track, address: str | None, spoken: str | None, http: Http) -> _Speech:
    def gap(why: str, *, retry: bool = False) -> _Speech:
        return _Speech(None, gap=f"{track}: {why}", language=spoken, retry=retry)

    if address is None:
        return gap("no address was given")
    try:
        reply = http.send(Call(url=address))
        if reply.status != 200:
            why = "the address has expired or is refused" if reply.status in {403, 404, 410} else "not to be had"
            return gap(f"{why} (status {reply.status})", retry=True)
        if not reply.body.strip():
            return gap("empty answer: YouTube gives these captions only with a browser's token")
        captions = read_captions(reply.body)
    except LookError as error:
        return gap(error.what, retry=True)
    if captions.broken:
        return gap(captions.broken, retry=True)
    return _Speech(captions.cues, source=str(track), language=spoken or track.language or None)


def _why_no_captions(kept: Kept, playability: Playability) -> str:
    if playability.reason:
        return f"{playability.reason}: no captions are given"
    listed = youtube_page.list_caption_addresses(kept.player or {})
    if any("exp=xp" in address for address in listed):  # xpe, xpv: yt-dlp skips these (platforms.md section 4)
        return "captions exist, but YouTube gives them only with a browser's token"
    if listed:
        return "captions exist, but this version of yt-dlp gives none of them"
    return "the video has no captions"


def _addresses(tracks: Any) -> dict[str, list[Address]]:
    try:
        return msgspec.convert(tracks or {}, dict[str, list[Address]])
    except msgspec.ValidationError:
        return {}


def _published(info: dict[str, Any]) -> str | None:
    """When it was there to be seen: a broadcast when it began, else the upload. A bare date where that is all."""
    live = info.get("live_status") in {"was_live", "post_live"}
    moment = (info.get("release_timestamp") if live else None) or info.get("timestamp")
    if isinstance(moment, int | float):
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    day = info.get("upload_date")
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if isinstance(day, str) and len(day) == 8 else None


def _creator(info: dict[str, Any]) -> Creator:
    return Creator(
        id=info.get("channel_id"),
        name=info.get("channel") or info.get("uploader"),
        handle=info.get("uploader_id"),
        followers=info.get("channel_follower_count"),
    )


def _extra(info: dict[str, Any]) -> dict[str, msgspec.Raw]:
    names = {"chapters": "chapters", "tags": "keywords", "creators": "collaborators", "availability": "availability"}
    return {ours: msgspec.Raw(msgspec.json.encode(info[theirs])) for theirs, ours in names.items() if info.get(theirs)}
