"""A profile's posts as Instagram's own website lists them to the user who is logged in: with their cookies, opt-in.

    web_profile_info   1 request: who it is (only the first time)
    feed/user          1 request per 12 posts, as whole media objects, label fields and all

The addresses are those that instagram.com itself asks, as other projects describe them; yt-dlp's extractor for profiles
has not worked since 2022 (platforms.md section 1.1). None of it could be tried.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.model import Platform
from herkenbaar.sources import instagram_page, raw
from herkenbaar.sources.instagram_item import HOME, refuse_private
from herkenbaar.sources.source import Account
from herkenbaar.sources.ytdlp import Session, clean

API = "https://www.instagram.com/api/v1/"
FEED, PROFILE = f"{API}feed/user/", f"{API}users/web_profile_info/"
PER_PAGE = 12
WAY = {"way": "feed"}
"""The mark of an account as the website describes it: the API has other ids."""
EXPIRED = "log in to Instagram in your browser and export the cookies again"


def is_listed_by(account: Account) -> bool:
    """Whether the website's list can be asked for an account by its id."""
    return account.marks == WAY


class Feed:
    """Lists of posts, asked with the cookies in ``session``. Every method raises LookError."""

    def __init__(self, http: Http, session: Session) -> None:
        self._http = http
        self._session = session

    def find_account(self, name: str) -> tuple[Account, int | None]:
        """The account called ``name``, and how many posts it counts. Private ones raise GoneError."""
        answer = self._ask(f"{PROFILE}?{urlencode({'username': name})}")
        user = raw.find(answer, "data.user")
        if not isinstance(user, dict):
            raise GoneError("no such account", where=f"instagram:@{name}")
        refuse_private(answer["data"], f"instagram:@{name}")
        found = Account(
            platform=Platform.INSTAGRAM,
            id=raw.text(user.get("id")) or name,
            url=f"https://www.instagram.com/{name}/",
            name=raw.text(user.get("full_name")),
            handle=next(iter(raw.handles([user.get("username") or name])), None),
            followers=raw.count(raw.find(user, "edge_followed_by.count")),
            profile=raw.text(user.get("biography")),
            marks=WAY,
        )
        return found, raw.count(raw.find(user, "edge_owner_to_timeline_media.count"))

    def pages(self, account: str) -> Iterator[tuple[list[dict[str, Any]], bool]]:
        """Page by page, newest first but for pinned ones: media objects, and whether there are more."""
        after: dict[str, str] = {}
        while True:
            answer = self._ask(f"{FEED}{account}/?{urlencode({'count': str(PER_PAGE), **after})}")
            following = raw.text(answer.get("next_max_id"))
            more = bool(answer.get("more_available")) and bool(following)
            items = list(raw.dicts(answer.get("items")))
            for item in items:  # an account may have become private since it was looked up
                refuse_private(item, f"{HOME}/{raw.text(raw.find(item, 'user.username')) or account}/")
            yield items, more
            if not more or following == after.get("max_id"):
                return
            after = {"max_id": following or ""}

    def _ask(self, url: str) -> dict[str, Any]:
        status, body = self._session.ask(url, self._session.extractor(instagram_page.POST)._api_headers)
        try:
            answer = clean(json.loads(body))
        except ValueError as error:
            raise FetchError("Instagram's answer is no list", where=url, remedy="run again later") from error
        if status == 200 and isinstance(answer, dict) and answer.get("status") == "ok":
            return answer
        raise self._explain(answer if isinstance(answer, dict) else {}, status, url)

    def _explain(self, answer: dict[str, Any], status: int, url: str) -> LookError:
        words = self._http.conceal(raw.text(answer.get("message")) or f"status {status}")
        lowered = words.lower()
        if "checkpoint" in lowered or "challenge" in lowered:
            remedy = "open Instagram in your browser and confirm the account; think of stopping to use it here"
            return self._http.refuse(url, f"a demand to confirm the account ({words})", remedy=remedy)
        if "wait" in lowered or "feedback_required" in lowered or status == 429:
            return self._http.refuse(url, f"its limit ({words})")
        if "not authorized" in lowered:
            return GoneError(f"private ({words})", where=url, remedy="only what everyone can see is judged")
        if "login" in lowered or answer.get("require_login"):
            return BlockedError(f"the cookies are no longer valid ({words})", where=url, remedy=EXPIRED)
        return FetchError(f"no list ({words})", where=url, remedy="run again later")
