"""Lines that stand under most videos of a creator: gear lists, the own shop, music, social accounts. Pure.

Such lines say nothing about the one video they stand under. They are counted per creator; reading/boilerplate.py
decides what they take away, docs/boilerplate.md says why and what they never do.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable, Iterator

from herkenbaar.model import Evidence, Platform, Problem

LEAST_VIDEOS = 5
"""So many videos of a creator must have been seen before anything is called standing."""
LEAST_SHARE = 0.6
"""The share of them that must have a line."""
AHEAD = 64
"""So many videos are waited for, in a run that streams, before the first of them is judged."""
MOST_CREATORS = 500
MOST_VIDEOS = 400
MOST_LINES = 4000
_LINES_OF_ONE = 300
_SHORTEST = 6

Standing = frozenset[str]
NOTHING: Standing = frozenset()


def key(line: str) -> str:
    """``line`` as it is compared: without case, and without bullets and emoji around it; "" for a short one."""
    words = line.casefold()
    if "  " in words or not (words.isascii() and words.isprintable()):  # else nothing but single spaces is in it
        words = " ".join(words.split())
    first, last = 0, len(words)
    while first < last and not words[first].isalnum():
        first += 1
    while first < last and not words[last - 1].isalnum():
        last -= 1
    return words[first:last] if last - first >= _SHORTEST else ""


def count_lines(texts: Iterable[str | None]) -> Standing:
    """The lines that stand in most of ``texts`` (one creator's descriptions)."""
    lines = Lines()
    for number, text in enumerate(texts):
        lines.add(str(number), text)
    return lines.standing()


class Lines:
    """The lines of one creator's descriptions, counted; of a very long channel the first ``MOST_VIDEOS``."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._standing = NOTHING

    def add(self, video: str, text: str | None) -> None:
        """Count the lines of one video, once."""
        if not text or video in self._seen or len(self._seen) >= MOST_VIDEOS:
            return
        self._seen.add(video)
        lines = {key(line) for line in text.split("\n")[:_LINES_OF_ONE] if line} - {""}
        self._counts.update(lines)
        if len(self._counts) > MOST_LINES:  # most lines stand once; what stands in most videos is never among them
            self._counts = Counter({line: count for line, count in self._counts.items() if count > 1})
        if len(self._seen) >= LEAST_VIDEOS:
            # Only a line of this video can have begun to stand: looking at all of them would cost a long channel more
            # with each video.
            self._stand(self._counts if len(self._seen) == LEAST_VIDEOS else self._standing | lines)

    def _stand(self, lines: Iterable[str]) -> None:
        least, counts = LEAST_SHARE * len(self._seen), self._counts
        self._standing = frozenset(line for line in lines if counts[line] >= least)

    def standing(self) -> Standing:
        """The lines that stand in at least ``LEAST_SHARE`` of at least ``LEAST_VIDEOS`` videos."""
        return self._standing


class Creators:
    """The lines of every creator in a run; the least recently seen are forgotten beyond ``MOST_CREATORS``."""

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[Platform, str], Lines] = OrderedDict()

    def add(self, evidence: Evidence) -> None:
        """Count the lines of ``evidence`` for its creator."""
        who = _creator(evidence)
        if who is None:
            return
        self._lines.setdefault(who, Lines()).add(evidence.id, evidence.description)
        self._lines.move_to_end(who)
        if len(self._lines) > MOST_CREATORS:
            self._lines.popitem(last=False)

    def of(self, evidence: Evidence) -> Standing:
        """The standing lines of the creator of ``evidence``."""
        who = _creator(evidence)
        return self._lines[who].standing() if who is not None and who in self._lines else NOTHING


def _creator(evidence: Evidence) -> tuple[Platform, str] | None:
    creator = evidence.creator
    name = creator.id or creator.handle or creator.name
    return (evidence.platform, name.lower()) if name else None


def look_ahead(
    found: Iterable[Evidence | Problem], *, ahead: int = AHEAD
) -> Iterator[tuple[Evidence | Problem, Standing]]:
    """``found`` in order, each with the standing lines of its creator as far as the run has seen: all videos before it
    and ``ahead`` behind it, which wait in memory. With ``ahead`` 0 nothing waits and nothing stands.
    """
    if not ahead:
        yield from ((item, NOTHING) for item in found)
        return
    creators = Creators()
    waiting: deque[Evidence | Problem] = deque()
    for item in found:
        if isinstance(item, Evidence):
            creators.add(item)
        waiting.append(item)
        if len(waiting) > ahead:
            yield _with_standing(waiting.popleft(), creators)
    while waiting:
        yield _with_standing(waiting.popleft(), creators)


def _with_standing(item: Evidence | Problem, creators: Creators) -> tuple[Evidence | Problem, Standing]:
    return item, creators.of(item) if isinstance(item, Evidence) else NOTHING
