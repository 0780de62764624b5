"""Questions about what the words say: who pays, and whether they stand in a code's list."""

from __future__ import annotations

from herkenbaar.checks.disclosure import marks, spans_of
from herkenbaar.model import Answer, Grade, LabelKind, Reading, Surface

EVERYWHERE = tuple(Surface)


def named(reading: Reading) -> Answer:
    """Is it told by whom: does a mark or the platform's label name somebody, or is the label that of an own brand?"""
    found = [mark for mark in marks(reading, EVERYWHERE, Grade.INSUFFICIENT) if not mark.doubt]
    naming = [mark for mark in found if mark.names]
    if naming or reading.evidence.sponsors or reading.evidence.label_kind is LabelKind.OWN_BRAND:
        return Answer(True, spans_of(naming))
    return Answer(False, spans_of(found))


def worded(reading: Reading, *, other_than: tuple[str, ...]) -> Answer:
    """Is there an accepted mark, written, spoken or shown, in words other than these terms of the lexicon?"""
    found = [mark for mark in marks(reading, EVERYWHERE, Grade.ACCEPTED) if not mark.doubt]
    better = [mark for mark in found if mark.term not in other_than]
    return Answer(bool(better), spans_of(better or found))
