"""What yt-dlp knows of one video, as far as we need it: read from an ``.info.json``, whatever version wrote it.

The usual file is decoded in one go into the typed ``Info``; everything else in it (hundreds of formats) is skipped
unread. A file with something odd in it goes the slow way: field by field, so that one wrong field costs that
field only.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.encoding import decode

MOST_SLOWLY = 64 * 2**20
"""Files above this size are only read when nothing is odd in them: the slow way needs ten times their size."""

AGAIN = "download it again with yt-dlp --write-info-json --skip-download"

NOTHING = msgspec.Raw(b"null")


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of yt-dlp's answer that we use, by yt-dlp's names; a field that is missing or odd is None.

    ``subtitles`` and ``automatic_captions`` stay undecoded: they are most of the file and seldom needed.
    ``ours`` is what our own crawler adds (see ``page.Kept``).
    """

    id: str | int | None = None
    type: str | None = msgspec.field(name="_type", default=None)
    extractor_key: str | None = None
    extractor: str | None = None
    webpage_url: str | None = None
    original_url: str | None = None
    title: str | None = None
    description: str | None = None
    timestamp: float | None = None
    upload_date: str | None = None
    release_timestamp: float | None = None
    release_date: str | None = None
    duration: float | None = None
    language: str | None = None
    media_type: str | None = None
    live_status: str | None = None
    is_live: bool | None = None
    was_live: bool | None = None
    width: float | None = None
    height: float | None = None
    channel: str | None = None
    channel_id: str | None = None
    uploader: str | None = None
    uploader_id: str | None = None
    channel_follower_count: int | None = None
    subtitles: msgspec.Raw = NOTHING
    automatic_captions: msgspec.Raw = NOTHING
    ours: msgspec.Raw = msgspec.field(name="_herkenbaar", default=NOTHING)


class Fault(msgspec.Struct, frozen=True):
    """One field that could not be used, and why."""

    field: str
    what: str


_decode = msgspec.json.Decoder(Info).decode
_SURROGATE = re.compile(
    rb"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def read_info(raw: bytes | memoryview) -> tuple[Info, tuple[Fault, ...]]:
    """What an ``.info.json`` says, with the fields that could not be used.

    Raises InputError (without ``where``) when it is no JSON object: truncated, not text, nested too deeply.
    """
    try:
        return _decode(raw), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read_slowly(bytes(raw))


def mend_surrogates(raw: bytes) -> bytes:
    r"""JSON in which ``\ud83d`` without its other half, which is no character, is ``\ufffd``."""
    return _SURROGATE.sub(lambda match: rb"\ufffd" if match[1] else match[0], raw) if b"\\u" in raw else raw


def _read_slowly(raw: bytes) -> tuple[Info, tuple[Fault, ...]]:
    document = _read_document(raw)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field in msgspec.structs.fields(Info):
        if document.get(field.encode_name) is None:
            continue
        try:
            values[field.name] = _convert(document[field.encode_name], field.type)
        except msgspec.ValidationError as error:
            faults.append(Fault(field.encode_name, str(error).replace(" | null", "")))
    return Info(**values), tuple(faults)


def _convert(value: object, kind: Any) -> object:
    """``value`` as ``kind``; digits in a string are a number too."""
    if kind is msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(value))
    return msgspec.convert(value, kind, strict=False)


def _read_document(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_SLOWLY:
        raise InputError(f"not valid JSON, and too large ({len(raw) >> 20} MB) to look for the reason", remedy=AGAIN)
    try:
        document = json.loads(mend_surrogates(decode(raw).encode()))
    except InputError as error:
        raise InputError(error.what, remedy=AGAIN) from error
    except RecursionError as error:
        raise InputError("JSON nested too deeply", remedy=AGAIN) from error
    except json.JSONDecodeError as error:
        cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string")
        what = "the JSON is cut off" if cut else "broken JSON"
        raise InputError(f"{what} (line {error.lineno}, column {error.colno}: {error.msg})", remedy=AGAIN) from error
    except ValueError as error:
        raise InputError(f"broken JSON: {error}", remedy=AGAIN) from error
    if not isinstance(document, dict):
        raise InputError("no JSON object", remedy=AGAIN)
    return document
