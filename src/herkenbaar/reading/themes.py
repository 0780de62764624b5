"""What a sponsor read is about: the name behind its announcement or in its address, and words that only it repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from herkenbaar.reading.selling import ANNOUNCING, Word, places

NAME = 0.6
"""What each mention of a captured name weighs."""
THEME = 0.8
"""What each mention of a word weighs that the read repeats and the rest of the video hardly knows."""
REACH = 2500
"""How far from its announcement a name is looked for, in letters."""
BACK, ON = 1500, 600
"""How far before and behind a read its themes are looked for."""
OFTEN = 3
ELSEWHERE = 0.1
"""A theme is said so often in the read, and at most this share of its places lies away from it."""
SHORTEST = 4

_FILLERS = (
    "the our my a an your friends good great wonderful amazing lovely folks people guys team new at over from of by is "
    "today today's video this to for who are that these them it and here de het een onze mijn deze die van"
)
_BEHIND = re.compile(rf"(?: (?:{'|'.join(_FILLERS.split())}))*( [a-z0-9&'.-]{{3,}}(?: [a-z0-9&'-]{{3,}})?)")
_AMID = re.compile(r"(?:thank you to|thank you|thanks to|thank|shout ?out to|think) ((?:[a-z0-9&'.-]+ ){1,3})for ")
_ADDRESS = re.compile(
    r"([a-z0-9-]{4,}(?: [a-z0-9-]{3,})?) ?"
    r"(?:dot (?:com|org|net|gg|example)|\.(?:com|org|net|gg|io|co|nl)|punt (?:nl|com|example)|(?:com|org|gg|net) slash|"
    r"org /|(?:comm?|calm) (?:/|slash))\Z"
)
_WORD = re.compile(r"[a-z][a-z0-9'-]{3,}")
_COMMON = frozenset(_FILLERS.split()) | frozenset(
    (
        "you",
        "i",
        "we",
        "they",
        "was",
        "were",
        "so",
        "but",
        "or",
        "with",
        "in",
        "on",
        "videos",
        "channel",
        "show",
        "episode",
        "company",
        "called",
        "sponsor",
        "sponsors",
        "sponsoring",
        "sponsored",
        "je",
        "jullie",
        "en",
        "maar",
        "vandaag",
        "aflevering",
        "have",
        "been",
        "which",
        "what",
        "when",
    )
)


class Name(NamedTuple):
    """A name said at folded ``start`` by an announcement or as an address."""

    text: str
    start: int


def captured(text: str, words: Iterable[Word]) -> Iterator[Name]:
    """Names that announcements and addresses among ``words`` give, as they are heard."""
    for word in words:
        if word.role in ANNOUNCING:
            behind = _BEHIND.match(text, word.end)
            if behind:
                yield Name(behind.group(1).strip(), word.start)
            amid = _AMID.search(text, max(0, word.start - 30), word.end + 1)
            if amid:
                yield Name(amid.group(1).strip(), word.start)
        elif word.role == "call":
            address = _ADDRESS.search(text, max(0, word.start - 40), word.end)
            if address:
                yield Name(address.group(1), word.start)


def mentions(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Where the names that ``words`` give are said again, unless the whole video is about them."""
    found: dict[int, int] = {}
    for name in captured(text, words):
        for key in _keys(name.text):
            begin, finish = max(0, name.start - REACH), name.start + REACH
            near = text.count(key, begin, finish)
            if near >= 2 and text.count(key) <= 2 * near:
                found.update((at, len(key)) for at in places(text, key, begin, finish))
    for at, size in found.items():
        yield Word(at, at + size, "name", NAME)


def _keys(name: str) -> set[str]:
    """What to look for: the longest word of the name, and its words run together, as recognisers do."""
    words = [word for word in name.split(" ") if word not in _COMMON]
    keys = {max(words, key=len), "".join(words)} if words else set()
    return {key for key in keys if len(key) >= SHORTEST}


def themes(text: str, spans: Iterable[tuple[int, int]], words: Iterable[Word]) -> Iterator[Word]:
    """Words that the reads at ``spans`` repeat and the rest of the video hardly says, wherever they stand near."""
    taken = {word.start for word in words}
    for start, end in spans:
        begin, finish = max(0, start - BACK), end + ON
        for said, count in Counter(_WORD.findall(text, start, end)).items():
            if count < OFTEN:
                continue
            near, everywhere = text.count(f" {said}", begin, finish), text.count(f" {said}")
            if everywhere - near > ELSEWHERE * everywhere:
                continue
            for at in places(text, f" {said}", begin, finish):
                if at + 1 not in taken:
                    taken.add(at + 1)
                    yield Word(at + 1, at + 1 + len(said), "theme", THEME)
