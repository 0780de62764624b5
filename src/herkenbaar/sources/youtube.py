"""YouTube: a channel's videos, shorts and streams, at two requests per new video and one for a look that finds none.

    first look      tab page (1) + 1 per further ~30 videos        ─┐
    later looks     channel feed (1), or where it fails a list (1)  ├─▶ per new video: watch page (1) + captions (1)
    with a Data API key: uploads list, 1 per 50 videos             ─┘

Public data only, without an account. Figures and sources: docs/crawling.md.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from herkenbaar.errors import BlockedError, FetchError, GoneError
from herkenbaar.http import Http
from herkenbaar.model import Platform
from herkenbaar.settings import Gather, GatherYouTube
from herkenbaar.sources import youtube_api, youtube_feed, youtube_page, youtube_video
from herkenbaar.sources.source import Account, Fetched, Listed, Listing, News, Section, Target
from herkenbaar.sources.youtube_api import DataApi
from herkenbaar.sources.youtube_feed import FeedItem
from herkenbaar.sources.youtube_video import Hint
from herkenbaar.sources.ytdlp import Session

HOME = "https://www.youtube.com"
CHANNEL_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
VIDEO_ID = re.compile(r"[A-Za-z0-9_-]{11}")
HANDLE = re.compile(r"@[^\s/?#@]{3,90}")
HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"}
NEWS_LENGTH = 30
FEED_REST_HOURS = 24.0
"""How long a feed that failed is left alone: outages last for days, and asking it costs a request each time."""


def parse(text: str) -> Target | None:
    """The channel or video that ``text`` names: a handle, a channel id, or an address of YouTube's."""
    if text.startswith("youtube:"):
        text = text.removeprefix("youtube:")
    if HANDLE.fullmatch(text) or CHANNEL_ID.fullmatch(text):
        return _channel(text)
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or (parts.hostname or "").lower() not in HOSTS:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if parts.hostname == "youtu.be":
        return _video(steps[0]) if steps else None
    if steps[:1] == ["watch"]:
        return _video(parse_qs(parts.query).get("v", [""])[0])
    if len(steps) > 1 and steps[0] in {"shorts", "live", "embed", "v"}:
        return _video(steps[1])
    if len(steps) > 1 and steps[0] in {"channel", "c", "user"}:
        return _channel(steps[1] if steps[0] == "channel" else f"{steps[0]}/{steps[1]}")
    return _channel(steps[0]) if steps and HANDLE.fullmatch(steps[0]) else None


def _video(video: str) -> Target | None:
    if not VIDEO_ID.fullmatch(video):
        return None
    return Target(Platform.YOUTUBE, f"{HOME}/watch?v={video}", video=video)


def _channel(name: str) -> Target:
    path = f"channel/{name}" if CHANNEL_ID.fullmatch(name) else name
    return Target(Platform.YOUTUBE, f"{HOME}/{path}", account=name)


def open_source(http: Http, settings: Gather) -> YouTube:
    """YouTube, reached through ``http``. HERKENBAAR_YOUTUBE_KEY may hold a Data API key; a replay needs none."""
    key = os.environ.get("HERKENBAAR_YOUTUBE_KEY", "")
    http.hide(key)
    has_api = bool(http.replays(youtube_api.BASE)) if http.is_replay else bool(key)
    return YouTube(http, settings.youtube, api=DataApi(http, key) if has_api else None)


class YouTube:
    """The YouTube source (see source.Source). With ``api`` lists come from there, and from pages where it refuses."""

    platform = Platform.YOUTUBE

    def __init__(self, http: Http, settings: GatherYouTube, *, api: DataApi | None = None) -> None:
        self._http = http
        self._settings = settings
        self._api = api

    @functools.cached_property
    def _session(self) -> Session:
        return Session(self._http, youtube_page.make_extractors(), arguments=youtube_page.ARGUMENTS)

    def open_account(self, target: Target) -> Account | None:
        """The channel, when the target holds its id already."""
        if target.account is None or not CHANNEL_ID.fullmatch(target.account):
            return None
        return Account(platform=self.platform, id=target.account, url=target.url)

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        """All videos of the channel: from the API where there is a key, else tab by tab.

        The first tab that opens tells who the channel is and which tabs it has.
        """
        if self._api is not None and not (target.account or "").startswith("c/"):  # the API knows no such names
            with contextlib.suppress(BlockedError):
                return self._list_by_api(self._api, account.id if account else "", target, since)
        base = account.url if account is not None else target.url
        for number, tab in enumerate(self._settings.tabs):
            info = self._open_tab(base, tab)
            if info is not None:
                channel = _describe(info, target)
                return Listing(channel, self._sections(info, channel, tab, self._settings.tabs[number + 1 :]))
        tabs = ", ".join(self._settings.tabs)
        raise GoneError(f"the channel has none of the tabs that are read ({tabs})", where=target.url)

    def find_news(self, account: Account) -> News | None:
        """The newest videos: from the API or the feed, or where that fails from the list of all uploads."""
        if self._api is not None:
            with contextlib.suppress(BlockedError):
                return _shorten(self._api.list_uploads(account.id), account)
        now = self._http.budget.clock.now()
        if now - float(account.marks.get("feed_failed", 0)) >= FEED_REST_HOURS * 3600:
            news = self._read_feed(account)
            if news is not None:
                return news
            account = msgspec.structs.replace(account, marks={"feed_failed": str(int(now))})
        return self._read_uploads(account)

    def cost(self, item: Listed) -> float:
        """Page, captions and the Android client's opinion; nothing where the list said that it cannot be had."""
        return youtube_video.cost(item, second_opinion=self._settings.second_opinion)

    def bare(self, item: Listed) -> Listed:
        """The same: a video's own page is always asked."""
        return item

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        """The evidence of one video: its page, its captions and, if asked for, the Android client's opinion."""
        second = self._settings.second_opinion
        return youtube_video.fetch(item, self._session, self._http, since=since, second_opinion=second)

    def _open_tab(self, base: str, tab: str) -> dict[str, Any] | None:
        """The tab's first page; None where the channel has no such tab."""
        try:
            info = self._session.extract(f"{base}/{tab}", youtube_page.TAB)
        except FetchError as error:
            if youtube_page.NO_TAB in error.what:
                return None
            raise
        if info.get("_type") == "url":  # a channel that has another address in our region
            info = self._session.extract(info["url"], youtube_page.TAB)
        return info

    def _sections(
        self, info: dict[str, Any], channel: Account, opened: str, others: tuple[str, ...]
    ) -> Iterator[Section]:
        has = info.get("_tabs") or ()
        yield Section(opened, self._entries(info, channel))
        for tab in others:
            if tab in has or not has:
                yield Section(tab, self._open_later(channel, tab))

    def _open_later(self, channel: Account, tab: str) -> Iterator[Listed]:
        info = self._open_tab(channel.url, tab)
        if info is not None:
            yield from self._entries(info, channel)

    def _entries(self, info: dict[str, Any], channel: Account) -> Iterator[Listed]:
        for entry in self._session.iterate(info, channel.url):
            if entry.get("ie_key") == youtube_page.VIDEO and VIDEO_ID.fullmatch(str(entry.get("id"))):
                yield _list_entry(entry, channel)

    def _read_feed(self, account: Account) -> News | None:
        """The feed's videos, or None where it does not answer with this channel's feed."""
        try:
            reply = self._http.send(youtube_feed.make_call(account.id, account.marks))
            if reply.status == 304:
                return News(account, (), fresh=False)
            if reply.status != 200:
                return None
            items = youtube_feed.parse(reply.body, account.id)
        except FetchError:
            return None
        account = msgspec.structs.replace(account, marks=youtube_feed.read_marks(reply))
        shorts = "shorts" in self._settings.tabs
        entries = tuple(_list_feed_item(x, account) for x in items if shorts or not x.short)
        return News(account, entries, whole=len(items) < youtube_feed.LENGTH)

    def _read_uploads(self, account: Account) -> News:
        """The first page of the list of all uploads: videos, shorts and broadcasts in one."""
        info = self._session.extract(f"{HOME}/playlist?list=UU{account.id[2:]}", youtube_page.TAB)
        return _shorten(self._entries(info, account), account)

    def _list_by_api(self, api: DataApi, known: str, target: Target, since: datetime) -> Listing:
        channel = api.find_account(target if not known else Target(self.platform, target.url, account=known))
        paid: set[str] | None = None
        if self._settings.cross_check:
            paid = set(api.list_paid(channel.id, since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
        return Listing(channel, iter([Section("uploads", _with_hints(api.list_uploads(channel.id), channel, paid))]))


def _describe(info: dict[str, Any], target: Target) -> Account:
    """Who the channel is, from one of its tabs."""
    channel = info.get("channel_id")
    if not channel:
        raise FetchError("the page does not say which channel it is", where=target.url)
    return Account(
        platform=Platform.YOUTUBE,
        id=channel,
        url=f"{HOME}/channel/{channel}",
        name=info.get("channel"),
        handle=info.get("uploader_id"),
        followers=info.get("channel_follower_count"),
        profile=info.get("description"),
    )


def _shorten(entries: Iterator[Listed], account: Account) -> News:
    """The first of a long list."""
    first = tuple(itertools.islice(entries, NEWS_LENGTH))
    return News(account, first, whole=len(first) < NEWS_LENGTH)


def _list_entry(entry: dict[str, Any], channel: Account) -> Listed:
    moment = entry.get("timestamp")
    hint = Hint(
        profile=channel.profile,
        members_only=entry.get("availability") == "subscriber_only",
        upcoming=entry.get("live_status") == "is_upcoming",
    )
    return Listed(
        id=entry["id"],
        url=entry["url"],
        published=datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None,
        raw=msgspec.Raw(msgspec.json.encode(hint)),
    )


def _list_feed_item(item: FeedItem, channel: Account) -> Listed:
    return Listed(
        id=item.id,
        url=f"{HOME}/shorts/{item.id}" if item.short else f"{HOME}/watch?v={item.id}",
        published=item.published,
        exact=True,
        title=item.title,
        description=item.description,
        raw=msgspec.Raw(msgspec.json.encode(Hint(profile=channel.profile))),
    )


def _with_hints(entries: Iterator[Listed], channel: Account, paid: set[str] | None) -> Iterator[Listed]:
    for entry in entries:
        hint = Hint(profile=channel.profile, paid_by_filter=None if paid is None else entry.id in paid)
        yield msgspec.structs.replace(entry, raw=msgspec.Raw(msgspec.json.encode(hint)))
