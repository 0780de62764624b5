"""What the whole video is about, where that speaks against a disclosure: a newspaper called AD, the rules, fraud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import SignalKind, Surface
from herkenbaar.reading.names import name_behind
from herkenbaar.reading.passages import Passage
from herkenbaar.wordlist import ContextKind

_OPENING = 400
_SUBJECTS: tuple[ContextKind, ...] = ("about_rules", "parody", "warning", "programming", "sketch", "lesson")
_DOUBLE: tuple[tuple[str, ContextKind], ...] = (("pr", "record"), ("ad", "named_ad"), ("promotie", "league"))
"""Marks that are another word in some videos, unless an account is named: a personal record, a man called Ad, a club's
promotion."""
_TAG = re.compile(r"(?<!\w)@\w")
_CODED = (SignalKind.DISCOUNT_CODE, SignalKind.SPONSOR_READ)
_OFFERED = (SignalKind.DISCOUNT_CODE, SignalKind.SPONSOR_PHRASE)
_DECLARES = ("deze video", "dit ", "this ", "video bevat", "today", "thanks", "thank you")


class About:
    """The subject of a video, looked up when a disclosure depends on it."""

    def __init__(self, lexicon: Lexicon, passages: Sequence[Passage]) -> None:
        """``passages`` are all texts of the video."""
        self._lexicon = lexicon
        self._passages = passages
        self._known: dict[ContextKind, bool] = {}

    def against(self, passage: Passage, hit: Found) -> str | None:
        """Why the subject of the video speaks against ``hit`` (a code), or None."""
        quote = passage.folded.quote(hit.start, hit.end)
        if quote.strip("#") == "AD" and self._is_newspaper:
            return "newspaper"
        if self._is_another_word(quote.rsplit(" ", 1)[-1].strip("#").lower()) and not _TAG.search(passage.source):
            return "topic"
        if not quote.startswith("#") and self._is("parody"):
            return "joke"
        if not self._is("about_rules"):
            return None
        said = passage.folded.text[hit.start : hit.end]
        named = name_behind(self._lexicon, passage, hit.end)[0]
        return None if named and said.startswith(_DECLARES) else "topic"

    def against_signal(self, passage: Passage, kind: SignalKind) -> str | None:
        """Why the subject of the video speaks against what ``passage`` says to sell (a code), or None."""
        if kind in _OFFERED and self._is("lesson"):
            return "topic"
        if kind in _CODED and self._is("programming"):
            return "topic"
        if self._is("warning"):
            return "warning"
        if self._is("parody"):
            return "joke"
        return "topic" if passage.surface is Surface.SPEECH and self._is("about_rules") else None

    def plays(self) -> bool:
        """Whether the video calls itself a sketch: what is sold in it may be played."""
        return self._is("sketch")

    def _is(self, kind: ContextKind) -> bool:
        if kind not in self._known:
            self._known[kind] = self._is_unusual and any(self._lexicon.says(text, kind) for text in self._openings)
        return self._known[kind]

    def _is_another_word(self, said: str) -> bool:
        return any(said == word and self._says(kind) for word, kind in _DOUBLE)

    def _says(self, kind: ContextKind) -> bool:
        """Whether words of ``kind`` stand anywhere in the video."""
        return any(self._lexicon.says(passage.folded.text, kind) for passage in self._passages)

    @cached_property
    def _is_newspaper(self) -> bool:
        return self._says("newspaper")

    @cached_property
    def _is_unusual(self) -> bool:
        """Whether any of the subjects is there at all: most videos have none, and are asked once."""
        return any(self._lexicon.says(text, *_SUBJECTS) for text in self._openings)

    @cached_property
    def _openings(self) -> list[str]:
        opening = (Surface.TITLE, Surface.DESCRIPTION)
        return [passage.folded.text[:_OPENING] for passage in self._passages if passage.surface in opening]
