"""Who pays for a sponsor read: a known brand, or the name that its announcement, thanks or address give.

Speech has no capitals; a name is the first one or two words behind "sponsored by" that are neither fillers ("the
wonderful people at") nor function words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from herkenbaar.lexicon import Lexicon
from herkenbaar.reading.passages import Passage
from herkenbaar.reading.selling import ANNOUNCING, Word

SHORTEST, LONGEST = 4, 2
"""A name has a word of so many letters, and at most so many words."""
REACH = 4000
"""How far from its announcement a name is looked for, in letters."""
TWICE = 2
"""A name that no list knows must be said so often to be told, or to say anything of the extent of a read."""

_BEHIND = re.compile(r"(?: (?!(?:use|gebruik) )[a-z0-9&'.-]+){1,8}")
_AMID = re.compile(
    r"(?:thank you to|thank you|thanks to|thank|shout ?out to|think|dank aan|bedankt)"
    r"((?: [a-z0-9&'.-]+){1,3}) (?:for|voor) "
)
_ADDRESS = re.compile(
    r"([a-z0-9-]{4,}(?: [a-z0-9-]{3,})?) ?"
    r"(?:dot (?:com|org|net|gg|example)|\.(?:com|org|net|gg|io|co|nl)|punt (?:nl|com|example)|(?:com|org|gg|net) slash|"
    r"org /|(?:comm?|calm) (?:/|slash))\Z"
)


class Name(NamedTuple):
    """A name at folded ``start``, as it is heard."""

    text: str
    start: int


def captured(lexicon: Lexicon, text: str, words: Iterable[Word]) -> Iterator[Name]:
    """Names that announcements, thanks and addresses among ``words`` give."""
    for word in words:
        if word.role in ANNOUNCING:
            amid = _AMID.search(text, max(0, word.start - 30), word.end + 1)
            behind = _BEHIND.match(text, word.end)
            for said in (match for match in (amid, behind) if match):
                group = said.lastindex or 0
                yield from _named(lexicon, said.group(group), said.start(group))
        elif word.role == "call":
            address = _ADDRESS.search(text, max(0, word.start - 40), word.end)
            if address:
                yield from _named(lexicon, address.group(1), address.start(1))


def _named(lexicon: Lexicon, said: str, start: int) -> Iterator[Name]:
    """The first one or two words of ``said`` (at folded ``start``) that can be a name."""
    filler, function = lexicon.local("name_filler"), lexicon.local("function_word")
    kept: list[str] = []
    begin = at = start
    for word in said.split(" "):
        common = not word or filler.fullmatch(word) or function.fullmatch(word)
        if common and kept:
            break
        if not common:
            begin = begin if kept else at
            kept.append(word)
        if len(kept) == LONGEST:
            break
        at += len(word) + 1
    if kept:
        yield Name(" ".join(kept), begin)


def _brand(lexicon: Lexicon, text: str, word: Word) -> Name:
    """The name in a ``word`` that is a brand, without what only stands beside it ("brilliant is")."""
    beside = lexicon.local("beside_name")
    said, start = text[word.start : word.end].split(" "), word.start
    while len(said) > 1 and beside.fullmatch(said[0]):
        start += len(said.pop(0)) + 1
    while len(said) > 1 and beside.fullmatch(said[-1]):
        said.pop()
    return Name(" ".join(said), start)


def keys(name: str) -> set[str]:
    """What to look for to find ``name`` again: its longest word, and its words run together, as recognisers do."""
    words = name.split(" ")
    return {key for key in (max(words, key=len), "".join(words)) if len(key) >= SHORTEST}


def seller(lexicon: Lexicon, passage: Passage, span: tuple[int, int], words: Sequence[Word]) -> str | None:
    """Who pays for the read at folded ``span`` that ``words`` make up, as it is heard; None where it is not told.

    A known brand goes first, then the name that is said most, of these the first.
    """
    text = passage.folded.text
    brands = (_brand(lexicon, text, word) for word in words if word.role == "brand")
    names = [(name, True) for name in brands] + [(name, False) for name in captured(lexicon, text, words)]
    told = [
        (known, max((text.count(key, *span) for key in keys(name.text)), default=0), -name.start, name)
        for name, known in names
        if known or any(_is_local(text, key, name.start) for key in keys(name.text))
    ]
    if not told:
        return None
    known, _, _, name = max(told)
    name = name if known else _repeated(text, name)
    return passage.folded.quote(name.start, name.start + len(name.text)).strip(" .,'-")


def _is_local(text: str, key: str, start: int) -> bool:
    """Whether ``key`` is said twice, and mostly near ``start``: what the whole video talks of is hardly its sponsor."""
    near = text.count(key, max(0, start - REACH), start + REACH)
    return text.count(key) >= TWICE and 2 * near >= text.count(key)


def _repeated(text: str, name: Name) -> Name:
    """``name`` without a first or second word that is not said again, or is the same word."""
    first, _, second = name.text.partition(" ")
    often = [text.count(word) >= TWICE for word in (first, second)]
    if second and not often[0]:
        return Name(second, name.start + len(first) + 1)
    return Name(first, name.start) if first == second or not often[1] else name
