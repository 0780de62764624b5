"""The only way to the platforms: an allow-list of hosts, a budget, retries, and bot pages that raise.

Every request of this program goes through ``Http.send``, those that yt-dlp makes too (sources/ytdlp.py), so that
pace, recording, replay and faults are handled once. Links in descriptions, when they are followed at all, go out
through evidence/guard.py, which promises the opposite: any host, but none that is private.

    replay or journal has the answer ──────────────────────────────▶ answer
    else: allowed host? ─▶ turn in the budget ─▶ request ─▶ record ─▶ 2xx, 3xx, 4xx: answer
                               ▲                              │
                               └── 5xx, time-out, 429: again ─┴──▶ FetchError, BlockedError
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import msgspec

from herkenbaar import __version__
from herkenbaar.budget import Budget, read_retry_after
from herkenbaar.errors import BlockedError, FetchError, LookError
from herkenbaar.hosts import BOT_PAGES, platform_of
from herkenbaar.recording import BLANK, Call, Recording, Reply, strip_secrets

TELLING_HEADERS = frozenset({"authorization", "cookie", "x-goog-api-key"})
TELLING = 16
"""From this length on a cookie that a platform sets may tell who we are; shorter ones are countries and switches."""

WAIT = "wait an hour or lower [gather.per_hour] in config.toml; what was gathered is kept"
MAX_BODY = 64 * 1024 * 1024
MAX_REDIRECTS = 10
SLOWEST = 6
"""An answer may take so many time-outs until it is whole: a server that drips would hold a run for ever."""
RETRIED = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class NoAnswerError(Exception):
    """The connection failed, or broke off before the answer was whole. Never leaves Http."""


class Http:
    """Sends requests. ``recording`` keeps every answer; ``replay`` gives them again and nothing else is asked.

    ``attempts`` is how often one request is tried, ``timeout`` in seconds for each. ``transport`` replaces the
    network's far end in tests; ``browser`` sends requests that need a browser's handshake.
    """

    def __init__(
        self,
        budget: Budget,
        *,
        timeout: float = 20.0,
        attempts: int = 4,
        recording: Recording | None = None,
        replay: Recording | None = None,
        transport: httpx.BaseTransport | None = None,
        browser: Callable[[Call, float], Reply] | None = None,
    ) -> None:
        self.budget = budget
        self.can_impersonate = browser is not None or replay is not None
        self._secrets: list[str] = []
        self._own: list[str] = []
        self._attempts = attempts
        self._timeout = timeout
        self._recording = recording
        if recording is not None:
            recording.secrets = self._secrets
        self._replay = replay
        self._journals: list[Recording] = []
        self._browser = browser
        # Cookies are the caller's business: a jar that takes none, so that no visitor id is carried along unseen
        no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.Client(
            timeout=timeout,
            transport=transport,
            cookies=no_cookies,
            headers={"user-agent": f"herkenbaar/{__version__}"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def open_journal(self, folder: Path) -> Recording:
        """The answers kept in ``folder``, for ``keeping``."""
        return Recording(folder, secrets=self._secrets)

    @contextlib.contextmanager
    def keeping(self, journal: Recording) -> Iterator[None]:
        """While it lasts, accepted answers are kept in ``journal``, and those that it holds are not asked again.

        When it ends in a LookError, what was kept meanwhile is dropped: one of them could not be used.
        """
        held = len(journal.entries)
        self._journals.append(journal)
        try:
            yield
        except LookError:
            journal.cut(held)
            raise
        finally:
            self._journals.remove(journal)

    def hide(self, *secrets: str) -> None:
        """From now on blank these keys or cookie values of the user's out of every answer.

        Shorter ones than eight characters are no secrets, and might be part of any word. Cookies are written with
        escapes (%3A) and answers may repeat them without.
        """
        both = (form for secret in secrets for form in (secret, unquote(secret)))
        self._own = _longest_first([*self._own, *(form for form in both if len(form) >= 8)])
        self._hide_in_files(*self._own)

    def _hide_in_files(self, *secrets: str) -> None:
        """Blank these out of what is kept of answers, which themselves stay whole: pages need their own tokens."""
        self._secrets[:] = _longest_first([*self._secrets, *secrets])

    def send(self, call: Call) -> Reply:
        """The answer to ``call``, redirects followed; status 4xx other than 429 is an answer too.

        Raises BlockedError (a bot page, 429, a closed circuit), FetchError (no usable answer after all attempts, a
        host that is not allowed, a request that is not in the replay).
        """
        for _ in range(MAX_REDIRECTS):
            reply = self._send_once(call)
            location = reply.headers.get("location")
            if not (location and reply.status in {301, 302, 303, 307, 308}):
                return reply
            call = _follow(call, reply.status, urljoin(call.url, location))
            self._refuse_bot_page(call.url)
        raise FetchError(f"more than {MAX_REDIRECTS} redirects", where=strip_secrets(call.url))

    def conceal(self, text: str) -> str:
        """``text`` of a platform's with every secret in it blanked out: fit for errors and logs."""
        for secret in self._secrets:
            text = text.replace(secret, BLANK)
        return text

    @property
    def is_replay(self) -> bool:
        """Whether answers come from a recording alone."""
        return self._replay is not None

    def replays(self, *starts: str) -> list[str]:
        """The addresses in the replay that begin with one of these; none where this is no replay."""
        entries = self._replay.entries if self._replay is not None else []
        return [entry.url for entry in entries if entry.url.startswith(starts)]

    def refuse(self, url: str, why: str, *, remedy: str = WAIT, retry_after: float | None = None) -> BlockedError:
        """The error to raise when a page turned out to be a refusal; the platform gets its pause."""
        platform = platform_of(url)
        self.budget.report_trouble(platform, why, refused=True, retry_after=retry_after)
        return BlockedError(
            f"the platform answered with {why}", where=strip_secrets(url), remedy=remedy, retry_after=retry_after
        )

    def _send_once(self, call: Call) -> Reply:
        for journal in reversed(self._journals):
            reply = journal.take(call)
            if reply is not None:
                if self._recording is not None:  # a recording of a run that went on is whole all the same
                    self._recording.keep(call, reply)
                return reply
        platform = platform_of(call.url)
        reply = self._replayed(self._replay, call) if self._replay is not None else self._ask(call, platform)
        if self._journals:
            self._journals[-1].keep(call, reply)
        return reply

    def _ask(self, call: Call, platform: str) -> Reply:
        """Try until there is an answer that says something."""
        attempts = call.attempts or self._attempts
        for attempt in range(1, attempts + 1):
            self.budget.take_turn(platform)
            try:
                reply = self._exchange(call)
            except NoAnswerError as error:
                trouble, after, refused = str(error), None, False
            else:
                self._hide_in_files(*(value for value in map(_cookie_value, reply.cookies) if len(value) >= TELLING))
                reply = self._without_secrets(reply)
                if self._recording is not None:
                    self._recording.keep(call, reply)
                refused = reply.status == 429
                if not refused and reply.status not in RETRIED:
                    self.budget.report_good(platform)
                    return reply
                trouble, after = f"status {reply.status}", read_retry_after(reply.headers, self.budget.clock.now())
            self.budget.report_trouble(platform, trouble, refused=refused, retry_after=after)
            if attempt == attempts:
                raise _give_up(call, trouble, attempts, refused=refused, retry_after=after)
        raise AssertionError("unreachable: attempts is at least 1")

    def _without_secrets(self, reply: Reply) -> Reply:
        """``reply`` without the user's keys and cookies: a platform may repeat them, and its words become evidence."""
        body = reply.body
        for secret in self._own:
            body = body.replace(secret.encode(), BLANK.encode())
        return reply if body == reply.body else msgspec.structs.replace(reply, body=body)

    def _exchange(self, call: Call) -> Reply:
        if call.impersonate and self._browser is not None:
            return self._browser(call, self._timeout)
        until = time.monotonic() + (self._timeout * SLOWEST if call.most_seconds is None else call.most_seconds)
        try:
            with self._client.stream(call.method, call.url, headers=call.headers, content=call.body) as response:
                return _read(call, response, until)
        except httpx.TimeoutException as error:
            raise NoAnswerError("no answer in time") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise NoAnswerError(f"the connection failed ({type(error).__name__}: {error})") from error

    def _replayed(self, replay: Recording, call: Call) -> Reply:
        """The recorded answer that the run went on with: refused and failed tries before it are passed over."""
        failed: Reply | None = None
        while (reply := replay.take(call)) is not None:
            if reply.status != 429 and reply.status not in RETRIED:
                return reply
            failed = reply
            if call.attempts == 1:
                break
        if failed is not None:
            refused = failed.status == 429
            raise _give_up(
                call, f"status {failed.status}", 1, refused=refused, retry_after=read_retry_after(failed.headers, 0.0)
            )
        raise FetchError(
            f"not in the recording: {call.method} {strip_secrets(call.url)}",
            where=str(replay.folder),
            remedy="record the run again with the same options",
        )

    def _refuse_bot_page(self, url: str) -> None:
        for sign, what in BOT_PAGES:
            if sign in url:
                # The platform is that of the sign: google.com/sorry is not a host we may ask
                raise self.refuse("https://www.youtube.com/" if "google.com" in url else url, what)


def _follow(call: Call, status: int, url: str) -> Call:
    """The request that a redirect asks for; what tells who we are stays with the host it was meant for."""
    if urlsplit(url).hostname != urlsplit(call.url).hostname:
        headers = {name: value for name, value in call.headers.items() if name.lower() not in TELLING_HEADERS}
        call = msgspec.structs.replace(call, headers=headers)
    if status in {301, 302, 303} and call.method not in {"GET", "HEAD"}:
        return msgspec.structs.replace(call, url=url, method="GET", body=None)
    return msgspec.structs.replace(call, url=url)


def _longest_first(secrets: list[str]) -> list[str]:
    """Each once, so that one which is part of another leaves nothing of it behind."""
    return sorted(dict.fromkeys(secrets), key=len, reverse=True)


def _cookie_value(line: str) -> str:
    return line.partition("=")[2].partition(";")[0]


def _read(call: Call, response: httpx.Response, until: float) -> Reply:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > (call.most_bytes or MAX_BODY):
            most = (call.most_bytes or MAX_BODY) / 2**20
            raise FetchError(f"the answer is larger than {most:g} MB", where=strip_secrets(call.url))
        if time.monotonic() > until:
            raise NoAnswerError("the answer comes too slowly")
    headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
    cookies = tuple(response.headers.get_list("set-cookie"))
    return Reply(url=call.url, status=response.status_code, headers=headers, body=bytes(body), cookies=cookies)


def _give_up(call: Call, trouble: str, attempts: int, *, refused: bool, retry_after: float | None) -> LookError:
    where = strip_secrets(call.url)
    tries = f"{attempts} attempts" if attempts > 1 else "1 attempt"
    if refused:
        return BlockedError(
            f"refused: {trouble} ({tries})", where=where, remedy="wait, then run again", retry_after=retry_after
        )
    return FetchError(
        f"{trouble} ({tries})", where=where, remedy="run the same command again; it goes on where it stopped"
    )
