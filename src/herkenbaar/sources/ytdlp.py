"""yt-dlp as a library: one YoutubeDL object with extractors of our choice, whose every request goes through ours.

    YoutubeDL ── its request director ── OurRH (below) ── http.Http (budget, recording, allow-list, faults)

Nothing is registered globally: the handler and the extractors belong to this one object. It has no other
extractors, so a user's URL never reaches yt-dlp's generic one. Answers that mean "stop" (a bot page, 403, 404, 429)
end the extraction at once: yt-dlp would go on with thinner data (platforms.md section 4), and the gap would
not be seen. Read in yt-dlp 2026.10.26: networking/common.py, YoutubeDL.py, extractor/common.py.
"""

from __future__ import annotations

import contextlib
import functools
import io
import re
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

from herkenbaar.errors import FetchError, GoneError, InputError, LookError
from herkenbaar.http import Http
from herkenbaar.recording import Call, Reply, strip_secrets

UNREAD = frozenset({"entries", "formats", "thumbnails", "heatmap", "subtitles", "automatic_captions"})
"""Long parts of yt-dlp's answer that hold no text for people."""


class Session:
    """One YoutubeDL object. ``extractors`` are its only ones, found by their ``ie_key()``.

    ``arguments`` are yt-dlp's extractor arguments; ``cookies`` a Netscape cookie file of the user's own, which is
    read and never written.
    """

    def __init__(
        self,
        http: Http,
        extractors: tuple[Callable[[], Any], ...],
        *,
        arguments: dict[str, dict[str, list[str]]] | None = None,
        cookies: Path | None = None,
    ) -> None:
        import yt_dlp

        options = {
            "quiet": True,
            "logger": Silent(),
            "cachedir": False,
            "skip_download": True,
            "ignore_no_formats_error": True,
            "extractor_retries": 0,
            "noplaylist": True,
            "compat_opts": {"no-youtube-unavailable-videos"},
            "extractor_args": arguments or {},
        }
        self.ydl = yt_dlp.YoutubeDL(options, auto_init=False)
        for make in extractors:
            self.ydl.add_info_extractor(make())
        route(self.ydl, http)
        if cookies is not None:
            _load_cookies(self.ydl.cookiejar, cookies)
            # Digits alone are no key but an account's public number or a time, and may stand in any answer
            http.hide(*(x.value for x in self.ydl.cookiejar if x.value and not x.value.isdigit()))

    def extract(self, url: str, key: str) -> dict[str, Any]:
        """What the extractor ``key`` reads at ``url``, unprocessed; a list has a lazy ``entries``. Raises LookError."""
        with reading(url):
            info = self.ydl.extract_info(url, ie_key=key, process=False, download=False)
        if not isinstance(info, dict):
            raise FetchError("yt-dlp read nothing", where=url)
        return {name: value if name in UNREAD else clean(value) for name, value in info.items()}

    def iterate(self, info: dict[str, Any], url: str) -> Iterator[dict[str, Any]]:
        """The entries of a list; asks for further pages as they are needed. Raises LookError."""
        entries = iter(info.get("entries") or ())
        while True:
            with reading(url):
                entry = next(entries, None)
            if entry is None:
                return
            if isinstance(entry, dict):
                yield {name: clean(value) for name, value in entry.items() if name not in UNREAD}

    def ask(self, url: str, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body of one answer, asked with the cookies and as the browser that extractors are.

        Raises LookError; a status of 4xx other than 403, 404, 410, 429 is an answer.
        """
        from yt_dlp.networking.common import Request
        from yt_dlp.networking.exceptions import HTTPError
        from yt_dlp.networking.impersonate import ImpersonateTarget

        as_browser = self.ydl._impersonate_target_available(ImpersonateTarget())
        extensions = {"impersonate": ImpersonateTarget()} if as_browser else {}
        with reading(url):
            try:
                response = self.ydl.urlopen(Request(url, headers=headers, extensions=extensions))
            except HTTPError as error:
                response = error.response
            return response.status, response.read()

    def extractor(self, key: str) -> Any:
        """The extractor object itself, for what it kept beside its result."""
        return self.ydl.get_info_extractor(key)


def route(ydl: Any, http: Http) -> None:
    """Let every request of one YoutubeDL object go through ``http``, and none elsewhere."""
    ydl._request_director = ydl.build_request_director([lambda **rest: _handler()(http=http, **rest)])


def clean(value: Any) -> Any:
    """``value`` (of JSON) with half surrogate pairs, which no file can hold, replaced by U+FFFD."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(name): clean(item) for name, item in value.items()}
    return value


class Silent:
    """Takes what yt-dlp would print: the error says it again."""

    def debug(self, _: str) -> None:
        """Not of interest."""

    info = warning = error = debug


@contextlib.contextmanager
def reading(url: str) -> Iterator[None]:
    """Turn whatever yt-dlp raises into our LookError, once, here at the edge."""
    try:
        yield
    except LookError:
        raise
    except Exception as error:  # an extractor that meets an unknown page may raise anything
        ours = _find_ours(error)
        if ours is not None:
            raise ours from error
        raise FetchError(f"the answer cannot be read: {_clean(error)}", where=strip_secrets(url)) from error


def _find_ours(error: BaseException) -> LookError | None:
    """The error of ours that yt-dlp wrapped, if there is one."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, LookError):
            return one
        inner = getattr(one, "exc_info", None)
        cause = getattr(one, "cause", None)
        waiting += [one.__cause__, one.__context__, inner[1] if inner else None]
        waiting += [cause if isinstance(cause, BaseException) else None]
    return None


def _clean(error: BaseException) -> str:
    """The message without colours and without yt-dlp's advice to report a bug to them."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).partition("; please report this issue on")[0]
    return text.removeprefix("ERROR: ").strip() or type(error).__name__


def _load_cookies(jar: Any, path: Path) -> None:
    from http.cookiejar import LoadError

    try:
        jar.load(str(path), ignore_discard=True, ignore_expires=True)
    except (OSError, LoadError) as error:
        raise InputError(
            "cookie file cannot be read", where=str(path), remedy="export it in Netscape format"
        ) from error


@functools.cache
def _stopped_error() -> Callable[..., Exception]:
    """An error that ends an extraction: extractors catch HTTPError and TransportError, and no other RequestError."""
    from yt_dlp.networking.exceptions import RequestError

    return type("StoppedError", (RequestError,), {"__module__": __name__})


@functools.cache
def _handler() -> type[Any]:
    """Our request handler class; made here because yt-dlp is imported only when it is needed."""
    from yt_dlp.networking.impersonate import ImpersonateRequestHandler, ImpersonateTarget

    class OurRH(ImpersonateRequestHandler):  # type: ignore[misc]
        """Sends yt-dlp's requests through Http."""

        _SUPPORTED_URL_SCHEMES = ("http", "https")
        _SUPPORTED_PROXY_SCHEMES = None
        _SUPPORTED_FEATURES = None

        def __init__(self, *, http: Http, **rest: Any) -> None:
            super().__init__(**rest)
            self.http = http

        @property
        def supported_targets(self) -> tuple[Any, ...]:
            # With none, yt-dlp warns and asks without a browser's handshake
            return (ImpersonateTarget("chrome"),) if self.http.can_impersonate else ()

        def _check_extensions(self, extensions: dict[str, Any]) -> None:
            super()._check_extensions(extensions)
            for name in ("cookiejar", "timeout", "legacy_ssl", "keep_header_casing", "impersonate"):
                extensions.pop(name, None)

        def _send(self, request: Any) -> Any:
            return _send(self, request)

    return OurRH


def _send(handler: Any, request: Any) -> Any:
    """yt-dlp's answer to yt-dlp's request, by way of Http."""
    from yt_dlp.networking.common import Response
    from yt_dlp.networking.exceptions import HTTPError

    jar = handler._get_cookiejar(request)
    try:
        reply = handler.http.send(_call(handler, request, jar))
        _raise_for_status(handler.http, reply)
    except LookError as error:
        raise _stopped_error()(str(error), cause=error) from error
    _take_cookies(jar, reply)
    response = Response(io.BytesIO(reply.body), reply.url, _headers(reply), reply.status)
    if not 200 <= reply.status < 300:
        raise HTTPError(response)
    return response


def _call(handler: Any, request: Any, jar: Any) -> Call:
    impersonate = handler._get_request_target(request) is not None
    headers = dict(handler._get_impersonate_headers(request) if impersonate else handler._get_headers(request))
    cookie = jar.get_cookie_header(request.url)
    if cookie and "cookie" not in {name.lower() for name in headers}:
        headers["Cookie"] = cookie
    body = request.data
    if body is not None and not isinstance(body, bytes):
        body = body.read() if hasattr(body, "read") else b"".join(body)
    url = re.sub(r"^http://", "https://", request.url)
    return Call(url=url, method=request.method, headers=headers, body=body, impersonate=impersonate)


def _raise_for_status(http: Http, reply: Reply) -> None:
    if reply.status == 403:
        raise http.refuse(reply.url, "status 403")
    if reply.status in {404, 410}:
        raise GoneError(f"not there (status {reply.status})", where=strip_secrets(reply.url))


def _headers(reply: Reply) -> dict[str, str]:
    """The headers without those that speak of the body as it was sent, before it was unpacked."""
    return {
        k: v for k, v in reply.headers.items() if k not in {"content-encoding", "content-length", "transfer-encoding"}
    }


def _take_cookies(jar: Any, reply: Reply) -> None:
    if not reply.cookies:
        return
    message = Message()
    for line in reply.cookies:
        message["Set-Cookie"] = line

    class Answered:
        def info(self) -> Message:
            return message

    jar.extract_cookies(Answered(), urllib.request.Request(reply.url))  # noqa: S310 (https, checked by Http)
