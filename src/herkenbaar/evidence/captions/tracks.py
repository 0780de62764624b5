"""Which caption track to take: the creator's own in Dutch, else what was recognised in the spoken language.

yt-dlp keeps a track under ``subtitles`` (people made it) or ``automatic_captions`` (a machine did). On YouTube the
recognised original has a key that ends in ``-orig``, and is repeated without it; every other automatic track is a
machine translation: its address has ``tlang=``, or its key names two languages (``nl-en``: Dutch out of English).
TikTok's tracks all stand under ``subtitles`` while most of them are machine translations, and yt-dlp drops the
field that tells (``Source``: ASR, MT or LC).
Sources: yt-dlp 2026.10 (extractor/youtube/_video.py ``process_language``, extractor/tiktok.py
``_get_subtitles``); 29 recorded TikTok answers with tracks, of which 19 hold more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from urllib.parse import parse_qs, urlsplit

import msgspec

CHAT = frozenset({"live_chat", "rechat", "comments", "danmaku"})
"""Keys under which yt-dlp keeps what viewers wrote: no captions."""

_SHORT = {"nld": "nl", "dut": "nl", "vls": "nl", "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr"}
_TWO_LANGUAGES = re.compile(r"[a-z]{2,3}-[a-z]{2,3}(?:-orig)?$")
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,3}|und)(?:[-_][A-Za-z0-9_-]{1,40})?$")


class Origin(IntEnum):
    """Who made a track."""

    CREATOR = 0
    RECOGNISED = 1
    UNKNOWN = 2
    TRANSLATED = 3


_WORDS = {
    Origin.CREATOR: "creator's own",
    Origin.RECOGNISED: "recognised",
    Origin.UNKNOWN: "not known who made them",
    Origin.TRANSLATED: "machine translation",
}


class Track(msgspec.Struct, frozen=True):
    """One caption track: yt-dlp's key for it and who made it. ``url`` where it can be had, if known."""

    key: str
    origin: Origin
    url: str | None = None

    @property
    def language(self) -> str:
        """The two-letter language where there is one ("nl" for "nld-NL"); "" for a file that names none."""
        return language_of(self.key)

    def __str__(self) -> str:
        """``captions nl-orig (recognised)``, as ``sources["speech"]`` says it."""
        return f"captions {self.key or 'without a language'} ({_WORDS[self.origin]})"


class Address(msgspec.Struct):
    """What yt-dlp says of one file of a track."""

    url: str | None = None
    ext: str | None = None


Keyed = Mapping[str, list[Address]]


def language_of(key: str) -> str:
    """The short language of a track key: "nl" for nl, nl-orig, nl-BE, nld-NL."""
    first = re.split(r"[-_]", key, maxsplit=1)[0].lower()
    return _SHORT.get(first, first)


def is_language(text: str) -> bool:
    """Whether ``text`` can be the language part of a subtitle file's name."""
    return _LANGUAGE.match(text) is not None


def classify(key: str, *, subtitles: Keyed, automatic: Keyed, platform: str) -> Track:
    """The track that ``key`` (out of yt-dlp's answer, or a file's name) stands for, with who made it."""
    given = subtitles.get(key) or automatic.get(key) or []
    url = next((each.url for each in given if each.url), None)
    return Track(key, _origin(key, url, subtitles, automatic, platform), url)


def _origin(key: str, url: str | None, subtitles: Keyed, automatic: Keyed, platform: str) -> Origin:
    if platform == "tiktok":
        return Origin.UNKNOWN
    if key in subtitles:
        return Origin.CREATOR
    if url and (translated := _says_translated(url)) is not None:
        return Origin.TRANSLATED if translated else Origin.RECOGNISED
    if _TWO_LANGUAGES.match(key) and not key.endswith("-orig"):
        return Origin.TRANSLATED
    if key.endswith("-orig") or f"{key}-orig" in automatic:
        return Origin.RECOGNISED
    if key in automatic:
        return Origin.TRANSLATED if len(automatic) > 1 else Origin.RECOGNISED
    return Origin.UNKNOWN


def _says_translated(url: str) -> bool | None:
    """Whether the address asks for a translation; None when it is no address of a YouTube track."""
    try:
        asked = parse_qs(urlsplit(url).query)
    except ValueError:
        return None
    if "lang" not in asked:
        return None
    spoken, target = asked["lang"][-1], asked.get("tlang", [""])[-1]
    return bool(target) and language_of(target) != language_of(spoken)


def choose(tracks: Iterable[Track], *, wanted: str = "nl") -> list[Track]:
    """The tracks that may be used, best first; machine translations are never among them.

    The creator's own in ``wanted``, then the recognised original (in ``wanted`` first; the creator's own in the
    same language before it), then the creator's own in another language, then those of unknown origin.
    """
    usable = [track for track in tracks if track.origin is not Origin.TRANSLATED and track.key not in CHAT]
    spoken = {track.language for track in usable if track.origin is Origin.RECOGNISED}

    def rank(track: Track) -> tuple[int, bool, bool, bool, str]:
        own = track.origin is Origin.CREATOR
        step = 0 if own and track.language == wanted else 1 if own and track.language in spoken else 2
        if own and step == 2:
            step = 3
        if track.origin is Origin.UNKNOWN:
            step = 4
        return (step, track.language != wanted, not track.key.endswith("-orig"), "-" in track.key, track.key)

    return sorted(usable, key=rank)
