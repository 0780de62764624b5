"""Answers as YouTube gives them, made up and as small as its extractors allow (shapes: platforms.md section 1.2).

``python -m tests.youtube_pages`` writes the recording in fixtures/youtube anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

CHANNEL = "UCvoorbeeld_kanaal_00001"
HANDLE = "@voorbeeldkanaal"
NAME = "Sanne Voorbeeld"
PROFILE = "Wekelijks recepten en wandelingen. Ik sta onder toezicht van het Commissariaat voor de Media."
HOME = "https://www.youtube.com"
FIXTURES = Path(__file__).parents[1] / "fixtures" / "youtube"

MARK = {"paidContentOverlayRenderer": {"text": {"simpleText": "Includes paid promotion"}, "durationMs": "10000"}}
APP_MARK = {
    "playabilityStatus": {"status": "OK"},
    "playerOverlayLayerRenderers": [
        {
            "featurePlayerOverlayRenderers": [
                {"compatibilityOptions": {"paidContentOverlayElementRendererOptions": {"durationMs": "10000"}}}
            ]
        }
    ],
}


def video_id(number: int) -> str:
    return f"video{number:06d}"


def watch_url(video: str) -> str:
    return f"{HOME}/watch?v={video}&bpctr=9999999999&has_verified=1"


def captions_url(video: str, *, lang: str = "nl", more: str = "&kind=asr") -> str:
    return f"{HOME}/api/timedtext?v={video}&caps=asr&expire=1800003600&lang={lang}{more}"


def track(video: str, *, lang: str = "nl", recognised: bool = True, more: str = "") -> dict[str, Any]:
    kind = "&kind=asr" if recognised else ""
    return {
        "baseUrl": captions_url(video, lang=lang, more=kind + more),
        "name": {"simpleText": f"{lang} (auto-generated)" if recognised else lang},
        "vssId": f"a.{lang}" if recognised else f".{lang}",
        "languageCode": lang,
        "isTranslatable": True,
        **({"kind": "asr"} if recognised else {}),
    }


def player(
    video: str,
    *,
    title: str = "Mijn ochtend",
    description: str = "Elke week een nieuwe video.",
    date: str = "2026-08-01T05:00:00-07:00",
    seconds: int = 312,
    mark: bool = False,
    tracks: list[dict[str, Any]] | None = None,
    short: bool = False,
    live: bool = False,
    status: dict[str, Any] | None = None,
    details: bool = True,
) -> dict[str, Any]:
    languages = [{"languageCode": x, "languageName": {"simpleText": x}} for x in ("nl", "en")]
    tracks = [track(video)] if tracks is None else tracks
    data: dict[str, Any] = {"playabilityStatus": status or {"status": "OK"}}
    if details:
        data["videoDetails"] = {
            "videoId": video,
            "title": title,
            "lengthSeconds": str(seconds),
            "channelId": CHANNEL,
            "shortDescription": description,
            "author": NAME,
            "isLiveContent": live,
            "keywords": ["ochtend"],
        }
        data["microformat"] = {
            "playerMicroformatRenderer": {
                "uploadDate": date,
                "ownerProfileUrl": f"http://www.youtube.com/{HANDLE}",
                "isShortsEligible": short,
            }
        }
    else:
        data["videoDetails"] = {"videoId": video}
    if tracks:
        renderer = {"captionTracks": tracks, "translationLanguages": languages}
        data["captions"] = {"playerCaptionsTracklistRenderer": renderer}
    if mark:
        data["paidContentOverlay"] = MARK
    return data


def watch_data(*, collapsed_lines: int | None = 3, followers: str = "84.5K subscribers") -> dict[str, Any]:
    endpoint = {"browseEndpoint": {"browseId": CHANNEL, "canonicalBaseUrl": f"/{HANDLE}"}}
    owner = {
        "title": {"runs": [{"text": NAME, "navigationEndpoint": endpoint}]},
        "subscriberCountText": {"simpleText": followers},
        "navigationEndpoint": endpoint,
    }
    secondary: dict[str, Any] = {"owner": {"videoOwnerRenderer": owner}}
    if collapsed_lines is not None:
        secondary["descriptionCollapsedLines"] = collapsed_lines
    contents = [{"videoPrimaryInfoRenderer": {}}, {"videoSecondaryInfoRenderer": secondary}]
    return {"contents": {"twoColumnWatchNextResults": {"results": {"results": {"contents": contents}}}}}


def page(*, data: dict[str, Any] | None = None, player: dict[str, Any] | None = None) -> bytes:
    """An HTML page with YouTube's data in it, as its browser client finds it."""
    scripts = []
    if player is not None:
        scripts.append(f"<script>var ytInitialPlayerResponse = {json.dumps(player)};</script>")
    if data is not None:
        scripts.append(f"<script>var ytInitialData = {json.dumps(data)};</script>")
    return f"<!DOCTYPE html><html><head><title>YouTube</title></head><body>{''.join(scripts)}</body></html>".encode()


def watch_page(video: str, **options: Any) -> bytes:
    return page(data=watch_data(), player=player(video, **options))


def captions(*lines: str) -> bytes:
    """json3, as YouTube writes recognised speech: one event per row, its newline as an event of its own."""
    events: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        start, words = number * 4000, line.split()
        segments = [
            {"utf8": f"{word} " if i < len(words) - 1 else word, "tOffsetMs": i * 300} for i, word in enumerate(words)
        ]
        events.append({"tStartMs": start, "dDurationMs": 5000, "wWinId": 1, "segs": segments})
        events.append(
            {"tStartMs": start + 3990, "dDurationMs": 10, "wWinId": 1, "aAppend": 1, "segs": [{"utf8": "\n"}]}
        )
    return json.dumps({"wireMagic": "pb3", "events": events}).encode()


def tile(video: str, title: str, age: str) -> dict[str, Any]:
    """A video in the videos or streams tab."""
    parts = [{"text": {"content": "1.2K views"}}, {"text": {"content": age}, "accessibilityLabel": age}]
    metadata = {
        "lockupMetadataViewModel": {
            "title": {"content": title},
            "metadata": {"contentMetadataViewModel": {"metadataRows": [{"metadataParts": parts}]}},
        }
    }
    view = {"contentId": video, "contentType": "LOCKUP_CONTENT_TYPE_VIDEO", "metadata": metadata}
    return {"richItemRenderer": {"content": {"lockupViewModel": view}}}


def short_tile(video: str, title: str) -> dict[str, Any]:
    """A video in the shorts tab: no date."""
    view = {
        "entityId": f"shorts-shelf-item-{video}",
        "onTap": {"innertubeCommand": {"reelWatchEndpoint": {"videoId": video}}},
        "overlayMetadata": {"primaryText": {"content": title}, "secondaryText": {"content": "12K views"}},
    }
    return {"richItemRenderer": {"content": {"shortsLockupViewModel": view}}}


def more(token: str) -> dict[str, Any]:
    return {"continuationItemRenderer": {"continuationEndpoint": {"continuationCommand": {"token": token}}}}


def tab_page(tab: str, tiles: list[dict[str, Any]], tabs: tuple[str, ...] = ("videos", "shorts", "streams")) -> bytes:
    renderers = []
    for name in ("featured", *tabs):
        url = {"commandMetadata": {"webCommandMetadata": {"url": f"/{HANDLE}/{name}"}}}
        renderer: dict[str, Any] = {"endpoint": url, "title": name.title()}
        if name == tab:
            renderer |= {"selected": True, "content": {"richGridRenderer": {"contents": tiles}}}
        renderers.append({"tabRenderer": renderer})
    data = {"contents": {"twoColumnBrowseResultsRenderer": {"tabs": renderers}}, "metadata": channel_metadata()}
    return page(data=data)


def channel_metadata() -> dict[str, Any]:
    return {
        "channelMetadataRenderer": {
            "title": NAME,
            "externalId": CHANNEL,
            "description": PROFILE,
            "channelUrl": f"{HOME}/channel/{CHANNEL}",
            "vanityChannelUrl": f"http://www.youtube.com/{HANDLE}",
        }
    }


def uploads_page(tiles: list[dict[str, Any]]) -> bytes:
    """The list of all uploads, as a playlist."""
    items = [x["richItemRenderer"]["content"] for x in tiles]
    section = {"itemSectionRenderer": {"contents": items}}
    tab = {"tabRenderer": {"selected": True, "content": {"sectionListRenderer": {"contents": [section]}}}}
    data = {
        "contents": {"twoColumnBrowseResultsRenderer": {"tabs": [tab]}},
        "metadata": {"playlistMetadataRenderer": {"title": "Uploads"}},
    }
    return page(data=data)


def continuation(tiles: list[dict[str, Any]]) -> bytes:
    action = {"appendContinuationItemsAction": {"continuationItems": tiles}}
    return json.dumps({"onResponseReceivedActions": [action]}).encode()


def feed(items: list[tuple[str, str, str, str]]) -> bytes:
    """A channel's feed: id, title, description, ISO date of each video."""
    entries = "".join(
        f"<entry><yt:videoId>{video}</yt:videoId><title>{escape(title)}</title>"
        f'<link rel="alternate" href="{HOME}/watch?v={video}"/><published>{date}</published>'
        f"<media:group><media:description>{escape(text)}</media:description></media:group></entry>"
        for video, title, text, date in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">'
        f"<yt:channelId>{CHANNEL[2:]}</yt:channelId><title>{NAME}</title>{entries}</feed>"
    ).encode()
