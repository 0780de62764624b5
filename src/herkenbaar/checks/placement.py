"""Questions about where a mark stands: first, buried among hashtags, or at the right moment of the video."""

from __future__ import annotations

from herkenbaar.checks.disclosure import looked, marks, spans_of
from herkenbaar.model import Answer, Disclosure, Grade, Reading, Signal, SignalKind, Surface

WRITTEN = (Surface.TITLE, Surface.DESCRIPTION)
SENTENCE_ENDS = (".", "!", "?", "\n")


def first_words(reading: Reading) -> Answer:
    """Is a mark the first word of title or description, or in their first sentence?"""
    found = [mark for mark in marks(reading, WRITTEN, Grade.WEAK) if not mark.doubt]
    first = [mark for mark in found if _in_first_sentence(_before(reading, mark))]
    if first:
        return Answer(True, spans_of(first))
    unseen = tuple(surface for surface in WRITTEN if not looked(reading, surface))
    return Answer(None if unseen else False, spans_of(found), missing=unseen)


def buried(reading: Reading) -> Answer:
    """Does every written mark stand in the middle of a row of hashtags: a hashtag right before and right after it?"""
    found = [mark for mark in marks(reading, WRITTEN, Grade.WEAK) if not mark.doubt]
    unseen = tuple(surface for surface in WRITTEN if not looked(reading, surface))
    if not found:
        return Answer(None if unseen else False, missing=unseen)
    return Answer(all(_is_buried(reading, mark) for mark in found), spans_of(found))


def timely(reading: Reading, *, begin: float, end: float, near: float) -> Answer:
    """Is a mark heard or seen at the begin, at the end, or with the endorsement?

    ``begin`` and ``end``: the first and last seconds that count; ``near``: how many seconds a mark may be away from a
    sponsor read, a code or another spoken or shown signal. A label stands all the time, or at the begin. Not known
    where only some seconds were heard or looked at; a picture that nobody looked at is made up for by what was heard.
    """
    if reading.evidence.label:
        return Answer(True, spans_of(marks(reading, (Surface.LABEL,), Grade.INSUFFICIENT)))
    found = [mark for mark in marks(reading, (Surface.SPEECH, Surface.SCREEN), Grade.WEAK) if not mark.doubt]
    good = [mark for mark in found if _at_an_edge(reading, mark, begin, end) or _with_a_signal(reading, mark, near)]
    if good:
        return Answer(True, spans_of(good))
    if reading.evidence.duration is None:
        return Answer(None, spans_of(found), doubt="no_duration")
    unseen = tuple(surface for surface in (Surface.SPEECH, Surface.SCREEN) if not looked(reading, surface))
    unknown = Surface.SPEECH in unseen or reading.evidence.watched is not None
    return Answer(None if unknown else False, spans_of(found), missing=unseen)


def _before(reading: Reading, mark: Disclosure) -> str:
    return _text(reading, mark)[: int(mark.start or 0)]


def _text(reading: Reading, mark: Disclosure) -> str:
    evidence = reading.evidence
    return (evidence.title if mark.surface is Surface.TITLE else evidence.description) or ""


def _in_first_sentence(before: str) -> bool:
    """Whether no sentence ends in ``before``, the text in front of a mark (symbols in front of it are no sentence)."""
    words = before.lstrip()
    return not any(char.isalnum() for char in words) or not any(stop in words for stop in SENTENCE_ENDS)


def _is_buried(reading: Reading, mark: Disclosure) -> bool:
    text, start, end = _text(reading, mark), int(mark.start or 0), int(mark.end or 0)
    if not mark.quote.startswith("#"):
        return False
    before, after = text[max(0, start - 100) : start].split(), text[end : end + 100].split()
    return bool(before and after) and before[-1].startswith("#") and after[0].startswith("#")


def _at_an_edge(reading: Reading, mark: Disclosure, begin: float, end: float) -> bool:
    duration = reading.evidence.duration
    ends = mark.end if mark.end is not None else mark.start
    return (mark.start or 0) <= begin or (duration is not None and (ends or 0) >= duration - end)


def _with_a_signal(reading: Reading, mark: Disclosure, near: float) -> bool:
    """Whether a signal other than the mark's own words is heard or shown around the mark."""
    start, end = mark.start or 0, mark.end or mark.start or 0
    for signal in reading.advertising.signals:
        if signal.start is None or signal.surface not in (Surface.SPEECH, Surface.SCREEN):
            continue
        until = signal.end if signal.end is not None else signal.start
        if _is_the_mark_itself(signal, start, end, until):
            continue
        if signal.start - near <= end and start <= until + near:
            return True
    return False


def _is_the_mark_itself(signal: Signal, start: float, end: float, until: float) -> bool:
    """Whether ``signal`` is only the mark heard once more; a sponsor read that goes on around the mark is not."""
    if signal.kind is SignalKind.SPONSOR_READ:
        return start <= (signal.start or 0) and until <= end
    return signal.kind is SignalKind.DISCLOSURE or ((signal.start or 0) <= end and start <= until)
