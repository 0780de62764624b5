"""Three-valued logic: *yes*, *no* and *could not look*, after Kleene's strong tables.

``None`` stays ``None`` unless another answer decides: one *no* decides an ``all``, one *yes* decides an ``any``.
``all_of``, ``any_of`` and ``none_of`` do the same for answers and keep what proves them: the spans of the answer that
decided, or of all where all were needed, or, where nothing was decided, the surfaces that would.
"""

from __future__ import annotations

from collections.abc import Iterable

from herkenbaar.model import Answer, Span, Surface

Truth = bool | None


def conjunction(values: Iterable[Truth]) -> Truth:
    """False if one is False, else None if one is None, else True (also for none at all)."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """True if one is True, else None if one is None, else False (also for none at all)."""
    unknown = False
    for value in values:
        if value:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def negation(value: Truth) -> Truth:
    """The opposite; what is not known stays not known."""
    return None if value is None else not value


def all_of(answers: Iterable[Answer]) -> Answer:
    """The answer to "does each of these hold?". The first *no* decides; nothing behind it is asked."""
    return _first_or_joined(False, answers)


def any_of(answers: Iterable[Answer]) -> Answer:
    """The answer to "does one of these hold?". The first *yes* decides; nothing behind it is asked."""
    return _first_or_joined(True, answers)


def none_of(answers: Iterable[Answer]) -> Answer:
    """The answer to "does none of these hold?"."""
    found = any_of(answers)
    return Answer(negation(found.value), found.spans, found.missing, found.doubt)


def _first_or_joined(deciding: bool, answers: Iterable[Answer]) -> Answer:
    unknown: list[Answer] = []
    others: list[Answer] = []
    for answer in answers:
        value = answer.value
        if value is deciding:
            return answer
        (unknown if value is None else others).append(answer)
    return _joined(None, unknown) if unknown else _joined(not deciding, others)


def _joined(value: Truth, answers: list[Answer]) -> Answer:
    """``value`` with the spans, surfaces and first doubt of ``answers``, which all share it."""
    if len(answers) == 1:
        return answers[0]
    telling = [answer for answer in answers if answer.spans or answer.missing or answer.doubt]
    if answers and len(telling) < 2:
        return telling[0] if telling else answers[0]
    spans: dict[Span, None] = {}
    missing: dict[Surface, None] = {}
    for answer in telling:
        spans.update(dict.fromkeys(answer.spans))
        missing.update(dict.fromkeys(answer.missing))
    doubt = next((answer.doubt for answer in telling if answer.doubt), "")
    return Answer(value, tuple(spans), tuple(missing), doubt)
