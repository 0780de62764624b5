"""Instagram: single posts and reels by address, or a list of addresses. Profiles are not crawled.

Logged out a post costs two requests (may it be shown, the post) or three, and one per run to begin with; with the
user's own cookies one. Instagram shows lists of posts to who is logged in only, and locks accounts of programs.
"""

from __future__ import annotations

import functools
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from herkenbaar.config import Gather, GatherInstagram
from herkenbaar.errors import FetchError, UsageError
from herkenbaar.http import Http
from herkenbaar.model import Evidence, Platform
from herkenbaar.sources import instagram_page
from herkenbaar.sources.instagram_item import HOME, read_item
from herkenbaar.sources.source import Account, Fetched, Listed, Listing, News, Target, is_before
from herkenbaar.sources.ytdlp import Session

HOSTS = {"instagram.com", "www.instagram.com", "m.instagram.com"}
SHORT_CODE = re.compile(r"[\w-]{5,40}", re.ASCII)
NAME = re.compile(r"[\w.]{1,30}", re.ASCII)
POSTS = {"p", "reel", "reels", "tv"}
NOT_NAMES = POSTS | {"accounts", "explore", "stories", "share", "direct"}


def parse(text: str) -> Target | None:
    """The post that ``text`` names, or the profile (which ``open_account`` refuses): instagram:@name or an address."""
    if text.startswith("instagram:"):
        return _profile(text.removeprefix("instagram:").removeprefix("@"))
    parts = urlsplit(text if "://" in text else f"https://{text}")
    if parts.scheme not in {"http", "https"} or (parts.hostname or "").lower() not in HOSTS:
        return None
    steps = [step for step in parts.path.split("/") if step]
    place = next((number for number, step in enumerate(steps[:2]) if step in POSTS), None)
    if place is not None and len(steps) > place + 1 and SHORT_CODE.fullmatch(steps[place + 1]):
        code = steps[place + 1]
        return Target(Platform.INSTAGRAM, f"{HOME}/{'p' if steps[place] == 'p' else 'reel'}/{code}/", video=code)
    return _profile(steps[0]) if steps and steps[0] not in NOT_NAMES else None


def _profile(name: str) -> Target | None:
    return Target(Platform.INSTAGRAM, f"{HOME}/{name}/", account=name) if NAME.fullmatch(name) else None


def open_source(http: Http, settings: Gather) -> Instagram:
    """Instagram, reached through ``http``."""
    return Instagram(http, settings.instagram)


class Instagram:
    """The Instagram source (see source.Source): it reads posts, and refuses profiles."""

    platform = Platform.INSTAGRAM

    def __init__(self, http: Http, settings: GatherInstagram) -> None:
        self._http = http
        self._cookies = Path(settings.cookies).expanduser() if settings.cookies else None
        self.requests_per_video = 1.0 if self._cookies else 3.0

    @functools.cached_property
    def _session(self) -> Session:
        return Session(self._http, (instagram_page.make_extractor(self._http.refuse),), cookies=self._cookies)

    def open_account(self, target: Target) -> Account | None:
        """None for a post. Raises UsageError for a profile."""
        if target.account is None:
            return None
        raise UsageError(
            "Instagram profiles are not crawled: it lists posts to who is logged in only, and locks such accounts",
            where=target.url,
            remedy="give the addresses of posts and reels, or a file with them: gather --from FILE",
        )

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        """Raises UsageError: there is no list."""
        self.open_account(target)
        raise UsageError("Instagram gives no list of posts", where=target.url)

    def find_news(self, account: Account) -> News | None:
        """None: there is no list."""
        return None

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        """The evidence of one post, from its media object."""
        self._session.extract(item.url, instagram_page.POST)
        media: dict[str, Any] | None = self._session.extractor(instagram_page.POST).media
        if not media:
            raise FetchError("the answer holds no post", where=item.url, remedy="run again later")
        evidence = read_item(media, post=item.id, where="post, with cookies" if self._cookies else "post, logged out")
        if since is not None and is_before(evidence.published, since):
            return Fetched(Evidence(platform=self.platform, id=item.id, published=evidence.published))
        return Fetched(evidence)
