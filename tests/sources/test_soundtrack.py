"""Sound by way of Http, from a server of ours that misbehaves; mostly with yt-dlp's generic extractor."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.voices import save
from tests import tiktok_pages as pages
from tests.far_end import FarEnd, Handler, TestClock, answer

from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, FetchError, GoneError, LookError
from herkenbaar.evidence.audio import RATE, Sound
from herkenbaar.http import Http
from herkenbaar.recording import Recording
from herkenbaar.sources import soundtrack
from herkenbaar.sources.soundtrack import Limits, fetch_sound

LIMITS = Limits(most_bytes=1_000_000, longest=3600, patience=20)
DIRECT = ("generic",)
HOST = "v16-webapp.tiktok.com"
URL = f"https://{HOST}/sound.wav"


@pytest.fixture
def sound(tmp_path: Path) -> bytes:
    return save(tmp_path / "served.wav", np.full(5 * RATE, 0.1, np.float32)).read_bytes()


@pytest.fixture
def budget(clock: TestClock) -> Budget:
    return Budget({"tiktok": 3600}, clock=clock, jitter=0.0)


@pytest.fixture
def http(far_end: FarEnd, budget: Budget, tmp_path: Path) -> Iterator[Http]:
    recording = Recording(tmp_path / "record")
    with Http(budget, attempts=2, timeout=5.0, transport=far_end.transport(), recording=recording) as http:
        yield http


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "fetched"
    path.mkdir()
    return path


def fetch(http: Http, folder: Path, limits: Limits = LIMITS) -> Path:
    return fetch_sound(URL, folder, http=http, limits=limits, extractors=DIRECT)


def serve(sound: bytes, *, pieces: bool = True, sized: bool = True) -> Any:
    """A server of one file, which may know pieces of it."""

    def reply(handler: Handler) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", handler.headers.get("range") or "")
        headers = {"content-type": "audio/wav"}
        if not (asked and pieces):
            handler.reply(sound, 200, headers) if sized else _unsized(handler, sound)
            return
        start, end = int(asked[1]), min(int(asked[2]), len(sound) - 1)
        handler.reply(sound[start : end + 1], 206, {**headers, "content-range": f"bytes {start}-{end}/{len(sound)}"})

    return reply


def _unsized(handler: Handler, body: bytes) -> None:
    handler.send_response(200)
    handler.send_header("content-type", "audio/wav")
    handler.send_header("connection", "close")
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(body)
    handler.close_connection = True


@pytest.mark.parametrize("how", [{}, {"pieces": False}, {"pieces": False, "sized": False}])
def test_the_sound_comes_into_the_folder(
    far_end: FarEnd, http: Http, folder: Path, sound: bytes, how: dict[str, bool]
) -> None:
    far_end.on(HOST, serve(sound, **how))
    file = fetch(http, folder)
    assert file.parent == folder
    assert file.read_bytes() == sound
    with Sound(file) as heard:
        assert heard.duration == pytest.approx(5, abs=0.1)


def test_every_piece_takes_its_turn_in_the_budget_and_is_recorded_and_replayed(
    far_end: FarEnd,
    http: Http,
    budget: Budget,
    folder: Path,
    sound: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(soundtrack, "PIECE", len(sound) // 3 + 1)
    far_end.on(HOST, serve(sound))
    fetch(http, folder)
    asked = len(far_end.asked)
    assert asked >= 3
    assert budget.spent == {"tiktok": asked}
    assert budget.waited == asked - 1
    with Http(Budget({}), replay=Recording(tmp_path / "record")) as replay:
        assert fetch(replay, tmp_path).read_bytes() == sound
    assert len(far_end.asked) == asked


SMALL, SHORT = Limits(most_bytes=1000, longest=3600, patience=20), Limits(most_bytes=10**6, longest=3600, patience=0.3)


@pytest.mark.parametrize(
    ("how", "limits", "error", "message"),
    [
        ({}, SMALL, FetchError, "larger than 0.001 MB"),
        ({"pieces": False}, SMALL, FetchError, "larger than 0.001 MB"),
        ({"pieces": False, "sized": False}, SMALL, FetchError, "larger than 0.001 MB"),
        (403, LIMITS, BlockedError, "refuses"),
        (429, LIMITS, BlockedError, "429"),
        (404, LIMITS, GoneError, "status 404"),
        (500, LIMITS, FetchError, "could not be fetched"),
        (204, LIMITS, FetchError, "could not be fetched"),
        (b"", LIMITS, FetchError, "no sound came"),
    ],
)
def test_what_is_too_much_refused_or_gone_is_named(
    far_end: FarEnd,
    http: Http,
    folder: Path,
    sound: bytes,
    how: Any,
    limits: Limits,
    error: type[LookError],
    message: str,
) -> None:
    looked = serve(sound)
    reply = serve(sound, **how) if isinstance(how, dict) else answer(how)
    far_end.on(HOST, looked, reply)
    with pytest.raises(error, match=message) as caught:
        fetch(http, folder, limits)
    assert type(caught.value) is error
    assert URL in str(caught.value)


def test_a_refusal_of_the_media_alone_does_not_close_the_platform_but_too_many_requests_do(
    far_end: FarEnd, http: Http, budget: Budget, folder: Path, sound: bytes
) -> None:
    far_end.on(HOST, serve(sound), answer(403))
    with pytest.raises(BlockedError):
        fetch(http, folder)
    assert budget.closed() == {}
    far_end.on(HOST, serve(sound), answer(429, retry_after="3600"))
    with pytest.raises(BlockedError):
        fetch(http, folder)
    assert set(budget.closed()) == {"tiktok"}
    before = len(far_end.asked)
    with pytest.raises(BlockedError, match="no request for another"):
        fetch(http, folder)
    assert len(far_end.asked) == before


def test_a_server_that_drips_is_left_after_the_patience(
    far_end: FarEnd, http: Http, folder: Path, sound: bytes
) -> None:
    closing = threading.Event()

    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "audio/wav")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while not closing.wait(0.02):
                handler.wfile.write(b"x" * 100)

    far_end.on(HOST, serve(sound), drip)
    with pytest.raises(FetchError, match=r"not there after 0.3 s"):
        fetch(http, folder, SHORT)
    closing.set()


def test_nothing_more_is_asked_when_the_time_is_up(far_end: FarEnd, http: Http, folder: Path, sound: bytes) -> None:
    far_end.on(HOST, serve(sound))
    with pytest.raises(FetchError, match="not there after 0 s"):
        fetch(http, folder, Limits(most_bytes=10**6, longest=3600, patience=0))
    assert len(far_end.asked) == 1  # to find the stream


def test_an_address_of_no_platform_is_never_asked(far_end: FarEnd, http: Http, folder: Path) -> None:
    with pytest.raises(FetchError, match="could not be fetched"):
        fetch_sound(URL, folder, http=http, limits=LIMITS)
    with pytest.raises(FetchError, match="not on the list of platform hosts"):
        fetch_sound("https://example.org/x.wav", folder, http=http, limits=LIMITS, extractors=DIRECT)
    assert far_end.asked == []
    assert list(folder.iterdir()) == []


def test_a_video_that_lasts_too_long_or_is_not_over_is_refused_before_it_is_fetched() -> None:
    from herkenbaar.sources.soundtrack import _check

    _check("u", LIMITS, {"duration": 60})
    _check("u", LIMITS, {})
    for info, message in (({"duration": 9000}, "lasts 9000 s"), ({"is_live": True}, "not over yet")):
        with pytest.raises(FetchError, match=message):
            _check("u", LIMITS, info)


def test_the_real_extractor_finds_the_sound_of_a_post_and_asks_nobody_past_us(
    far_end: FarEnd, http: Http, budget: Budget, folder: Path, sound: bytes
) -> None:
    post = pages.item(1)
    far_end.on(f"www.tiktok.com/@{pages.HANDLE}/video/{post['id']}", pages.video_page(post))
    far_end.on(f"{HOST}/video/x", serve(sound))
    url = f"{pages.HOME}/@{pages.HANDLE}/video/{post['id']}"
    assert fetch_sound(url, folder, http=http, limits=LIMITS).read_bytes() == sound
    assert budget.spent == {"tiktok": len(far_end.asked)}
    assert len(far_end.asked) == 2


def test_a_post_without_media_is_a_named_error(far_end: FarEnd, http: Http, folder: Path) -> None:
    post = pages.item(1, video={"duration": 12, "playAddr": ""}, music=None)
    far_end.on(f"www.tiktok.com/@{pages.HANDLE}/video/{post['id']}", pages.video_page(post))
    url = f"{pages.HOME}/@{pages.HANDLE}/video/{post['id']}"
    with pytest.raises(FetchError, match="its sound could not be fetched"):
        fetch_sound(url, folder, http=http, limits=LIMITS)
