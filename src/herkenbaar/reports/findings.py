"""The findings of one video as HTML: what is not in order with its law and advice, then what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from herkenbaar.model import Finding, Law, Outcome, Span, Verdict
from herkenbaar.reports.escape import safe_url
from herkenbaar.reports.markup import Html, join, quote, tag
from herkenbaar.reports.order import open_findings
from herkenbaar.reports.words import Vocabulary

QUOTES = 6
"""So many quotes at most per finding; the text with all marks stands beside it."""


def findings(verdict: Verdict, say: Vocabulary) -> Html:
    """All findings: open ones in full, what is in order by its title, what does not apply as a number."""
    opened = [_open(finding, say) for finding in open_findings(verdict)]
    idle = sum(finding.outcome is Outcome.INAPPLICABLE for finding in verdict.findings)
    nothing = tag("p", say("finding.nothing_open"), class_="quiet")
    return tag(
        "section",
        tag("h4", say("finding.title")),
        opened or nothing,
        _passed(verdict, say),
        tag("p", say.count("count.inapplicable", idle), class_="quiet") if idle else None,
        class_="findings",
    )


def _open(finding: Finding, say: Vocabulary) -> Html:
    """One duty that is not met or cannot be told: proof, what to do, the law."""
    unsure = finding.outcome is Outcome.UNSURE
    weight = say("outcome.unsure") if unsure else say(f"finding.{finding.severity}")
    advice = say.pick(finding.advice)
    return tag(
        "section",
        tag("h5", tag("span", weight, class_="weight"), " ", say.pick(finding.title)),
        tag("ul", _quotes(finding.spans, say), class_="quotes") if finding.spans else None,
        _doubt(finding, say),
        tag("p", tag("strong", say("finding.advice")), " ", advice, class_="advice") if advice else None,
        _laws(finding.law, say),
        class_=f"finding {'unsure' if unsure else finding.severity}",
    )


def _quotes(spans: Iterable[Span], say: Vocabulary) -> Iterator[Html]:
    """Each place once, with its zone where one is known."""
    places = {(span.surface, span.start, span.end): span for span in spans if span.zone is None}
    places.update({(span.surface, span.start, span.end): span for span in spans if span.zone is not None})
    for number, span in enumerate(places.values()):
        if number == QUOTES:
            yield tag("li", say("finding.more_quotes"))
            return
        yield tag(
            "li",
            quote(span.quote),
            " ",
            tag("span", say.where(span.surface, span.start, span.end, span.zone), class_="place"),
        )


def _doubt(finding: Finding, say: Vocabulary) -> Html | None:
    """Why it cannot be told and which surfaces would settle it, or which could still change what was found broken."""
    reasons = [say.doubt(finding.doubt)] if finding.doubt else []
    if finding.needs:
        key = "text.would_settle" if finding.outcome is Outcome.UNSURE else "text.could_change"
        reasons.append(say(key, surfaces=", ".join(say(f"surface.{need}") for need in finding.needs)))
    return tag("p", ". ".join(reasons), class_="doubt") if reasons else None


def _laws(laws: Sequence[Law], say: Vocabulary) -> Html | None:
    """The first source in sight, further ones folded."""
    if not laws:
        return None
    items = [law(each, say) for each in laws]
    first = tag("ul", items[0], class_="law")
    if len(items) == 1:
        return first
    more = tag("summary", say.count("count.more_laws", len(items) - 1))
    return tag("div", first, tag("details", more, tag("ul", items[1:], class_="law")))


def law(source: Law, say: Vocabulary) -> Html:
    """A place in a law or ruling, as a link where there is one, with how well its text was read."""
    words = say.law(source)
    url = safe_url(source.url)
    name = tag("a", words, href=url, rel="noopener noreferrer") if url else join(words)
    return tag("li", name, " ", tag("span", say(f"law_status.{source.status}"), class_=f"read {source.status}"))


def _passed(verdict: Verdict, say: Vocabulary) -> Html | None:
    titles = [say.pick(finding.title) for finding in verdict.findings if finding.outcome is Outcome.PASS]
    if not titles:
        return None
    items = tag("ul", (tag("li", title) for title in titles))
    return tag("details", tag("summary", say.count("count.passed", len(titles))), items, class_="rest")
