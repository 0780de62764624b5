"""Which caption track to take: the creator's own in Dutch, else what was recognised in the spoken language.

yt-dlp keeps a track under ``subtitles`` (people made it) or ``automatic_captions`` (a machine did). On YouTube the
recognised original has a key that ends in ``-orig``, and is repeated without it; every other automatic track is a
machine translation: its address has ``tlang=``, or its key names two languages (``nl-en``: Dutch out of English).
TikTok's tracks all stand under ``subtitles`` while most of them are machine translations, and yt-dlp drops the
field that tells (``Source``: ASR, MT or LC). A single track is mostly the recognised original; of several, only the
Dutch one under a Dutch caption is taken to be.
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
    DOUBTFUL = 3
    TRANSLATED = 4


_WORDS = {
    Origin.CREATOR: "creator's own",
    Origin.RECOGNISED: "recognised",
    Origin.UNKNOWN: "not known who made them",
    Origin.DOUBTFUL: "perhaps a machine translation",
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

_DUTCH = frozenset(
    re.findall(
        r"\w+", "de het een en van ik je niet dat met voor zijn ook maar naar deze dit wij mijn jullie nog wat hoe"
    )
)


def language_of(key: str) -> str:
    """The short language of a track key: "nl" for nl, nl-orig, nl-BE, nld-NL."""
    first = re.split(r"[-_]", key, maxsplit=1)[0].lower()
    return _SHORT.get(first, first)


def is_language(text: str) -> bool:
    """Whether ``text`` can be the language part of a subtitle file's name."""
    return _LANGUAGE.match(text) is not None


def looks_dutch(text: str | None) -> bool:
    """Whether ``text`` has at least three different everyday Dutch words in it."""
    return len(_DUTCH.intersection(re.findall(r"\w+", (text or "").lower()))) >= 3


def classify(key: str, *, subtitles: Keyed, automatic: Keyed, platform: str, dutch: bool = False) -> Track:
    """The track that ``key`` (out of yt-dlp's answer, or a file's name) stands for, with who made it.

    ``dutch``: the text beside the video is Dutch, which tells among several tracks of TikTok.
    """
    given = subtitles.get(key) or automatic.get(key) or []
    url = next((each.url for each in given if each.url), None)
    if platform == "tiktok":
        alone = len(subtitles) <= 1 or (dutch and language_of(key) == "nl")
        return Track(key, Origin.UNKNOWN if alone else Origin.DOUBTFUL, url)
    return Track(key, _origin(key, url, subtitles, automatic), url)


def _origin(key: str, url: str | None, subtitles: Keyed, automatic: Keyed) -> Origin:
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
    """The tracks that may be used, best first; what is or may be a machine translation is never among them.

    The creator's own in ``wanted``, then the recognised original (in ``wanted`` first; the creator's own in the
    same language before it), then the creator's own in another language, then those of unknown origin.
    """
    usable = [track for track in tracks if track.origin < Origin.DOUBTFUL and track.key not in CHAT]
    spoken = {track.language for track in usable if track.origin is Origin.RECOGNISED}

    def rank(track: Track) -> tuple[int, bool, bool, bool, str]:
        own = track.origin is Origin.CREATOR
        step = 4 if track.origin is Origin.UNKNOWN else 2
        if own:
            step = 0 if track.language == wanted else 1 if track.language in spoken else 3
        return (step, track.language != wanted, not track.key.endswith("-orig"), "-" in track.key, track.key)

    return sorted(usable, key=rank)
