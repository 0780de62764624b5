"""Tagged accounts that look like a brand's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from herkenbaar.lexicon import Found
from herkenbaar.model import Evidence, Signal, SignalKind
from herkenbaar.reading.passages import Passage
from herkenbaar.text import fold

_TAG = re.compile(r"(?<![\w.@/])@([\w.]{3,40})")
_HASHTAG = re.compile(r"#(\w{3,60})")
_COMPANY_TAG = re.compile(
    r"(?:official|officieel|brand|shop|store|cosmetics|beauty|energy|foods?|hotels?|fashion|wear|benelux)$"
    r"|[._](?:nl|com|be|eu|co)$"
)

_OWN = 6
"""Letters of a creator's name with which more of the creator's accounts may begin."""
_CREW = re.compile(
    r"(?:babe|babes|girl|girls|boy|boys|squad|team|fam|family|crew|creator|creators|lover|lovers|challenge)$"
)
"""How companies call those who post for them."""


def brand_tags(passage: Passage, evidence: Evidence, found: Sequence[Found]) -> Iterator[Signal]:
    """Tagged accounts that look like a brand: its own hashtag beside the tag, or a company's kind of name."""
    source = passage.source
    if "@" not in source:
        return
    own = {re.sub(r"[^a-z0-9]", "", fold(name or "").text) for name in (evidence.creator.handle, evidence.creator.name)}
    hashtags = [tag.group(1).lower() for tag in _HASHTAG.finditer(source)]
    said = [passage.folded.span(hit.start, hit.end) for hit in found if hit.group.kind == "disclosure"]
    for tag in _TAG.finditer(source):
        if any(first <= tag.start() <= last + 3 for first, last in said):
            continue  # the party that a disclosure names is no second sign
        handle = tag.group(1).rstrip(".").lower()
        plain = re.sub(r"[^a-z0-9]", "", handle)
        if any(plain == name or (len(name) >= _OWN and plain.startswith(name)) for name in own):
            continue
        weight = 0.9 if tag.start() == 0 else 0.6
        stem = re.sub(r"[^a-z0-9]", "", _COMPANY_TAG.sub("", handle)) or plain
        own_tags = [
            tag
            for tag in hashtags
            if tag.removeprefix("team").startswith(stem) or (len(tag) > 3 and plain.startswith(tag))
        ]
        if own_tags:
            longer = [tag for tag in own_tags if len(tag) > len(stem)]
            weight += 2.4 if any(_CREW.search(tag) for tag in longer) else 2.2 if longer else 1.2  # a campaign's own
        if _COMPANY_TAG.search(handle):
            weight += 0.6
        yield Signal(
            SignalKind.BRAND_TAG, passage.surface, tag.group(), tag.start(), tag.end(), weight, who=tag.group()
        )
