"""Links as signals: those on which somebody earns, and those with selling words on their line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from herkenbaar.affiliates import FoundLink, find_links
from herkenbaar.lexicon import Lexicon
from herkenbaar.model import Evidence, Signal, SignalKind
from herkenbaar.reading.passages import Passage
from herkenbaar.text import fold

_EARNED = {"network": 3.4, "parameter": 3.0}


def link_signals(lexicon: Lexicon, passage: Passage, names: tuple[str, ...]) -> Iterator[Signal]:
    """Links on which somebody earns, and links with a pitch on the same line."""
    source = passage.source
    for link in find_links(source, names=names):
        start, end = link.start, link.end
        if link.earns in _EARNED:
            kind = SignalKind.AFFILIATE_LINK
            yield Signal(kind, passage.surface, link.url, start, end, _EARNED[link.earns], who=link.host or None)
            continue
        weight = _pitch(lexicon, source, link)
        if weight:
            kind = SignalKind.SPONSOR_PHRASE
            yield Signal(kind, passage.surface, link.url, start, end, weight, who=link.host or None)


def _pitch(lexicon: Lexicon, source: str, link: FoundLink) -> float:
    """How much a link with selling words on its line weighs: more with the creator's own path or a known seller."""
    if link.social:
        return 0.0
    begin = source.rfind("\n", 0, link.start) + 1
    stop = source.find("\n", link.end)
    line = source[begin : link.start] + " " + source[link.end : stop if stop >= 0 else len(source)]
    line = fold(line).text
    pitches = len(set(lexicon.local("pitch").findall(line)))
    if lexicon.local("reference").search(line) and link.earns == "no" and pitches < 2:
        return 0.0
    weight = 0.0
    if link.earns == "brand":
        weight += 1.4
    if link.personal:
        weight += 2.2 if pitches else 1.0
    if pitches:
        weight += min(0.8 + 0.4 * pitches, 2.0)
    if begin == 0 and pitches:
        weight += 0.8
    return weight if weight >= 1.2 else 0.0


def own_names(evidence: Evidence) -> tuple[str, ...]:
    """The creator's names as they would stand in a link: letters and digits only, lower case."""
    creator = evidence.creator
    raw = (creator.handle, creator.name, *(creator.name or "").split(" "))
    return tuple({re.sub(r"[^a-z0-9]", "", (name or "").lower()) for name in raw} - {"", "the", "de", "van", "het"})
