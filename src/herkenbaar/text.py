"""Fold text for matching with offsets kept, and find phrases in it. Pure: imports nothing of ours.

``fold`` turns any text into plain lower-case ASCII in which disguises are gone: zero-width characters, full-width and
mathematical letters, accents, look-alikes from other alphabets, emoji. ``Folded.span`` leads back to the exact
code points of the original. ``Phrases`` finds many phrases in one pass (Aho-Corasick), each also spelt as a
hashtag, with underscores, hyphens, line breaks, with spaced-out letters and with digits for letters.

In folded text ``\\x01`` stands for symbols (emoji, bullets) and ``\\x02`` for letters of other scripts.
"""

from __future__ import annotations

import codecs
import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs

SYMBOL = "\x01"
FOREIGN = "\x02"
WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_" + FOREIGN)

_GONE = b"\0"
_LONGER = "\x03"
_SPECIAL = re.compile(rb"[\x00\x03]")
_SPACES = re.compile(rb"  +")
_ASCII = bytes(
    code if code in (0, 3) else 32 if 9 <= code <= 13 else 1 if code < 32 or code == 127 else code
    for code in range(256)
)
_TABLE = _ASCII.lower()

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
    data = text.encode("ascii", "herkenbaar.fold")
    if b"  " in data:
        data = _SPACES.sub(lambda run: b" ".ljust(len(run.group()), _GONE), data)
    data = data.translate(_TABLE)
    if b"\x03" in data or _GONE in data:
        return _fold_out_of_step(text, data)
    return Folded(data.decode("ascii"), text)


def _fold_out_of_step(text: str, data: bytes) -> Folded:
    """``fold`` for a text in which characters vanish (``_GONE``) or become several (``_LONGER``)."""
    parts: list[bytes] = []
    at: list[int] = []
    to: list[int] = []
    done = size = 0
    for special in _SPECIAL.finditer(data):
        position = special.start()
        parts.append(data[done:position])
        size += position - done
        done = position + 1
        if special.group() != _GONE:
            letters = _fold_char(text[position]).encode("ascii")
            parts.append(letters)
            at.extend(range(size, size + len(letters)))
            to.extend([position] * len(letters))
            size += len(letters)
        at.append(size)
        to.append(done)
    parts.append(data[done:])
    return Folded(b"".join(parts).decode("ascii"), text, tuple(at), tuple(to))


def _fold_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Replacement for a run of non-ASCII characters, one for one; a codec error handler, so that the rest of the
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
            plain = SYMBOL if out and out[-1] == SYMBOL else _GONE.decode()
        out.append(plain if len(plain) == 1 else _LONGER)
    return "".join(out)


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """One character folded to ASCII: letters, a space, ``SYMBOL``, ``FOREIGN``, or nothing for invisible ones."""
    if char.isascii():
        return char
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


class Hit(NamedTuple):
    """A phrase found in folded text: folded ``start``/``end``, which phrase, and how it was spelt."""

    start: int
    end: int
    phrase: int
    disguised: bool


class Phrase(NamedTuple):
    """A phrase to find. ``text`` is folded already. ``open_left``/``open_right`` drop the word boundary on that side
    (inside a hashtag: ``#sponsoredby…``, ``…partner``); ``joined`` also finds its words written together, with
    underscores or hyphens (``#BetaaldeSamenwerking``); ``disguises`` also finds it with spaced-out letters and with
    digits for letters."""

    text: str
    open_left: bool = False
    open_right: bool = False
    joined: bool = False
    disguises: bool = False


_EMOJI = (SYMBOL, SYMBOL * 2, SYMBOL * 3, f" {SYMBOL} ", f" {SYMBOL * 2} ")
_SPACERS = (" ", ".", "-", "_", "*", "|", "/", "~", "+", ". ", " . ", " - ", " | ", *_EMOJI)
_DIGITS = {"a": "@4", "e": "3", "i": "1", "o": "0", "s": "$5", "l": "1"}
_SHORTEST_DISGUISE = 5
_MOST_JOINED = 3


def _spellings(phrase: Phrase) -> Iterator[tuple[str, bool]]:
    """How a phrase may be written, each with whether that is a visible disguise."""
    text = phrase.text
    yield text, False
    words = text.split(" ")
    if phrase.joined and 1 < len(words) <= _MOST_JOINED:
        yield from ((joint.join(words), False) for joint in ("_", "-", ""))
    letters = text.replace(" ", "")
    if not phrase.disguises or len(letters) < _SHORTEST_DISGUISE or not letters.isalpha():
        return
    if len(words) > 1:
        yield from ((joint.join(words), False) for joint in _EMOJI)
    for spacer in _SPACERS:
        yield spacer.join(text if spacer == " " and len(words) == 1 else letters), False
    if len(words) == 1:
        yield from ((spelling, True) for spelling in _with_digits(text))


def _with_digits(word: str) -> Iterator[str]:
    """``word`` with any of its letters written as a digit or sign."""
    for letters in itertools.product(*(letter + _DIGITS.get(letter, "") for letter in word)):
        spelling = "".join(letters)
        if spelling != word:
            yield spelling


class Phrases:
    """Finds many phrases in one pass.

    All that stand at word boundaries, also those that overlap; ``widest`` thins them to what a plain alternation of
    all spellings, longest first, would give.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """``phrases`` keep their position as ``Hit.phrase``; several may share a spelling."""
        self.phrases = tuple(phrases)
        meaning: dict[str, list[tuple[int, bool, bool, bool]]] = {}
        for number, phrase in enumerate(self.phrases):
            for spelling, disguised in dict(_spellings(phrase)).items():
                left = phrase.open_left or spelling[0] not in WORD
                right = phrase.open_right or spelling[-1] not in WORD
                meaning.setdefault(spelling, []).append((number, disguised, left, right))
        self.spellings = tuple(meaning)
        self._meaning = tuple(tuple(each) for each in meaning.values())
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [spelling.encode("ascii") for spelling in self.spellings],
            matchkind=ahocorasick_rs.MatchKind.Standard,
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def find(self, folded: Folded) -> list[Hit]:
        """All phrases in ``folded``, in no particular order."""
        text = f" {folded.text} "
        meaning, word = self._meaning, WORD
        hits: list[Hit] = []
        for number, start, end in self._automaton.find_matches_as_indexes(text.encode("ascii"), overlapping=True):
            before = text[start - 1] not in word or _edge(text, start, -1)
            behind = text[end] not in word or _edge(text, end - 1, 1)
            for phrase, disguised, left, right in meaning[number]:
                if (before or left) and (behind or right):
                    altered = disguised or _is_altered(folded, start - 1, end - 1)
                    hits.append(Hit(start - 1, end - 1, phrase, altered))
        return hits


def _is_altered(folded: Folded, start: int, end: int) -> bool:
    return not folded.source.isascii() and not _ALTERED.isdisjoint(folded.quote(start, end))


def _edge(text: str, position: int, step: int) -> bool:
    """Whether only underscores stand between ``position`` and the end of the word (``_reclame_`` in chat markup).

    ``text`` begins and ends with a space.
    """
    position += step
    if text[position] != "_":
        return False
    while text[position] == "_":
        position += step
    return text[position] not in WORD


def widest(hits: list[Hit]) -> list[Hit]:
    """``hits`` without those that lie inside another, in order of place."""
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.phrase))
    kept: list[Hit] = []
    reach = -1
    for hit in hits:
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept
