"""A platform's far end for tests: a real HTTP server on loopback that answers as told, also wrongly.

Loaded as a pytest plugin by conftest.py. Requests to any https host reach it through ``FarEnd.transport``.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from herkenbaar.http import NoAnswerError
from herkenbaar.recording import Call, Reply

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from ``FarEnd.answers``: a list of answers per "host/path?query" prefix; the last one stays."""

    protocol_version = "HTTP/1.1"
    far_end: FarEnd
    body = b""

    def do_GET(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = f"{self.headers.get('x-asked-host') or self.headers['host']}{self.path}"
        digest = f"#{hashlib.sha256(self.body).hexdigest()[:8]}" if self.body else ""
        self.far_end.asked.append(f"{asked}{digest}")
        self.far_end.bodies.append(self.body)
        if self.far_end.before is not None:
            self.far_end.before(self.far_end.asked[-1])
        self.far_end.find(asked)(self)

    do_POST = do_GET  # noqa: N815

    def reply(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"content-type": "text/html", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who asked may have been killed
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class says so)
        pass


class FarEnd:
    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.before: Callable[[str], None] | None = None
        """Called with each request before it is answered."""
        handler = type("BoundHandler", (Handler,), {"far_end": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.client = httpx.Client(
            transport=self.transport(), cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        )

    def on(self, start: str, *answers: Answer | bytes | str | int) -> None:
        """Answer requests whose "host/path" starts with ``start``, one after the other; the last one stays."""
        self.answers[start] = [answer(x) for x in answers]

    def find(self, asked: str) -> Answer:
        fitting = sorted((x for x in self.answers if asked.startswith(x)), key=len)
        if not fitting:
            return answer(404)
        waiting = self.answers[fitting[-1]]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def transport(self) -> httpx.BaseTransport:
        return Rerouted(self.port)

    def browse(self, call: Call, timeout: float) -> Reply:
        """In place of a browser: the same server, asked by httpx."""
        try:
            reply = self.client.request(call.method, call.url, headers=call.headers, content=call.body, timeout=timeout)
        except httpx.TransportError as error:
            raise NoAnswerError(f"the connection failed ({error})") from error
        cookies = tuple(reply.headers.get_list("set-cookie"))
        return Reply(
            url=call.url, status=reply.status_code, headers=dict(reply.headers), body=reply.content, cookies=cookies
        )


class Rerouted(httpx.HTTPTransport):
    """Sends what is meant for any https host to the server on loopback."""

    def __init__(self, port: int) -> None:
        super().__init__(verify=False)  # loopback speaks plain HTTP; reading the list of authorities takes its time
        self.port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["x-asked-host"] = request.url.host
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return super().handle_request(request)


def answer(what: Answer | bytes | str | int, **headers: str) -> Answer:
    """An answer from a body, a status, or a function of the handler."""
    if callable(what):
        return what
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(what, int):
        return lambda handler: handler.reply(b"", what, names)
    body = what.encode() if isinstance(what, str) else what
    return lambda handler: handler.reply(body, 200, names)


def cut_off(handler: Handler) -> None:
    """Promise more than is sent, then hang up."""
    handler.send_response(200)
    handler.send_header("content-length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>only the begin")
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    """Close the connection without an answer."""
    handler.close_connection = True


class TestClock:
    """Time that passes only when somebody waits."""

    __test__ = False

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with served() as far_end:
        yield far_end


@contextlib.contextmanager
def served() -> Iterator[FarEnd]:
    """A far end that answers while the block lasts."""
    far_end = FarEnd()
    thread = threading.Thread(target=far_end.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield far_end
    far_end.client.close()
    far_end.server.shutdown()
    far_end.server.server_close()
    thread.join()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()
