"""Videos on this machine: yt-dlp archives, evidence JSON Lines, evidence bundles; files and folders, nested at will.

    PATH ─▶ folder ─▶ each file by its name ─▶ infojson.py | lines.py | a bundle ─▶ Evidence or Problem

The order is that of the paths given, and within a folder that of the names, so that a run can be repeated.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from herkenbaar.errors import InputError
from herkenbaar.evidence import bundle
from herkenbaar.model import Evidence, Platform, Problem
from herkenbaar.sources import infojson, lines
from herkenbaar.sources.files import Buffer
from herkenbaar.sources.folder import CAPTIONS, INFO, LINES, Folder
from herkenbaar.sources.media import Media

AHEAD = 64
NOTHING = "nothing to look at"
GET = "yt-dlp --write-info-json --write-subs --write-auto-subs makes an archive that can be read"

Found = Iterator[Evidence | Problem]
MediaOf = dict[tuple[Platform, str], Media]
"""The files of a video by its platform and id. Only archives have any: evidence lines never name files to open."""


def find(
    paths: Iterable[str | Path],
    *,
    once: bool = True,
    skipped: Counter[str] | None = None,
    media: MediaOf | None = None,
) -> Found:
    """The evidence in ``paths`` ("-" is standard input), in order, with a problem for whatever cannot be read.

    ``once``: of one video in several files only the first is given, and the others are named in a problem.
    ``skipped`` counts what was passed over on purpose, by what it is. ``media`` is told the files of an archived
    video before that video is given. A path that holds nothing to look at gives a problem too. Nothing is kept
    in memory but ids, and in a folder the next ``AHEAD`` videos.
    """
    walk = _Walk(Counter() if skipped is None else skipped, media)
    for path in paths:
        found = walk.read(os.fspath(path))
        found = map(_printable, walk.once(found) if once else found)
        yield from _ahead(found) if os.path.isdir(path) else found  # noqa: PTH112


def _ahead(found: Found) -> Found:
    """``found``, of which up to ``AHEAD`` are read before the first is given.

    Decoding a large info.json drives the words and rules that judging needs out of the processor's cache; reading a
    good number in a row saved a sixth of a scan (benchmarks/scan_archive.py).
    """
    while some := list(islice(found, AHEAD)):
        yield from some


def _printable(item: Evidence | Problem) -> Evidence | Problem:
    """A problem in valid Unicode, whatever bytes the name of its file has."""
    if isinstance(item, Evidence) or item.where.isascii():
        return item
    return Problem(os.fsencode(item.where).decode("utf-8", "replace"), item.what, item.remedy)


class _Walk:
    """One run over the paths: what was seen already, and what is being read now."""

    def __init__(self, skipped: Counter[str], media: MediaOf | None) -> None:
        self.skipped = skipped
        self.media = media
        self.place = ""
        self.buffer = Buffer()
        self.folders: set[tuple[int, int]] = set()
        self.videos: dict[tuple[Platform, str], str] = {}

    def once(self, found: Found) -> Found:
        """``found`` without videos that another file held before."""
        for item in found:
            if isinstance(item, Evidence):
                first = self.videos.setdefault((item.platform, item.id), self.place)
                if first != self.place:
                    yield Problem(self.place, f"the same video ({item.id}) as in {first}, which was taken")
                    continue
            yield item

    def read(self, path: str) -> Found:
        """What one path holds that the user gave."""
        self.place = path
        if path == "-":
            self.place = "standard input"
            yield from lines.read_lines(sys.stdin.buffer, self.place)
        elif os.path.isdir(path):  # noqa: PTH112
            yield from self._read_top(path)
        elif not os.path.exists(path):  # noqa: PTH110
            yield Problem(path, "no such file or folder", "check the path")
        else:
            yield from self._read_file(path)

    def _read_top(self, path: str) -> Found:
        nothing = True
        before = self.skipped.total()
        for item in self._read_folders(path):
            nothing = False
            yield item
        if nothing:
            passed = self.skipped.total() - before
            what = f"{NOTHING}: no *{INFO} and no evidence" + (f" ({passed} files passed over)" if passed else "")
            yield Problem(path, what, GET)

    def _read_folders(self, top: str) -> Found:
        """Folder by folder, files before folders; a folder that was seen (links in circles) is not entered again."""
        waiting = [top]
        while waiting:
            path = waiting.pop()
            try:
                status = os.stat(path)  # noqa: PTH116
                if (status.st_dev, status.st_ino) in self.folders:
                    continue
                self.folders.add((status.st_dev, status.st_ino))
                folder = Folder(path)
            except OSError as error:
                yield Problem(path, f"cannot be opened: {error.strerror}", "check the rights on this folder")
                continue
            if bundle.MANIFEST in folder.files and bundle.is_bundle(Path(path)):
                yield from self._read_bundle(path)
                continue
            self.skipped["unfinished downloads"] += folder.unfinished
            for name in folder.files:
                yield from self._read_member(folder, name)
            waiting.extend(os.path.join(path, name) for name in reversed(folder.folders))  # noqa: PTH118

    def _read_member(self, folder: Folder, name: str) -> Found:
        """One file of a folder; what is neither a video nor evidence is none of our business."""
        self.place = os.path.join(folder.path, name)  # noqa: PTH118
        if name.endswith(INFO):
            yield from self._read_video(folder, name)
        elif name.endswith(LINES):
            yield from self._read_lines(self.place, sniff=True)

    def _read_file(self, path: str) -> Found:
        """One file that the user named: by its ending, else by its content."""
        folder, name = os.path.split(path)
        if name.endswith(INFO):
            try:
                yield from self._read_video(Folder(folder or "."), name)
            except OSError as error:
                yield Problem(path, f"its folder cannot be opened: {error.strerror}", "check the rights on it")
        elif name.endswith(LINES):
            yield from self._read_lines(path, sniff=False)
        elif name == bundle.EVIDENCE and bundle.is_bundle(Path(folder)):
            yield from self._read_bundle(folder)
        elif name.endswith(CAPTIONS) and not name.endswith(".json"):
            yield Problem(path, "captions alone are not a video", f"give the *{INFO} or the folder they lie in")
        else:
            yield from self._read_lines(path, sniff=False)

    def _read_video(self, folder: Folder, name: str) -> Found:
        nothing = True
        try:
            for item in infojson.read_video(folder, name, self.buffer):
                nothing = False
                if isinstance(item, Evidence):
                    self._tell_media(item, folder, name.removesuffix(INFO))
                yield item
        except InputError as error:
            yield Problem(error.where, error.what, error.remedy)
            return
        self.skipped["descriptions of playlists"] += nothing

    def _tell_media(self, evidence: Evidence, folder: Folder, stem: str) -> None:
        if self.media is not None and (files := folder.media_of(stem)) is not None:
            self.media[evidence.platform, evidence.id] = files

    def _read_lines(self, path: str, *, sniff: bool) -> Found:
        try:
            with open(path, "rb") as file:  # noqa: PTH123
                if sniff and not lines.holds_evidence(file):
                    self.skipped["JSON Lines that are no evidence"] += 1
                    return
            with open(path, "rb") as file:  # noqa: PTH123
                yield from lines.read_lines(file, path)
        except OSError as error:
            yield Problem(path, f"cannot be read: {error.strerror}", "check the rights on this file")

    def _read_bundle(self, path: str) -> Found:
        self.place = path
        try:
            yield bundle.load(Path(path))
        except InputError as error:
            yield Problem(error.where, error.what, error.remedy)
