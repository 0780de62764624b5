"""Find many phrases in folded text in one pass (Aho-Corasick), at word boundaries and however they are spelt.

A phrase is also found written together, with underscores or hyphens, with spaced-out letters and with digits for
letters.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs
import msgspec

from herkenbaar.text import FOREIGN, SYMBOL, Folded

WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_" + FOREIGN)


class Hit(msgspec.Struct, frozen=True, gc=False):
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


_SIGNS = frozenset("€¢£¥§×")
"""Characters that stand in for a letter and are seen to do so: a word spelt with one is a disguise."""
_EMOJI = (SYMBOL, SYMBOL * 2, SYMBOL * 3, f" {SYMBOL} ", f" {SYMBOL * 2} ")
_SPACERS = (" ", ".", "-", "_", "*", "|", "/", "~", "+", ". ", " . ", " - ", " | ", *_EMOJI)
_DIGITS = {"a": "@4", "e": "3", "i": "1", "o": "0", "s": "$5", "l": "1"}
_SHORTEST_DISGUISE = 5
_MOST_JOINED = 3


def _spellings(phrase: Phrase) -> Iterator[str]:
    """How a phrase is written by people who hide nothing."""
    words = phrase.text.split(" ")
    yield phrase.text
    if phrase.joined and 1 < len(words) <= _MOST_JOINED:
        yield from (joint.join(words) for joint in ("_", "-", ""))
    if phrase.disguises and len(words) > 1:
        yield from (joint.join(words) for joint in _EMOJI)


def _masks(phrase: Phrase) -> Iterator[tuple[str, bool]]:
    """How a phrase is written with something between its letters or in their place, each with whether that is a
    visible disguise."""
    letters = phrase.text.replace(" ", "")
    if not phrase.disguises or len(letters) < _SHORTEST_DISGUISE or not letters.isalpha():
        return
    yield from ((spacer.join(letters), False) for spacer in _SPACERS)
    if letters == phrase.text:
        yield from ((spelling, True) for spelling in _with_digits(letters))


def _with_digits(word: str) -> Iterator[str]:
    """``word`` with any of its letters written as a digit or sign."""
    for letters in itertools.product(*(letter + _DIGITS.get(letter, "") for letter in word)):
        spelling = "".join(letters)
        if spelling != word:
            yield spelling


class Meaning(NamedTuple):
    """What a spelling says: which phrase, whether it is a disguise, and on which sides it needs no word boundary."""

    phrase: int
    disguised: bool
    open_left: bool
    open_right: bool


class Phrases:
    """Finds many phrases in one pass.

    All that stand at word boundaries, also those that overlap; ``widest`` thins them to what a plain alternation of
    all spellings, longest first, would give.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        """``phrases`` keep their position as ``Hit.phrase``; several may share a spelling."""
        self.phrases = tuple(phrases)
        self._disguises = [phrase.disguises for phrase in self.phrases]
        plain: dict[str, list[Meaning]] = defaultdict(list)
        self._masked: dict[str, list[Meaning]] = defaultdict(list)
        for number, phrase in enumerate(self.phrases):
            for spelling in dict.fromkeys(_spellings(phrase)):
                plain[spelling].append(_meaning(number, phrase, spelling, disguised=False))
            for spelling, disguised in dict(_masks(phrase)).items():
                self._masked[spelling].append(_meaning(number, phrase, spelling, disguised=disguised))
        self._plain = _Automaton(plain, probes=frozenset(map(_probe, self._masked)))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write any of the phrases."""
        return tuple(dict.fromkeys((*self._plain.spellings, *self._masked)))

    @cached_property
    def _mask(self) -> _Automaton:
        """For what is masked: most texts have nothing of the kind, so it is made when the first one does."""
        return _Automaton(self._masked)

    def bare(self, data: bytes) -> int:
        """How often a spelling stands in ``data``, boundaries aside: the least work that finding them can be."""
        return self._plain.count(data)

    def find(self, folded: Folded) -> list[Hit]:
        """All phrases in ``folded``, in no particular order."""
        text = f" {folded.text} "
        hits, probed = self._plain.find(text)
        if probed:
            hits += self._mask.find(text)[0]
        return hits if folded.source.isascii() else self._with_signs(hits, folded)

    def _with_signs(self, hits: list[Hit], folded: Folded) -> list[Hit]:
        """``hits``, those that are spelt with a sign for a letter seen as disguised."""
        for place, hit in enumerate(hits):
            if self._disguises[hit.phrase] and not _SIGNS.isdisjoint(folded.quote(hit.start, hit.end)):
                hits[place] = Hit(hit.start, hit.end, hit.phrase, disguised=True)
        return hits


def _meaning(number: int, phrase: Phrase, spelling: str, *, disguised: bool) -> Meaning:
    open_left = phrase.open_left or spelling[0] not in WORD
    return Meaning(number, disguised, open_left, phrase.open_right or spelling[-1] not in WORD)


def _probe(spelling: str) -> str:
    """The part of a masked ``spelling`` that other texts hardly have: its first letters with what is between them, or
    its first digit with what is around it."""
    if spelling.startswith(_SPACERS, 1):
        second = next(place for place in range(1, len(spelling)) if spelling[place].isalpha())
        return spelling[: 3 * second + 1]
    digit = next(place for place, char in enumerate(spelling) if not char.isalpha())
    start = min(max(0, digit - 2), len(spelling) - _SHORTEST_DISGUISE)
    return spelling[start : start + _SHORTEST_DISGUISE]


_BOUNDS = (SYMBOL, *(char for char in map(chr, range(32, 127)) if char not in WORD or char == "_"))
"""What can stand beside a word in folded text, but letters of other scripts."""
_OFTEN_BEGINS, _OFTEN_ENDS = 2, 3
"""Words up to these lengths stand inside so many others that their boundaries are searched for with them."""


_Way = tuple[int, int, int, bool, bool, bool]
"""How many characters of boundary stand before and behind a spelling, and its ``Meaning``."""


LONG, PAYS = 4_000, 8_000_000
"""The large form of an automaton goes through texts from so many characters on twice as fast as the small one, but
takes a third of a second and 95 MB to make: only once that many characters of long texts were searched. In short texts,
between which other work fills the processor's cache, the small one is quicker."""


class _Automaton:
    """Finds spellings. ``probes`` are only looked for: whether one stands in a text is the second thing it tells."""

    def __init__(self, meanings: Mapping[str, Iterable[Meaning]], *, probes: frozenset[str] = frozenset()) -> None:
        self.spellings = tuple(meanings)
        ways: dict[str, list[_Way]] = defaultdict(list)
        for spelling, each in meanings.items():
            for meaning in each:
                closed = not (meaning.open_left or meaning.open_right)
                befores = _BOUNDS if closed and len(spelling) <= _OFTEN_BEGINS else ("",)
                behinds = _BOUNDS if closed and len(spelling) <= _OFTEN_ENDS else ("",)
                for before, behind in itertools.product(befores, behinds):
                    ways[before + spelling + behind].append((len(before), len(behind), *meaning))
        self._ways = tuple(ways.values())
        self._sought = [way.encode("ascii") for way in (*ways, *probes)]
        self._small = self._make(ahocorasick_rs.Implementation.ContiguousNFA)
        self._large: ahocorasick_rs.BytesAhoCorasick | None = None
        self._searched = 0

    def _make(self, form: ahocorasick_rs.Implementation) -> ahocorasick_rs.BytesAhoCorasick:
        standard = ahocorasick_rs.MatchKind.Standard
        return ahocorasick_rs.BytesAhoCorasick(self._sought, matchkind=standard, implementation=form)

    def _matches(self, data: bytes) -> list[tuple[int, int, int]]:
        """Which of what is sought stands where in ``data``."""
        automaton = self._small
        if len(data) >= LONG:
            self._searched += len(data)
            if self._large is None and self._searched > PAYS:
                self._large = self._make(ahocorasick_rs.Implementation.DFA)
            automaton = self._large or automaton
        return automaton.find_matches_as_indexes(data, overlapping=True)

    def count(self, data: bytes) -> int:
        """How many matches there are in ``data``."""
        return len(self._matches(data))

    def find(self, text: str) -> tuple[list[Hit], bool]:
        """Hits in ``text``, which has one space more at each end than what they count in, and whether a probe is."""
        ways, word, first_probe = self._ways, WORD, len(self._ways)
        hits: list[Hit] = []
        probed = False
        for number, first, last in self._matches(text.encode("ascii")):
            if number >= first_probe:
                probed = True
                continue
            for before, behind, phrase, disguised, open_left, open_right in ways[number]:
                start, end = first + before, last - behind
                begins = open_left or (char := text[start - 1]) not in word or (char == "_" and _edge(text, start, -1))
                if begins and (
                    open_right or (char := text[end]) not in word or (char == "_" and _edge(text, end - 1, 1))
                ):
                    hits.append(Hit(start - 1, end - 1, phrase, disguised))
        return hits, probed


def _edge(text: str, position: int, step: int) -> bool:
    """Whether only underscores stand between ``position`` and the end of the word (``_reclame_`` in chat markup).

    ``text`` begins and ends with a space.
    """
    position += step
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
