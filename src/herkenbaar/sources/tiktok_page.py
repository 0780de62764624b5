"""TikTok's own data, which yt-dlp reads and drops: posts with their label fields, pages of a profile, refusals.

Small subclasses of yt-dlp's extractors keep it (platforms.md section 1.3). They override private methods, so the
yt-dlp range is pinned and ``missing_hooks`` says which of them a version no longer has.

    profile page ──▶ the account (its secUid)     a page that wants a proof of work: solved, one request more
    item_list    ──▶ 15 posts per request         anything else in its place: a refusal, never "no posts"
    video page   ──▶ one post, with its captions
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.sources import raw

VIDEO_HOOKS = (
    "_parse_aweme_video_web",
    "_extract_web_data_and_status",
    "_solve_challenge_and_set_cookies",
    "_get_universal_data",
)
USER_HOOKS = (
    "_parse_aweme_video_web",
    "_solve_challenge_and_set_cookies",
    "_get_universal_data",
    "_extract_sec_uid_from_embed",
    "_download_json",
    "_API_BASE_URL",
)

VIDEO, USER = "TikTok", "TikTokUser"
"""yt-dlp's keys of the two extractors."""

RAW = "_raw"
"""Under this name an entry has TikTok's own data."""

ROBOT = "a page that asks whether we are a robot"
CHALLENGES = ("please wait", "captcha", "verify to continue", "access denied")
BLOCKED_STATUS, PRIVATE_STATUS, GONE_STATUS = {10204}, {10216, 10222}, {10202, 10221}
"""TikTok's own numbers. 10204, 10216 and 10222 as yt-dlp reads them; 10202 and 10221 (no such account, or banned) from
other projects' notes. None could be tried."""

Refuse = Callable[[str, str], BlockedError]


def make_extractors(refuse: Refuse) -> tuple[type[Any], type[Any]]:
    """Our extractors for one post and for a profile. ``refuse`` makes the error for a page that is a refusal."""
    from yt_dlp.extractor.tiktok import TikTokIE, TikTokUserIE
    from yt_dlp.utils import ExtractorError

    class KeepingIE:
        """What both share: keep the page and each post, and tell refusals from broken answers."""

        webpage = ""
        status = 0

        def _parse_aweme_video_web(self, aweme_detail: Any, *args: Any, **options: Any) -> Any:
            return {**super()._parse_aweme_video_web(aweme_detail, *args, **options), RAW: aweme_detail}  # type: ignore[misc]

        def _get_universal_data(self, webpage: str, display_id: str) -> Any:
            self.webpage = webpage
            return super()._get_universal_data(webpage, display_id)  # type: ignore[misc]

        def _solve_challenge_and_set_cookies(self, webpage: str) -> Any:
            try:
                return super()._solve_challenge_and_set_cookies(webpage)  # type: ignore[misc]
            except ExtractorError as error:
                raise _explain_page(webpage, self._WEBPAGE_HOST, refuse) from error  # type: ignore[attr-defined]

        def raise_login_required(self, msg: str = "", *_: Any, **__: Any) -> None:
            raise GoneError(f"only for who is logged in: {msg}", remedy="only what everyone can see is judged")

    class KeepingVideoIE(KeepingIE, TikTokIE):  # type: ignore[misc]
        """Keeps the post."""

        @classmethod
        def ie_key(cls) -> str:
            return VIDEO

        def _extract_web_data_and_status(self, url: str, video_id: str, fatal: bool = True) -> Any:
            try:
                item, status = super()._extract_web_data_and_status(url, video_id, fatal=fatal)
            except ExtractorError as error:
                raise _explain_page(self.webpage, url, refuse) from error
            if status:
                raise explain_status(status, url)
            return item, status

    class KeepingUserIE(KeepingIE, TikTokUserIE):  # type: ignore[misc]
        """Keeps the account and the last page of the list, and asks for nothing older than ``oldest``."""

        detail: dict[str, Any] = {}  # noqa: RUF012 (replaced, never changed)
        page: tuple[dict[str, Any], ...] = ()
        whole = False
        oldest = 0.0
        at_end = False

        @classmethod
        def ie_key(cls) -> str:
            return USER

        @property
        def video_count(self) -> int | None:
            """How many posts the profile page counts; None where it was not read."""
            return raw.count(raw.find(self.detail, "userInfo.stats.videoCount", "userInfo.statsV2.videoCount"))

        def _get_universal_data(self, webpage: str, display_id: str) -> Any:
            data = super()._get_universal_data(webpage, display_id)
            self.detail = data.get("webapp.user-detail") or {}
            status = raw.count(self.detail.get("statusCode"))
            if status and not self.video_count:
                raise explain_status(status, f"{self._WEBPAGE_HOST}@{display_id}", self.detail.get("statusMsg"))
            return data

        def _extract_sec_uid_from_embed(self, user_name: str) -> Any:
            """The page gave no secUid: solve its challenge and ask again; yt-dlp's own way round is the last resort."""
            if self.detail:
                return super()._extract_sec_uid_from_embed(user_name)
            names = self._solve_challenge_and_set_cookies(self.webpage)
            url = self._UPLOADER_URL_FORMAT % user_name
            headers = self._generate_blockbuster_headers()
            webpage = self._download_webpage(url, user_name, impersonate=True, headers=headers)
            for name in filter(None, names):
                self.cookiejar.clear(domain=".tiktok.com", path="/", name=name)
            self._get_universal_data(webpage, user_name)
            if not self.detail:
                raise _explain_page(webpage, url, refuse)
            return raw.find(self.detail, "userInfo.user.secUid")

        def _download_json(self, url: str, *args: Any, query: Any = None, **options: Any) -> Any:
            if url != self._API_BASE_URL:
                return super()._download_json(url, *args, query=query, **options)
            self.at_end = query["cursor"] < self.oldest * 1000
            if self.at_end:
                return {"itemList": [], "hasMorePrevious": False}
            try:
                answer = super()._download_json(url, *args, query=query, **options)
            except ExtractorError as error:
                if getattr(error.cause, "pos", None) == 0:  # nothing, or HTML: how TikTok answers whom it suspects
                    raise refuse(url, "no list at all") from error
                raise
            if status := raw.count(raw.find(answer, "statusCode", "status_code")):
                raise explain_status(status, url, raw.find(answer, "statusMsg", "status_msg"))
            self.page = tuple(raw.dicts(raw.find(answer, "itemList")))
            self.whole = not raw.find(answer, "hasMorePrevious")
            return answer

    return KeepingVideoIE, KeepingUserIE


def missing_hooks() -> list[str]:
    """The private methods of yt-dlp that we override or call and that this version no longer has."""
    from yt_dlp.extractor.tiktok import TikTokIE, TikTokUserIE

    pairs = [(TikTokIE, x) for x in VIDEO_HOOKS] + [(TikTokUserIE, x) for x in USER_HOOKS]
    return [f"{owner.__name__}.{name}" for owner, name in pairs if not hasattr(owner, name)]


def explain_status(status: int, url: str, words: Any = None) -> LookError:
    """The error that a status number of TikTok's stands for."""
    told = f"TikTok's status {status}" + (f": {words}" if isinstance(words, str) and words else "")
    if status in BLOCKED_STATUS:
        what = f"not shown to our network address, or removed ({told})"
        return BlockedError(what, where=url, remedy="try it from another network, best a Dutch one")
    if status in PRIVATE_STATUS:
        return GoneError(f"private ({told})", where=url, remedy="only what everyone can see is judged")
    if status in GONE_STATUS:
        return GoneError(f"not there, or banned ({told})", where=url)
    return FetchError(f"not to be had ({told})", where=url, remedy="run again later")


def _explain_page(webpage: str, url: str, refuse: Refuse) -> LookError:
    """The error for a page without TikTok's data: a refusal if it says so, else a broken answer."""
    lowered = webpage.lower()
    if any(sign in lowered for sign in CHALLENGES):
        return refuse(url, ROBOT)
    return FetchError("the page holds no data", where=url, remedy="run again; if it stays, yt-dlp needs an update")
