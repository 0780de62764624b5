"""Questions about the advertising itself: is there any, and what ties the creator to who benefits?"""

from __future__ import annotations

from herkenbaar.model import Answer, Kind, Reading, Relation, Signal, SignalKind, Span


def advertising(reading: Reading) -> Answer:
    """Does the video contain advertising? Proof: its signals; not known where they are too weak to tell."""
    found = reading.advertising
    value = {"yes": True, "no": False}.get(found.answer)
    doubt = (found.why or "weak_signals") if value is None else ""
    return Answer(value, tuple(_span(signal) for signal in found.signals), doubt=doubt)


def related(reading: Reading, *, to: tuple[Relation, ...]) -> Answer:
    """Is the tie between creator and advertiser one of ``to``? Not known where the advertising itself is not."""
    answer = advertising(reading)
    if answer.value is None:
        return answer
    return Answer(bool(answer.value) and reading.advertising.relation in to)


def signalled(reading: Reading, *, kinds: tuple[SignalKind, ...]) -> Answer:
    """Is one of these signs there, such as an affiliate link? Looks at what was looked at."""
    found = tuple(_span(signal) for signal in reading.advertising.signals if signal.kind in kinds)
    return Answer(bool(found), found)


def has_video(reading: Reading) -> Answer:
    """Is there a moving picture? A ``post`` without duration and speech is taken for a photo."""
    evidence = reading.evidence
    return Answer(evidence.kind is not Kind.POST or bool(evidence.duration) or bool(evidence.speech))


def _span(signal: Signal) -> Span:
    return Span(signal.surface, signal.quote, signal.start, signal.end)
