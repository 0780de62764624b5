"""Look at creators before working with them: what is known of those on the roster, what can be seen of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from herkenbaar.errors import LookError
from herkenbaar.looks import look_at
from herkenbaar.model import Evidence, Judged, Problem
from herkenbaar.reports.vetting.card import Card
from herkenbaar.roster import Entry, make_entry
from herkenbaar.scan import Period
from herkenbaar.store import creators, runs, verdicts
from herkenbaar.store.creators import Creator
from herkenbaar.visit import Tools, explain

Progress = Callable[[str, int], None]
"""Called with the creator and how many videos have been read."""


def vet(tools: Tools, named: str, *, period: Period, on_progress: Progress = lambda *_: None) -> Card:
    """The card of one creator: from the store where they are on the roster, else from their source, which is read now.

    ``named`` is a name or source of the roster, or any source. What could be read before an error counts, and the card
    says the error. Raises UsageError where ``named`` is no source.
    """
    known = _find(tools, named)
    if known is not None:
        return _count(Card(known.entry.name, known.entry.source), _stored(tools, known), period, on_progress)
    entry = make_entry(named)
    return _count(Card(entry.name, entry.source), _seen(tools, entry, period), period, on_progress)


def _find(tools: Tools, named: str) -> Creator | None:
    """Who is meant, where they are on the roster and were visited before."""
    with tools.store.read() as connection:
        roster = creators.listing(connection)
        visited = runs.find_last_visits(connection)
    wanted = (x for x in roster if named in {x.entry.name, x.entry.source} and x.id in visited)
    return next(wanted, None)


def _count(card: Card, found: Iterator[Judged | Problem], period: Period, on_progress: Progress) -> Card:
    read = 0
    try:
        for result in found:
            if isinstance(result, Problem):
                card.problems += 1
            elif period.holds(result.evidence):
                card.add(result.evidence, result.verdict)
                read += 1
                on_progress(card.name, read)
    except LookError as error:
        card.error = explain(error)
    return card


def _stored(tools: Tools, creator: Creator) -> Iterator[Judged]:
    """What the store holds of a creator: current evidence with its current verdict."""
    last = 0
    while True:
        with tools.store.read() as connection:
            batch = verdicts.find_judged(connection, creator.id, after=last)
        for video_id, judged in batch:
            last = video_id
            yield judged
        if not batch:
            return


def _seen(tools: Tools, entry: Entry, period: Period) -> Iterator[Judged | Problem]:
    """What the source of somebody who is not on the roster gives, judged as it comes."""
    for item in look_at(entry, cursor=None, since=period.since, outside=tools.outside):
        if isinstance(item, Problem):
            yield item
            continue
        try:
            yield Judged(item, tools.judge(item))
        except Exception as error:
            yield _unjudged(item, error)


def _unjudged(item: Evidence, error: Exception) -> Problem:
    return Problem(f"{item.platform} {item.id}", f"could not be judged: {explain(error)}")
