"""Find phrases in recognised speech that the recogniser misspelt. Pure.

"Betaalde samen werking" and "gesponsort door" are what a recogniser makes of a disclosure. What is found here is a
likeness and never proof: it neither accuses nor clears, it tells a person which second to listen to.

Every stretch of about as many words as the phrase has is written down as it sounds, without spaces, and compared with
the phrase by edit distance. Words that exist and mean something else do not count as misspelt, and neither does a
phrase that is denied. ``benchmarks/speech_fuzzy.py`` measures the threshold.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

SHORTEST = 8
"""Phrases with fewer sounds than this are too like other words to be guessed at."""

# Words one sound away from a word of a disclosure. They are Dutch or English, so a recogniser means them.
REAL_WORDS = frozenset({
    "aanbetaalde", "afbetaalde", "attentie", "behaald", "behaalde", "bepaald", "bepaalde", "betaalbare", "emotie",
    "gespannen", "gesponnen", "herhaald", "herhaalde", "inventie", "onbetaald", "onbetaalde", "presentatie",
    "promoveren", "sponzen", "terugbetaalde", "uitbetaalde", "verhaalde", "vertaald", "vertaalde",
})  # fmt: skip
DENIALS = frozenset({"geen", "niet", "nooit", "zonder", "not", "no", "never", "isn't", "wasn't", "nor", "noch"})
REACH = 3
"""So many words before a phrase may hold its denial."""

CHUNK = 40
SLACK = 15.0
"""Text is searched so many words at a time, and only where a quick look (a likeness that is never so much lower than
the careful one) finds anything at all: that makes it ten times as fast."""

ALIKE = 0.6
"""Word by word, where there are as many: "de samenwerking met" is no mishearing of "in samenwerking met"."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# How Dutch and English spell one sound in several ways; in this order.
_SOUNDS = (
    ("sch", "sg"), ("ch", "g"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("tie", "si"), ("tion", "sjon"), ("ij", "i"),
    ("ei", "i"), ("ie", "i"), ("ee", "e"), ("oe", "u"), ("ou", "u"), ("au", "u"), ("ce", "se"), ("ci", "si"),
    ("c", "k"), ("q", "k"), ("x", "ks"), ("y", "i"), ("z", "s"), ("v", "f"), ("dt", "t"),
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


class Near(NamedTuple):
    """A stretch of text (code points) that sounds like ``phrase``; ``likeness`` from 0 to 100."""

    start: int
    end: int
    phrase: str
    likeness: float


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class _Phrase(NamedTuple):
    text: str
    words: tuple[str, ...]
    sound: str

    @property
    def sizes(self) -> range:
        """How many words a misheard phrase may have become: compounds are cut, and small words run together."""
        return range(max(1, len(self.words) - 1), len(self.words) + 3)


class _Stretch(NamedTuple):
    start: int
    end: int
    before: tuple[str, ...]
    words: tuple[str, ...]
    sound: str


def find_near(text: str, phrases: Iterable[str], *, likeness: float) -> list[Near]:
    """Stretches of ``text`` at least so like one of ``phrases``, but not spelt as one, best of those that overlap."""
    words = [_Word(found.start(), found.end(), found.group().casefold()) for found in _WORD.finditer(text)]
    wanted = _prepare(tuple(phrases))
    longest = max((phrase.sizes[-1] for phrase in wanted), default=1)
    found: list[Near] = []
    for first in range(0, len(words), CHUNK):
        last = min(len(words), first + CHUNK + longest)
        sound = _sound(word.text for word in words[first:last])
        alike = [p for p in wanted if fuzz.partial_ratio(p.sound, sound, score_cutoff=likeness - SLACK)]
        if alike:
            found += _search(words, first, last, alike, likeness)
    return _best(found)


@lru_cache(maxsize=16)
def _prepare(phrases: tuple[str, ...]) -> tuple[_Phrase, ...]:
    split = ((phrase, tuple(word.casefold() for word in _WORD.findall(phrase))) for phrase in phrases)
    prepared = (_Phrase(phrase, words, _sound(words)) for phrase, words in split)
    return tuple(phrase for phrase in prepared if len(phrase.sound) >= SHORTEST)


def _search(words: Sequence[_Word], first: int, last: int, wanted: Iterable[_Phrase], likeness: float) -> list[Near]:
    """What is near in ``words[first:last]``, without what touches a phrase that stands there as it is spelt."""
    by_size: dict[int, list[_Stretch]] = {}
    found: list[Near] = []
    exact: list[_Stretch] = []
    for phrase in wanted:
        for size in phrase.sizes:
            if size not in by_size:
                by_size[size] = _stretches(words, first, last, size)
            found += _matches(by_size[size], phrase, likeness)
        exact += (stretch for stretch in by_size[len(phrase.words)] if stretch.words == phrase.words)
    return [near for near in found if all(near.end <= spelt.start or near.start >= spelt.end for spelt in exact)]


def _stretches(words: Sequence[_Word], first: int, last: int, size: int) -> list[_Stretch]:
    out: list[_Stretch] = []
    for at in range(first, last - size + 1):
        part = words[at : at + size]
        spelt = tuple(word.text for word in part)
        before = tuple(word.text for word in words[max(0, at - REACH) : at])
        out.append(_Stretch(part[0].start, part[-1].end, before, spelt, _sound(spelt)))
    return out


def _matches(stretches: Sequence[_Stretch], phrase: _Phrase, likeness: float) -> list[Near]:
    hits = process.extract(
        phrase.sound,
        [stretch.sound for stretch in stretches],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=likeness / 100,
        limit=None,
    )
    alike = ((stretches[place], score) for _, score, place in hits)
    return [
        Near(stretch.start, stretch.end, phrase.text, round(100 * score, 1))
        for stretch, score in alike
        if not _means_something_else(stretch.words, phrase.words, stretch.before)
    ]


def _means_something_else(heard: tuple[str, ...], spelt: tuple[str, ...], before: Sequence[str]) -> bool:
    """Whether the words are denied, are real words with another meaning, or differ in one whole word."""
    other = set(heard) - set(spelt)
    if other & REAL_WORDS or (other | set(before)) & DENIALS:
        return True
    if len(heard) != len(spelt):
        return False
    pairs = zip(map(_word_sound, heard), map(_word_sound, spelt), strict=True)
    return any(Levenshtein.normalized_similarity(one, two) < ALIKE for one, two in pairs)


def _best(found: Iterable[Near]) -> list[Near]:
    """Of what overlaps the likest, then the shortest, then the first."""
    chosen: list[Near] = []
    for near in sorted(set(found), key=lambda near: (-near.likeness, near.end - near.start, near.start, near.phrase)):
        place = bisect(chosen, near.start, key=lambda other: other.start)
        free_before = place == 0 or chosen[place - 1].end <= near.start
        if free_before and (place == len(chosen) or near.end <= chosen[place].start):
            chosen.insert(place, near)
    return chosen


@lru_cache(maxsize=50_000)
def _word_sound(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word)
    sound = "".join(letter for letter in letters if letter.isalnum())
    for spelling, said in _SOUNDS:
        sound = sound.replace(spelling, said)
    sound = _TWICE.sub(r"\1", sound)
    return sound[:-1] + "t" if sound.endswith("d") else sound


def _sound(words: Iterable[str]) -> str:
    """How the words sound, roughly, run together: spaces are the recogniser's most frequent mistake."""
    return _TWICE.sub(r"\1", "".join(map(_word_sound, words)))
