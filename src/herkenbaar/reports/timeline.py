"""What is said and shown, on a time line: an inline SVG with a lane for speech and one for the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from herkenbaar.model import Cue, Evidence, Judged, Range, Surface, Verdict
from herkenbaar.reports.finds import Role, finds
from herkenbaar.reports.gathered import NOT_LOOKED
from herkenbaar.reports.markup import Html, join, quote, tag
from herkenbaar.reports.words import Vocabulary, clock

LANES = (Surface.SPEECH, Surface.SCREEN)
NAME, LANE, TICKS = 24, 20, 18
"""Heights in pixels: the name above a lane, the lane, and the row of times at the foot."""
MOST = 60
"""So many moments at most are drawn and listed."""


class Moment(NamedTuple):
    """Something found in speech or on screen, in seconds."""

    start: float
    end: float
    surface: Surface
    role: Role
    kind: str
    quote: str


def moments(verdict: Verdict) -> list[Moment]:
    """Everything found in speech and on screen, in order of time; a disclosure is not repeated as a signal."""
    return sorted(
        Moment(find.start, max(find.start, find.end or 0.0), find.surface, find.role, find.kind, find.quote)
        for find in finds(verdict)
        if find.surface in LANES and find.start is not None
    )


def timeline(judged: Judged, say: Vocabulary) -> Html | None:
    """The lanes with everything found and the same as a list with quotes; None when there is neither time nor find."""
    found = moments(judged.verdict)
    length = _length(judged.evidence, found)
    if not length:
        return None
    shown = found[:MOST]
    return tag(
        "section",
        tag("h4", say("time.title")),
        _drawing(judged, shown, length, say),
        tag("ol", (_item(moment, say) for moment in shown), class_="moments") if shown else None,
        tag("p", say.count("count.more_marks", len(found) - MOST), class_="quiet") if len(found) > MOST else None,
        class_="time",
    )


def _length(video: Evidence, found: Iterable[Moment]) -> float:
    """Seconds that the line stands for: the duration, or without one until the last thing heard or shown."""
    cues = [] if video.duration else [cue for cues in (video.speech, video.screen) if cues for cue in cues]
    return max([video.duration or 0.0, *(cue.end for cue in cues), *(moment.end for moment in found)])


def _drawing(judged: Judged, found: Sequence[Moment], length: float, say: Vocabulary) -> Html:
    lanes = [
        _lane(judged, surface, found, length, top=index * (NAME + LANE), say=say) for index, surface in enumerate(LANES)
    ]
    foot = len(LANES) * (NAME + LANE)
    times = (
        tag("text", clock(length * share), x=f"{share:.0%}", y=foot + 14, class_=f"tick {place}")
        for share, place in ((0.0, "first"), (0.5, "middle"), (1.0, "last"))
    )
    label = say("time.label", n=len(found), length=clock(length))
    return tag("svg", lanes, times, class_="lanes", role="img", aria_label=label, width="100%", height=foot + TICKS)


def _lane(
    judged: Judged, surface: Surface, found: Iterable[Moment], length: float, *, top: int, say: Vocabulary
) -> Html:
    """One lane: grey where nobody looked, plain where somebody did, with what was found on it."""
    video = judged.evidence
    coverage = judged.verdict.coverage.get(surface, NOT_LOOKED)
    cues, ranges = (video.speech, video.heard) if surface is Surface.SPEECH else (video.screen, video.watched)
    here = [moment for moment in found if moment.surface is surface]
    state = say(f"coverage.{coverage.state}")
    if coverage.state == "looked" and not here:
        state = say("coverage.nothing")
    y = top + NAME
    seen = _seen(cues, ranges, length)
    return join(
        tag("text", f"{say(f'surface.{surface}')} · {state}", x=0, y=y - 5, class_="lane-name"),
        _block(0.0, length, length, y, LANE, "unseen", None),
        (_block(start, end, length, y, LANE, "seen", None) for start, end in seen),
        (
            _block(moment.start, moment.end, length, y + 3, LANE - 6, moment.role, _words(moment, say))
            for moment in here
        ),
    )


def _seen(cues: tuple[Cue, ...] | None, ranges: tuple[Range, ...] | None, length: float) -> tuple[Range, ...]:
    """The stretches that were looked at: all of it, unless the evidence says which."""
    if cues is None:
        return ()
    return ((0.0, length),) if ranges is None else ranges


def _block(start: float, end: float, length: float, y: int, height: int, fill: str, title: str | None) -> Html:
    """A stretch of a lane, at least three pixels wide in a lane of 600."""
    x = min(100 * start / length, 99.5)
    width = min(max(100 * (end - start) / length, 0.5), 100 - x)
    name = tag("title", title) if title else None
    place = {"x": f"{x:.2f}%", "width": f"{width:.2f}%"}
    return tag("rect", name, y=y, height=height, rx=3, class_=f"lane-{fill}", **place)


def _item(moment: Moment, say: Vocabulary) -> Html:
    kind = say(f"signal.{moment.kind}")
    end = f"–{clock(moment.end)}" if clock(moment.end) != clock(moment.start) else ""
    return tag(
        "li",
        tag("span", f"{clock(moment.start)}{end}", class_="clock"),
        tag("span", f"{say(f'surface.{moment.surface}')}: ", tag("mark", kind, class_=moment.role)),
        quote(moment.quote),
    )


def _words(moment: Moment, say: Vocabulary) -> str:
    return f"{clock(moment.start)} {say(f'signal.{moment.kind}')}: {moment.quote}"
