"""YouTube's Data API, for those who have a key: exact lists at one quota unit per 50 videos.

The key is sent in a header, never in an address. Cost (developers.google.com/youtube/v3/determine_quota_cost): channels
and playlistItems 1 unit, search 100 units, of 10,000 a day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from herkenbaar.errors import BlockedError, FetchError, GoneError
from herkenbaar.http import Http
from herkenbaar.model import Platform
from herkenbaar.recording import Call
from herkenbaar.sources.source import Account, Listed, Target
from herkenbaar.sources.ytdlp import clean

BASE = "https://www.googleapis.com/youtube/v3/"


class DataApi:
    """The API, asked with ``key``. Every method raises LookError."""

    def __init__(self, http: Http, key: str) -> None:
        self._http = http
        self._key = key

    def find_account(self, target: Target) -> Account:
        """The channel behind ``target``: one unit."""
        name = target.account or ""
        kind, _, rest = name.rpartition("/")
        which = (
            {"forUsername": rest} if kind == "user" else {"forHandle": name} if name.startswith("@") else {"id": name}
        )
        answer = self._ask("channels", part="snippet,statistics", **which)
        items = answer.get("items") or []
        if not items:
            raise GoneError("no such channel", where=target.url)
        snippet, figures = items[0].get("snippet", {}), items[0].get("statistics", {})
        followers = figures.get("subscriberCount")
        return Account(
            platform=Platform.YOUTUBE,
            id=items[0]["id"],
            url=f"https://www.youtube.com/channel/{items[0]['id']}",
            name=snippet.get("title"),
            handle=snippet.get("customUrl"),
            followers=int(followers) if followers is not None else None,
            profile=snippet.get("description"),
        )

    def list_uploads(self, channel: str) -> Iterator[Listed]:
        """All uploads of a channel, newest first, with exact dates and whole descriptions: a unit per 50."""
        for answer in self._pages("playlistItems", part="snippet,contentDetails", playlistId=f"UU{channel[2:]}"):
            for item in answer.get("items") or []:
                snippet, details = item.get("snippet", {}), item.get("contentDetails", {})
                video = details.get("videoId")
                if video:
                    yield Listed(
                        id=video,
                        url=f"https://www.youtube.com/watch?v={video}",
                        published=details.get("videoPublishedAt") or snippet.get("publishedAt"),
                        exact=True,
                        title=snippet.get("title"),
                        description=snippet.get("description"),
                    )

    def list_paid(self, channel: str, since: str) -> Iterator[str]:
        """The ids that the search filter on paid placement gives: 100 units per 50. It is not exhaustive."""
        which = {"channelId": channel, "publishedAfter": since, "type": "video", "videoPaidProductPlacement": "true"}
        for answer in self._pages("search", part="id", **which):
            yield from (
                item["id"]["videoId"] for item in answer.get("items") or [] if item.get("id", {}).get("videoId")
            )

    def _pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        while True:
            answer = self._ask(path, maxResults="50", **query)
            yield answer
            token = answer.get("nextPageToken")
            if not token:
                return
            query["pageToken"] = token

    def _ask(self, path: str, **query: str) -> dict[str, Any]:
        address = f"{BASE}{path}?{urlencode(sorted(query.items()))}"
        reply = self._http.send(Call(url=address, headers={"x-goog-api-key": self._key}))
        try:
            answer = clean(json.loads(reply.body))
        except ValueError as error:
            raise FetchError("the Data API's answer cannot be read", where=address) from error
        if reply.status == 200 and isinstance(answer, dict):
            return answer
        said = answer.get("error", {}) if isinstance(answer, dict) else {}
        words = said.get("message") or f"status {reply.status}"
        if reply.status == 403:
            raise BlockedError(f"the Data API refuses: {words}", where=address, remedy="check the key and its quota")
        if reply.status == 404:
            raise GoneError(f"the Data API knows no such list: {words}", where=address)
        raise FetchError(f"the Data API refuses: {words}", where=address, remedy="check HERKENBAAR_YOUTUBE_KEY")
