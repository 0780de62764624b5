"""What a report on a run says, in the order in which a person wants to read it: first what demands attention.

Terminal and HTML show the same sections; each entry is plain text that its writer still has to make harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from herkenbaar.model import Problem
from herkenbaar.reports.runs.account import Account, Edit, Item, Look, Ruling, ToDecide, Video, Visited
from herkenbaar.reports.words import Vocabulary


@dataclass(frozen=True)
class Entry:
    """One thing: what it is about, the words that prove it, and facts, a line each.

    ``tone`` is a severity or "" ; ``fingerprint`` is what a decision names it by.
    """

    name: str
    facts: tuple[str, ...] = ()
    quote: str = ""
    tone: str = ""
    fingerprint: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Section:
    """Entries under a heading; ``name`` says which section it is, ``silenced`` how many entries a decision left out."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    silenced: int = 0


def lead(account: Account, say: Vocabulary) -> str:
    """One line: which run, and what it did."""
    started = say("run.run", run=account.run, date=say.date(account.started.isoformat()), clock=_clock(account))
    visited = account.visited
    counts = {name: sum(getattr(each, name) for each in visited) for name in ("fresh", "changed", "judged")}
    told = {name: say.count(f"run.{name}", n) for name, n in counts.items()}
    summary = say("run.summary", creators=say.count("run.creators", len(visited)), **told)
    groups = [say("run.groups", names=", ".join(account.groups))] if account.groups else []
    return " · ".join([started, *groups, summary])


def no_news(account: Account, say: Vocabulary) -> str:
    """What to say of a run that has nothing to tell; "" of one that has."""
    if not account.visited:
        return say("run.nobody")
    if account.has_news:
        return ""
    return say("run.nothing_new" if account.finished else "run.nothing_yet")


def sections(account: Account, say: Vocabulary) -> Iterator[Section]:
    """The sections that have something in them."""
    for name, entries, silenced in _all(account, say):
        if entries or silenced:
            yield Section(name, say(f"run.{name}"), entries, silenced)


def _all(account: Account, say: Vocabulary) -> Iterator[tuple[str, tuple[Entry, ...], int]]:
    yield "warnings", tuple(_fewer(each, say) for each in account.warnings), 0
    yield "unreadable", tuple(_unreadable(each) for each in account.unreadable), 0
    for name, found in (("new", account.new), ("reopened", account.reopened)):
        yield name, *_counted(found, say)
    yield "fixed", tuple(_item(item, say) for item in account.fixed), 0
    yield "edited", tuple(_edit(edit, say) for edit in account.edited), 0
    yield "gone", tuple(_video(video, say) for video in account.gone), 0
    yield "returned", tuple(_video(video, say) for video in account.returned), 0
    yield "looks", tuple(_look(look, say) for look in account.looks), 0
    yield "still_open", *_counted(account.still_open, say)
    yield "to_decide", tuple(_to_decide(each, say) for each in account.to_decide), 0
    yield "problems", tuple(_problem(problem, say) for problem in account.problems), 0


def _counted(items: Iterable[Item], say: Vocabulary) -> tuple[tuple[Entry, ...], int]:
    items = tuple(items)
    counting = [item for item in items if item.counts]
    return tuple(_item(item, say) for item in counting), len(items) - len(counting)


def _item(item: Item, say: Vocabulary) -> Entry:
    facts = [say.pick(item.title)]
    if item.cause:
        facts[0] += f" ({say.code('run', item.cause)})"
    else:
        facts.append(say("run.since", date=say.date(item.since.isoformat())))
    if item.ruling is not None:
        facts.append(_ruling(item.ruling, say))
    if advice := say.pick(item.advice):
        facts.append(say("run.advice", advice=advice))
    return Entry(
        name=_name(item.video, say),
        facts=tuple(facts),
        quote=item.quote,
        tone=item.severity,
        fingerprint=item.fingerprint,
        url=item.video.url,
    )


def _ruling(ruling: Ruling, say: Vocabulary) -> str:
    kind = say.code("ruling", ruling.kind)
    key = "run.ruling_until" if ruling.until else "run.ruling"
    until = say.date(ruling.until.isoformat()) if ruling.until else ""
    told = say(key, kind=kind, by=ruling.by, reason=ruling.reason, until=until)
    return f"{told} ({say.code('standing', ruling.standing)})"


def _edit(edit: Edit, say: Vocabulary) -> Entry:
    signs = {"-": "run.went", "+": "run.came"}
    told = [say(signs[line[0]], text=line[1:]) for line in edit.difference if line[:1] in signs]
    others = ", ".join(say.code("surface", name) for name in edit.fields)
    return Entry(_name(edit.video, say), (others, *told), url=edit.video.url)


def _look(look: Look, say: Vocabulary) -> Entry:
    facts = [say.code("doubt", doubt) for doubt in look.doubts]
    if look.missing:
        names = (
            f"{say(f'surface.{surface}')} ({say.why(why)})" if why else say(f"surface.{surface}")
            for surface, why in look.missing.items()
        )
        facts.append(say("run.would_settle", surfaces=", ".join(names)))
    return Entry(_name(look.video, say), tuple(facts), url=look.video.url)


def _to_decide(each: ToDecide, say: Vocabulary) -> Entry:
    facts = (each.rule, _ruling(each.ruling, say))
    return Entry(_name(each.video, say), facts, each.quote, fingerprint=each.fingerprint, url=each.video.url)


def _problem(problem: Problem, say: Vocabulary) -> Entry:
    remedy = (say("text.remedy", remedy=problem.remedy),) if problem.remedy else ()
    return Entry(problem.where, (problem.what, *remedy))


def _fewer(each: Visited, say: Vocabulary) -> Entry:
    return Entry(each.creator, (say("run.fewer", n=each.listed, before=each.expected), each.source))


def _unreadable(each: Visited) -> Entry:
    return Entry(each.creator, (each.reason,))


def _video(video: Video, say: Vocabulary) -> Entry:
    return Entry(_name(video, say), url=video.url)


def _name(video: Video, say: Vocabulary) -> str:
    unnamed = f"{say(f'platform.{video.platform}')} {video.id}"
    return f"{video.creator}: {video.title or unnamed}"


def _clock(account: Account) -> str:
    from zoneinfo import ZoneInfo

    return f"{account.started.astimezone(ZoneInfo('Europe/Amsterdam')):%H:%M}"
