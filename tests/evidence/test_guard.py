from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpcore
import pytest
from tests.evidence.web import PUBLIC, Web
from tests.far_end import FarEnd, Handler, answer, cut_off, hang_up

from herkenbaar.errors import FetchError, UnsafeError
from herkenbaar.evidence.guard import Guard, look_up


@pytest.fixture
def web(far_end: FarEnd) -> Web:
    return Web(far_end)


@pytest.fixture
def done() -> Iterator[threading.Event]:
    """Set when the test is over, so that a server that dawdles stops."""
    event = threading.Event()
    yield event
    event.set()


def ask(web: Web, url: str = "http://shop.nl/", *, seconds: float = 5.0) -> bytes:
    return web.guard().ask(url, seconds=seconds).body


def test_a_public_address_is_asked_by_its_checked_number_under_its_own_name(web: Web) -> None:
    web.far_end.on("shop.nl/jas", "<title>jas</title>")
    found = web.guard().ask("http://shop.nl/jas?maat=m", seconds=5)
    assert (found.status, found.body, found.whole) == (200, b"<title>jas</title>", True)
    assert web.dialled == [(PUBLIC, 80)]
    assert web.looked_up == ["shop.nl"]
    assert web.far_end.asked == ["shop.nl/jas?maat=m"]


def test_who_asks_is_said_and_nothing_of_the_user_is(web: Web, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine shop.nl login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    seen: dict[str, str] = {}

    def note(handler: Handler) -> None:
        seen.update({name.lower(): value for name, value in handler.headers.items()})
        handler.reply(b"x", headers={"set-cookie": "visitor=1"})

    web.far_end.on("shop.nl/", note)
    guard = web.guard(contact="https://example.com/why")
    guard.ask("http://shop.nl/", seconds=5)
    guard.ask("http://shop.nl/", seconds=5)
    assert seen["user-agent"].startswith("herkenbaar/")
    assert "https://example.com/why" in seen["user-agent"]
    assert not {"cookie", "authorization", "referer", "proxy-authorization"} & seen.keys()


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1%eth0",
    ],
)
def test_a_name_that_leads_to_a_private_number_is_refused_before_a_connection(web: Web, number: str) -> None:
    web.names["shop.nl"] = [[number]]
    with pytest.raises(UnsafeError, match=r"refused: shop.nl leads to .* is not a public address"):
        ask(web)
    assert web.dialled == []


def test_one_private_number_among_public_ones_is_enough_to_refuse(web: Web) -> None:
    web.names["shop.nl"] = [[PUBLIC, "127.0.0.1"]]
    with pytest.raises(UnsafeError, match=r"127\.0\.0\.1"):
        ask(web)
    assert web.dialled == []


def test_a_name_server_that_answers_otherwise_the_second_time_is_not_asked_twice(web: Web) -> None:
    web.far_end.on("shop.nl/", "first")
    web.names["shop.nl"] = [[PUBLIC], ["127.0.0.1"]]
    assert ask(web) == b"first"
    assert (web.dialled, web.looked_up) == ([(PUBLIC, 80)], ["shop.nl"])
    with pytest.raises(UnsafeError, match=r"127\.0\.0\.1"):
        ask(web)
    assert web.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://127.1/"])
def test_a_number_in_the_address_is_refused_too_whoever_let_it_pass(web: Web, url: str) -> None:
    with pytest.raises(UnsafeError):
        web.guard(resolve=look_up).ask(url, seconds=5)
    assert web.dialled == []


@pytest.mark.parametrize("url", ["http://shop.nl:8080/", "http://shop.nl:22/", "https://shop.nl:6379/"])
def test_only_the_ports_of_the_web_are_asked(web: Web, url: str) -> None:
    with pytest.raises(UnsafeError, match="port"):
        ask(web, url)
    assert web.dialled == []


def test_another_number_of_the_name_is_tried_where_the_first_gives_no_connection(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.far_end.on("shop.nl/", "there")
    web.names["shop.nl"] = [["8.8.8.8", PUBLIC]]
    guard = web.guard()
    connect = guard._wire.connect_tcp

    def refuse_first(host: str, *rest: object, **more: object) -> httpcore.NetworkStream:
        if host == "8.8.8.8":
            raise httpcore.ConnectError("connection refused")
        return connect(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(guard._wire, "connect_tcp", refuse_first)
    assert guard.ask("http://shop.nl/", seconds=5).body == b"there"


def test_a_name_that_does_not_exist_is_said(web: Web) -> None:
    web.names["shop.nl"] = [[]]
    with pytest.raises(FetchError, match=r"the name shop\.nl leads nowhere"):
        ask(web)


def test_name_servers_are_really_asked() -> None:
    assert "127.0.0.1" in look_up("localhost", 80)
    with pytest.raises(OSError, match=r".+"):
        look_up("does-not-exist.invalid", 80)


def test_a_name_server_that_does_not_answer_is_not_waited_for(web: Web, done: threading.Event) -> None:
    guard = web.guard(resolve=lambda host, port: (done.wait(30) and []) or [])
    begun = time.monotonic()
    with pytest.raises(FetchError, match="no complete answer in"):
        guard.ask("http://shop.nl/", seconds=0.2)
    assert time.monotonic() - begun < 5


def drip(piece: bytes, done: threading.Event) -> Callable[[Handler], None]:
    """Send ``piece`` again and again, slowly: each wait is short, all together have no end."""

    def send(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n")
        if not piece.startswith(b"X"):
            handler.wfile.write(b"\r\n")
        while not done.wait(0.02):
            try:
                handler.wfile.write(piece)
            except OSError:
                return

    return send


@pytest.mark.parametrize("piece", [b"X-More: 1\r\n", b"x"], ids=["headers", "body"])
def test_an_answer_that_drips_in_is_broken_off_when_time_is_up(web: Web, done: threading.Event, piece: bytes) -> None:
    web.far_end.on("shop.nl/", drip(piece, done))
    begun = time.monotonic()
    with pytest.raises(FetchError, match="no complete answer in"):
        ask(web, seconds=0.4)
    assert time.monotonic() - begun < 5


def test_a_server_that_says_nothing_is_broken_off(web: Web, done: threading.Event) -> None:
    web.far_end.on("shop.nl/", lambda handler: done.wait(30) and None)
    with pytest.raises(FetchError, match="no complete answer in"):
        ask(web, seconds=0.2)


def test_a_page_larger_than_the_limit_is_read_to_the_limit(web: Web) -> None:
    sent: list[int] = []

    def endless(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 65536)
                sent.append(65536)
        except OSError:
            handler.close_connection = True

    web.far_end.on("shop.nl/", endless)
    found = web.guard(most_bytes=100_000).ask("http://shop.nl/", seconds=20)
    assert (len(found.body), found.whole) == (100_000, False)
    assert sum(sent) < 60_000_000


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("GZip", gzip.compress)]
)
def test_a_packed_page_is_unpacked_no_further_than_the_limit(
    web: Web, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    web.far_end.on("shop.nl/", answer(pack(b"<title>klein</title>"), content_encoding=coding))
    web.far_end.on("bom.nl/", answer(pack(b"\0" * 5_000_000), content_encoding=coding))
    assert ask(web) == b"<title>klein</title>"
    found = web.guard(most_bytes=10_000).ask("http://bom.nl/", seconds=10)
    assert (len(found.body), found.whole) == (10_000, False)


def test_a_packing_that_was_not_asked_for_is_said(web: Web) -> None:
    web.far_end.on("shop.nl/", answer(b"???", content_encoding="br"))
    with pytest.raises(FetchError, match="'br'"):
        ask(web)


@pytest.mark.parametrize("kind", ["application/pdf", "video/mp4", "application/octet-stream"])
def test_what_is_no_page_is_not_read(web: Web, kind: str) -> None:
    web.far_end.on("shop.nl/", answer(b"%PDF", content_type=kind))
    assert ask(web) == b""


def raw(text: bytes) -> Callable[[Handler], None]:
    def send(handler: Handler) -> None:
        handler.wfile.write(text)
        handler.close_connection = True

    return send


@pytest.mark.parametrize(
    "fault",
    [
        cut_off,
        hang_up,
        raw(b"this is no HTTP\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\nnot packed"),
        raw(b"HTTP/1.1 302 Found\r\nlocation: http://x.nl/\r\n evil: folded\r\nbad header\r\n\r\n"),
        raw(b"HTTP/1.1 302 Found\r\nlocation: http://x.nl/\0\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
    ],
    ids=["cut off", "hung up", "no HTTP", "not packed", "broken header", "NUL", "long header", "broken chunk"],
)
def test_a_broken_answer_is_an_error_of_ours(web: Web, fault: Callable[[Handler], None]) -> None:
    web.far_end.on("shop.nl/", fault)
    with pytest.raises(FetchError):
        ask(web)


def test_of_a_repeated_location_the_first_counts(web: Web) -> None:
    web.far_end.on("shop.nl/", raw(b"HTTP/1.1 302 x\r\nLocation: http://a.nl/\r\nLocation: http://b.nl/\r\n\r\n"))
    assert web.guard().ask("http://shop.nl/", seconds=5).headers["location"] == "http://a.nl/"


def test_no_redirect_is_followed(web: Web) -> None:
    web.far_end.on("shop.nl/", answer(302, location="http://127.0.0.1/"))
    assert web.guard().ask("http://shop.nl/", seconds=5).status == 302
    assert len(web.dialled) == 1


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for shop.nl with its key, signed by itself."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl to make a certificate with")
    file = tmp_path_factory.mktemp("tls") / "shop.pem"
    names = ["-subj", "/CN=shop.nl", "-addext", "subjectAltName=DNS:shop.nl"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(file)]
    made = file.with_suffix(".crt")
    subprocess.run([program, "req", "-x509", *key, *names, "-days", "2", "-out", made], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + made.read_bytes())
    return file


@pytest.fixture
def secure(web: Web, certificate: Path) -> Web:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = web.far_end.server
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return web


def test_tls_is_made_for_the_name_though_the_connection_goes_to_a_number(secure: Web, certificate: Path) -> None:
    secure.far_end.on("shop.nl/", "safe")
    guard = secure.guard(trust=ssl.create_default_context(cafile=str(certificate)))
    assert guard.ask("https://shop.nl/", seconds=5).body == b"safe"
    assert secure.dialled == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    ("host", "own"), [("shop.nl", False), ("ander.nl", True)], ids=["unknown issuer", "other name"]
)
def test_a_certificate_that_cannot_be_trusted_is_refused(secure: Web, certificate: Path, host: str, own: bool) -> None:
    trust = ssl.create_default_context(cafile=str(certificate) if own else None)
    with pytest.raises(FetchError, match="the certificate cannot be trusted"):
        secure.guard(trust=trust).ask(f"https://{host}/", seconds=5)
    assert secure.far_end.asked == []


def test_a_server_without_tls_on_its_port_is_an_error(web: Web) -> None:
    with pytest.raises(FetchError, match="the connection failed"):
        web.guard(trust=ssl.create_default_context()).ask("https://shop.nl/", seconds=5)


def test_with_the_real_network_and_the_real_certificates_loopback_is_never_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        port = listener.getsockname()[1]
        for url in (f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", f"http://[::ffff:127.0.0.1]:{port}/"):
            with pytest.raises(UnsafeError):
                Guard(most_bytes=1000).ask(url, seconds=5)
        for name in ("http://localhost/", "http://127.0.0.1/", "https://2130706433/"):
            with pytest.raises(UnsafeError):
                Guard(most_bytes=1000).ask(name, seconds=5)
        with pytest.raises(TimeoutError):
            listener.accept()
