"""One folder of a video archive: its files by name, and which caption files belong to which video.

yt-dlp names what belongs to one video alike: ``NAME.info.json``, ``NAME.nl.vtt``, ``NAME.nl-orig.json3``.
"""

from __future__ import annotations

import os
from functools import cached_property

from herkenbaar.evidence.captions.tracks import is_language
from herkenbaar.sources.media import Media, index_media

INFO = ".info.json"
LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
UNFINISHED = (".part", ".ytdl", ".temp", ".tmp")
CAPTIONS = ("json3", "srv3", "vtt", "ttml", "srv2", "srv1", "srt", "json")
"""Endings of caption files, best first: json3 and srv3 tell recognised words from others, SubRip says least."""

Beside = dict[str, dict[str, str]]
"""Per track key ("nl-orig"; "" for a file that names no language) the file name per ending."""


class Folder:
    """The files in ``path``, hidden and unfinished ones left out, and the folders in it; both sorted by name.

    Raises OSError where it cannot be listed.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.files: list[str] = []
        self.folders: list[str] = []
        self.unfinished = 0
        with os.scandir(path) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                self._take(entry)

    def _take(self, entry: os.DirEntry[str]) -> None:
        if entry.name.startswith("."):
            return
        if entry.name.endswith(UNFINISHED):
            self.unfinished += 1
        elif _is_folder(entry):
            self.folders.append(entry.name)
        else:
            self.files.append(entry.name)

    def captions_of(self, stem: str) -> Beside:
        """The caption files of the video whose files begin with ``stem``."""
        return self._captions.get(stem, {})

    def media_of(self, stem: str) -> Media | None:
        """The video and audio file of the video whose files begin with ``stem``."""
        return self._media.get(stem)

    @cached_property
    def _media(self) -> dict[str, Media]:
        return index_media(self.path, self.files)

    @cached_property
    def _captions(self) -> dict[str, Beside]:
        found: dict[str, Beside] = {}
        for name in self.files:
            whole, _, ending = name.rpartition(".")
            if ending not in CAPTIONS or name.endswith(INFO):
                continue
            stem, _, key = whole.rpartition(".")
            if stem and is_language(key):
                found.setdefault(stem, {}).setdefault(key, {})[ending] = name
            if ending != "json":
                found.setdefault(whole, {}).setdefault("", {})[ending] = name
        return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
