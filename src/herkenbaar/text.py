"""Fold text for matching with offsets kept. Pure: imports nothing of ours.

``fold`` turns any text into plain lower-case ASCII in which disguises are gone: zero-width characters, full-width and
mathematical letters, accents, look-alikes from other alphabets, emoji. ``Folded.span`` leads back to the exact
code points of the original. ``phrases.py`` finds phrases in what comes out.

In folded text ``\\x01`` stands for symbols (emoji, bullets) and ``\\x02`` for letters of other scripts.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

SYMBOL = "\x01"
FOREIGN = "\x02"

_MARK = "\0"
"""Stands for a character that vanishes or becomes several letters, until ``_fold_out_of_step`` replaces it."""
_SPACES = re.compile(rb"  +")

# Letters of other alphabets that look like Latin ones (an own short list of what is used to disguise words).
_LOOKALIKES = dict(
    zip(
        "авеёѐзіїјкмнорсѕтухԁԛԝһӏьАВЕЁЗІЇЈКМНОРСЅТУХԌԚԜҺӀЬαβγεζηικνορτυχωϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿɑɡɩıƖǀℓ℮օոսցհԼՏ",
        "abeee3iijkmhopcstyxdqwhlbABEE3IIJKMHOPCSTYXGQWHIbabyezniknoptuxwcjABEZHIKMNOPTYXCJagiiilleonughLS",
        strict=True,
    )
)
_PLAIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ə": "e",
    "€": "e", "¢": "c", "£": "l", "¥": "y", "§": "s", "µ": "u", "×": "x", "©": SYMBOL, "®": SYMBOL, "™": SYMBOL,
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "…": ".", "·": ".", "•": SYMBOL, "⁄": "/",
    "\u2028": " ", "\u2029": " ", "\x85": " ", "ǃ": "!", "∣": "|", "│": "|", "＃": "#", "﹟": "#",
}  # fmt: skip
_ALTERED = frozenset("€¢£¥§×")
"""Characters that stand in for a letter and are seen to do so: a word spelt with one is a disguise."""


class Folded(NamedTuple):
    """Folded text and the way back. ``text`` is ASCII; ``at``/``to`` are positions, folded and original, from each of
    which both run in step (empty: they are in step throughout)."""

    text: str
    source: str
    at: tuple[int, ...] = ()
    to: tuple[int, ...] = ()

    def origin(self, position: int) -> int:
        """The code point of the original that folded ``position`` comes from."""
        index = bisect_right(self.at, position) - 1
        if index < 0:
            return min(position, len(self.source))
        return min(self.to[index] + position - self.at[index], len(self.source))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that folded ``start``..``end`` comes from, with the accents of its last letter."""
        if not self.at and start < end <= len(self.source):
            first, last = start, end
        else:
            first = self.origin(start)
            last = self.origin(end - 1) + 1 if end > start else first
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return first, last

    def quote(self, start: int, end: int) -> str:
        """The words of the original at folded ``start``..``end``."""
        first, last = self.span(start, end)
        return self.source[first:last]


def fold(text: str) -> Folded:
    """``text`` folded for matching.

    >>> fold("Ве\u200btaalde").text
    'betaalde'
    """
    data = text.encode("ascii" if text.isascii() else "latin-1", "herkenbaar.fold")
    if b"  " in data:
        data = _narrow(data)
    data = data.translate(_table())
    if b"\0" in data:
        return _fold_out_of_step(text, data)
    return Folded(data.decode("ascii"), text)


def _narrow(data: bytes) -> bytes:
    """``data`` with every run of spaces made one space and marks."""
    wide = bytearray(data)
    start = data.find(b"  ")
    while start >= 0:
        run = _SPACES.match(data, start)
        end = run.end() if run else start + 2
        wide[start + 1 : end] = bytes(end - start - 1)
        start = data.find(b"  ", end)
    return bytes(wide)


@lru_cache(maxsize=1)
def _table() -> bytes:
    """What each byte of Latin-1 folds to. These letters stay single bytes, so that they fold at C speed."""
    return "".join(_fold_run(chr(code).lower()) for code in range(256)).encode("ascii")


def _fold_out_of_step(text: str, data: bytes) -> Folded:
    """``fold`` for a text in which characters vanish or become several: each has a mark in ``data``."""
    parts: list[bytes] = []
    at: list[int] = []
    to: list[int] = []
    done = size = 0
    position = data.find(b"\0")
    while position >= 0:
        letters = b"" if text[position].isascii() else _fold_char(text[position]).encode("ascii")
        parts += (data[done:position], letters)
        size += position - done
        at.extend(range(size, size + len(letters) + 1))
        to.extend([position] * len(letters))
        size += len(letters)
        done = position + 1
        to.append(done)
        position = data.find(b"\0", done)
    parts.append(data[done:])
    return Folded(b"".join(parts).decode("ascii"), text, tuple(at), tuple(to))


def _fold_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Replacement for a run of characters beyond Latin-1, one for one; a codec error handler, so that the rest of the
    text passes at C speed."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _fold_run(error.object[error.start : error.end]), error.end


codecs.register_error("herkenbaar.fold", _fold_unencodable)


@lru_cache(maxsize=65536)
def _fold_run(run: str) -> str:
    out: list[str] = []
    for char in run:
        plain = _fold_char(char)
        if not plain:  # what is invisible after an emoji belongs to it; anywhere else it vanishes
            plain = SYMBOL if out and out[-1] == SYMBOL else _MARK
        out.append(plain if len(plain) == 1 else _MARK)
    return "".join(out)


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """One character folded to ASCII: letters, a space, ``SYMBOL``, ``FOREIGN``, or nothing for invisible ones."""
    if char.isascii():
        return _fold_ascii(char)
    if char in _PLAIN:
        return _PLAIN[char]
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    code = ord(char)
    for first in (0x1F130, 0x1F150, 0x1F170):  # squared and circled letters
        if first <= code < first + 26:
            return chr(ord("a") + code - first)
    if 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE01EF or code == 0x20E3:
        return ""  # variation selectors, tags, the key-cap frame
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me") or char in "\u115f\u1160\u3164\uffa0":
        return ""
    if category in ("Zs", "Zl", "Zp"):
        return " "
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", char).casefold())
    if wide != char:
        plain = "".join(_fold_char(part) for part in wide if part != char)
        if plain.strip(FOREIGN + SYMBOL):
            return plain
    return FOREIGN if category[0] in "LN" else SYMBOL


def _fold_ascii(char: str) -> str:
    if char == "\0":
        return ""
    if "\t" <= char <= "\r":
        return " "
    return SYMBOL if char < " " or char == "\x7f" else char.lower()
