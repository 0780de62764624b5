"""What stands under every video of a creator says nothing about this one: which signs and marks do not count for it.

Only lines below the video's own text can be boilerplate. A line that names this video's brand or product counts, and so
does one in which a sponsor is named as such: whoever sponsors a channel for a year still pays for every video.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from herkenbaar.affiliates import FoundLink, find_links
from herkenbaar.model import Disclosure, Discounted, Evidence, Relation, Signal, SignalKind, Surface
from herkenbaar.reading.disclosures import Mark, Said
from herkenbaar.reading.signals import Sign
from herkenbaar.standing import Standing, key
from herkenbaar.text import fold

BOILERPLATE = "boilerplate"
_QUIET = (Relation.AFFILIATE, Relation.DISCOUNT, Relation.OWN_BRAND)
"""Marks of these relations tell of the links below them; standing ones are no sign that this video is advertising."""
_SPONSOR = re.compile(
    r"spon|partner|samenwerking|adverten|reclame|betaald|paid|advertis|brought to you|(?<!\w)ads?(?!\w)"
)
_NAME = re.compile(r"[A-Z][\w'&-]{3,}|\w*\d\w{2,}|[A-Z]{2,}\w*")
_LABEL = re.compile(r"^[^:\n]{1,24}:\s")


class Boilerplate:
    """The standing lines of one description."""

    def __init__(self, evidence: Evidence, standing: Standing) -> None:
        self._source = evidence.description or ""
        self._standing = standing
        self._evidence = evidence
        self._own: str | None = None

    @property
    def stands(self) -> bool:
        """Whether anything is known to stand under most videos."""
        return bool(self._standing)

    def covers(self, item: Signal | Disclosure) -> bool:
        """Whether ``item`` stands in such a line, which names neither a sponsor nor what this video is about."""
        if not self._standing or item.surface is not Surface.DESCRIPTION or item.start is None:
            return False
        line = self._line(int(item.start))
        if key(line) not in self._standing or not self._has_own_text_before(int(item.start)):
            return False
        links = find_links(line)
        words = line
        for link in reversed(links):
            words = words[: link.start] + words[link.end :]
        return not (_SPONSOR.search(fold(words).text) or self._names_this(words, links))

    def _has_own_text_before(self, offset: int) -> bool:
        """Whether words of this video stand above: a code that is all the text there is, is no footer."""
        return self._first_own < self._source.rfind("\n", 0, offset) + 1

    @cached_property
    def _first_own(self) -> int:
        """Where the first line begins that does not stand; behind the text where there is none."""
        begin = 0
        for line in self._source.split("\n"):
            if (plain := key(line)) and plain not in self._standing:
                return begin
            begin += len(line) + 1
        return begin

    def _line(self, offset: int) -> str:
        begin = self._source.rfind("\n", 0, offset) + 1
        stop = self._source.find("\n", offset)
        return self._source[begin : stop if stop >= 0 else len(self._source)]

    def _names_this(self, words: str, links: Iterable[FoundLink]) -> bool:
        """Whether a name in ``words``, or the host of a shop, is also said where the video speaks of itself."""
        shops = (link.host.split(".") for link in links if not link.social and link.earns != "network")
        names = {fold(name).text for name in _NAME.findall(_LABEL.sub("", words))}
        names.update(parts[-2] for parts in shops if len(parts) > 1 and len(parts[-2]) > 3)
        spoken = self._spoken_of()
        return any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", spoken) for name in names if not self._is_creator(name)
        )

    def _is_creator(self, name: str) -> bool:
        creator = self._evidence.creator
        names = f"{creator.name or ''} {creator.handle or ''}"
        return _plain(name) in _plain(names.lower())

    def _spoken_of(self) -> str:
        """Title, speech, screen and the lines of the description that do not stand, folded."""
        if self._own is None:
            lines = (line for line in self._source.split("\n") if key(line) not in self._standing)
            cues = (cue.text for cue in (*(self._evidence.speech or ()), *(self._evidence.screen or ())))
            self._own = fold("\n".join((self._evidence.title or "", *lines, *cues))).text
        return self._own


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name)


def leave_out(said: Said, signs: Sequence[Sign], boilerplate: Boilerplate) -> tuple[Said, list[Sign], list[Discounted]]:
    """``said`` and ``signs`` without what only stands in boilerplate, and that with its reason.

    A mark stays a mark (the video may be advertising for other reasons), but is no sign of advertising.
    """
    if not boilerplate.stands:
        return said, list(signs), []
    covered = [sign for sign in signs if boilerplate.covers(sign.signal)]
    kept = [sign for sign in signs if sign not in covered]
    marks = [_quiet(mark, boilerplate) for mark in said.marks]
    quiet = [mark.disclosure for mark, before in zip(marks, said.marks, strict=True) if mark is not before]
    left_out = (*_reasons(sign.signal for sign in covered), *_reasons(quiet))
    return said._replace(marks=tuple(marks)), kept, list(left_out)


def _quiet(mark: Mark, boilerplate: Boilerplate) -> Mark:
    return mark._replace(weight=0.0) if mark.relation in _QUIET and boilerplate.covers(mark.disclosure) else mark


def _reasons(items: Iterable[Signal | Disclosure]) -> Iterable[Discounted]:
    for item in items:
        kind = item.kind if isinstance(item, Signal) else SignalKind.DISCLOSURE
        yield Discounted(kind, item.surface, item.quote, item.start, item.end, BOILERPLATE)
