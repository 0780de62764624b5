"""Instagram's official API for professional accounts (Graph API, ``business_discovery``), for those who have a token.

    me/accounts                     1 request per run, unless [gather.instagram] account names your own account
    OWN?fields=business_discovery   1 request per 50 posts, which is all that they cost

It gives caption, moment and kind of every post of a business or creator account, and no paid-partnership label
(platforms.md section 1.4). The token is sent in a header, never in an address. Fields and paging as
developers.facebook.com/docs/instagram-platform describes them; numbers of errors from its guide to errors and limits.
None of it could be tried.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.http import Http
from herkenbaar.model import Platform
from herkenbaar.recording import Call, Reply
from herkenbaar.sources import raw
from herkenbaar.sources.source import Account
from herkenbaar.sources.ytdlp import clean

BASE = "https://graph.facebook.com/v23.0/"
PER_PAGE = 50
ACCOUNT = "id,username,name,biography,followers_count,media_count"
POST = "id,caption,timestamp,permalink,media_type,media_product_type"

LIMITS = frozenset({4, 17, 32, 613, 80002})
TOKEN = frozenset({102, 190, 463, 467})
RIGHTS = frozenset({3, 10, *range(200, 300)})
NOBODY = frozenset({24, 110})
TOKEN_REMEDY = "make a new long-lived token at developers.facebook.com and set HERKENBAAR_INSTAGRAM_TOKEN"  # noqa: S105
RIGHTS_REMEDY = "give the token instagram_basic, instagram_manage_insights, pages_show_list and pages_read_engagement"
OWN_REMEDY = (
    "link your professional account to a page of yours that the token may see, "
    "or give its id as [gather.instagram] account"
)


class GraphApi:
    """The API, asked with ``token`` on behalf of ``own``, the id of the user's own professional account ("": ask).

    Every method raises LookError.
    """

    def __init__(self, http: Http, token: str, *, own: str = "") -> None:
        self._http = http
        self._token = token
        self._given = own

    def pages(self, name: str) -> Iterator[tuple[Account, int | None, list[dict[str, Any]]]]:
        """Page by page, newest first: the account called ``name``, how many posts it counts, and up to 50 of them."""
        after = ""
        while True:
            media = f"media{after}.limit({PER_PAGE}){{{POST}}}"
            answer = self._ask(self._own, fields=f"business_discovery.username({name}){{{ACCOUNT},{media}}}")
            found = answer.get("business_discovery")
            if not isinstance(found, dict):
                raise FetchError("the Graph API's answer names no account", where=BASE, remedy="run again later")
            yield _account(found, name), raw.count(found.get("media_count")), list(raw.dicts(raw.find(found, DATA)))
            cursor = raw.text(raw.find(found, "media.paging.cursors.after"))
            if not cursor or f"media.after({cursor})" == f"media{after}":
                return
            after = f".after({cursor})"

    @functools.cached_property
    def _own(self) -> str:
        """The id on whose behalf is asked: configured, or that of the first page that has a professional account."""
        if self._given:
            return self._given
        answer = self._ask("me/accounts", fields="instagram_business_account")
        ids = (raw.text(raw.find(one, "instagram_business_account.id")) for one in raw.dicts(answer.get("data")))
        own = next(filter(None, ids), None)
        if own is None:
            raise BlockedError("the token sees no professional account of your own", where=BASE, remedy=OWN_REMEDY)
        return own

    def _ask(self, path: str, **query: str) -> dict[str, Any]:
        address = f"{BASE}{path}?{urlencode(query)}"
        reply = self._http.send(Call(url=address, headers={"authorization": f"Bearer {self._token}"}))
        try:
            answer = clean(json.loads(reply.body))
        except ValueError as broken:
            raise FetchError("the Graph API's answer cannot be read", where=BASE + path) from broken
        if reply.status == 200 and isinstance(answer, dict) and "error" not in answer:
            return answer
        error = raw.find(answer, "error")
        raise self._explain(error if isinstance(error, dict) else {}, reply, BASE + path)

    def _explain(self, error: dict[str, Any], reply: Reply, where: str) -> LookError:
        """The error that a number of the API's stands for."""
        number = raw.count(error.get("code"))
        words = self._http.conceal(raw.text(raw.find(error, "error_user_msg", "message")) or f"status {reply.status}")
        told = f"{words} (Graph API, error {number})" if number is not None else f"{words} (Graph API)"
        if number in LIMITS:
            remedy = "wait an hour or lower [gather.per_hour] meta_api in config.toml; what was gathered is kept"
            return self._http.refuse(where, f"its limit: {told}", retry_after=_rest(reply), remedy=remedy)
        if number in TOKEN:
            return BlockedError(f"the token has expired or is not valid: {told}", where=where, remedy=TOKEN_REMEDY)
        if number in RIGHTS:
            return BlockedError(f"the token may not ask this: {told}", where=where, remedy=RIGHTS_REMEDY)
        if number in NOBODY:
            remedy = "personal and age-restricted accounts are not shown; give addresses of posts instead"
            return GoneError(f"no professional account has this name: {told}", where=where, remedy=remedy)
        if number == 100:
            return BlockedError(f"the question is not understood: {told}", where=where, remedy=OWN_REMEDY)
        return FetchError(f"no answer: {told}", where=where, remedy="run again later")


DATA = "media.data"


def find_own(addresses: list[str]) -> str:
    """The id of the account on whose behalf these addresses were asked; "" where they do not tell."""
    numbers = (address.removeprefix(BASE).partition("?")[0] for address in addresses)
    return next(filter(str.isdigit, numbers), "")


def _account(found: dict[str, Any], name: str) -> Account:
    handle = raw.text(found.get("username")) or name
    return Account(
        platform=Platform.INSTAGRAM,
        id=raw.text(found.get("id")) or handle,
        url=f"https://www.instagram.com/{handle}/",
        name=raw.text(found.get("name")),
        handle=f"@{handle}",
        followers=raw.count(found.get("followers_count")),
        profile=raw.text(found.get("biography")),
        marks={"way": "api"},
    )


def _rest(reply: Reply) -> float | None:
    """Seconds until the API answers again, where a limit of this kind says so (in minutes)."""
    try:
        usage = json.loads(reply.headers.get("x-business-use-case-usage", ""))
    except ValueError:
        return None
    lists = usage.values() if isinstance(usage, dict) else ()
    minutes = [raw.count(one.get("estimated_time_to_regain_access")) or 0 for many in lists for one in raw.dicts(many)]
    return max(minutes, default=0) * 60.0 or None
