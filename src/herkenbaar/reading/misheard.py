"""Disclosures in recognised speech that the recogniser misspelt: found with a doubt, so that a person listens.

Looked for only in words that a machine recognised and that say how sure it was; what people wrote is read as written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

from herkenbaar.fuzzy import find_near
from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Disclosure, Grade, SignalKind, Surface
from herkenbaar.reading.passages import Passage
from herkenbaar.text import fold
from herkenbaar.wordlist import Group

DOUBT = "fuzzy"


def find_misheard(lexicon: Lexicon, passage: Passage, found: Sequence[Found], *, likeness: float) -> list[Disclosure]:
    """Disclosures in ``passage`` that are at least so like (0 to 100) a spoken one, each with the doubt "fuzzy".

    ``found`` is what stands there as the lexicon spells it; nothing that touches it is told again.
    """
    if passage.surface is not Surface.SPEECH or all(cue.confidence is None for cue in passage.cues):
        return []
    spelt = [passage.folded.span(hit.start, hit.end) for hit in found]
    phrases = spoken(lexicon)
    out: list[Disclosure] = []
    for near in find_near(passage.source, phrases, likeness=likeness):
        read_already = any(near.start < end and start < near.end for start, end in spelt)
        if read_already or passage.cue_at(near.start).confidence is None:
            continue
        start, end = passage.place(near.start, near.end)
        group = phrases[near.phrase]
        quote = passage.source[near.start : near.end]
        grade = group.grade or Grade.WEAK
        out.append(Disclosure(passage.surface, quote, start, end, group.term, grade, zone=None, doubt=DOUBT))
    return out


@lru_cache(maxsize=4)
def spoken(lexicon: Lexicon) -> dict[str, Group]:
    """Each phrase of spoken.toml with the entry of ``lexicon`` that says what it is worth."""
    text = resources.files("herkenbaar").joinpath("spoken.toml").read_text(encoding="utf-8")
    phrases: list[str] = tomllib.loads(text)["phrases"]
    groups: dict[str, Group] = {}
    for phrase in phrases:
        hits = [hit.group for hit in lexicon.find(fold(phrase)) if hit.group.kind == SignalKind.DISCLOSURE]
        if hits:
            groups[phrase] = hits[0]
    return groups
