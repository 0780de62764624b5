"""The web for tests: made-up names and public numbers that all lead to one real HTTP server on loopback.

Only the far end is ours: names are looked up in ``Web.names``, and a connection to any number arrives at the server.
What may be asked is judged by the guard as it is, so nothing has to be allowed for a test.
"""

from __future__ import annotations

import ssl
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import httpcore
from tests.far_end import FarEnd

from herkenbaar.evidence.guard import Guard

PUBLIC = "93.184.215.14"


class Web:
    """``names`` maps a host to its answers, one per look-up; the last one stays. Unknown hosts have a public number.

    ``dialled`` has every connection that was made, ``looked_up`` every name that was asked for.
    """

    def __init__(self, far_end: FarEnd) -> None:
        self.far_end = far_end
        self.names: dict[str, list[list[str]]] = defaultdict(lambda: [[PUBLIC]])
        self.dialled: list[tuple[str, int]] = []
        self.looked_up: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def guard(self, *, most_bytes: int = 100_000, trust: ssl.SSLContext | None = None, **options: Any) -> Guard:
        """A guard on this web. Without ``trust`` TLS is taken for granted."""
        wire = _Wire(self, tls=trust is not None)
        options = {"resolve": self.resolve, "trust": trust or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **options}
        return Guard(most_bytes=most_bytes, wire=wire, **options)


class _Wire(httpcore.SyncBackend):
    def __init__(self, web: Web, *, tls: bool) -> None:
        self._web = web
        self._tls = tls

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self._web.dialled.append((host, port))
        stream = super().connect_tcp("127.0.0.1", self._web.far_end.port, timeout)
        return stream if self._tls else _WithoutTls(stream)


class _WithoutTls(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        self.read = stream.read  # type: ignore[method-assign]
        self.write = stream.write  # type: ignore[method-assign]
        self.close = stream.close  # type: ignore[method-assign]
        self.get_extra_info = stream.get_extra_info  # type: ignore[method-assign]

    def start_tls(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        return self
