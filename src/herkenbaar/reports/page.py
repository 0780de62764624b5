"""Verdicts as one self-contained HTML file for people: summary, charts, and per video the proof.

No script, no request to anywhere. The list is filtered by radio buttons and the style sheet alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import IO

from herkenbaar.model import Judged, Problem, Words
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.frame import document
from herkenbaar.reports.gathered import Gathered, Group, Unjudged, gather
from herkenbaar.reports.markup import Html, tag
from herkenbaar.reports.summary import filters, lead, over_time
from herkenbaar.reports.video import article
from herkenbaar.reports.words import Vocabulary, vocabulary

SHOWN = 2000
"""So many videos at most in one file, worst first; a browser opens more than that slowly."""
LISTED = 100
"""So many videos or problems at most in each list."""


def write(
    results: Iterable[Judged | Problem],
    out: IO[str],
    *,
    lang: str,
    laws: Mapping[str, Words] | None = None,
    made: datetime | None = None,
) -> None:
    """Write the page.

    ``laws`` has the titles of the sources of law by key. ``made`` is the moment printed in the head; None prints none,
    so that runs can be compared.
    """
    say = vocabulary(lang, laws)
    gathered = gather(results, lambda judged, number: article(judged, number, say), say=say, shown=SHOWN, listed=LISTED)
    title = f"herkenbaar: {say.count('count.videos', gathered.tally.videos)}"
    for piece in document(_content(gathered, say, made), title=title, lang=lang):
        out.write(piece)


def _content(gathered: Gathered[Html], say: Vocabulary, made: datetime | None) -> Iterator[Html]:
    tally = gathered.tally
    yield tag("header", tag("p", "herkenbaar", class_="brand"), tag("h1", say("page.title")), lead(tally, say, made))
    yield Html("<main>")
    if tally.videos:
        yield tag("h2", say("text.summary_title"), class_="aside")
        yield tag("div", filters(tally, say), over_time(tally, say), class_="summary")
    if gathered.unjudged:
        yield _unjudged(gathered, say)
    if gathered.unread:
        yield _unread(gathered, say)
    if tally.videos:
        yield tag("h2", say("page.videos"), " ", tag("small", say("text.worst_first")))
        yield from gathered.shown
    if gathered.shown.dropped:
        yield tag("p", say.count("count.more_videos", gathered.shown.dropped), class_="quiet")
    yield Html("</main>")
    yield tag("footer", tag("p", say("text.not_legal_advice")), _severities(say))


def _unjudged(gathered: Gathered[Html], say: Vocabulary) -> Html:
    """What could not be judged, grouped by the surfaces that would settle it."""
    groups = (_group(surfaces, group, gathered, say) for surfaces, group in gathered.groups())
    return tag("section", tag("h2", say("text.could_not_judge")), groups, class_="unjudged")


def _group(surfaces: tuple[str, ...], group: Group, gathered: Gathered[Html], say: Vocabulary) -> Html:
    names = ", ".join(say(f"surface.{surface}") for surface in surfaces)
    settle = say("text.would_settle", surfaces=names) if names else say("text.no_surface_settles")
    items = [_waiting(each, say, linked=not gathered.shown.dropped) for each in group.videos]
    if more := group.count - len(group.videos):
        items.append(tag("li", say.count("count.more_videos", more)))
    head = tag("summary", f"{settle} ", tag("small", say.count("count.videos", group.count)))
    return tag("details", head, tag("ul", items))


def _waiting(each: Unjudged, say: Vocabulary, *, linked: bool) -> Html:
    title = tag("bdi", each.name)
    name = tag("a", title, href=f"#v{each.number}") if linked else title
    return tag("li", name, " ", tag("span", each.reasons(say), class_="quiet"))


def _unread(gathered: Gathered[Html], say: Vocabulary) -> Html:
    """Input that could not be read: where, what and the remedy."""
    items = [_problem(problem, say) for problem in gathered.problems]
    if more := gathered.unread - len(gathered.problems):
        items.append(tag("li", say.count("count.more_problems", more)))
    head = tag("h2", say("text.could_not_read"), " ", tag("small", say.count("count.problems", gathered.unread)))
    return tag("section", head, tag("ul", items), class_="unread")


def _problem(problem: Problem, say: Vocabulary) -> Html:
    remedy = say("text.remedy", remedy=one_line(problem.remedy, limit=300)) if problem.remedy else None
    where = tag("code", one_line(problem.where, limit=200))
    return tag("li", where, " ", one_line(problem.what, limit=300), tag("span", ". ", remedy) if remedy else None)


def _severities(say: Vocabulary) -> Html:
    """What the words for severity mean."""
    names = ("ernstig", "zwaar", "advies")
    items = (tag("div", tag("dt", say(f"severity.{name}")), tag("dd", say(f"severity_help.{name}"))) for name in names)
    return tag("dl", items)
