"""Verdicts for a person at a prompt: a table, worst first, then what could not be judged, then a summary.

Colours only on a terminal that wants them (``NO_COLOR`` is honoured); everything is said in words as well.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING

from herkenbaar.model import Disclosure, Finding, Judged, Outcome, Problem, Severity, Status, Verdict, Words
from herkenbaar.reports import problems
from herkenbaar.reports.escape import one_line
from herkenbaar.reports.finds import Find, strongest
from herkenbaar.reports.gathered import Gathered, Group, gather
from herkenbaar.reports.heading import heading
from herkenbaar.reports.order import STATUSES, missing_surfaces, open_findings
from herkenbaar.reports.trails import trail
from herkenbaar.reports.words import Vocabulary, vocabulary

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

NARROW = 60
"""Below this width (characters) the status stands above a video instead of beside it."""
SHOWN = 500
"""So many videos at most: nobody reads more at a prompt, and memory stays small whatever comes by."""
LISTED = 20
"""So many titles or problems at most in each list at the end."""
RULES = 3
"""So many rules at most per video; the html report has all."""
QUOTE = 120

STYLES = {
    Status.UNDISCLOSED: "bold red",
    Status.DEFICIENT: "bold yellow",
    Status.REVIEW: "bold cyan",
    Status.DISCLOSED: "green",
    Status.NO_AD: "dim",
    Status.OUT_OF_SCOPE: "dim",
}
BRIEF = {Status.NO_AD, Status.OUT_OF_SCOPE}
LABELS = ("text.disclosure", "text.signs", "text.rule", "text.unsure_of", "text.advice", "text.missing")

Row = tuple[str, Verdict]
"""A video's heading and its verdict."""

Line = tuple[str, str]
"""What a line is about ("advice", "rule"; "" for more of the same) and what it says."""

Closing = tuple[int, str, str]
"""Depth, text and style of a line after the table."""


def write(
    results: Iterable[Judged | Problem],
    out: IO[str],
    *,
    lang: str,
    laws: Mapping[str, Words] | None = None,
    width: int | None = None,
) -> None:
    """Print the table, what could not be judged or read, and the summary.

    ``laws`` has the titles of the sources of law by key. ``width`` in characters; None takes that of the terminal (80
    where there is none).
    """
    from rich.padding import Padding
    from rich.text import Text

    say = vocabulary(lang, laws)
    console = open_console(out, width)
    gathered = gather(
        results, lambda judged, _: (heading(judged.evidence, say), judged.verdict), say=say, shown=SHOWN, listed=LISTED
    )
    for name, verdict in gathered.shown:
        console.print(_video(name, verdict, say, width=console.width))
        if verdict.status not in BRIEF:
            console.rule(style="dim")
    if gathered.shown.dropped:
        console.print(f"\n{say.count('count.more_videos', gathered.shown.dropped)}", style="dim")
    for depth, line, style in _closing(gathered, say):
        console.print(Padding(Text(line, style=style), (0, 0, 0, 2 * depth)))


def open_console(out: IO[str], width: int | None) -> Console:
    """Where reports for a prompt are printed; nothing in a text is taken for markup."""
    from rich.console import Console

    if isinstance(out, io.TextIOWrapper):
        # A terminal that is not UTF-8 gets question marks, not a crash.
        out.reconfigure(errors="replace")
    return Console(file=out, width=width, highlight=False, emoji=False, markup=False, legacy_windows=False)


def _video(name: str, verdict: Verdict, say: Vocabulary, *, width: int) -> Table:
    """One row: status and severity left, the video and its proof right; under each other on a narrow terminal."""
    from rich.table import Table
    from rich.text import Text

    status = Text(say(f"status.{verdict.status}"), style=STYLES[verdict.status])
    if verdict.severity is not None:
        status.append(f"\n{say(f'severity.{verdict.severity}')}", style="none")
    row = Table.grid(padding=(0, 2), expand=True)
    if width < NARROW:
        row.add_column(overflow="fold")
        row.add_row(status)
        row.add_row(_body(name, verdict, say))
        return row
    row.add_column(width=18)
    row.add_column(ratio=1, overflow="fold")
    row.add_row(status, _body(name, verdict, say))
    return row


def _body(name: str, verdict: Verdict, say: Vocabulary) -> Table:
    from rich.table import Table
    from rich.text import Text

    body = Table.grid(padding=(0, 1))
    body.add_column(overflow="fold")
    if verdict.status in BRIEF:
        body.add_row(Text.assemble(name, (f" — {_subtitle(verdict, say)}", "dim")))
        return body
    body.add_row(Text(name, style="bold"))
    body.add_row(Text(_subtitle(verdict, say), style="dim"))
    lines = Table.grid(padding=(0, 1))
    lines.add_column(style="dim", no_wrap=True, width=max(len(say(label)) for label in LABELS))
    lines.add_column(overflow="fold")
    for label, text in _lines(verdict, say):
        lines.add_row(Text(label), Text(text))
    body.add_row(lines)
    return body


def _subtitle(verdict: Verdict, say: Vocabulary) -> str:
    """Creator, platform, date; then the address, or for a video without signs what was not looked at."""
    video = verdict.video
    creator = one_line(video.creator.name or video.creator.handle or "", limit=60) or say("text.unknown_creator")
    parts = [creator, say(f"platform.{video.platform}"), say.date(video.published)]
    if verdict.status not in BRIEF:
        parts.append(one_line(video.url or ""))
    elif verdict.status is Status.NO_AD:
        missing = [surface for surface, coverage in verdict.coverage.items() if coverage.state != "looked"]
        names = ", ".join(say(f"surface.{surface}") for surface in missing)
        parts.append(say("text.not_looked_at", surfaces=names) if missing else "")
    return " · ".join(filter(None, parts))


def _lines(verdict: Verdict, say: Vocabulary) -> Iterator[Line]:
    """The proof, then what is not in order (or cannot be told) and what to do about it."""
    yield from _headed(say("text.disclosure"), _disclosures(verdict, say))
    if verdict.status is not Status.DISCLOSED:
        yield from _headed(say("text.signs"), (_signal(find, say) for find in strongest(verdict)[:2]))
    findings = [finding for finding in open_findings(verdict) if _is_worth_lines(finding, verdict.status)]
    for finding in findings[:RULES]:
        yield from _finding(finding, say)
    if len(findings) > RULES:
        yield "", say.count("count.more_findings", len(findings) - RULES)
    missing = missing_surfaces(verdict)
    if verdict.status is Status.REVIEW and missing:
        yield say("text.missing"), ", ".join(say(f"surface.{surface}") for surface in missing)


def _is_worth_lines(finding: Finding, status: Status) -> bool:
    """Doubt is told where it decided; advice only where nothing weightier is wrong."""
    if finding.outcome is Outcome.UNSURE and status is not Status.REVIEW:
        return False
    return status is Status.DISCLOSED or finding.severity is not Severity.ADVIES


def _headed(label: str, texts: Iterable[str]) -> Iterator[Line]:
    for text in texts:
        yield label, text
        label = ""


def _disclosures(verdict: Verdict, say: Vocabulary) -> Iterator[str]:
    """Up to two disclosures; that none was found is said in words."""
    for disclosure in verdict.disclosures[:2]:
        yield _disclosure(disclosure, say)
    if not verdict.disclosures:
        yield say("text.nowhere_found")


def _disclosure(found: Disclosure, say: Vocabulary) -> str:
    place = say.where(found.surface, found.start, found.end, found.zone)
    quote = say("language.quote", text=one_line(found.quote, limit=QUOTE)) if found.quote else ""
    text = f"{quote} — {place}" if quote else place
    text = f"{text}; {say(f'grade.{found.grade}')}"
    if found.shortfall is not None:
        text = f"{text}; {say.shortfall(found.shortfall)}"
    if not found.hidden_on:
        return text
    devices = ", ".join(one_line(say.code("device", device)) for device in found.hidden_on)
    return f"{text}; {say('text.not_visible_on', devices=devices)}"


def _signal(find: Find, say: Vocabulary) -> str:
    quote = say("language.quote", text=one_line(find.quote, limit=QUOTE)) if find.quote else ""
    place = say.place(find.surface, find.start, find.end)
    leads = trail(find.source, say)
    return " ".join(filter(None, (say(f"signal.{find.kind}"), quote, "—", place, f"({leads})" if leads else "")))


def _finding(finding: Finding, say: Vocabulary) -> Iterator[Line]:
    outcome = say("text.rule") if finding.outcome is Outcome.FAIL else say("text.unsure_of")
    title = one_line(say.pick(finding.title))
    yield outcome, f"{title} ({one_line(say.law(finding.law[0]))})" if finding.law else title
    if finding.doubt:
        yield "", one_line(say.doubt(finding.doubt), limit=2 * QUOTE)
    if advice := one_line(say.pick(finding.advice)):
        yield say("text.advice"), advice


def _closing(gathered: Gathered[Row], say: Vocabulary) -> Iterator[Closing]:
    """The lists after the table, and the summary."""
    if gathered.unjudged:
        yield 0, f"\n{say('text.could_not_judge')}", "bold"
        for surfaces, group in gathered.groups():
            names = ", ".join(say(f"surface.{surface}") for surface in surfaces)
            settle = say("text.would_settle", surfaces=names) if names else say("text.no_surface_settles")
            yield 1, f"{settle} — {say.count('count.videos', group.count)}", "none"
            yield from ((2, line, "dim") for line in _group(group, say))
    if gathered.unread:
        yield 0, f"\n{say('text.could_not_read')}", "bold"
        yield from ((1, problems.line(problem, lang=say.lang), "none") for problem in gathered.problems)
        if more := gathered.unread - len(gathered.problems):
            yield 1, say.count("count.more_problems", more), "dim"
    yield 0, f"\n{_summary(gathered, say)}", "bold"
    yield 0, say("text.not_legal_advice"), "dim"


def _group(group: Group, say: Vocabulary) -> Iterator[str]:
    for each in group.videos:
        reasons = each.reasons(say)
        yield f"{each.name}: {reasons}" if reasons else each.name
    if more := group.count - len(group.videos):
        yield say.count("count.more_videos", more)


def _summary(gathered: Gathered[Row], say: Vocabulary) -> str:
    tally = gathered.tally
    unread = [say.count("count.problems", gathered.unread)] if gathered.unread else []
    if not tally.videos:
        return " · ".join([say("text.nothing_read"), *unread])
    total = f"{say.count('count.videos', tally.videos)} · {say.count('count.creators', len(tally.creators))}"
    counts = (f"{say.number(n)} {say(f'status.{status}')}" for status in STATUSES if (n := tally.statuses[status]))
    return f"{total}: " + " · ".join([*counts, *unread])
