"""One look at a creator's source: the evidence that is new or may have changed, whatever kind of source it is.

    evidence file ─▶ the lines that were added
    folder        ─▶ the bundles that are new or newer
    page          ─▶ gathered into a folder of bundles first, then as that folder

What was gathered lies in bundles before anything else happens to it, so that a killed visit asks for nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import msgspec

from herkenbaar.errors import GoneError, HerkenbaarError, InputError, LookError
from herkenbaar.evidence import bundle
from herkenbaar.model import Evidence, Problem
from herkenbaar.outside import Outside
from herkenbaar.roster import Entry, SourceKind, platform_of
from herkenbaar.sources.growing import FileCursor, GrowingFile
from herkenbaar.store.videos import Identity, identity

Found = Iterator[Evidence | Problem]


class Look(Protocol):
    """What a look at a source gives. Making or iterating it raises LookError where it could not be read.

    ``unchanged``: nothing has changed since the last look. The others are known once it has been iterated:
    ``present`` all videos of the source (None: that cannot be told), ``gone`` those the source says are removed,
    ``back`` those that were read again and are as before, ``requests`` how many were sent.
    """

    unchanged: bool
    present: set[Identity] | None
    gone: set[Identity]
    back: set[Identity]
    requests: int

    def __iter__(self) -> Found:
        """What was seen, and what could not be."""

    def remember(self) -> dict[str, Any] | None:
        """What the next look needs to know; asked for after iterating."""


def look_at(entry: Entry, *, cursor: dict[str, Any] | None, since: date | None, outside: Outside) -> Look:
    """The look at one creator. ``cursor`` is what the look before remembered. Raises LookError."""
    if entry.kind is SourceKind.EVIDENCE:
        return EvidenceFile(Path(entry.source), cursor)
    if entry.kind is SourceKind.BUNDLES:
        return BundleFolder(Path(entry.source), cursor)
    return Page(entry.source, cursor, since=since, outside=outside)


class EvidenceFile:
    """A look at an evidence file."""

    def __init__(self, path: Path, cursor: dict[str, Any] | None) -> None:
        self._file = GrowingFile(path, msgspec.convert(cursor, FileCursor) if cursor else None)
        self.unchanged = self._file.unchanged
        self.present: set[Identity] | None = set() if self._file.whole else None
        self.gone: set[Identity] = set()
        self.back: set[Identity] = set()
        self.requests = 0

    def __iter__(self) -> Found:
        for item in self._file:
            if self.present is not None and isinstance(item, Evidence):
                self.present.add(identity(item))
            yield item

    def remember(self) -> dict[str, Any] | None:
        """How far the file was read."""
        return None if self._file.cursor is None else msgspec.to_builtins(self._file.cursor)


class BundleFolder:
    """A look at a folder of bundles. A bundle is read when its manifest is not the one of the last look."""

    def __init__(self, top: Path, cursor: dict[str, Any] | None) -> None:
        if not top.is_dir():
            raise InputError("no such folder", where=str(top), remedy="check the path")
        self._top = top
        self._before: dict[str, list[Any]] = (cursor or {}).get("bundles", {})
        self._now: dict[str, list[Any]] = {}
        self.unchanged = False
        self.present: set[Identity] | None = None
        self.gone: set[Identity] = set()
        self.back: set[Identity] = set()
        self.requests = 0

    def __iter__(self) -> Found:
        for folder in bundle.find(self._top):
            name = folder.relative_to(self._top).as_posix()
            try:
                stamp = _stamp(folder)
                before = self._before.get(name)
                if before is None or before[:2] != stamp:
                    item = bundle.load(folder)
                    before = [*stamp, item.platform.value, identity(item).video_id]
                    yield item
                self._now[name] = before
            except (LookError, OSError) as error:
                yield _problem(folder, error)
        self.present = {Identity(platform, video) for _, _, platform, video in self._now.values()}

    def remember(self) -> dict[str, Any] | None:
        """The manifests that were seen."""
        return {"bundles": self._now}


class Page:
    """A look at a creator's page: what is new is gathered into the creator's own folder, and read from there."""

    def __init__(self, url: str, cursor: dict[str, Any] | None, *, since: date | None, outside: Outside) -> None:
        self._url = url
        self._cursor = cursor
        self._since = since
        self._outside = outside
        self._folder = outside.folder_of(url)
        self._bundles: BundleFolder | None = None
        self.unchanged = False
        self.present: set[Identity] | None = None
        self.gone: set[Identity] = set()
        self.back: set[Identity] = set()
        self.requests = 0

    def __iter__(self) -> Found:
        """Raises LookError after all that could be read was given."""
        refused: LookError | None = None
        before = self._outside.spent()
        bundles = (self._cursor or {}).get("bundles", {})
        known = {Identity(platform, video) for _, _, platform, video in bundles.values()}
        with self._outside.crawl(self._url, since=self._since, folder=self._folder) as missed:
            for video, error in missed:
                if not video:
                    refused = error
                    continue
                one = Identity(str(platform_of(self._url)), video)
                if error is None:
                    self.back.add(one)
                    continue
                if isinstance(error, GoneError):
                    self.gone.add(one)
                if not (one in self.gone and one in known):
                    yield _problem(video, error)
        self.requests = self._outside.spent() - before
        self._bundles = BundleFolder(self._folder, self._cursor)
        yield from self._bundles
        if refused is not None:
            raise refused

    def remember(self) -> dict[str, Any] | None:
        """The bundles that were seen."""
        return None if self._bundles is None else self._bundles.remember()


def _stamp(folder: Path) -> list[int]:
    status = (folder / bundle.MANIFEST).stat()
    return [status.st_mtime_ns, status.st_size]


def _problem(where: Path | str, error: Exception) -> Problem:
    if isinstance(error, HerkenbaarError):
        return Problem(error.where or str(where), error.what, error.remedy)
    return Problem(str(where), f"cannot be read: {error}")
