"""Why a video was taken for advertising or not, and which surfaces were looked at for it, as HTML."""

from __future__ import annotations

from herkenbaar.model import Advertising, Disclosure, Discounted, Judged, Signal, Surface, Verdict
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.finds import Find, Role, finds
from herkenbaar.reports.gathered import NOT_LOOKED
from herkenbaar.reports.markup import Html, quote, tag
from herkenbaar.reports.trails import trail
from herkenbaar.reports.words import Vocabulary

MOST = 40
"""So many rows at most in a table of finds."""


def grounds(verdict: Verdict, say: Vocabulary) -> Html:
    """The answer "is it advertising", who benefits, and everything found with what it means for the verdict."""
    advertising = verdict.advertising
    found = list(finds(verdict))
    rows = [_row(find, say) for find in found[:MOST]]
    head = tag("tr", (tag("th", say(f"grounds.{name}"), scope="col") for name in ("find", "quote", "place", "says")))
    return tag(
        "section",
        tag("h4", say("grounds.title")),
        _answer(advertising, say),
        tag("div", tag("table", tag("thead", head), tag("tbody", rows)), class_="scroll") if rows else None,
        tag("p", say.count("count.more_marks", len(found) - MOST), class_="quiet") if len(found) > MOST else None,
        class_="grounds",
    )


def _answer(advertising: Advertising, say: Vocabulary) -> Html:
    parts = [say(f"answer.{advertising.answer}")]
    if advertising.answer != "no":
        parts.append(say("grounds.relation", relation=say(f"relation.{advertising.relation}")))
    if advertising.advertiser:
        parts.append(say("grounds.advertiser", name=advertising.advertiser))
    why = tag("span", one_line(say.sum(advertising.why), limit=400), class_="why") if advertising.why else None
    return tag("p", " · ".join(parts), " ", why)


def _row(find: Find, say: Vocabulary) -> Html:
    """Cells carry the name of their column, which a narrow screen shows in front of them."""
    zone = find.source.zone if isinstance(find.source, Disclosure) else None
    place = say.where(find.surface, find.start, find.end, zone)
    return tag(
        "tr",
        tag("td", tag("mark", say(f"signal.{find.kind}"), class_=find.role), data_head=say("grounds.find")),
        tag("td", quote(find.quote) or "–", data_head=say("grounds.quote")),
        tag("td", place, data_head=say("grounds.place")),
        tag("td", _says(find.source, say), data_head=say("grounds.says")),
    )


def _says(source: Disclosure | Signal | Discounted, say: Vocabulary) -> str:
    """How clear a disclosure is, how heavy a signal weighs, or why something does not count."""
    if isinstance(source, Discounted):
        return say("grounds.discounted", reason=say.code("reason", source.reason))
    if isinstance(source, Signal):
        told = (source.who, trail(source, say), say("grounds.weight", weight=say.decimal(source.weight)))
        return "; ".join(filter(None, told))
    parts = [say(f"grade.{source.grade}")]
    if source.shortfall is not None:
        parts.append(say.shortfall(source.shortfall))
    if source.names:
        parts.append(say("grounds.names", name=source.names))
    if source.hidden_on:
        devices = ", ".join(say.code("device", name) for name in source.hidden_on)
        parts.append(say("text.not_visible_on", devices=devices))
    if source.doubt:
        parts.append(say.doubt(source.doubt))
    return "; ".join(parts)


def coverage(judged: Judged, say: Vocabulary) -> Html:
    """Per surface: looked at and what was found, or not looked at and why."""
    return tag(
        "section",
        tag("h4", say("covered.title")),
        tag("dl", (_surface(judged.verdict, surface, say) for surface in Surface)),
        class_="coverage",
    )


def _surface(verdict: Verdict, surface: Surface, say: Vocabulary) -> Html:
    state = verdict.coverage.get(surface, NOT_LOOKED)
    found = sum(find.surface is surface and find.role is not Role.DISCOUNTED for find in finds(verdict))
    words = say(f"coverage.{state.state}")
    if state.state in {"looked", "partly"}:
        words = f"{words}, {say.count('coverage.found', found) if found else say('coverage.nothing')}"
    why = tag("span", one_line(say.why(state.why), limit=200), class_="why") if state.why else None
    return tag("div", tag("dt", say(f"surface.{surface}")), tag("dd", words, " ", why), class_=state.state)
