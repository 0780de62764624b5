"""The frame of every HTML page of ours: one file, one style sheet, no script, nothing fetched from elsewhere.

The content security policy allows exactly this style sheet (by its hash) and pictures inside the file; so even text
that slipped through the escape could load or run nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from herkenbaar.reports.markup import Html, escape, tag


def document(content: Iterable[Html], *, title: str, lang: str) -> Iterator[Html]:
    """A whole page in pieces, to be written one after the other."""
    sheet, digest = _style()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        # An empty picture, because a browser asks the server for favicon.ico otherwise.
        tag("link", rel="icon", href="data:,"),
        tag("style", sheet),
    )
    yield Html(f'<!doctype html>\n<html lang="{escape(lang)}">\n{head}\n<body>\n')
    for piece in content:
        yield Html(f"{piece}\n")
    yield Html("</body>\n</html>\n")


@cache
def _style() -> tuple[Html, str]:
    """The style sheet and the base64 of its SHA-256."""
    text = resources.files("herkenbaar.reports").joinpath("page.css").read_text(encoding="utf-8")
    return Html(text), base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
