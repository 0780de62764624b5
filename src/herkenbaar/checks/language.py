"""Questions about what the words say: who pays, whether they stand in a code's list, and in which language."""

from __future__ import annotations

from herkenbaar.checks.disclosure import marks, spans_of
from herkenbaar.model import Answer, Disclosure, Grade, LabelKind, Reading, Surface

EVERYWHERE = tuple(Surface)


def named(reading: Reading) -> Answer:
    """Is it told by whom: by a mark, by the text it stands in or by the label, or is it the label of an own brand?"""
    found = [mark for mark in marks(reading, EVERYWHERE, Grade.INSUFFICIENT) if not mark.doubt]
    naming = [mark for mark in found if mark.names or _names_the_payer(reading, mark)]
    if naming or reading.evidence.sponsors or reading.evidence.label_kind is LabelKind.OWN_BRAND:
        return Answer(True, spans_of(naming))
    return Answer(False, spans_of(found))


def in_language(reading: Reading, *, languages: tuple[str, ...]) -> Answer:
    """Is the video in one of these languages, as the platform or the captions say ("en", "en-GB")?"""
    spoken = (reading.evidence.language or "").lower()
    return Answer(any(spoken == language or spoken.startswith(f"{language}-") for language in languages))


def _names_the_payer(reading: Reading, mark: Disclosure) -> bool:
    """Whether the text that holds a mark also holds the name or handle of who pays (an address is no name)."""
    payer = reading.advertising.advertiser or ""
    if not payer or ("." in payer and not payer.startswith("@")):
        return False
    texts = {Surface.TITLE: reading.evidence.title, Surface.DESCRIPTION: reading.evidence.description}
    return payer.casefold() in (texts.get(mark.surface) or "").casefold()


def worded(reading: Reading, *, other_than: tuple[str, ...], on: tuple[Surface, ...] = EVERYWHERE) -> Answer:
    """Is there an accepted mark on these surfaces, in words other than these terms of the lexicon?"""
    found = [mark for mark in marks(reading, on, Grade.ACCEPTED) if not mark.doubt]
    better = [mark for mark in found if mark.term not in other_than]
    return Answer(bool(better), spans_of(better or found))
