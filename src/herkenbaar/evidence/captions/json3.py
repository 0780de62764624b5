"""YouTube's json3, and the JSON that TikTok keeps creators' captions in.

json3 is a list of events: ``tStartMs``, ``dDurationMs``, and ``segs`` with the words. Recognised tracks have word
offsets (``tOffsetMs``) and confidences (``acAsrConf``); an event with ``aAppend`` adds to the line before it, in
recognised tracks only a line break. So every word stands in it once. TikTok's form has ``utterances`` with
``start_time``, ``end_time`` (milliseconds) and ``text``.
Sources: yt-dlp 2026.10 (extractor/tiktok.py ``_get_subtitles``); answers of both platforms.
"""

from __future__ import annotations

import json
import math
from typing import Any

from herkenbaar.errors import InputError
from herkenbaar.evidence.captions.lines import AGAIN, MOST_LINES, TOO_MANY, Line, Read, line


def read(text: str) -> Read:
    """The lines of a JSON caption file. Raises InputError when it is no caption file."""
    try:
        document = json.loads(text)
    except RecursionError as error:
        raise InputError("nested too deeply", remedy=AGAIN) from error
    except ValueError as error:
        raise InputError(f"broken JSON: {error}", remedy=AGAIN) from error
    if isinstance(document, dict) and isinstance(document.get("events"), list):
        return _read_events([event for event in document["events"] if isinstance(event, dict)])
    if isinstance(document, dict) and isinstance(document.get("utterances"), list):
        return Read(_read_utterances(document["utterances"]))
    raise InputError("JSON without 'events' or 'utterances': no caption file", remedy=AGAIN)


def _read_events(events: list[dict[str, Any]]) -> Read:
    if len(events) > 2 * MOST_LINES:
        raise InputError(TOO_MANY, remedy=AGAIN)
    found: list[Line] = []
    recognised = False
    for event in events:
        segments = [seg for seg in _list(event.get("segs")) if isinstance(seg, dict)]
        words = "".join([seg["utf8"] for seg in segments if isinstance(seg.get("utf8"), str)])
        if not words or words == "\n":
            continue
        recognised = recognised or any("acAsrConf" in seg for seg in segments)
        start = seconds(event.get("tStartMs"))
        made = line(start, start + max(seconds(event.get("dDurationMs")), 0.0), words)
        if made:
            found.append(made)
    return Read(found, recognised)


def _read_utterances(utterances: list[Any]) -> list[Line]:
    found = (
        line(seconds(item.get("start_time")), seconds(item.get("end_time")), item["text"])
        for item in utterances
        if isinstance(item, dict) and isinstance(item.get("text"), str)
    )
    return [made for made in found if made]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def seconds(milliseconds: object) -> float:
    """``milliseconds`` (a number, or digits in a string) in seconds; 0 for anything else."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float | str):
        return 0.0
    try:
        value = float(milliseconds) / 1000
    except (ValueError, OverflowError):
        return 0.0
    return value if math.isfinite(value) else 0.0
