"""Requests with a browser's handshake, for platforms that refuse other programs (TikTok, Instagram).

Needs the extra ``impersonate`` (curl_cffi). Without it the same requests are sent plainly, and may be refused.
"""

from __future__ import annotations

from typing import Any

from herkenbaar.errors import FetchError
from herkenbaar.http import MAX_BODY, NoAnswerError
from herkenbaar.recording import Call, Reply, strip_secrets

TARGET = "chrome"
"""The newest Chrome that the installed curl_cffi knows."""


def open_browser() -> Browser | None:
    """What sends such requests, or None where curl_cffi is not installed."""
    try:
        from curl_cffi import requests
    except ImportError:
        return None
    return Browser(requests)


class Browser:
    """Sends one request at a time; keeps no cookies and follows no redirects: Http and yt-dlp see to both."""

    def __init__(self, requests: Any) -> None:
        self._requests = requests

    def __call__(self, call: Call, timeout: float) -> Reply:
        """The answer to ``call``. Raises NoAnswerError when none came, FetchError when it is too large."""
        try:
            response = self._requests.request(
                call.method,
                call.url,
                headers=call.headers,
                data=call.body,
                timeout=timeout if call.most_seconds is None else call.most_seconds,
                impersonate=TARGET,
                allow_redirects=False,
                stream=True,
            )
            try:
                body = self._read(call, response)
            finally:
                response.close()
        except self._requests.exceptions.RequestException as error:
            raise NoAnswerError(str(error)) from error
        headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
        cookies = tuple(response.headers.get_list("set-cookie"))
        return Reply(url=call.url, status=response.status_code, headers=headers, body=body, cookies=cookies)

    def _read(self, call: Call, response: Any) -> bytes:
        body = bytearray()
        for chunk in response.iter_content():
            body += chunk
            if len(body) > (call.most_bytes or MAX_BODY):
                most = (call.most_bytes or MAX_BODY) / 2**20
                raise FetchError(f"the answer is larger than {most:g} MB", where=strip_secrets(call.url))
        return bytes(body)
