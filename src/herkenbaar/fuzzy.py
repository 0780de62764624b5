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
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import process
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


class _Stretch(NamedTuple):
    start: int
    end: int
    before: tuple[str, ...]
    words: tuple[str, ...]
    sound: str


def find_near(text: str, phrases: Iterable[str], *, likeness: float) -> list[Near]:
    """Stretches of ``text`` at least so like one of ``phrases``, but not spelt as one, best of those that overlap."""
    words = [_Word(found.start(), found.end(), found.group().casefold()) for found in _WORD.finditer(text)]
    by_size: dict[int, list[_Stretch]] = {}
    found: list[Near] = []
    exact: list[_Stretch] = []
    for phrase in phrases:
        spelt = tuple(word.casefold() for word in _WORD.findall(phrase))
        wanted = _sound(spelt)
        if len(wanted) < SHORTEST:
            continue
        for size in range(max(1, len(spelt) - 1), len(spelt) + 3):
            if size not in by_size:
                by_size[size] = _stretches(words, size)
            found += _matches(by_size[size], phrase, spelt, wanted, likeness)
        exact += (stretch for stretch in by_size[len(spelt)] if stretch.words == spelt)
    return _best(near for near in found if all(near.end <= e.start or near.start >= e.end for e in exact))


def _stretches(words: Sequence[_Word], size: int) -> list[_Stretch]:
    out: list[_Stretch] = []
    for first in range(len(words) - size + 1):
        part = words[first : first + size]
        spelt = tuple(word.text for word in part)
        before = tuple(word.text for word in words[max(0, first - REACH) : first])
        out.append(_Stretch(part[0].start, part[-1].end, before, spelt, _sound(spelt)))
    return out


def _matches(
    stretches: Sequence[_Stretch], phrase: str, spelt: tuple[str, ...], wanted: str, likeness: float
) -> list[Near]:
    hits = process.extract(
        wanted,
        [stretch.sound for stretch in stretches],
        scorer=Levenshtein.normalized_similarity,
        score_cutoff=likeness / 100,
        limit=None,
    )
    alike = ((stretches[place], score) for _, score, place in hits)
    return [
        Near(stretch.start, stretch.end, phrase, round(100 * score, 1))
        for stretch, score in alike
        if not _means_something_else(stretch.words, spelt, stretch.before)
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
    chosen: list[Near] = []
    for near in sorted(found, key=lambda near: (-near.likeness, near.end - near.start, near.start, near.phrase)):
        if all(near.end <= other.start or near.start >= other.end for other in chosen):
            chosen.append(near)
    return sorted(chosen)


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
