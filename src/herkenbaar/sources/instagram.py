"""Instagram: posts and reels by address, and profiles in the two ways that their user has to open first.

    a post        logged out 2 or 3 requests, and 1 per run to begin with; with the user's own cookies 1
    a profile     with a Graph API token: 1 per 50 posts, without their label
                  with the user's own cookies, opted in: 1, and 1 per 12 posts, label and all
                  else refused: Instagram lists posts to who is logged in only, and locks accounts of programs

In a replay the recording says which way was taken, so that it needs no token and no cookies.
"""

from __future__ import annotations

import functools
import itertools
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from herkenbaar.errors import BlockedError, ConfigError, FetchError, InputError, MissingExtraError, UsageError
from herkenbaar.http import Http
from herkenbaar.model import Creator, Evidence, Platform
from herkenbaar.settings import Gather, GatherInstagram
from herkenbaar.sources import instagram_api_item, instagram_feed, instagram_graph, instagram_page, raw
from herkenbaar.sources.instagram_feed import Feed
from herkenbaar.sources.instagram_graph import GraphApi
from herkenbaar.sources.instagram_item import HOME, read_item, refuse_private, trim
from herkenbaar.sources.source import (
    Account,
    Fetched,
    Listed,
    Listing,
    News,
    Section,
    Target,
    check_end,
    is_before,
)
from herkenbaar.sources.ytdlp import Session

HOSTS = {"instagram.com", "www.instagram.com", "m.instagram.com"}
SHORT_CODE = re.compile(r"[\w-]{5,40}", re.ASCII)
NAME = re.compile(r"[\w.]{1,30}", re.ASCII)
POSTS = {"p", "reel", "reels", "tv"}
NOT_NAMES = POSTS | {"accounts", "explore", "stories", "share", "direct"}
MEDIA = "https://www.instagram.com/api/v1/media/"
"""Asked for a post with cookies only."""
NO_HANDSHAKE = "Instagram answers only who has a browser's handshake"
INSTALL = "pip install 'herkenbaar[impersonate]'"
FEED_NAME = "profile list, with cookies"
ROUTES = (
    "three ways: 1. give the addresses of posts and reels, or a file with them: herkenbaar gather posts.csv; "
    "2. for a professional account, set HERKENBAAR_INSTAGRAM_TOKEN to a Graph API token of your own professional "
    'account; 3. at your own risk, set cookies = "FILE" and profiles = true under [gather.instagram] in config.toml; '
    "docs/crawling.md shows each"
)


class Hint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list said of a post (``Listed.raw``): its data as the ``api`` or the website's ``feed`` gave it."""

    api: msgspec.Raw = msgspec.Raw(b"null")
    feed: msgspec.Raw = msgspec.Raw(b"null")
    creator: Creator = Creator()
    profile: str | None = None


def parse(text: str) -> Target | None:
    """The post that ``text`` names, or the profile (which ``open_account`` refuses): instagram:@name or an address.

    Raises UsageError for a shortened address: only Instagram itself can tell what it stands for.
    """
    if text.startswith("instagram:"):
        return _profile(text.removeprefix("instagram:").removeprefix("@"))
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or (parts.hostname or "").lower() not in HOSTS:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if steps[:1] == ["share"]:
        raise UsageError(f"a shortened address: {text}", remedy="open it and give the address that it leads to")
    place = next((number for number, step in enumerate(steps[:2]) if step in POSTS), None)
    if place is not None and len(steps) > place + 1 and SHORT_CODE.fullmatch(steps[place + 1]):
        code = steps[place + 1]
        return Target(Platform.INSTAGRAM, f"{HOME}/{'p' if steps[place] == 'p' else 'reel'}/{code}/", video=code)
    return _profile(steps[0]) if steps and steps[0] not in NOT_NAMES else None


def _profile(name: str) -> Target | None:
    return Target(Platform.INSTAGRAM, f"{HOME}/{name}/", account=name) if NAME.fullmatch(name) else None


def open_source(http: Http, settings: Gather) -> Instagram:
    """Instagram, reached through ``http``. Raises ConfigError for a token with blanks in it."""
    return Instagram(http, settings.instagram)


class Instagram:
    """The Instagram source (see source.Source): it reads posts, and profiles where a way to them was opened."""

    platform = Platform.INSTAGRAM

    def __init__(self, http: Http, settings: GatherInstagram) -> None:
        self._http = http
        self._settings = settings
        token = _find_token(settings.token)
        http.hide(token)
        self._with_cookies = bool(settings.cookies)
        self._may_list = settings.profiles and self._with_cookies
        self._api = GraphApi(http, token, own=settings.account) if token else None
        if http.is_replay:
            self._with_cookies = bool(http.replays(MEDIA, instagram_feed.FEED, instagram_feed.PROFILE))
            self._may_list = bool(http.replays(instagram_feed.FEED, instagram_feed.PROFILE))
            asked = http.replays(instagram_graph.BASE)
            self._api = GraphApi(http, "", own=instagram_graph.find_own(asked)) if asked else None

    @functools.cached_property
    def _session(self) -> Session:
        own = self._with_cookies and not self._http.is_replay
        cookies = Path(self._settings.cookies).expanduser() if own else None
        session = Session(self._http, (instagram_page.make_extractor(self._http.refuse),), cookies=cookies)
        if self._with_cookies:
            instagram_page.log_in(session.extractor(instagram_page.POST), pretend=self._http.is_replay)
        return session

    def _open_session(self) -> None:
        """Tell of cookies that cannot be used before anything is asked."""
        try:
            self._session  # noqa: B018
        except InputError as error:
            raise UsageError(error.what, where=error.where, remedy=error.remedy) from error

    @functools.cached_property
    def _feed(self) -> Feed:
        return Feed(self._http, self._session)

    def open_account(self, target: Target) -> Account | None:
        """None. Raises UsageError for a profile to which no way was opened, or cookies without a login, and
        MissingExtraError for a post that Instagram shows to browsers alone.
        """
        if self._with_cookies:
            self._open_session()
        if target.account is None or self._api is not None or self._may_list:
            if target.video is not None and self._lacks_handshake:
                raise MissingExtraError(f"{NO_HANDSHAKE}: {target.url}", remedy=INSTALL)
            return None
        raise UsageError(
            "Instagram profiles are not crawled by default: "
            "it lists posts to who is logged in only, and locks accounts that a program uses",
            where=target.url,
            remedy=ROUTES,
        )

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        """All posts, newest first but for pinned ones. Raises UsageError where no way was opened."""
        self.open_account(target)
        name = (account.handle or "").removeprefix("@") if account is not None else target.account or ""
        if self._api is not None:
            pages = self._api.pages(name)
            found, count, posts = next(pages)
            all_posts = itertools.chain(posts, (post for _, _, more in pages for post in more))
            listed = (_list_api_post(found, post) for post in all_posts)
        else:
            known = account is not None and instagram_feed.is_listed_by(account)
            found, count = (account, None) if account is not None and known else self._feed.find_account(name)
            items = (item for items, _ in self._feed.pages(found.id) for item in items)
            listed = (_list_feed_item(found, item) for item in items)
        return Listing(found, iter([Section("posts", _entries(listed, found, count, since))]))

    def find_news(self, account: Account) -> News | None:
        """The newest posts, 50 or 12: the first page of the list; None for an account that only the other way knows."""
        if self._api is not None:
            found, count, posts = next(self._api.pages((account.handle or "").removeprefix("@")))
            entries = tuple(x for post in posts if (x := _list_api_post(found, post)))
            return News(found, entries, whole=count is not None and len(posts) >= count)
        if not self._may_list or not instagram_feed.is_listed_by(account):
            return None
        items, more = next(self._feed.pages(account.id))
        entries = tuple(x for item in items if (x := _list_feed_item(account, item)))
        return News(account, entries, whole=not more)

    def cost(self, item: Listed) -> float:
        """None for a post whose list gave its data."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        if hint.api != Hint().api or hint.feed != Hint().feed:
            return 0.0
        return 1.0 if self._with_cookies else 3.0

    def bare(self, item: Listed) -> Listed:
        """Without the post's own data."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        kept = Hint(creator=hint.creator, profile=hint.profile)
        return msgspec.structs.replace(item, raw=msgspec.Raw(msgspec.json.encode(kept)))

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        """The evidence of one post: what the list gave, else its media object."""
        hint = msgspec.json.decode(item.raw, type=Hint | None) or Hint()
        post, media = msgspec.json.decode(hint.api), msgspec.json.decode(hint.feed)
        if post is not None:
            evidence = instagram_api_item.read_post(post, code=item.id, creator=hint.creator, profile=hint.profile)
        elif media is not None:
            evidence = read_item(media, post=item.id, where=FEED_NAME, account=hint.creator, profile=hint.profile)
        else:
            where = "post, with cookies" if self._with_cookies else "post, logged out"
            media = self._read_media(item.url)
            evidence = read_item(media, post=item.id, where=where, account=hint.creator, profile=hint.profile)
        if since is not None and is_before(evidence.published, since):
            return Fetched(Evidence(platform=self.platform, id=item.id, published=evidence.published))
        return Fetched(evidence)

    @property
    def _lacks_handshake(self) -> bool:
        """Whether a post could only be asked in a way that Instagram does not answer."""
        return not (self._with_cookies or self._http.can_impersonate)

    def _read_media(self, url: str) -> dict[str, Any]:
        if self._lacks_handshake:
            raise FetchError(NO_HANDSHAKE, where=url, remedy=INSTALL)
        try:
            self._session.extract(url, instagram_page.POST)
        except BlockedError as error:
            if self._with_cookies and instagram_page.LOGIN_PAGE in error.what:
                raise BlockedError(
                    "the cookies are no longer valid (a login page)", where=url, remedy=instagram_feed.EXPIRED
                ) from error
            raise
        media: dict[str, Any] | None = self._session.extractor(instagram_page.POST).media
        if not media:
            raise FetchError("the answer holds no post", where=url, remedy="run again later")
        refuse_private(media, url)
        return media


def _find_token(setting: str) -> str:
    """The token itself: "env:NAME" takes it from the environment, where it may be missing."""
    kind, _, name = setting.partition(":")
    token = (os.environ.get(name, "") if kind == "env" else setting).strip()
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise ConfigError("this is no token", where="[gather.instagram] token", remedy="give it without blanks")
    return token


def _entries(posts: Iterator[Listed | None], account: Account, count: int | None, since: datetime) -> Iterator[Listed]:
    """Post by post, those without an address left out. Raises FetchError where the list is cut short."""
    named = (post for post in posts if post is not None)
    return check_end(named, expected=count, where=account.url, since=since)


def _list_api_post(account: Account, post: dict[str, Any]) -> Listed | None:
    """A post of the API's as an item of the list; None where its address is none of a post."""
    code = instagram_api_item.code_of(post)
    if code is None:
        return None
    hint = Hint(api=msgspec.Raw(msgspec.json.encode(post)), creator=_creator(account), profile=account.profile)
    evidence = instagram_api_item.read_post(post, code=code, creator=hint.creator, profile=hint.profile)
    return _listed(evidence, hint)


def _list_feed_item(account: Account, item: dict[str, Any]) -> Listed | None:
    """A media object of the website's list as an item of ours; None where it names no post."""
    code = raw.text(item.get("code"))
    if code is None or not SHORT_CODE.fullmatch(code):
        return None
    kept = msgspec.Raw(msgspec.json.encode(trim(item)))
    hint = Hint(feed=kept, creator=_creator(account), profile=account.profile)
    evidence = read_item(item, post=code, where=FEED_NAME, account=hint.creator, profile=hint.profile)
    return _listed(evidence, hint, pinned=bool(item.get("timeline_pinned_user_ids")))


def _creator(account: Account) -> Creator:
    return Creator(id=account.id, name=account.name, handle=account.handle, followers=account.followers)


def _listed(evidence: Evidence, hint: Hint, *, pinned: bool = False) -> Listed:
    return Listed(
        id=evidence.id,
        url=evidence.url or HOME,
        published=evidence.published,
        exact=evidence.published is not None,
        pinned=pinned,
        title=evidence.title,
        description=evidence.description,
        raw=msgspec.Raw(msgspec.json.encode(hint)),
    )
