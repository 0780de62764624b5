"""Who pays: the party named behind a phrase ("betaalde samenwerking met @merk", "sponsored by Acme Tea")."""

from __future__ import annotations

import re

from herkenbaar.lexicon import Lexicon
from herkenbaar.model import Surface
from herkenbaar.reading.passages import Passage

_LINK_WORD = re.compile(
    r"[ :\-–|,]{0,3}(?:(?:met|with|by|door|van|from|voor|for|bij|at|to|@)"
    r"(?: (?:het merk|the brand|onze vrienden van|our friends at))? ?)?"
)
_HANDLE = re.compile(r"@[\w.]{2,40}")
_WORD = r"[A-Z0-9](?:[\w&'’+-]|\.(?=\w))*"
_CAPITALS = re.compile(rf"{_WORD}(?: (?:{_WORD}|(?:of|and|&|van|de|the|for)(?= [A-Z0-9])))*")
_CAPITALS_BEFORE = re.compile(
    rf"(?:@[\w.]{{2,40}}|{_WORD}(?: (?:{_WORD}|(?:of|and|&|van|de|the|for)(?= [A-Z0-9])))*)(?=,? \Z)"
)
_WORD_BEFORE = re.compile(r"[\w.'-]+(?= \Z)")
_SPOKEN = re.compile(r"[a-z0-9][\w.'-]*(?: [a-z0-9][\w.'-]*)?")
_ENDS_WITH_LINK = re.compile(r"(?:met|with|by|door|van|from|voor|for|at|of|to)$")


def name_behind(lexicon: Lexicon, passage: Passage, end: int) -> tuple[str | None, int]:
    """The name right behind folded ``end`` and where it ends in the original; (None, 0) where none follows.

    In text a name is a handle or a row of capitalised words; in speech, which has no capitals, the next one or two
    words after "met", "door", "by" and the like.
    """
    source = passage.source
    at = passage.folded.span(max(0, end - 1), end)[1]
    said = passage.folded.text[max(0, end - 6) : end]
    linked = bool(_ENDS_WITH_LINK.search(said))
    link = _LINK_WORD.match(source, at)
    if link is None:
        return None, 0
    has_word = linked or bool(link.group().strip(" :-–|,"))
    begin = link.end()
    handle = _HANDLE.match(source, begin) or (
        _HANDLE.match(source, begin - 1) if source[begin - 1 : begin] == "@" else None
    )
    if handle:
        return handle.group().rstrip("."), handle.start() + len(handle.group().rstrip("."))
    if not has_word:
        return None, 0
    match = _CAPITALS.match(source, begin)
    if match is None and passage.surface is Surface.SPEECH:
        match = _SPOKEN.match(source, begin, passage.cue_end(begin))
    if match is None:
        return None, 0
    name = match.group().rstrip(".,'’ -")
    if lexicon.local("function_word").fullmatch(name.split(" ")[0].lower()):
        return None, 0
    return name, begin + len(name)


def name_before(lexicon: Lexicon, passage: Passage, first: int) -> tuple[str | None, int]:
    """The name right before ``source[first:]`` and where it begins: the subject of "Kaasland stuurde mij …"."""
    line = passage.source.rfind("\n", 0, first) + 1
    window = passage.source[max(line, first - 60) : first]
    match = _CAPITALS_BEFORE.search(window)
    if match is None and (passage.surface is Surface.SPEECH or passage.source.islower()):
        match = _WORD_BEFORE.search(window)
    if match is None or lexicon.local("function_word").fullmatch(match.group().split(" ")[0].lower()):
        return None, first
    return match.group(), first - len(window) + match.start()
