"""Creators side by side, as one HTML file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from herkenbaar.model import Status
from herkenbaar.reports import charts
from herkenbaar.reports.escape import one_line, safe_url
from herkenbaar.reports.frame import document
from herkenbaar.reports.markup import Html, quote, tag
from herkenbaar.reports.vetting.card import Card, Example, Quarter, quarters_of
from herkenbaar.reports.vetting.lines import Line, example, nothing_dated, nothing_wrong, overview
from herkenbaar.reports.words import Vocabulary, vocabulary

NONE: Counter[Status] = Counter()
SHOWN = (Status.DISCLOSED, Status.REVIEW, Status.DEFICIENT, Status.UNDISCLOSED)
"""What a chart stacks, from below."""


def write(cards: Sequence[Card], out: IO[str], *, lang: str) -> None:
    """Write the page."""
    say = vocabulary(lang)
    for piece in document(_content(cards, say), title=f"herkenbaar: {say('vet.title').lower()}", lang=lang):
        out.write(piece)


def _content(cards: Sequence[Card], say: Vocabulary) -> Iterator[Html]:
    yield tag("header", tag("p", "herkenbaar", class_="brand"), tag("h1", say("vet.title")))
    yield Html("<main>")
    yield tag("div", _table(cards, overview(cards, say)), class_="scroll beside")
    if quarters := quarters_of(cards):
        yield tag("h2", say("vet.trend"))
        yield charts.key([charts.Part(status, say(f"status.{status}"), 0) for status in SHOWN])
        for card in cards:
            yield _trend(card, quarters, say)
    yield tag("h2", say("vet.worst"))
    for card in cards:
        yield _examples(card, say)
    yield Html("</main>")
    yield tag("footer", tag("p", say("text.not_legal_advice")))


def _table(cards: Sequence[Card], lines: Iterable[Line]) -> Html:
    heads = [tag("th", _name(card), scope="col") for card in cards]
    rows = [tag("tr", tag("th", line.name, scope="row"), [tag("td", cell) for cell in line.cells]) for line in lines]
    return tag("table", tag("thead", tag("tr", tag("td"), heads)), tag("tbody", rows))


def _name(card: Card) -> Html:
    url = safe_url(card.source)
    name = tag("bdi", one_line(card.name, limit=60))
    return tag("a", name, href=url, rel="noopener noreferrer") if url else name


def _trend(card: Card, quarters: Sequence[Quarter], say: Vocabulary) -> Html:
    data = [
        charts.Column(
            say("language.quarter", quarter=quarter.number, year=quarter.year),
            tuple(
                charts.Part(status, say(f"status.{status}"), card.quarters.get(quarter, NONE)[status])
                for status in SHOWN
            ),
        )
        for quarter in quarters
    ]
    heads = [say(f"status.{status}") for status in SHOWN]
    label = f"{say('vet.trend')}: {one_line(card.name, limit=60)}"
    return tag(
        "figure",
        tag("figcaption", tag("bdi", one_line(card.name, limit=60))),
        charts.columns(data, label=label) or tag("p", nothing_dated(card, say), class_="quiet"),
        charts.table(data, corner=say("page.period"), heads=heads, summary=say("page.numbers")),
    )


def _examples(card: Card, say: Vocabulary) -> Html:
    items = [_example(each, say) for each in card.worst] or [tag("li", nothing_wrong(card, say), class_="quiet")]
    return tag("section", tag("h3", tag("bdi", one_line(card.name, limit=60))), tag("ul", items, class_="changes"))


def _example(each: Example, say: Vocabulary) -> Html:
    video, wrong, words = example(each, say)
    url = safe_url(each.evidence.url)
    name = tag("bdi", video)
    return tag(
        "li",
        tag("p", tag("a", name, href=url, rel="noopener noreferrer") if url else name),
        tag("p", wrong, class_="quiet"),
        tag("p", quote(words)) if words else None,
    )
