"""One look at a creator's source: the evidence that is new or may have changed, whatever kind of source it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import msgspec

from herkenbaar.config import Settings
from herkenbaar.model import Evidence, Problem
from herkenbaar.roster import Entry, SourceKind


class Look(Protocol):
    """What a look at a source gives. Making or iterating it raises LookError where nothing could be read."""

    unchanged: bool
    """Nothing has changed since the last look; iterating it gives nothing."""
    whole: bool
    """Every video of the source comes by, so that one that does not is gone."""
    requests: int
    """How many requests were sent to a platform, counted when it has been iterated."""

    def __iter__(self) -> Iterator[Evidence | Problem]:
        """What was seen, and what could not be."""

    def remember(self) -> dict[str, Any] | None:
        """What the next look needs to know; asked for after iterating."""


def look_at(entry: Entry, *, cursor: dict[str, Any] | None, since: date | None, settings: Settings) -> Look:
    """The look at one creator. ``cursor`` is what the look before remembered. Raises LookError."""
    if entry.kind is SourceKind.EVIDENCE:
        return _EvidenceFile(Path(entry.source), cursor)
    raise NotImplementedError(entry.kind, since, settings)


class _EvidenceFile:
    requests = 0

    def __init__(self, path: Path, cursor: dict[str, Any] | None) -> None:
        from herkenbaar.sources.growing import FileCursor, GrowingFile

        self._file = GrowingFile(path, msgspec.convert(cursor, FileCursor) if cursor else None)
        self.unchanged, self.whole = self._file.unchanged, self._file.whole

    def __iter__(self) -> Iterator[Evidence | Problem]:
        return iter(self._file)

    def remember(self) -> dict[str, Any] | None:
        return None if self._file.cursor is None else msgspec.to_builtins(self._file.cursor)
