from __future__ import annotations

import pytest
from tests.far_end import FarEnd, answer, hang_up

from herkenbaar.browser import Browser, open_browser
from herkenbaar.errors import FetchError
from herkenbaar.http import NoAnswerError
from herkenbaar.recording import Call


@pytest.fixture
def browser() -> Browser:
    pytest.importorskip("curl_cffi")
    browser = open_browser()
    assert browser is not None
    return browser


def call(far_end: FarEnd, path: str = "/") -> Call:
    """The far end itself, without TLS: what is tried here is what becomes of answers."""
    return Call(url=f"http://127.0.0.1:{far_end.port}{path}", headers={"x-asked-host": "host"})


def test_an_answer_comes_with_its_cookies_and_redirects_are_left_to_us(far_end: FarEnd, browser: Browser) -> None:
    far_end.on("host/", answer(302, location="/there", set_cookie="a=b; Path=/"))
    reply = browser(call(far_end), 5)
    assert (reply.status, reply.headers["location"], reply.cookies) == (302, "/there", ("a=b; Path=/",))
    assert "set-cookie" not in reply.headers
    assert len(far_end.asked) == 1


def test_it_says_it_is_a_browser_and_keeps_no_cookies(far_end: FarEnd, browser: Browser) -> None:
    seen: list[tuple[str, str | None]] = []

    def look(handler: object) -> None:
        seen.append((handler.headers["user-agent"], handler.headers["cookie"]))  # type: ignore[attr-defined]
        handler.reply(b"fine", 200, {"set-cookie": "a=b"})  # type: ignore[attr-defined]

    far_end.on("host/", look)
    assert browser(call(far_end), 5).body == b"fine"
    browser(call(far_end), 5)
    assert all("Chrome" in agent for agent, _ in seen)
    assert [cookie for _, cookie in seen] == [None, None]


def test_no_answer_is_an_error_that_http_tries_again(far_end: FarEnd, browser: Browser) -> None:
    far_end.on("host/", hang_up)
    with pytest.raises(NoAnswerError):
        browser(call(far_end), 5)


def test_an_endless_answer_is_cut(far_end: FarEnd, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("herkenbaar.browser.MAX_BODY", 1000)
    far_end.on("host/", b"x" * 5000)
    with pytest.raises(FetchError, match="larger than"):
        browser(call(far_end), 5)
