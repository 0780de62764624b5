"""Instagram's media object, which yt-dlp reads and mostly drops (platforms.md section 1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from herkenbaar.errors import BlockedError, FetchError, GoneError, UsageError

HOOKS = (
    "_extract_product",
    "_real_extract",
    "_real_initialize",
    "_lsd_token",
    "_is_logged_in",
    "_api_headers",
    "_AUTH_COOKIE_NAME",
)
POST = "Instagram"
"""yt-dlp's key of the extractor."""
LOGIN_PAGE = "a login page"
LIMIT_WORDS = ("login page", "rate-limit")
EMPTY = "empty media response"
NOTHING = "an empty answer: the post is removed or private, or Instagram refuses us"
TOKEN = "again"  # noqa: S105 (no secret: a bundle is read again without the page that gave one)


def make_extractor(refuse: Callable[[str, str], BlockedError]) -> type[Any]:
    """Our extractor for one post. ``refuse`` makes the error for a refusal."""
    from yt_dlp.extractor.instagram import InstagramIE
    from yt_dlp.networking.exceptions import RequestError
    from yt_dlp.utils import ExtractorError

    class KeepingIE(InstagramIE):  # type: ignore[misc]
        """Keeps the media object."""

        media: dict[str, Any] | None = None

        @classmethod
        def ie_key(cls) -> str:
            return POST

        def _real_initialize(self) -> None:
            try:
                super()._real_initialize()
            except RequestError as error:  # ytdlp.py wraps ours in one
                if not (isinstance(error.cause, FetchError) and "not in the recording" in error.cause.what):
                    raise
                self._lsd_token = TOKEN

        def _real_extract(self, url: str) -> Any:
            self.media = None
            try:
                return super()._real_extract(url)
            except ExtractorError as error:
                if EMPTY in str(error.orig_msg):  # also where it has had enough of us: not gone for good
                    raise FetchError(NOTHING, where=url, remedy="open it in a browser; run again later") from error
                if error.expected and error.cause is None:  # Instagram's own words
                    raise GoneError(f"not shown: {error.orig_msg}", where=url) from error
                raise

        def _extract_product(self, product_info: Any, *args: Any, **options: Any) -> Any:
            self.media = product_info[0] if isinstance(product_info, list) else product_info
            return super()._extract_product(product_info, *args, **options)

        def raise_login_required(self, msg: str = "", *_: Any, **__: Any) -> None:
            if any(words in msg for words in LIMIT_WORDS):
                raise refuse(self._BASE_URL, LOGIN_PAGE)
            raise GoneError(f"only for who is logged in: {msg}", remedy="only what everyone can see is judged")

    return KeepingIE


def log_in(extractor: Any, *, pretend: bool) -> None:
    """Make sure that the extractor has a login: ``pretend`` one for a replay, which holds no cookies.

    Raises UsageError where the user's cookies hold none.
    """
    if pretend:
        extractor._set_cookie(".instagram.com", extractor._AUTH_COOKIE_NAME, "replayed")
    if not extractor._is_logged_in:
        raise UsageError(
            "these cookies hold no login of Instagram",
            where="[gather.instagram] cookies",
            remedy="log in to instagram.com in a browser, and export its cookies in Netscape format",
        )


def missing_hooks() -> list[str]:
    """The private names of yt-dlp that we override or set and that this version no longer has."""
    from yt_dlp.extractor.instagram import InstagramIE

    return [f"InstagramIE.{name}" for name in HOOKS if not hasattr(InstagramIE, name)]
