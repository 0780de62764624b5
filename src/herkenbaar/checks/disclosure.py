"""Questions about disclosures: are there words, or a label, that say it is advertising, and where?

A mark that was recognised with doubt neither clears nor accuses: it makes the answer *cannot tell*. A surface that was
not looked at, or only in part, can hold a mark still: it makes the answer *cannot tell* unless a mark was found.
"""

from __future__ import annotations

from collections.abc import Iterable

from herkenbaar.model import Answer, Disclosure, Grade, Platform, Reading, Relation, Span, Surface, Zone

ORDER = (Grade.RECOMMENDED, Grade.ACCEPTED, Grade.WEAK, Grade.INSUFFICIENT)
AT_LEAST = {grade: ORDER[: place + 1] for place, grade in enumerate(ORDER)}
IN_VIDEO = (Surface.SPEECH, Surface.SCREEN, Surface.LABEL)
ENOUGH = ((Surface.SPEECH, Surface.LABEL), (Surface.SPEECH, Surface.SCREEN))
"""Sets of surfaces of which one must have been looked at before a mark is said to be absent from the video: somebody
listened, and the picture's side was looked at too, through the platform's label or the text in the frames."""
UNTITLED = (Platform.TIKTOK, Platform.INSTAGRAM)
"""Videos there have no title: one that is not in the evidence was not overlooked."""


def disclosed(
    reading: Reading,
    *,
    on: tuple[Surface, ...],
    grade: Grade = Grade.INSUFFICIENT,
    zone: Zone | None = None,
    tells: Relation | None = None,
    only_if_seen: bool = False,
) -> Answer:
    """Is there a mark on one of these surfaces, of this grade or better, in this zone, that tells this relation?

    ``only_if_seen``: what was not looked at counts as *no*, for duties that begin with a mark that was found.
    """
    fitting = [mark for mark in marks(reading, on, grade) if tells is None or mark.tells is tells]
    certain = [mark for mark in fitting if not mark.doubt]
    here = [mark for mark in certain if zone is None or mark.zone is zone]
    if here:
        return Answer(True, spans_of(here))
    doubtful = [mark for mark in fitting if mark.doubt and (zone is None or mark.zone in (zone, Zone.UNCERTAIN))]
    if doubtful:
        return Answer(None, spans_of(doubtful), doubt=doubtful[0].doubt)
    if zone is not None and any(mark.zone is Zone.UNCERTAIN for mark in certain):
        return Answer(None, spans_of(certain), doubt="fold_uncertain")
    unseen = tuple(surface for surface in on if not looked(reading, surface))
    unknown = bool(unseen) and not only_if_seen
    return Answer(None if unknown else False, spans_of(certain), missing=unseen)


def labelled(
    reading: Reading, *, platforms: tuple[Platform, ...] = tuple(Platform), only_if_seen: bool = False
) -> Answer:
    """Does the platform's own label for paid or own promotion stand on the video, on one of these platforms?

    ``only_if_seen``: a label that was not looked for makes up for nothing; the answer is *no* and names the label.
    """
    evidence = reading.evidence
    if evidence.platform not in platforms:
        return Answer(False)
    if evidence.label is None:
        return Answer(False if only_if_seen else None, missing=(Surface.LABEL,))
    return Answer(evidence.label, spans_of(marks(reading, (Surface.LABEL,), Grade.INSUFFICIENT)))


def marked_in_video(
    reading: Reading,
    *,
    grade: Grade = Grade.INSUFFICIENT,
    enough: tuple[tuple[Surface, ...], ...] = ENOUGH,
    only_if_seen: bool = False,
) -> Answer:
    """Can a viewer hear or see in the video that it is advertising: speech, text in the picture, platform label?

    The label counts as a recommended mark. *No* takes that one set of ``enough`` was looked at in full; what was not
    looked at is named even then, because it could still change the answer.
    """
    heard_or_seen = marks(reading, (Surface.SPEECH, Surface.SCREEN), grade)
    certain = [mark for mark in heard_or_seen if not mark.doubt]
    label = labelled(reading)
    if certain or label.value:
        return Answer(True, spans_of(certain) + label.spans)
    if heard_or_seen:
        return Answer(None, spans_of(heard_or_seen), doubt=heard_or_seen[0].doubt)
    unseen = tuple(surface for surface in IN_VIDEO if not looked(reading, surface))
    absent = only_if_seen or any(all(surface not in unseen for surface in together) for together in enough)
    return Answer(False if absent else None, missing=unseen)


def marks(reading: Reading, on: Iterable[Surface], grade: Grade) -> list[Disclosure]:
    """The disclosures on these surfaces of this grade or better, in the reading's order."""
    good = AT_LEAST[grade]
    return [mark for mark in reading.disclosures if mark.surface in on and mark.grade in good]


def spans_of(found: Iterable[Disclosure]) -> tuple[Span, ...]:
    """Where these disclosures stand."""
    return tuple(Span(mark.surface, mark.quote, mark.start, mark.end, mark.zone) for mark in found)


def looked(reading: Reading, surface: Surface) -> bool:
    """Whether all of this surface was looked at."""
    if surface is Surface.TITLE and reading.evidence.title is None and reading.evidence.platform in UNTITLED:
        return True
    return reading.coverage[surface].state == "looked"
