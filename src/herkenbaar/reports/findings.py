"""The findings of one video as HTML: what is not in order with its law and advice, then what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from herkenbaar.model import Finding, Law, Outcome, Span, Verdict
from herkenbaar.reports.escape import safe_url
from herkenbaar.reports.markup import Html, join, quote, tag
from herkenbaar.reports.order import open_findings
from herkenbaar.reports.words import Vocabulary

QUOTES = 6
"""So many quotes at most per finding; the text with all marks stands beside it."""


def findings(verdict: Verdict, say: Vocabulary) -> Html:
    """All findings: open ones in full, the rest as folded lists of titles."""
    opened = [_open(finding, say) for finding in open_findings(verdict)]
    nothing = tag("p", say("finding.nothing_open"), class_="quiet")
    return tag(
        "section",
        tag("h4", say("finding.title")),
        opened or nothing,
        _list(verdict, Outcome.PASS, "count.passed", say),
        _list(verdict, Outcome.INAPPLICABLE, "count.inapplicable", say),
        class_="findings",
    )


def _open(finding: Finding, say: Vocabulary) -> Html:
    """One duty that is not met or cannot be told: proof, what to do, the law."""
    unsure = finding.outcome is Outcome.UNSURE
    weight = say("outcome.unsure") if unsure else f"{say(f'severity.{finding.severity}')}: {say('outcome.fail')}"
    advice = say.pick(finding.advice)
    return tag(
        "section",
        tag("h5", tag("span", weight, class_="weight"), " ", say.pick(finding.title)),
        tag("p", say(f"deficiency.{finding.deficiency}"), class_="lack") if finding.deficiency and not unsure else None,
        tag("ul", _quotes(finding.spans, say), class_="quotes") if finding.spans else None,
        _doubt(finding, say),
        tag("p", tag("strong", say("finding.advice")), " ", advice, class_="advice") if advice else None,
        tag("ul", (law(each, say) for each in finding.law), class_="law") if finding.law else None,
        class_=f"finding {'unsure' if unsure else finding.severity}",
    )


def _quotes(spans: Iterable[Span], say: Vocabulary) -> Iterator[Html]:
    for number, span in enumerate(spans):
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
    reasons = [say.code("doubt", finding.doubt)] if finding.doubt else []
    if finding.needs:
        key = "text.would_settle" if finding.outcome is Outcome.UNSURE else "text.could_change"
        reasons.append(say(key, surfaces=", ".join(say(f"surface.{need}") for need in finding.needs)))
    return tag("p", ". ".join(reasons), class_="doubt") if reasons else None


def law(source: Law, say: Vocabulary) -> Html:
    """A place in a law or ruling, as a link where there is one, with how well its text was read."""
    words = " ".join(filter(None, (source.ref, source.at)))
    url = safe_url(source.url)
    name = tag("a", words, href=url, rel="noopener noreferrer") if url else join(words)
    return tag("li", name, " ", tag("span", say(f"law_status.{source.status}"), class_=f"read {source.status}"))


def _list(verdict: Verdict, outcome: Outcome, key: str, say: Vocabulary) -> Html | None:
    chosen = [finding for finding in verdict.findings if finding.outcome is outcome]
    if not chosen:
        return None
    titles = (tag("li", say.pick(finding.title)) for finding in chosen)
    return tag("details", tag("summary", say.count(key, len(chosen))), tag("ul", titles), class_="rest")
