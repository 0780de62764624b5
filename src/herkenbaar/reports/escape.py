"""Make text from the internet harmless at the edge: terminals, spreadsheets, links.

Nothing is silently dropped. A character that could steer a terminal, turn the writing direction or hide what follows
is replaced by something that a person can see. (HTML has its own escape on top of this: ``markup.py``.)
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control characters, direction marks and overrides, deprecated and interlinear format characters, half surrogate
# pairs and the two code points that are no character. Joiners stay: emoji and several scripts need them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")

# Signs that make a spreadsheet read a cell as a formula; it folds the full-width ones to these.
_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA_START = re.compile(rf"[\s⏎'\"\u200b-\u200d\u2060]*[{_FORMULA}]")
# Excel with Dutch settings splits a comma-separated file at semicolons, whatever the quotes say.
_FORMULA_AFTER_SEMICOLON = re.compile(rf";(?=[\s⏎'\"\u200b-\u200d\u2060]*[{_FORMULA}])")


def visible(text: str) -> str:
    """``text`` with every harmful character shown as a visible sign; line breaks become ``\\n``, tabs spaces."""
    text = text.replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(_sign, _LINE_ENDS.sub("\n", text))


def one_line(text: str, *, limit: int | None = None) -> str:
    """``visible(text)`` on one line, cut to ``limit`` characters with an ellipsis."""
    flat = _SPACE.sub(" ", visible(text)).strip()
    if limit is None or len(flat) <= limit:
        return flat
    return flat[: max(limit - 1, 0)].rstrip() + "…"


def cell(text: str) -> str:
    """``text`` for one cell of a CSV file: one line, and no spreadsheet reads it as a formula.

    A cell that would be one gets an apostrophe in front (the advice of OWASP, "CSV Injection").
    """
    flat = _FORMULA_AFTER_SEMICOLON.sub(";'", visible(text).replace("\n", " ⏎ "))
    return f"'{flat}" if _FORMULA_START.match(flat) else flat


def safe_url(url: str | None) -> str | None:
    """``url`` when it may be a link (http or https with a host, nothing invisible in it), else None."""
    if url is None or visible(url) != url or _SPACE.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _sign(match: re.Match[str]) -> str:
    """The control picture (␛), the replacement character for half a surrogate pair, or ⟨U+202E⟩."""
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"⟨U+{code:04X}⟩"
