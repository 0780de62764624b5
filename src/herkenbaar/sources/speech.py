"""What is said in an archived video: the best caption track that lies beside its info.json."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions import Captions, read_captions
from herkenbaar.evidence.captions.reader import MOST
from herkenbaar.evidence.captions.tracks import CHAT, Address, Origin, Track, choose, classify, looks_dutch
from herkenbaar.evidence.info import Info
from herkenbaar.model import Cue, Platform, Problem, Range
from herkenbaar.sources.files import read_bytes
from herkenbaar.sources.folder import CAPTIONS, Beside

NOTHING = b"null"
HOW = 'yt-dlp --skip-download --write-subs --write-auto-subs --sub-langs "nl.*,.*-orig" gets them'


class Speech(msgspec.Struct, frozen=True):
    """What captions say of a video: ``cues`` out of the track that ``source`` names, or None and why in ``gap``.

    ``heard`` lists the seconds that were read when the file breaks off, else None.
    """

    cues: tuple[Cue, ...] | None = None
    source: str = ""
    gap: str = ""
    language: str | None = None
    heard: tuple[Range, ...] | None = None
    problems: tuple[Problem, ...] = ()


def find_speech(info: Info, platform: Platform, *, folder: str, beside: Beside) -> Speech:
    """The words of the best track among the files ``beside``, or why there are none."""
    if not beside:
        return Speech(gap=_say_missing(info))
    subtitles, automatic = _decode(info.subtitles), _decode(info.automatic_captions)
    dutch = looks_dutch(info.description)
    tracks = [classify(key, subtitles=subtitles, automatic=automatic, platform=platform, dutch=dutch) for key in beside]
    problems: list[Problem] = []
    for track in choose(tracks):
        found = _read_one(folder, beside[track.key], problems)
        if found is not None and found.recognised and track.origin is Origin.CREATOR:
            # --write-auto-subs alone gives an automatic file the name of the creator's own track.
            track = classify(track.key, subtitles={}, automatic=automatic, platform=platform)
        if found is not None and track.origin < Origin.DOUBTFUL:
            return _speech(track, found, tuple(problems))
    return Speech(gap=_say_unusable(tracks, problems), problems=tuple(problems))


def _speech(track: Track, found: Captions, problems: tuple[Problem, ...]) -> Speech:
    heard = ((0.0, max((cue.end for cue in found.cues), default=0.0)),) if found.broken else None
    return Speech(found.cues, str(track), language=track.language or None, heard=heard, problems=problems)


def _read_one(folder: str, files: dict[str, str], problems: list[Problem]) -> Captions | None:
    """The captions in the best file of one track that can be read; what is wrong goes to ``problems``."""
    for ending in CAPTIONS:
        if ending not in files:
            continue
        path = os.path.join(folder, files[ending])  # noqa: PTH118
        try:
            found = read_captions(read_bytes(path, most=MOST))
        except InputError as error:
            problems.append(Problem(path, error.what, error.remedy))
            continue
        if found.broken:
            problems.append(Problem(path, f"{found.broken}; what stands before it was read", "download it again"))
        return found
    return None


_addresses = msgspec.json.Decoder(dict[str, list[Address]] | None).decode
_tracks = msgspec.json.Decoder(dict[str, msgspec.Raw] | None).decode


def _decode(raw: msgspec.Raw) -> dict[str, list[Address]]:
    """yt-dlp's tracks by key; where an address is not as expected, the keys still tell a good deal."""
    try:
        return _addresses(raw) or {}
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {key: [] for key in _keys(raw)}


def _keys(raw: msgspec.Raw) -> list[str]:
    try:
        return list(_tracks(raw) or {})
    except (msgspec.DecodeError, UnicodeDecodeError):
        return []


def _say_missing(info: Info) -> str:
    """Why there is no speech when no caption file lies beside the info.json."""
    known = [key for key in _keys(info.subtitles) if key not in CHAT][:5]
    if memoryview(info.automatic_captions).nbytes > len(NOTHING):
        known.append("recognised")
    if not known:
        return "no captions, and speech was not recognised"
    return f"captions exist ({', '.join(known)}) but no file lies beside the info.json; {HOW}"


def _say_unusable(tracks: Iterable[Track], problems: list[Problem]) -> str:
    if problems:
        return f"failed: the captions could not be read: {problems[0].what}"
    listed = "; ".join(str(track) for track in tracks)
    return f"no captions in the spoken language: {listed} are not used; {HOW}"
