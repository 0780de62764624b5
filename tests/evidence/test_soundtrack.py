"""yt-dlp's own downloader against a server of ours that misbehaves; the platforms themselves are never asked."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from benchmarks.voices import save

from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.evidence.audio import RATE, Sound
from herkenbaar.evidence.soundtrack import Limits, fetch_sound

LIMITS = Limits(most_bytes=1_000_000, longest=3600, patience=20)
DIRECT = ("generic",)
"""Stands in for a platform's extractor: a bare address of a file."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    sound = b""
    asked: list[str]
    closing: threading.Event


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(self.server.sound)

    def _answer(self, body: bytes) -> None:
        self.server.asked.append(self.path)
        if self.path.startswith("/status"):
            self.send_error(int(self.path.split("/")[2]))
            return
        self.send_response(200)
        self.send_header("Content-Type", "audio/wav")
        if self.path.startswith("/drip"):
            self.end_headers()
            self._drip(body)
            return
        if not self.path.startswith("/unsized"):
            self.send_header("Content-Length", str(len(self.server.sound)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        for at in range(0, len(body), 2000):
            try:
                self.wfile.write(body[at : at + 2000])
            except OSError:
                return
            if self.server.closing.wait(0.05):
                return

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.closing = threading.Event()
    server.asked = []
    server.sound = save(tmp_path / "served.wav", np.full(5 * RATE, 0.1, np.float32)).read_bytes()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


def address(server: Server, path: str) -> str:
    return f"http://127.0.0.1:{server.server_port}/{path}/sound.wav"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "fetched"
    path.mkdir()
    return path


@pytest.mark.parametrize("path", ["sized", "unsized"])
def test_the_sound_comes_into_the_folder(server: Server, folder: Path, path: str) -> None:
    file = fetch_sound(address(server, path), folder, limits=LIMITS, extractors=DIRECT)
    assert file.parent == folder
    with Sound(file) as sound:
        assert sound.duration == pytest.approx(5, abs=0.1)


@pytest.mark.parametrize(
    ("path", "limits", "error", "message"),
    [
        ("sized", Limits(most_bytes=1000, longest=3600, patience=20), FetchError, "larger than 0.001 MB"),
        ("unsized", Limits(most_bytes=1000, longest=3600, patience=20), FetchError, "larger than 0.001 MB"),
        ("drip", Limits(most_bytes=1_000_000, longest=3600, patience=0.5), FetchError, "not there after 0.5 s"),
        ("status/403", LIMITS, BlockedError, "refuses"),
        ("status/429", LIMITS, BlockedError, "refuses"),
        ("status/404", LIMITS, GoneError, "status 404"),
        ("status/500", LIMITS, FetchError, "could not be fetched"),
    ],
)
@pytest.mark.filterwarnings(
    # yt-dlp leaves the connection open when a download is broken off
    "ignore::ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
def test_what_is_too_much_refused_or_gone_is_named(
    server: Server, folder: Path, path: str, limits: Limits, error: type[LookError], message: str
) -> None:
    kind, text = _refusal(address(server, path), folder, limits)
    gc.collect()
    assert kind is error
    assert message in text
    assert address(server, path) in text


def _refusal(url: str, folder: Path, limits: Limits) -> tuple[type[LookError], str]:
    """The error as words only: its traceback would keep yt-dlp's connection alive beyond this test."""
    try:
        fetch_sound(url, folder, limits=limits, extractors=DIRECT)
    except LookError as error:
        return type(error), str(error)
    raise AssertionError("it was fetched")


def test_an_address_of_no_platform_is_never_asked(server: Server, folder: Path) -> None:
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch_sound(address(server, "sized"), folder, limits=LIMITS)
    assert server.asked == []
    assert list(folder.iterdir()) == []


def test_a_video_that_lasts_too_long_or_is_not_over_is_refused_before_it_is_fetched() -> None:
    from herkenbaar.evidence.soundtrack import _check

    _check("u", LIMITS, {"duration": 60})
    _check("u", LIMITS, {})
    for info, message in (({"duration": 9000}, "lasts 9000 s"), ({"is_live": True}, "not over yet")):
        with pytest.raises(FetchError, match=message):
            _check("u", LIMITS, info)
