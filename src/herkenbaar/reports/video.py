"""One video of the HTML report: a line that opens into the visitor's view, the findings and the grounds."""

from __future__ import annotations

from herkenbaar.model import Judged, Outcome, Status, Verdict
from herkenbaar.reports.escape import one_line, safe_url
from herkenbaar.reports.findings import findings
from herkenbaar.reports.finds import Find, strongest
from herkenbaar.reports.grounds import coverage, grounds
from herkenbaar.reports.heading import heading
from herkenbaar.reports.markup import Html, join, tag
from herkenbaar.reports.order import missing_surfaces, open_findings
from herkenbaar.reports.summary import badge
from herkenbaar.reports.timeline import timeline
from herkenbaar.reports.trails import followed
from herkenbaar.reports.visitor import view
from herkenbaar.reports.words import Vocabulary


def article(judged: Judged, number: int, say: Vocabulary) -> Html:
    """The whole of one video; ``number`` makes its anchor (``#v3``).

    The anchor is inside the folded part, because a browser that goes there unfolds it.
    """
    verdict = judged.verdict
    platform = verdict.video.platform
    content = tag("details", tag("summary", _head(judged, say)), _body(judged, number, say))
    return tag("article", content, class_=f"video {verdict.status} {platform}")


def _head(judged: Judged, say: Vocabulary) -> Html:
    verdict = judged.verdict
    severity = tag("span", say(f"severity.{verdict.severity}"), class_="severity") if verdict.severity else None
    gist = _gist(verdict, say)
    return join(
        tag("span", badge(verdict.status, say), severity, class_="state"),
        tag("h3", tag("bdi", heading(judged.evidence, say))),
        tag("span", _by(judged, say), class_="by"),
        tag("span", gist, class_="gist") if gist else None,
    )


def _by(judged: Judged, say: Vocabulary) -> Html:
    video = judged.verdict.video
    name = one_line(video.creator.name or video.creator.handle or "", limit=80)
    creator = tag("bdi", name or say("text.unknown_creator"))
    what = f"{say(f'platform.{video.platform}')}, {say(f'kind.{judged.evidence.kind}')}"
    return join(creator, f" · {what} · {say.date(video.published)}")


def _gist(verdict: Verdict, say: Vocabulary) -> str:
    """The verdict in one line: what is wrong, what is missing, or what pointed to advertising."""
    missing = missing_surfaces(verdict)
    if verdict.status is Status.REVIEW and missing:
        return say("text.would_settle", surfaces=", ".join(say(f"surface.{surface}") for surface in missing))
    if verdict.status in {Status.UNDISCLOSED, Status.REVIEW}:
        return "; ".join(_sign(find, say) for find in strongest(verdict)[:2])
    lacks = [say(f"deficiency.{each}") for each in verdict.deficiencies]
    if not lacks:
        failed = [finding for finding in open_findings(verdict) if finding.outcome is Outcome.FAIL]
        lacks = [say.pick(finding.title) for finding in failed[:1]]
    prefix = f"{say('finding.advies')}: " if lacks and verdict.status is Status.DISCLOSED else ""
    return prefix + "; ".join(lacks)


def _sign(find: Find, say: Vocabulary) -> str:
    kind = say(f"signal.{find.kind}")
    return f"{kind} {say('language.quote', text=one_line(find.quote, limit=60))}" if find.quote else kind


def _body(judged: Judged, number: int, say: Vocabulary) -> Html:
    verdict = judged.verdict
    url = safe_url(verdict.video.url)
    link = tag("a", url, href=url, rel="noopener noreferrer") if url else verdict.video.url
    place = tag("p", link or tag("bdi", one_line(verdict.video.id, limit=200)), class_="address")
    seen, found = [view(judged, say), timeline(judged, say)], [findings(verdict, say)]
    # What was looked at stands in the column that is likely the shorter one.
    shorter = seen if len(open_findings(verdict)) > 2 else found
    shorter.append(coverage(judged, say))
    trails = followed(judged.evidence.links, say)
    pair = tag("div", tag("div", seen, class_="column"), tag("div", found, class_="column"), class_="pair")
    return tag("div", place, pair, grounds(verdict, say), trails, class_="body", id=f"v{number}")
