"""The words of a sponsor read in one caption track, each with what it weighs there.

Strong words (announcements, calls to act, sellers) are found with everything else that the lexicon knows. Softer ones,
which stand in any text, are looked for around clusters of strong ones only: that is where a read can be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.reading.context import reason_against
from herkenbaar.reading.passages import Passage

CLUSTER = 1000
"""Strong words so many letters apart may belong to one read."""
BEFORE, BEHIND = 900, 500
"""How far around a cluster softer words are looked for, in letters (a minute is about 900)."""
NEAR = 1200
"""A word said again within so many letters is a repetition; further away it is what the video is about."""
AGAIN = (1.0, 0.8, 0.6, 0.4, 0.2)
"""What a word counts at its first, second … place nearby."""
BRAND_AGAIN = 1.0
"""A seller's name is said often in a read: each further time counts so much."""
TOPIC = 0.5
"""How much each place elsewhere in the video takes from a word: a film about phones says "battery" all the time."""
AGAINST = frozenset(("negated", "reported", "past", "private_party", "public_party", "credit"))
"""Why an announcement may not be one; that no name was recognised in speech is no reason."""
ANNOUNCING = ("announce", "thanks")


class Word(NamedTuple):
    """A word of a read at folded ``start``..``end``; ``role`` as in lexicon/sponsor-reads.toml."""

    start: int
    end: int
    role: str
    weight: float


class Share(NamedTuple):
    """What a role does besides weighing: how well a read ``opens`` or ``closes`` with it, and how much of its weight
    ``tells`` a read from other talk."""

    opens: float
    closes: float
    tells: float


ROLES = {
    "announce": Share(opens=2.0, closes=-0.5, tells=1.0),
    "thanks": Share(opens=2.0, closes=1.0, tells=1.0),
    "opener": Share(opens=1.5, closes=-1.0, tells=0.0),
    "call": Share(opens=0.0, closes=0.5, tells=0.6),
    "brand": Share(opens=0.5, closes=0.0, tells=0.8),
    "closer": Share(opens=-1.0, closes=1.5, tells=0.6),
    "name": Share(opens=0.5, closes=-1.0, tells=0.0),
    "theme": Share(opens=0.0, closes=-1.0, tells=0.0),
    "body": Share(opens=0.0, closes=0.0, tells=0.0),
}
ENOUGH = 2.4
"""What the telling words of a read must add up to: softer ones alone make no read."""


def find_words(lexicon: Lexicon, passage: Passage, found: Sequence[Found]) -> list[Word]:
    """All words of reads in ``passage`` that can matter, in order; none where no read can be."""
    strong = [
        Word(hit.start, hit.end, hit.group.role or "", hit.group.weight)
        for hit in found
        if hit.group.kind == "read" and _counts(lexicon, passage, hit)
    ]
    clustered = [word for cluster in _clusters(strong) for word in cluster]
    if not clustered:
        return []
    words = clustered + [
        Word(hit.start, hit.end, hit.group.role or "", hit.group.weight)
        for begin, finish in _windows(clustered, len(passage.folded.text))
        for hit in lexicon.nearby(passage.folded, begin, finish)
    ]
    words.sort(key=lambda word: (word.start, -word.end))
    return list(_weighed(passage.folded.text, list(_outermost(words))))


def _counts(lexicon: Lexicon, passage: Passage, hit: Found) -> bool:
    """Whether an announcement is meant: not denied, told of somebody else, or long ago."""
    return hit.group.role not in ANNOUNCING or reason_against(lexicon, passage, hit) not in AGAINST


def _clusters(strong: Iterable[Word]) -> Iterator[list[Word]]:
    """Runs of strong words that tell enough to hold a read."""
    cluster: list[Word] = []
    for word in strong:
        if cluster and word.start - cluster[-1].end > CLUSTER:
            if _tells(cluster) >= ENOUGH:
                yield cluster
            cluster = []
        cluster.append(word)
    if _tells(cluster) >= ENOUGH:
        yield cluster


def _tells(words: Iterable[Word]) -> float:
    return sum(word.weight * ROLES[word.role].tells for word in words)


def _windows(words: Iterable[Word], size: int) -> Iterator[tuple[int, int]]:
    """Stretches of text around ``words``, joined where they overlap."""
    begin = finish = -1
    for word in words:
        if begin < 0 or word.start - BEFORE > finish:
            if begin >= 0:
                yield begin, finish
            begin = max(0, word.start - BEFORE)
        finish = min(size, word.end + BEHIND)
    if begin >= 0:
        yield begin, finish


def _outermost(words: Iterable[Word]) -> Iterator[Word]:
    """``words`` without those that lie inside another."""
    reach = -1
    for word in words:
        if word.end > reach:
            yield word
            reach = word.end


def _weighed(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """``words`` with what is left of their weight where they are said again, here or all over the video."""
    spots: dict[str, list[int]] = defaultdict(list)
    for start, end, _, weight in words:
        if weight > 0:
            spots[text[start:end]].append(start)
    singly = Counter(text.split(" "))
    everywhere = {said: text.count(f" {said} ") if " " in said else singly[said] for said in spots}
    for word in words:
        start, end, role, weight = word
        if weight <= 0:
            yield word
            continue
        said = text[start:end]
        here = spots[said]
        if len(here) == 1 == everywhere[said]:
            yield word
            continue
        first = bisect_left(here, start - NEAR)
        again = bisect_left(here, start, first) - first
        if role == "brand":
            yield Word(start, end, role, BRAND_AGAIN) if again else word
            continue
        far = max(0, everywhere[said] - bisect_left(here, end + NEAR, first) + first)
        share = AGAIN[again] if again < len(AGAIN) else AGAIN[-1]
        yield Word(start, end, role, weight * share / (1 + TOPIC * far))


def places(text: str, key: str, begin: int = 0, finish: int | None = None) -> Iterator[int]:
    """Where ``key`` stands in ``text`` between ``begin`` and ``finish``, one behind the other."""
    finish = len(text) if finish is None else finish
    at = text.find(key, begin, finish)
    while at >= 0:
        yield at
        at = text.find(key, at + len(key), finish)
