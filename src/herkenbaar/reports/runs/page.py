"""What a run changed, as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from herkenbaar.reports.escape import one_line, safe_url
from herkenbaar.reports.frame import document
from herkenbaar.reports.markup import Html, quote, tag
from herkenbaar.reports.runs.account import Account
from herkenbaar.reports.runs.sections import Entry, Section, lead, no_news, sections
from herkenbaar.reports.words import Vocabulary, vocabulary

SHOWN = 2000
"""So many entries at most in one section; a browser opens more than that slowly."""
LINE = 600
NAME = 200
FOLDED = {"still_open", "looks", "problems", "edited", "to_decide"}
LEVELS = {"ernstig": "undisclosed", "zwaar": "deficient", "advies": "no_ad"}


def write(account: Account, out: IO[str], *, lang: str) -> None:
    """Write the page."""
    say = vocabulary(lang)
    title = f"herkenbaar: {say('run.title').lower()}"
    for piece in document(_content(account, say), title=title, lang=lang):
        out.write(piece)


def _content(account: Account, say: Vocabulary) -> Iterator[Html]:
    heading = tag("h1", say("run.title"))
    yield tag(
        "header", tag("p", "herkenbaar", class_="brand"), heading, tag("p", one_line(lead(account, say)), class_="lead")
    )
    yield Html("<main>")
    if account.finished is None:
        yield tag("p", say("run.unfinished"), class_="quiet")
    if quiet := no_news(account, say):
        yield tag("p", quiet, class_="lead")
    for section in sections(account, say):
        yield _section(section, say)
    yield _visited(account, say)
    yield Html("</main>")
    yield tag("footer", tag("p", say("text.not_legal_advice")))


def _section(section: Section, say: Vocabulary) -> Html:
    items = [_entry(entry, say) for entry in section.entries[:SHOWN]]
    if (more := len(section.entries) - SHOWN) > 0:
        items.append(tag("li", say.count("run.more", more), class_="quiet"))
    if section.silenced:
        items.append(tag("li", say.count("run.silenced", section.silenced), class_="quiet"))
    count = tag("small", say.number(len(section.entries)))
    content = tag("ul", items, class_="changes")
    if section.name in FOLDED:
        content = tag("details", tag("summary", section.title, " ", count), content)
        return tag("section", content, class_=section.name)
    return tag("section", tag("h2", section.title, " ", count), content, class_=section.name)


def _entry(entry: Entry, say: Vocabulary) -> Html:
    url = safe_url(entry.url)
    name = tag("bdi", one_line(entry.name, limit=NAME))
    tone = tag("span", say(f"severity.{entry.tone}"), class_=f"badge {LEVELS[entry.tone]}") if entry.tone else None
    return tag(
        "li",
        tag(
            "p",
            tone,
            " " if tone else None,
            tag("a", name, href=url, rel="noopener noreferrer") if url else tag("strong", name),
            " ",
            tag("code", entry.fingerprint, class_="quiet") if entry.fingerprint else None,
        ),
        tag("p", quote(entry.quote)) if entry.quote else None,
        [tag("p", one_line(fact, limit=LINE), class_="quiet") for fact in entry.facts if fact],
    )


def _visited(account: Account, say: Vocabulary) -> Html:
    heads = [say("run.visited"), *(say(f"visits.{name}") for name in ("state", "listed", "fresh", "changed", "judged"))]
    rows = [
        tag(
            "tr",
            tag("th", tag("bdi", one_line(each.creator, limit=NAME)), scope="row"),
            tag("td", say.code("visit", each.state)),
            [
                tag("td", "–" if value is None else say.number(value))
                for value in (each.listed, each.fresh, each.changed, each.judged)
            ],
        )
        for each in account.visited[:SHOWN]
    ]
    table = tag("table", tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])), tag("tbody", rows))
    summary = tag("summary", say("run.visited"), " ", tag("small", say.number(len(account.visited))))
    return tag("section", tag("details", summary, tag("div", table, class_="scroll")), class_="visited")
