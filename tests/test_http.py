from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.far_end import FarEnd, Handler, TestClock, answer, cut_off, hang_up

from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, FetchError, LookError
from herkenbaar.http import Http
from herkenbaar.recording import Call, Recording, Reply

HOME = "https://www.youtube.com/"


@pytest.fixture
def http(far_end: FarEnd, clock: TestClock) -> Iterator[Http]:
    budget = Budget({}, clock=clock, jitter=0.0)
    with Http(budget, timeout=0.3, attempts=3, transport=far_end.transport()) as http:
        yield http


def test_an_answer_comes_with_status_headers_and_body(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/", answer("hello", etag="x"))
    reply = http.send(Call(url=HOME))
    assert (reply.status, reply.body, reply.headers["etag"]) == (200, b"hello", "x")


@pytest.mark.parametrize("fault", [503, 500, cut_off, hang_up], ids=["503", "500", "cut off", "hung up"])
def test_a_passing_fault_is_tried_again(far_end: FarEnd, http: Http, clock: TestClock, fault: object) -> None:
    far_end.on("www.youtube.com/", fault, fault, "fine")  # type: ignore[arg-type]
    assert http.send(Call(url=HOME)).body == b"fine"
    assert clock.slept == [2, 4]
    assert len(far_end.asked) == 3


@pytest.mark.parametrize(
    ("fault", "words"),
    [(503, "status 503"), (cut_off, "RemoteProtocolError"), (hang_up, "the connection failed")],
    ids=["503", "cut off", "hung up"],
)
def test_a_lasting_fault_is_named_after_all_attempts(far_end: FarEnd, http: Http, fault: object, words: str) -> None:
    far_end.on("www.youtube.com/", fault)  # type: ignore[arg-type]
    with pytest.raises(FetchError, match=words) as caught:
        http.send(Call(url=HOME))
    assert "3 attempts" in str(caught.value)
    assert len(far_end.asked) == 3


def test_a_server_that_never_answers_is_given_up(far_end: FarEnd, http: Http) -> None:
    import threading

    done = threading.Event()
    far_end.on("www.youtube.com/", lambda handler: done.wait(5) and None)
    with pytest.raises(FetchError, match="no answer in time"):
        http.send(Call(url=HOME, attempts=1))
    done.set()


def test_too_many_requests_waits_as_long_as_it_was_told(far_end: FarEnd, http: Http, clock: TestClock) -> None:
    date = datetime.fromtimestamp(clock.now() + 107, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    busy = answer(429, retry_after="7")
    later = answer(429, retry_after=date)
    far_end.on("www.youtube.com/", busy, later, "fine")
    assert http.send(Call(url=HOME)).body == b"fine"
    assert clock.slept == [7, 100]


def test_too_many_requests_for_good_is_a_refusal(far_end: FarEnd, http: Http, clock: TestClock) -> None:
    far_end.on("www.youtube.com/", 429)
    with pytest.raises(BlockedError, match="status 429"):
        http.send(Call(url=HOME))
    assert clock.slept == [60, 120]


def test_after_a_refusal_the_circuit_is_open_and_nothing_is_sent(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/", answer(429, retry_after="3600"))
    for _ in range(3):
        with pytest.raises(BlockedError):
            http.send(Call(url=HOME))
    assert len(far_end.asked) == 1


@pytest.mark.parametrize("status", [403, 404, 410])
def test_other_refusals_are_answers_for_the_caller_to_read(far_end: FarEnd, http: Http, status: int) -> None:
    far_end.on("www.youtube.com/", status)
    assert http.send(Call(url=HOME)).status == status
    assert len(far_end.asked) == 1


def test_redirects_are_followed_and_counted(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/@old", answer(302, location="/@new"))
    far_end.on("www.youtube.com/@new", "channel")
    assert http.send(Call(url=HOME + "@old")).body == b"channel"
    assert http.budget.spent == {"youtube": 2}


@pytest.mark.parametrize(
    ("location", "error", "words"),
    [
        ("https://consent.youtube.com/m?continue=x", BlockedError, "a consent page"),
        ("https://www.google.com/sorry/index?q=x", BlockedError, "a page that asks whether we are a robot"),
        ("http://169.254.169.254/latest/meta-data", FetchError, "not on the list"),
        ("https://example.org/", FetchError, "not on the list"),
        ("/loop", FetchError, "more than 10 redirects"),
    ],
)
def test_redirects_away_are_not_followed(
    far_end: FarEnd, http: Http, location: str, error: type[LookError], words: str
) -> None:
    far_end.on("www.youtube.com/", answer(302, location=location))
    with pytest.raises(error, match=words):
        http.send(Call(url=HOME))


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube.com/",
        "https://youtube.com.evil.example/",
        "https://notyoutube.com/",
        "https://user:pw@www.youtube.com/",
        "https://www.youtube.com:8080/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
    ],
)
def test_only_platform_hosts_are_asked(far_end: FarEnd, http: Http, url: str) -> None:
    with pytest.raises(FetchError, match="not on the list"):
        http.send(Call(url=url))
    assert far_end.asked == []


def test_a_recorded_run_is_repeated_without_the_internet(
    far_end: FarEnd, clock: TestClock, http: Http, tmp_path: Path
) -> None:
    far_end.on("www.youtube.com/", 503, "fine")
    with Http(Budget({}, clock=clock), transport=far_end.transport(), recording=Recording(tmp_path)) as recorded:
        recorded.send(Call(url=HOME))
    before = len(far_end.asked)
    with Http(Budget({}, clock=clock), transport=far_end.transport(), replay=Recording(tmp_path)) as replayed:
        assert replayed.send(Call(url=HOME)).body == b"fine"
        with pytest.raises(FetchError, match=r"not in the recording: GET https://www.youtube.com/other"):
            replayed.send(Call(url=HOME + "other?key=secret"))
    assert len(far_end.asked) == before
    assert replayed.budget.spent == {}


def test_a_journal_asks_nothing_twice(far_end: FarEnd, http: Http, tmp_path: Path) -> None:
    far_end.on("www.youtube.com/", "fine")
    for _ in range(2):
        with http.keeping(http.open_journal(tmp_path / "work")):
            assert http.send(Call(url=HOME)).body == b"fine"
    assert len(far_end.asked) == 1
    http.send(Call(url=HOME))
    assert len(far_end.asked) == 2


def test_a_journal_keeps_no_faults(far_end: FarEnd, http: Http, tmp_path: Path) -> None:
    far_end.on("www.youtube.com/", 503, "fine")
    journal = http.open_journal(tmp_path / "work")
    with http.keeping(journal):
        http.send(Call(url=HOME))
    assert [x.status for x in journal.entries] == [200]


def test_an_endless_answer_is_cut(far_end: FarEnd, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("herkenbaar.http.MAX_BODY", 1000)
    far_end.on("www.youtube.com/", b"x" * 5000)
    with pytest.raises(FetchError, match="larger than"):
        http.send(Call(url=HOME))


def test_cookies_that_a_platform_sets_are_blanked_where_pages_repeat_them(
    far_end: FarEnd, clock: TestClock, tmp_path: Path
) -> None:
    page = answer(
        '{"session": "abcdef0123456789abcdef", "country": "nl"}', set_cookie="id=abcdef0123456789abcdef; Path=/"
    )
    far_end.on("www.youtube.com/", page)
    recording = Recording(tmp_path)
    with Http(Budget({}, clock=clock), transport=far_end.transport(), recording=recording) as http:
        assert b"abcdef0123456789abcdef" in http.send(Call(url=HOME)).body
    assert recording.read(recording.entries[0]) == b'{"session": "REMOVED", "country": "nl"}'


def test_cookies_of_answers_are_handed_over_and_not_carried_along(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/", answer("fine", set_cookie="VISITOR=1; Path=/; Secure"))
    assert http.send(Call(url=HOME)).cookies == ("VISITOR=1; Path=/; Secure",)
    sent: list[str | None] = []
    far_end.on("www.youtube.com/", lambda handler: (sent.append(handler.headers["cookie"]), handler.reply(b""))[1])
    http.send(Call(url=HOME))
    assert sent == [None]


def test_the_users_own_keys_and_cookies_are_blanked_out_of_every_answer(far_end: FarEnd, http: Http) -> None:
    http.hide("own%3Akey-1", "own%3Akey-12", "short")
    far_end.on("www.youtube.com/", "a own%3Akey-12 b own:key-1 c short")
    assert http.send(Call(url=HOME)).body == b"a REMOVED b REMOVED c short"
    assert http.conceal("own:key-12!") == "REMOVED!"


def test_tokens_that_a_page_gives_stay_in_it_and_leave_what_is_kept(
    far_end: FarEnd, http: Http, tmp_path: Path
) -> None:
    token = "made-up-token-of-the-page"
    far_end.on("www.youtube.com/", answer(f"<{token}>", set_cookie=f"csrf={token}; Path=/"))
    with http.keeping(http.open_journal(tmp_path)):
        assert http.send(Call(url=HOME)).body == f"<{token}>".encode()
    kept = Recording(tmp_path)
    assert kept.read(kept.entries[0]) == b"<REMOVED>"


def test_a_replay_names_the_addresses_that_it_holds(http: Http, tmp_path: Path) -> None:
    assert (http.is_replay, http.replays(HOME)) == (False, [])
    Recording(tmp_path).keep(Call(url=f"{HOME}a?key=secret"), Reply(url=HOME, status=200))
    with Http(Budget({}), replay=Recording(tmp_path)) as replay:
        assert (replay.is_replay, replay.replays("https://x/", HOME)) == (True, [f"{HOME}a"])


def test_a_redirect_to_another_host_takes_no_key_along(far_end: FarEnd, http: Http) -> None:
    sent: list[tuple[str | None, ...]] = []

    def note(handler: Handler) -> None:
        sent.append(tuple(handler.headers[name] for name in ("authorization", "cookie", "accept")))
        handler.reply(b"", 302, {"location": "https://m.youtube.com/x"} if "www." in far_end.asked[-1] else {})

    far_end.on("", note)
    http.send(Call(url=HOME, headers={"authorization": "Bearer x", "Cookie": "a=b", "accept": "text/html"}))
    assert sent == [("Bearer x", "a=b", "text/html"), (None, None, "text/html")]


def test_an_answer_that_drips_is_given_up_after_its_time(far_end: FarEnd, http: Http) -> None:
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "100000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b"x")
                time.sleep(0.02)

    far_end.on("www.youtube.com/", drip)
    with pytest.raises(FetchError, match="comes too slowly"):
        http.send(Call(url=HOME, attempts=1, most_seconds=0.1))


def test_a_call_may_allow_less_than_usual(far_end: FarEnd, http: Http) -> None:
    far_end.on("www.youtube.com/", b"x" * 2000)
    with pytest.raises(FetchError, match="larger than"):
        http.send(Call(url=HOME, most_bytes=1000))
