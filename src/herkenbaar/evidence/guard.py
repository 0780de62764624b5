"""Asks one address that a stranger chose, and nothing but the public web: the guard against forged requests (SSRF).

    name ─▶ looked up once ─▶ every number checked ─▶ connection to a checked number ─▶ Host and TLS for the name

The check stands where the connection is made, so no spelling of an address, redirect or second answer of a name server
gets around it. One clock runs from the first look-up to the last byte, also over an answer that drips in byte by byte.
Cookies, proxies and passwords of the environment are not used, and no redirect is followed here (chain.py does that).

http.py is the way to the platforms: an allow-list of hosts, with retries. This is the opposite: any host, once, unless
it is private, and therefore a client of its own. Why no library: docs/links.md.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

import httpcore
import httpx
import msgspec

from herkenbaar import __version__
from herkenbaar.errors import FetchError, LookError, UnsafeError
from herkenbaar.evidence.addresses import PORTS, why_refused

Resolve = Callable[[str, int], Sequence[str]]
MOST_TRIES = 2
"""To how many of a name's numbers a connection is tried."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What an address answered. ``headers`` have lower-case names. ``body`` is that of a web page only, unpacked, and
    as far as the limit goes; ``whole`` is False where it was longer."""

    status: int
    headers: dict[str, str] = {}
    body: bytes = b""
    whole: bool = True


class Ask(Protocol):
    """What asks one address; tests bring their own."""

    def ask(self, url: str, *, seconds: float) -> Answer:
        """The answer, within ``seconds``. Raises UnsafeError, FetchError."""


class Guard:
    """Asks public addresses, at most ``most_bytes`` of each page. ``contact`` tells site owners whom to write to.

    ``resolve``, ``wire`` and ``trust`` replace name servers, the network and the certificates in tests; what may be
    asked stays as it is.
    """

    def __init__(
        self,
        *,
        most_bytes: int,
        contact: str = "",
        resolve: Resolve | None = None,
        wire: httpcore.NetworkBackend | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._most_bytes = most_bytes
        self._resolve = resolve or look_up
        self._wire = wire or httpcore.SyncBackend()
        self._trust = trust or httpx.create_ssl_context(trust_env=False)
        self._headers = {
            "user-agent": f"herkenbaar/{__version__} (looks where links in video descriptions lead{_say(contact)})",
            "accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
            "accept-language": "nl,en;q=0.8",
            "accept-encoding": "identity",
            "connection": "close",
        }

    def ask(self, url: str, *, seconds: float) -> Answer:
        """The answer of ``url``, within ``seconds``. Raises UnsafeError where it must not be asked, FetchError."""
        wire = _Wire(self._wire, self._resolve, seconds)
        try:
            with _Transport(wire, self._trust) as transport, self._send(transport, url) as response:
                headers = dict(reversed(response.headers.multi_items()))  # of a repeated one the first counts
                body, whole = self._read(response) if _is_page(response) else (b"", True)
                return Answer(status=response.status_code, headers=headers, body=body, whole=whole)
        except LookError:
            raise
        except (httpcore.TimeoutException, TimeoutError):
            raise FetchError(f"no complete answer in {seconds:.0f} s") from None
        except (OSError, UnicodeError, zlib.error) as error:
            raise FetchError(_describe(error)) from error
        except (httpx.InvalidURL, httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise FetchError(_describe(error)) from error

    @contextlib.contextmanager
    def _send(self, transport: httpx.BaseTransport, url: str) -> Iterator[httpx.Response]:
        """The answer, its body unread. Without httpx.Client, which keeps cookies and reads where a redirect leads."""
        response = transport.handle_request(httpx.Request("GET", url, headers=self._headers))
        try:
            yield response
        finally:
            response.close()

    def _read(self, response: httpx.Response) -> tuple[bytes, bool]:
        body = bytearray()
        packed = 0
        unpack = _unpacking(response.headers.get("content-encoding", ""))
        for chunk in response.iter_raw():
            packed += len(chunk)
            body += unpack(chunk, self._most_bytes + 1 - len(body))
            if len(body) > self._most_bytes or packed > self._most_bytes:
                return bytes(body[: self._most_bytes]), False
        return bytes(body), True


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The numbers that the name servers give for ``host``. Raises OSError."""
    import socket

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(place[0]) for *_, place in found))


class _Wire(httpcore.NetworkBackend):
    """Makes connections: looks a name up once, checks every number, and connects to one of those."""

    def __init__(self, wire: httpcore.NetworkBackend, resolve: Resolve, seconds: float) -> None:
        self._wire = wire
        self._resolve = resolve
        self._end = time.monotonic() + seconds

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if port not in PORTS:
            raise UnsafeError(f"refused: port {port} is not one of the web")
        trouble: Exception = FetchError(f"{host} leads nowhere")
        for number in self._find(host, port)[:MOST_TRIES]:
            try:
                stream = self._wire.connect_tcp(number, port, self.left())
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _Stream(stream, self.left)
        raise trouble

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        raise UnsafeError("refused: a socket of this machine")

    def sleep(self, seconds: float) -> None:
        self._wire.sleep(min(seconds, self.left()))

    def left(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _find(self, host: str, port: int) -> Sequence[str]:
        """Where ``host`` leads, when all of that is public. Raises UnsafeError, FetchError."""
        numbers = self._look_up(host, port)
        for number in numbers:
            why = why_refused(number)
            if why:
                raise UnsafeError(f"refused: {why}" if number == host else f"refused: {host} leads to {why}")
        return numbers

    def _look_up(self, host: str, port: int) -> Sequence[str]:
        """A look-up cannot be broken off: it runs apart, and is left alone when time is up."""
        found: list[Sequence[str]] = []
        thread = threading.Thread(target=self._note_numbers, args=(host, port, found), daemon=True)
        thread.start()
        thread.join(self.left())
        self.left()
        if not found or not found[0]:
            raise FetchError(f"the name {host} leads nowhere")
        return found[0]

    def _note_numbers(self, host: str, port: int, found: list[Sequence[str]]) -> None:
        try:
            found.append(self._resolve(host, port))
        except (OSError, UnicodeError):
            found.append(())


class _Stream(httpcore.NetworkStream):
    """A connection on which every wait ends when time is up."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Transport(httpx.BaseTransport):
    """httpx over our own connections; httpx itself has no public way to bring them."""

    def __init__(self, wire: _Wire, trust: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=trust, max_keepalive_connections=0, network_backend=wire)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(httpcore.Request(request.method, target, headers=request.headers.raw))
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _is_page(response: httpx.Response) -> bool:
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    return response.status_code == 200 and kind in ("text/html", "application/xhtml+xml")


def _unpacking(coding: str) -> Callable[[bytes, int], bytes]:
    """What unpacks a body chunk by chunk, never to more than it is told: a few bytes can unpack to gigabytes.

    We ask for bodies that are not packed; some servers pack them all the same.
    """
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return lambda chunk, most: chunk[:most]
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"packed in a way that was not asked for ({coding[:20]!r})")
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress


def _describe(error: Exception) -> str:
    """What went wrong, in one line."""
    why = str(error) or type(error).__name__
    if "certificate verify failed" in why.lower():
        return f"the certificate cannot be trusted ({why.rpartition(': ')[2].partition(' (')[0]})"
    return f"the connection failed ({why})"


def _say(contact: str) -> str:
    return f"; {contact}" if contact else ""
