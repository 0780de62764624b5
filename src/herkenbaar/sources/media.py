"""Which video and audio file belongs to a video of an archive.

yt-dlp names them like the info.json: ``NAME.mp4``, ``NAME.m4a``; unmerged formats get their number in between
(``NAME.f137.mp4``, ``NAME.f140.m4a``), and then pictures and sound are two files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

SOUND = ("m4a", "opus", "mp3", "ogg", "oga", "aac", "flac", "wav", "weba")
PICTURES = ("mp4", "webm", "mkv", "mov", "m4v", "flv", "avi", "ts", "3gp", "mpg", "mpeg")
_FORMAT = re.compile(r"\.f[0-9a-z_-]+\Z", re.IGNORECASE)

_Candidate = tuple[bool, int, str]


class Media(msgspec.Struct, frozen=True):
    """The files to listen to and to look at; they are one and the same unless yt-dlp left them unmerged."""

    sound: Path | None = None
    picture: Path | None = None


def index_media(folder: str, files: Iterable[str]) -> dict[str, Media]:
    """The media among ``files`` by the stem of their names; of several for one video the merged one wins."""
    sounds: dict[str, list[_Candidate]] = defaultdict(list)
    pictures: dict[str, list[_Candidate]] = defaultdict(list)
    for name in files:
        whole, _, ending = name.rpartition(".")
        for stem in {whole, _FORMAT.sub("", whole)}:
            parted = stem != whole
            if ending in SOUND:
                sounds[stem].append((parted, SOUND.index(ending), name))
            elif ending in PICTURES:
                pictures[stem].append((parted, PICTURES.index(ending), name))
                if not parted:
                    sounds[stem].append((False, len(SOUND), name))
    stems = sounds.keys() | pictures.keys()
    return {stem: Media(_best(folder, sounds.get(stem)), _best(folder, pictures.get(stem))) for stem in stems}


def _best(folder: str, candidates: list[_Candidate] | None) -> Path | None:
    return Path(folder, min(candidates)[2]) if candidates else None
