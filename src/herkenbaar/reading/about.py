"""What the whole video is about, where that speaks against a disclosure: a newspaper called AD, the rules, fraud."""

from __future__ import annotations

from collections.abc import Sequence

from herkenbaar.lexicon import Found, Lexicon
from herkenbaar.model import Surface
from herkenbaar.reading.names import name_behind
from herkenbaar.reading.passages import Passage
from herkenbaar.wordlist import ContextKind

_OPENING = 400
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
        if quote.strip("#") == "AD" and self._is("newspaper"):
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
            self._known[kind] = any(self._lexicon.local(kind).search(text) for text in self._texts(kind))
        return self._known[kind]

    def _texts(self, kind: ContextKind) -> list[str]:
        if kind == "newspaper":
            return [passage.folded.text for passage in self._passages]
        opening = (Surface.TITLE, Surface.DESCRIPTION)
        return [passage.folded.text[:_OPENING] for passage in self._passages if passage.surface in opening]
