"""The words: load lexicon/*.toml and find them in folded text.

A template such as ``{thanks|thank you} … {for sponsoring|for the sponsorship}`` is a row of parts with gaps between
them. Its longest part that is said rarely is its anchor; all anchors of the whole lexicon are found in one pass
(``phrases.Phrases``), and the other parts are looked for beside each anchor. ``~`` is a gap of up to three words,
``…`` one to eight.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from importlib import resources
from operator import attrgetter
from typing import NamedTuple

import msgspec

from herkenbaar.model import SignalKind
from herkenbaar.phrases import Phrase, Phrases, widest
from herkenbaar.text import Folded, fold
from herkenbaar.wordlist import LOCAL, NEARBY, ContextKind, Group, alternatives, misspelt, read_file

Match = Callable[[str, int, int], "re.Match[str] | None"]
Way = tuple[Group, tuple[str, str], Match | None, Match | None]


class Template(NamedTuple):
    """One way to say what ``group`` says: the anchor's alternatives, and what stands before it (read backwards, so that
    the pattern fails at once where it does) and behind it."""

    group: Group
    anchors: tuple[str, ...]
    before: str
    behind: str

    @property
    def way(self) -> Way:
        """What finding needs: the group, its rivals (of which what lies inside something wider is left out), and how
        the parts around the anchor are matched."""
        return self.group, (self.group.kind, self.group.family), _matcher(self.before), _matcher(self.behind)


@cache
def _matcher(parts: str) -> Match | None:
    """How ``parts`` around an anchor are matched. Made when the anchor is met: a run meets few of all anchors."""
    return re.compile(rf"{parts}(?![a-z0-9_])").match if parts else None


class Found(msgspec.Struct, frozen=True, gc=False):
    """A template found in folded text, with its folded span."""

    group: Group
    start: int
    end: int
    disguised: bool


_BY_PLACE, _BY_START, _BY_END = attrgetter("start", "end"), attrgetter("start"), attrgetter("end")
_GAPS = {"~": r"(?: [^ ]*[^ .!?]){0,3}? ", "…": r"(?: [^ ]*[^ .!?]){1,8}? "}
"""A gap is as short as it can be, and ends with the sentence, so that no phrase is made of two."""
_GAPS_BACK = {"~": r" (?:[^ .!?][^ ]* ){0,3}?", "…": r" (?:[^ .!?][^ ]* ){1,8}?"}
_REACH = 90


class Lexicon:
    """All words, ready to be found. ``digest`` changes when a word does."""

    def __init__(self, groups: Iterable[Group], *, digest: str = "") -> None:
        """Compile ``groups``. Templates of local kinds (``LOCAL``) become one pattern a kind."""
        self.groups = everything = tuple(groups)
        self.digest = digest
        by_anchor: dict[Phrase, list[Template]] = defaultdict(list)
        everyday = _everyday(everything)
        for group in everything:
            if group.kind in LOCAL or group.role in NEARBY:
                continue
            for pattern in group.say:
                template = _compile(group, pattern, everyday)
                for anchor in template.anchors:
                    by_anchor[_phrase(group, anchor)].append(template)
                    for slip in misspelt(anchor) if group.typos else ():
                        by_anchor[Phrase(slip)].append(template)
        self.phrases = Phrases(by_anchor)
        self._templates = tuple(by_anchor.values())
        self._ways: list[list[Way] | None] = [None] * len(self._templates)
        self._local_groups = tuple(group for group in everything if group.kind in LOCAL)
        self._local: dict[str, re.Pattern[str]] = {}
        self._told: dict[tuple[str, ...], re.Pattern[str]] = {}

    def find(self, folded: Folded) -> list[Found]:
        """Everything said in ``folded``, in order of place; of one kind nothing that lies inside something wider."""
        anchors = self.phrases.find(folded)
        if not anchors:
            return []
        text, backwards, size = folded.text, folded.text[::-1], len(folded.text)
        rivals: dict[tuple[str, str], list[Found]] = defaultdict(list)
        for hit in anchors:
            start, end = hit.start, hit.end
            for group, rival, before, behind in self._ways[hit.phrase] or self._ways_by(hit.phrase):
                first, last = start, end
                if before is not None:
                    match = before(backwards, size - start, size - start + _REACH)
                    if match is None:
                        continue
                    first = size - match.end()
                if behind is not None:
                    match = behind(text, end, end + _REACH)
                    if match is None:
                        continue
                    last = match.end()
                rivals[rival].append(Found(group, first, last, hit.disguised))
        alone = [hits[0] for hits in rivals.values() if len(hits) == 1]
        rest = [hit for hits in rivals.values() if len(hits) > 1 for hit in _widest(hits, folded)]
        return sorted(alone + rest, key=_BY_PLACE)

    def _ways_by(self, anchor: int) -> list[Way]:
        ways = self._ways[anchor] = [template.way for template in self._templates[anchor]]
        return ways

    def nearby(self, folded: Folded, start: int, end: int) -> list[Found]:
        """The softer words of sponsor reads between folded ``start`` and ``end``."""
        return self._nearby.find(folded, start, end)

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(group for group in self.groups if group.role in NEARBY)

    def local(self, kind: ContextKind) -> re.Pattern[str]:
        """A pattern for the words of a local ``kind``, at word boundaries, for folded text."""
        if kind not in self._local:  # compiled when first asked: most videos need few of them
            self._local[kind] = re.compile(rf"(?<![a-z0-9_]){_ways_to_say({kind}, self._local_groups)}")
        return self._local[kind]

    def says(self, text: str, *kinds: ContextKind) -> bool:
        """Whether words of one of the local ``kinds`` stand in folded ``text``.

        The pattern begins with what stands before a word, so that all other places are passed over at once.
        """
        if kinds not in self._told:
            self._told[kinds] = re.compile(rf"[^a-z0-9_]{_ways_to_say(kinds, self._local_groups)}")
        return self._told[kinds].search(f" {text}") is not None


class Nearby:
    """Words that are only looked for around stronger ones; each is one phrase without gaps."""

    def __init__(self, groups: Iterable[Group]) -> None:
        """Compile ``groups``."""
        words = {fold(word).text: group for group in groups for way in group.say for word in alternatives(way)}
        self._groups = tuple(words.values())
        self._phrases = Phrases(Phrase(word) for word in words)

    def find(self, folded: Folded, start: int, end: int) -> list[Found]:
        """What stands between folded ``start`` and ``end``, nothing inside something wider."""
        part = Folded(folded.text[start:end], "")
        return [
            Found(self._groups[hit.phrase], start + hit.start, start + hit.end, False)
            for hit in widest(self._phrases.find(part))
        ]


def _phrase(group: Group, anchor: str) -> Phrase:
    return Phrase(
        anchor,
        open_left=group.hashtag == "end",
        open_right=group.hashtag == "start",
        joined=group.kind == SignalKind.DISCLOSURE,
        disguises=group.disguises,
    )


def _everyday(groups: Iterable[Group]) -> frozenset[str]:
    """What is said so often that a template is better not looked for by it."""
    return frozenset(
        word for group in groups if group.kind == "everyday" for way in group.say for word in alternatives(way)
    )


def _rarity(part: Iterable[str], everyday: frozenset[str]) -> int:
    """How rare the most common spelling of ``part`` is, by its length."""
    return min(0 if spelling in everyday else len(spelling) for spelling in part)


def _compile(group: Group, pattern: str, everyday: frozenset[str]) -> Template:
    pieces = re.split(r" ([~…]) ", pattern)
    parts = [tuple(dict.fromkeys(fold(spelling).text.strip() for spelling in alternatives(p))) for p in pieces[::2]]
    gaps = pieces[1::2]
    anchor = max(range(len(parts)), key=lambda index: _rarity(parts[index], everyday))
    before = "".join(
        _GAPS_BACK[gap] + _either(spelling[::-1] for spelling in part)
        for part, gap in zip(parts[:anchor][::-1], gaps[:anchor][::-1], strict=True)
    )
    behind = "".join(_GAPS[gap] + _either(part) for gap, part in zip(gaps[anchor:], parts[anchor + 1 :], strict=True))
    return Template(group, parts[anchor], before, behind)


def _either(spellings: Iterable[str]) -> str:
    """A pattern for one of ``spellings``, the longest that fits; by first letters, so that a word that begins otherwise
    is passed over at the first of them."""
    by_letter: dict[str, list[str]] = defaultdict(list)
    for spelling in sorted(spellings, key=len, reverse=True):
        by_letter[spelling[:1]].append(spelling[1:])
    ways = (
        re.escape(letter) + (_either(rest) if letter and len(rest) > 1 else re.escape(rest[0]))
        for letter, rest in by_letter.items()
    )
    return "(?:" + "|".join(ways) + ")"


def _widest(hits: list[Found], folded: Folded) -> Iterator[Found]:
    """``hits`` without those inside a wider one. Of the same stretch all stay: the context tells which is meant. What
    runs over the end of a line hides nothing, nor does what needs a party, which it may not have."""
    hits.sort(key=_BY_END, reverse=True)
    hits.sort(key=_BY_START)
    wide: Found | None = None
    for hit in hits:
        if wide is None or hit.end > wide.end or (hit.end == wide.end and hit.start == wide.start):
            yield hit
            if hit.group.needs is None or hit.group.kind == SignalKind.DISCLOSURE:
                wide = hit
        elif folded.source.find("\n", *folded.span(wide.start, wide.end)) >= 0:
            yield hit


def _ways_to_say(kinds: Container[str], groups: Iterable[Group]) -> str:
    ways = {_as_pattern(way) for group in groups if group.kind in kinds for way in group.say}
    return rf"(?:{'|'.join(sorted(ways, key=len, reverse=True))})(?![a-z0-9_])"


def _as_pattern(way: str) -> str:
    """One template as a pattern, its alternatives kept together: spelt out, some would be tens of thousands."""
    pieces = re.split(r" ([~…]) ", way)
    parts = [_factored(part) for part in pieces[::2]]
    return "".join(
        part + gap for part, gap in itertools.zip_longest(parts, (_GAPS[g] for g in pieces[1::2]), fillvalue="")
    )


def _factored(part: str) -> str:
    """``part`` with each brace as a group; spelt out where two spaces would meet, which folded text never has."""
    pieces = re.split(r"\{([^{}]*)\}", part)
    if "\\|" in part or any(_meets_space(pieces, place) for place in range(1, len(pieces), 2)):
        return _either(fold(spelling).text.strip() for spelling in alternatives(part))
    return "".join(
        _either(fold(way).text for way in piece.split("|")) if place % 2 else re.escape(fold(piece).text)
        for place, piece in enumerate(pieces)
    )


def _meets_space(pieces: list[str], place: int) -> bool:
    before, ways, behind = pieces[place - 1], pieces[place].split("|"), pieces[place + 1]
    open_left = before.endswith(" ") or (not before and place == 1)
    open_right = behind.startswith(" ") or (not behind and place == len(pieces) - 2)
    leads = any(way.startswith(" ") for way in ways)
    trails = any(way.endswith(" ") for way in ways)
    return (open_left and leads) or (open_right and trails) or ("" in ways and open_left and open_right)


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the program."""
    import hashlib

    folder = resources.files("herkenbaar") / "lexicon"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    texts = [(f.name, f.read_text(encoding="utf-8")) for f in files]
    digest = hashlib.sha256("\0".join(text for _, text in texts).encode()).hexdigest()[:16]
    return Lexicon((group for name, text in texts for group in read_file(f"lexicon/{name}", text)), digest=digest)
