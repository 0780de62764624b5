"""What a report calls a video."""

from __future__ import annotations

from herkenbaar.model import Evidence
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.words import Vocabulary

LIMIT = 100


def heading(video: Evidence, say: Vocabulary) -> str:
    """The title; where there is none (TikTok and Instagram have none) how the description begins, or the id."""
    for text in (video.title, video.description):
        if text and (line := one_line(text[: 4 * LIMIT], limit=LIMIT)):
            return line
    return f"{say('text.untitled')} ({one_line(video.id, limit=60)})"
