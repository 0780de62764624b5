"""The rows of a comparison, in words: the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from herkenbaar.model import Severity, Status
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.heading import heading
from herkenbaar.reports.vetting.card import ADVERTISING, Card, Example, Quarter, share
from herkenbaar.reports.words import Vocabulary

NOTHING = "–"


class Line(NamedTuple):
    """What is compared, and what is said of each creator."""

    name: str
    cells: tuple[str, ...]


def overview(cards: Sequence[Card], say: Vocabulary) -> Iterator[Line]:
    """The figures, most telling first."""
    yield _line(say("vet.looked_at"), [say.number(card.looked_at) for card in cards])
    yield _line(say("vet.advertising"), [_share(card.advertising, card.looked_at, say) for card in cards])
    yield _line(say("vet.recognisable"), [_share(card.recognisable, card.advertising, say) for card in cards])
    yield _line(say("vet.unjudged"), [_share(card.unjudged, card.looked_at, say) for card in cards])
    yield _line(say("vet.missing"), [_missing(card, say) for card in cards])
    for severity in (Severity.ERNSTIG, Severity.ZWAAR):
        cells = [_number(card, card.severities[severity], say) for card in cards]
        yield _line(f"{say('vet.severity')}: {say(f'severity.{severity}')}", cells)
    for deficiency in dict.fromkeys(each for card in cards for each in card.deficiencies):
        cells = [_number(card, card.deficiencies[deficiency], say) for card in cards]
        yield _line(say(f"deficiency.{deficiency}"), cells)
    if any(card.statuses[Status.OUT_OF_SCOPE] for card in cards):
        cells = [say.number(card.statuses[Status.OUT_OF_SCOPE]) for card in cards]
        yield _line(say("vet.out_of_scope"), cells)
    if any(card.problems for card in cards):
        yield _line(say("vet.problems"), [say.number(card.problems) for card in cards])
    if any(card.error for card in cards):
        yield _line(say("vet.error"), [one_line(card.error) or NOTHING for card in cards])


def trend(cards: Sequence[Card], quarters: Sequence[Quarter], say: Vocabulary) -> Iterator[Line]:
    """Per quarter: of so many videos with advertising, so many were recognisable."""
    for quarter in quarters:
        name = say("language.quarter", quarter=quarter.number, year=quarter.year)
        yield _line(name, [_quarter(card, quarter, say) for card in cards])


def example(each: Example, say: Vocabulary) -> tuple[str, str, str]:
    """The video, what is wrong, and the words that show it."""
    video = f"{heading(each.evidence, say)} ({say.date(each.evidence.published)})"
    wrong = f"{say(f'severity.{each.finding.severity}')}: {say.pick(each.finding.title)}"
    quote = next((span.quote for span in each.finding.spans if span.quote), "")
    return video, wrong, quote


def nothing_wrong(card: Card, say: Vocabulary) -> str:
    """Why no example is shown: nothing falls short, or nothing was looked at."""
    return say("vet.none_wrong" if card.looked_at else "vet.not_looked")


def nothing_dated(card: Card, say: Vocabulary) -> str:
    """Why no trend is shown."""
    if not card.looked_at:
        return say("vet.not_looked")
    return say("vet.undated" if card.advertising or card.unjudged else "lead.no_signs")


def _line(name: str, cells: Sequence[str]) -> Line:
    return Line(name, tuple(cells))


def _number(card: Card, number: int, say: Vocabulary) -> str:
    """Nothing found is a number; where nothing was looked at there is none."""
    return say.number(number) if card.looked_at else NOTHING


def _share(part: int, whole: int, say: Vocabulary) -> str:
    percentage = share(part, whole)
    if percentage is None:
        return NOTHING
    return say("vet.share", percentage=f"{percentage:.0f}", part=say.number(part), whole=say.number(whole))


def _missing(card: Card, say: Vocabulary) -> str:
    told = (f"{say(f'surface.{surface}')} {say.number(count)}" for surface, count in card.missing.most_common())
    return ", ".join(told) or NOTHING


def _quarter(card: Card, quarter: Quarter, say: Vocabulary) -> str:
    counts = card.quarters.get(quarter)
    if counts is None:
        return NOTHING
    ads = sum(counts[status] for status in ADVERTISING)
    if not ads:
        return say("vet.no_ads", videos=say.number(counts.total()))
    return say("vet.quarter", recognisable=say.number(counts[Status.DISCLOSED]), ads=say.number(ads))
