"""TikTok: a profile's posts at one request per 15, with their label fields; captions for one or two more per video.

    first look      profile page (1, 2 where it wants a proof of work) + list (1 per 15 posts)   ─┐
    later looks     the first page of the list (1)                                                ├─▶ per new video:
                                                                                                  │   captions (1)
    a list that is silent about captions, or whose address for them expired: the video's page (1) ┘

Public data only, without an account. Figures and sources: docs/crawling.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from herkenbaar.errors import FetchError, LookError, UsageError
from herkenbaar.evidence.captions.tracks import choose
from herkenbaar.http import Http
from herkenbaar.model import Creator, Evidence, Platform
from herkenbaar.settings import Gather, GatherTikTok
from herkenbaar.sources import raw, tiktok_captions, tiktok_item, tiktok_page
from herkenbaar.sources.source import Account, Fetched, Listed, Listing, News, Section, Target, check_end, is_before
from herkenbaar.sources.tiktok_captions import Speech
from herkenbaar.sources.ytdlp import Session

HOME = tiktok_item.HOME
HANDLE = re.compile(r"[\w.]{2,24}", re.ASCII)
SECRET_ID = re.compile(r"MS4wLjABAAAA[\w-]{64}", re.ASCII)
"""TikTok's own id of an account ("secUid"), which a change of name survives. Nothing about it is secret."""
VIDEO_ID = re.compile(r"\d{15,20}", re.ASCII)
HOSTS = {"tiktok.com", "www.tiktok.com", "m.tiktok.com", "tiktokv.com", "www.tiktokv.com"}
SHORTENERS = {"vm.tiktok.com", "vt.tiktok.com"}
LIST, PAGE = "profile list", "video page"
REPEATS = 3
"""How often a list that keeps sending the same page is asked as another device (yt-dlp #14031)."""


class Hint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the list said of a post (``Listed.raw``): its own data, and who the profile says its creator is."""

    item: msgspec.Raw = msgspec.Raw(b"null")
    creator: Creator = Creator()
    profile: str | None = None


def parse(text: str) -> Target | None:
    """The profile or post that ``text`` names: tiktok:@name, tiktokuser:secUid, or an address of TikTok's.

    Raises UsageError for a shortened address: only TikTok itself can tell what it stands for.
    """
    if text.startswith(("tiktokuser:", "tiktok:")):
        return _profile(text.partition(":")[2].removeprefix("@"))
    parts = urlsplit(text if "://" in text else f"https://{text}")
    host = (parts.hostname or "").lower()
    steps = [step for step in parts.path.split("/") if step]
    if host in SHORTENERS or (host in HOSTS and steps[:1] == ["t"]):
        raise UsageError(f"a shortened address: {text}", remedy="open it and give the address that it leads to")
    if parts.scheme not in {"http", "https"} or host not in HOSTS:
        return None
    if len(steps) > 1 and steps[-2] in {"video", "photo", "embed", "v"}:
        name = steps[0].removeprefix("@") if steps[0].startswith("@") else ""
        return _video(name, steps[-1].removesuffix(".html"))
    return _profile(steps[0][1:]) if steps and steps[0].startswith("@") else None


def _profile(name: str) -> Target | None:
    if not (SECRET_ID.fullmatch(name) or HANDLE.fullmatch(name)):
        return None
    return Target(Platform.TIKTOK, f"{HOME}/@{name}", account=name)


def _video(name: str, video: str) -> Target | None:
    if not VIDEO_ID.fullmatch(video):
        return None
    return Target(Platform.TIKTOK, f"{HOME}/@{name if HANDLE.fullmatch(name) else '_'}/video/{video}", video=video)


def open_source(http: Http, settings: Gather) -> TikTok:
    """TikTok, reached through ``http``."""
    return TikTok(http, settings.tiktok)


class TikTok:
    """The TikTok source (see source.Source)."""

    platform = Platform.TIKTOK

    def __init__(self, http: Http, settings: GatherTikTok) -> None:
        self._http = http
        self._settings = settings

    @functools.cached_property
    def _session(self) -> Session:
        session = Session(self._http, tiktok_page.make_extractors(self._http.refuse))
        session.ydl.params["extractor_retries"] = REPEATS
        return session

    def open_account(self, target: Target) -> Account | None:
        """The account, when the target is its id already."""
        if target.account is None or not SECRET_ID.fullmatch(target.account):
            return None
        return Account(platform=self.platform, id=target.account, url=target.url)

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        """All posts, newest first but for pinned ones; the profile page is asked for an account that is not known."""
        reader = self._open_reader(since)
        url = target.url if account is None else f"tiktokuser:{account.id}"
        try:
            info = self._session.extract(url, tiktok_page.USER)
        except FetchError:
            if reader.video_count != 0:
                raise
            return Listing(_describe(reader.detail, target, ""), iter(()))
        found = account or _describe(reader.detail, target, str(info["id"]))
        entries = self._entries(info, found, reader, since)
        return Listing(found, iter([Section("posts", entries)]))

    def find_news(self, account: Account) -> News | None:
        """The newest posts, about 15: the first page of the list."""
        reader = self._open_reader()
        info = self._session.extract(f"tiktokuser:{account.id}", tiktok_page.USER)
        next(self._session.iterate(info, account.url), None)
        followers = next((x for x in map(tiktok_item.read_followers, reader.page) if x is not None), account.followers)
        account = msgspec.structs.replace(account, followers=followers)
        entries = tuple(_list_item(item, account) for item in reader.page if raw.text(item.get("id")))
        return News(account, entries, whole=reader.whole)

    def cost(self, item: Listed) -> float:
        """1 for the post's page where the list gave nothing, or nothing of its captions; 1 for those that it names."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        post = msgspec.json.decode(hint.item)
        if not self._settings.captions:
            return 0.0 if post else 1.0
        if not post or tiktok_captions.is_silent(post):
            return 2.0
        return 1.0 if next(iter(choose(tiktok_captions.list_tracks(post))), None) else 0.0

    def bare(self, item: Listed) -> Listed:
        """Without the post's own data."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        kept = Hint(creator=hint.creator, profile=hint.profile)
        return msgspec.structs.replace(item, raw=msgspec.Raw(msgspec.json.encode(kept)))

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        """The evidence of one post: what the list gave, else its page; and its captions."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        post = msgspec.json.decode(hint.item)
        where = LIST if post else PAGE
        post = post or self._read_page(item.url, item.id)
        evidence = _read(post, where, hint)
        if since is not None and is_before(evidence.published, since):
            return Fetched(Evidence(platform=self.platform, id=item.id, published=evidence.published))
        if not self._settings.captions:
            return Fetched(_with_speech(evidence, Speech(None, gap="captions are switched off ([gather.tiktok])")))
        speech, seen = self._hear(item, post, where)
        if seen is not post:
            evidence = _read(seen, f"{LIST}, {PAGE}", hint)
        return Fetched(_with_speech(evidence, speech), retry=speech.retry)

    def _hear(self, item: Listed, post: dict[str, Any], where: str) -> tuple[Speech, dict[str, Any]]:
        """What is said, and the post as it is known then: the page adds to it where it has to be asked."""
        if not tiktok_captions.is_silent(post):
            speech = tiktok_captions.read_speech(post, self._http)
            if not speech.stale or where == PAGE:
                return speech, post
        try:
            seen = {**post, **self._read_page(item.url, item.id)} if where == LIST else post
        except LookError as error:
            return Speech(None, gap=f"the post's page could not be read: {error.what}", retry=True), post
        return tiktok_captions.read_speech(seen, self._http), seen

    def _read_page(self, url: str, post: str) -> dict[str, Any]:
        """TikTok's data on the page of one post. Raises LookError."""
        address = re.sub(r"/photo/", "/video/", url)
        found = self._session.extract(address, tiktok_page.VIDEO).get(tiktok_page.RAW)
        if not isinstance(found, dict) or raw.text(found.get("id")) != post:
            raise FetchError("the page is of another post", where=url, remedy="run again later")
        return found

    def _open_reader(self, since: datetime | None = None) -> Any:
        """The extractor of profiles, ready for another one."""
        reader = self._session.extractor(tiktok_page.USER)
        reader.detail, reader.page, reader.whole, reader.at_end = {}, (), False, False
        reader.oldest = since.timestamp() if since is not None else 0.0
        return reader

    def _entries(self, info: dict[str, Any], account: Account, reader: Any, since: datetime) -> Iterator[Listed]:
        """Post by post; raises FetchError where the list is cut short."""
        posts = (entry[tiktok_page.RAW] for entry in self._session.iterate(info, account.url))
        listed = (_list_item(post, account) for post in posts)
        ended = functools.partial(getattr, reader, "at_end")
        return check_end(listed, expected=reader.video_count, where=account.url, since=since, cut_here=ended)


def _describe(detail: dict[str, Any], target: Target, secret_id: str) -> Account:
    user = raw.find(detail, "userInfo.user") or {}
    return Account(
        platform=Platform.TIKTOK,
        id=secret_id or raw.text(user.get("secUid")) or target.url,
        url=target.url,
        name=raw.text(user.get("nickname")),
        handle=next(iter(raw.handles([user.get("uniqueId")])), None),
        followers=raw.count(raw.find(detail, "userInfo.stats.followerCount", "userInfo.statsV2.followerCount")),
        profile=raw.text(user.get("signature")),
        marks={"id": user["id"]} if raw.text(user.get("id")) else {},
    )


def _read(post: dict[str, Any], where: str, hint: Hint) -> Evidence:
    return tiktok_item.read_item(post, where=where, account=hint.creator, profile=hint.profile)


def _list_item(item: dict[str, Any], account: Account) -> Listed:
    number = account.marks.get("id") or account.id
    creator = Creator(id=number, name=account.name, handle=account.handle, followers=account.followers)
    hint = Hint(msgspec.Raw(msgspec.json.encode(tiktok_item.trim(item))), creator, account.profile)
    evidence = _read(item, LIST, hint)
    return Listed(
        id=evidence.id,
        url=evidence.url or account.url,
        published=evidence.published,
        exact=raw.moment(item.get("createTime")) is not None,
        pinned=tiktok_item.is_pinned(item),
        title=evidence.title,
        description=evidence.description,
        raw=msgspec.Raw(msgspec.json.encode(hint)),
    )


def _with_speech(evidence: Evidence, speech: Speech) -> Evidence:
    gaps = {**evidence.gaps, "speech": speech.gap} if speech.gap else evidence.gaps
    sources = {**evidence.sources, "speech": speech.source} if speech.source else evidence.sources
    return msgspec.structs.replace(evidence, speech=speech.cues, gaps=gaps, sources=sources)
