"""What the whole video is about, where that speaks against a disclosure: a newspaper called AD, the rules, fraud."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Surface
from herkenbaar.reading.names import name_behind
from herkenbaar.reading.passages import Passage
from herkenbaar.wordlist import ContextKind

_OPENING = 400
_SUBJECTS: tuple[ContextKind, ...] = ("about_rules", "parody", "warning")
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
        if not quote.startswith("#") and self._is("parody"):
            return "joke"
        if not self._is("about_rules"):
            return None
        said = passage.folded.text[hit.start : hit.end]
        named = name_behind(self._lexicon, passage, hit.end)[0]
        return None if named and said.startswith(_DECLARES) else "topic"

    def against_signal(self, passage: Passage) -> str | None:
        """Why the subject of the video speaks against what is said in ``passage`` to sell (a code), or None."""
        if self._is("warning"):
            return "warning"
        if self._is("parody"):
            return "joke"
        return "topic" if passage.surface is Surface.SPEECH and self._is("about_rules") else None

    def _is(self, kind: ContextKind) -> bool:
        if kind not in self._known:
            self._known[kind] = self._is_unusual and any(self._lexicon.says(text, kind) for text in self._openings)
        return self._known[kind]

    @cached_property
    def _is_newspaper(self) -> bool:
        return any(self._lexicon.says(passage.folded.text, "newspaper") for passage in self._passages)

    @cached_property
    def _is_unusual(self) -> bool:
        """Whether any of the subjects is there at all: most videos have none, and are asked once."""
        return any(self._lexicon.says(text, *_SUBJECTS) for text in self._openings)

    @cached_property
    def _openings(self) -> list[str]:
        opening = (Surface.TITLE, Surface.DESCRIPTION)
        return [passage.folded.text[:_OPENING] for passage in self._passages if passage.surface in opening]
