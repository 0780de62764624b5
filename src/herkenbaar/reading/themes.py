"""What a sponsor read is about: the name behind its announcement or in its address, and words that only it repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from herkenbaar.lexicon import Lexicon
from herkenbaar.reading.sellers import REACH, TWICE, captured, keys
from herkenbaar.reading.selling import Word, places

NAME = 1.0
"""What each mention of a captured name weighs."""
THEME = 0.8
"""What each mention of a word weighs that the read repeats and the rest of the video hardly knows."""
BACK, ON = 1500, 600
"""How far before and behind a read its themes are looked for."""
OFTEN = 3
ELSEWHERE = 0.1
"""A theme is said so often in the read, and at most this share of its places lies away from it."""

_WORD = re.compile(r"[a-z][a-z0-9'-]{3,}")


def mentions(lexicon: Lexicon, text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Where the names that ``words`` give are said again, unless the whole video is about them."""
    found: dict[int, int] = {}
    for name in captured(lexicon, text, words):
        for key in keys(name.text):
            begin, finish = max(0, name.start - REACH), name.start + REACH
            near = text.count(key, begin, finish)
            if near >= TWICE and text.count(key) <= 2 * near:
                found.update((at, len(key)) for at in places(text, key, begin, finish))
    for at, size in found.items():
        yield Word(at, at + size, "name", NAME)


def themes(lexicon: Lexicon, text: str, spans: Iterable[tuple[int, int]], words: Iterable[Word]) -> Iterator[Word]:
    """Words that the reads at ``spans`` repeat and the rest of the video hardly says, wherever they stand near."""
    taken = {word.start for word in words}
    function, filler = lexicon.local("function_word"), lexicon.local("name_filler")
    for start, end in spans:
        begin, finish = max(0, start - BACK), end + ON
        for said, count in Counter(_WORD.findall(text, start, end)).items():
            if count < OFTEN or function.fullmatch(said) or filler.fullmatch(said):
                continue
            near, everywhere = text.count(f" {said}", begin, finish), text.count(f" {said}")
            if everywhere - near > ELSEWHERE * everywhere:
                continue
            for at in places(text, f" {said}", begin, finish):
                if at + 1 not in taken:
                    taken.add(at + 1)
                    yield Word(at + 1, at + 1 + len(said), "theme", THEME)
