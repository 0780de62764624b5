"""The head of an HTML report: one sentence, the shares by status, and how it went over time."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from herkenbaar.model import Platform, Status
from herkenbaar.reports import charts
from herkenbaar.reports.markup import Html, join, tag
from herkenbaar.reports.order import STATUSES
from herkenbaar.reports.tally import Period, Tally
from herkenbaar.reports.words import Vocabulary

SIGNS = {
    Status.UNDISCLOSED: "✗",
    Status.DEFICIENT: "!",
    Status.REVIEW: "?",
    Status.DISCLOSED: "✓",
    Status.NO_AD: "–",
    Status.OUT_OF_SCOPE: "·",
}
ADVERTISING = (Status.DISCLOSED, Status.REVIEW, Status.DEFICIENT, Status.UNDISCLOSED)
"""Statuses of videos with signs of advertising, as they are stacked in the chart from below."""


def badge(status: Status, say: Vocabulary) -> Html:
    """The status in words with a sign, so that it never rests on colour alone."""
    sign = tag("span", SIGNS[status], aria_hidden="true", class_="sign")
    return tag("span", sign, say(f"status.{status}"), class_=f"badge {status}")


def lead(tally: Tally, say: Vocabulary, made: datetime | None) -> Html:
    """One sentence that says it all, and a line with what was looked at and when."""
    if not tally.videos:
        return tag("p", say("text.nothing_read"), class_="lead")
    signs = sum(tally.statuses[status] for status in ADVERTISING)
    sentence = say.count("lead.signs", signs) if signs else say("lead.no_signs")
    parts = [say.count("count.videos", tally.videos), say.count("count.creators", len(tally.creators))]
    parts.extend(say(f"platform.{platform}") for platform in Platform if tally.platforms[platform])
    if made is not None:
        parts.append(say("page.made", date=say.date(made.isoformat()), clock=f"{made:%H:%M}"))
    facts = tag("p", " · ".join(parts), class_="quiet")
    return join(tag("p", sentence, " ", _shares(tally, say), class_="lead"), facts)


def filters(tally: Tally, say: Vocabulary) -> Html:
    """A bar of the shares, and a tile per status; choosing one hides videos of other statuses (style sheet only)."""
    present = [status for status in STATUSES if tally.statuses[status]]
    parts = [charts.Part(status, say(f"status.{status}"), tally.statuses[status]) for status in present]
    label = "; ".join(f"{part.name}: {part.n}" for part in parts)
    tiles = [_tile("all", tag("span", say("page.all")), tally.videos, None, say)]
    for status in present:
        tiles.append(_tile(status, badge(status, say), tally.statuses[status], say(f"status_help.{status}"), say))
    legend = tag("legend", say("page.show"))
    return join(charts.bar(parts, label=label), tag("fieldset", legend, tiles, class_="tiles"))


def over_time(tally: Tally, say: Vocabulary) -> Html | None:
    """Videos with signs of advertising per month or quarter, with the numbers in a table; None for one period."""
    data = [charts.Column(_name(period, say), _parts(counts, say)) for period, counts in tally.periods()]
    if len(data) < 2 or not any(column.total for column in data):
        return None
    title = say("page.over_time")
    notes = [say.count("count.before_scope", n)] if (n := tally.statuses[Status.OUT_OF_SCOPE]) else []
    notes += [say.count("count.undated", tally.undated)] if tally.undated else []
    heads = [say(f"status.{status}") for status in ADVERTISING]
    return tag(
        "figure",
        tag("figcaption", title),
        charts.columns(data, label=title),
        charts.table(data, corner=say("page.period"), heads=heads, summary=say("page.numbers")),
        tag("p", "; ".join(notes), ".", class_="quiet") if notes else None,
    )


def _shares(tally: Tally, say: Vocabulary) -> str:
    """How they fared: "5 are recognisable, in 6 the disclosure falls short and 3 need a look."."""
    order = (Status.DISCLOSED, Status.DEFICIENT, Status.UNDISCLOSED, Status.REVIEW)
    parts = [say.count(f"share.{status}", n) for status in order if (n := tally.statuses[status])]
    if len(parts) > 1:
        parts[-2:] = [say("lead.and", first=parts[-2], last=parts[-1])]
    return say("lead.shares", shares=", ".join(parts)) if parts else ""


def _tile(value: str, name: Html, n: int, meaning: str | None, say: Vocabulary) -> Html:
    button = tag("input", type="radio", name="show", id=f"show-{value}", checked=value == "all")
    words = tag("span", meaning, class_="help") if meaning else None
    return tag("label", button, tag("b", say.number(n)), name, words, class_=f"tile {value}")


def _name(period: Period, say: Vocabulary) -> str:
    if period.length == 1:
        return say("language.month", month=say.month(period.month), year=period.year)
    return say("language.quarter", quarter=(period.month + 2) // 3, year=period.year)


def _parts(counts: Counter[Status], say: Vocabulary) -> tuple[charts.Part, ...]:
    return tuple(charts.Part(status, say(f"status.{status}"), counts[status]) for status in ADVERTISING)
