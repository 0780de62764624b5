from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.far_end import FarEnd, TestClock
from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.utils import ExtractorError

from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, FetchError, GoneError, InputError, LookError
from herkenbaar.http import Http
from herkenbaar.recording import Recording, Reply
from herkenbaar.sources.ytdlp import Session

HOME = "https://www.youtube.com/made"


class MadeIE(InfoExtractor):  # type: ignore[misc]
    """An extractor that does what a test tells it to."""

    _VALID_URL = r"https://www\.youtube\.com/made(?P<id>.*)"
    work: Callable[[Any], Any] = staticmethod(lambda extractor: {})

    def _real_extract(self, url: str) -> Any:
        return type(self).work(self)


def open_session(http: Http, work: Callable[[Any], Any], **options: Any) -> Session:
    return Session(http, (type("MadeIE", (MadeIE,), {"work": staticmethod(work)}),), **options)


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock) -> Iterator[Http]:
    with Http(Budget({}, clock=clock), attempts=1, transport=far_end.transport()) as http:
        yield http


def read_page(extractor: Any) -> dict[str, Any]:
    return {"id": "1", "page": extractor._download_webpage(HOME, "1")}


def read_page_leniently(extractor: Any) -> dict[str, Any]:
    """As yt-dlp's extractors often do: go on without the page."""
    return {"id": "1", "page": extractor._download_webpage(HOME, "1", fatal=False)}


def test_an_extractor_gets_its_pages_through_us(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/made", "hëllo")
    assert open_session(http, read_page).extract(HOME, "Made")["page"] == "hëllo"
    assert http.budget.spent == {"youtube": 1}


@pytest.mark.parametrize("work", [read_page, read_page_leniently])
@pytest.mark.parametrize(
    ("reply", "error"),
    [(403, BlockedError), (429, BlockedError), (404, GoneError), (410, GoneError), (500, FetchError)],
)
def test_a_refusal_ends_the_extraction_also_where_it_would_go_on(
    far_end: FarEnd, http: Http, work: Callable[[Any], Any], reply: int, error: type[LookError]
) -> None:
    far_end.on("www.youtube.com/made", reply)
    with pytest.raises(error):
        open_session(http, work).extract(HOME, "Made")
    assert len(far_end.asked) == 1


def test_other_statuses_are_the_extractors_business(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/made", 400)
    assert open_session(http, read_page_leniently).extract(HOME, "Made")["page"] is False


def raising(error: Exception) -> Callable[[Any], Any]:
    def work(extractor: Any) -> Any:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ExtractorError("Unable to extract data"), "Unable to extract data"),
        (KeyError("contents"), "contents"),
        (AttributeError("'list' object has no attribute 'get'"), "no attribute 'get'"),
        (RecursionError("too deep"), "too deep"),
    ],
)
def test_whatever_an_extractor_raises_becomes_one_error_without_colours(
    http: Http, error: Exception, words: str
) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        open_session(http, raising(error)).extract(HOME, "Made")
    assert "\x1b" not in str(caught.value)
    assert "report this issue" not in str(caught.value)


def test_an_error_on_a_later_page_is_ours_too(far_end: FarEnd, http: Http) -> None:
    def entries(extractor: Any) -> Any:
        yield {"id": "1"}
        yield {"id": extractor._download_webpage(HOME, "2")}

    far_end.on("www.youtube.com/made", 403)
    session = open_session(http, lambda extractor: {"_type": "playlist", "entries": entries(extractor)})
    found = session.iterate(session.extract(HOME, "Made"), HOME)
    assert next(found) == {"id": "1"}
    with pytest.raises(BlockedError):
        next(found)


def test_half_characters_are_replaced_everywhere(http: Http) -> None:
    half, whole = "Snel \ud83d soep", "Snel \U0001f35c soep"
    info = {"id": "1", "title": half, "chapters": [{"title": half}, {"title": whole}], "tags": [half]}
    found = open_session(http, lambda extractor: info).extract(HOME, "Made")
    lost = "Snel \ufffd soep"
    assert (found["title"], found["tags"]) == (lost, [lost])
    assert [chapter["title"] for chapter in found["chapters"]] == [lost, whole]


def test_no_other_extractor_is_there(http: Http) -> None:
    session = open_session(http, read_page)
    for key in ("Generic", "Youtube"):
        with pytest.raises(FetchError):
            session.extract("https://example.org/", key)
    with pytest.raises(FetchError):
        session.extract("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "Made")
    assert list(session.ydl._ies) == ["Made"]


@pytest.mark.parametrize("url", ["https://example.org/x", "https://127.0.0.1/x", "file:///etc/passwd"])
def test_an_extractor_reaches_no_other_hosts(far_end: FarEnd, http: Http, url: str) -> None:
    session = open_session(http, lambda extractor: extractor._download_webpage(url, "1", fatal=False))
    with pytest.raises(FetchError):
        session.extract(HOME, "Made")
    assert far_end.asked == []


COOKIES = "# Netscape HTTP Cookie File\n.youtube.com\tTRUE\t/\tTRUE\t2000000000\tSID\tvery-secret-session\n"


def test_the_users_cookies_are_sent_never_written_and_blanked_out(
    far_end: FarEnd, clock: TestClock, tmp_path: Path
) -> None:
    file = tmp_path / "cookies.txt"
    file.write_text(COOKIES)
    sent: list[str | None] = []

    def page(handler: Any) -> None:
        sent.append(handler.headers["cookie"])
        handler.reply(b"you are very-secret-session", 200, {"set-cookie": "NEW=value; Domain=.youtube.com; Path=/"})

    far_end.on("www.youtube.com/made", page)
    recording = Recording(tmp_path / "record")
    with Http(Budget({}, clock=clock), transport=far_end.transport(), recording=recording) as http:
        session = open_session(http, read_page, cookies=file)
        session.extract(HOME, "Made")
        session.extract(HOME, "Made")
        session.ydl.close()
    assert sent == ["SID=very-secret-session", "SID=very-secret-session; NEW=value"]
    assert file.read_text() == COOKIES
    kept = (
        b"".join(recording.read(entry) for entry in recording.entries)
        + (recording.folder / "manifest.json").read_bytes()
    )
    assert b"very-secret-session" not in kept
    assert b"you are REMOVED" in kept


@pytest.mark.parametrize("text", [None, "no cookie file", '[{"name": "SID"}]'])
def test_a_cookie_file_that_cannot_be_read_is_named_without_its_content(
    http: Http, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "cookies.txt"
    if text is not None:
        file.write_text(text)
    with pytest.raises(InputError, match=r"cookies\.txt: cookie file cannot be read") as caught:
        open_session(http, read_page, cookies=file)
    assert text is None or text not in str(caught.value)


def impersonating(extractor: Any) -> dict[str, Any]:
    return {"id": "1", "page": extractor._download_webpage(HOME, "1", impersonate=True)}


def test_a_browsers_handshake_is_used_where_an_extractor_asks_for_it(far_end: FarEnd, clock: TestClock) -> None:
    asked = []

    def browser(call: Any, timeout: float) -> Reply:
        asked.append(call)
        return Reply(url=call.url, status=200, body=b"seen by a browser")

    with Http(Budget({}, clock=clock), transport=far_end.transport(), browser=browser) as http:
        assert open_session(http, impersonating).extract(HOME, "Made")["page"] == "seen by a browser"
    assert "User-Agent" not in asked[0].headers
    assert far_end.asked == []


def test_without_one_the_request_is_sent_plainly(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/made", "plain")
    assert open_session(http, impersonating).extract(HOME, "Made")["page"] == "plain"
