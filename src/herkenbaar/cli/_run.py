"""From found evidence to a report and an exit code: what ``scan`` and ``judge`` share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from herkenbaar.cli._links import say_requests
from herkenbaar.cli._options import Judging
from herkenbaar.cli._output import open_output
from herkenbaar.cli._perceiving import Doing
from herkenbaar.cli._progress import show

if TYPE_CHECKING:
    from herkenbaar.evidence.links import Follower
    from herkenbaar.model import Evidence, Judged, Problem, Words
    from herkenbaar.scan import Perceive, Seen
    from herkenbaar.senses import Senses
    from herkenbaar.settings import Report
    from herkenbaar.sources.local import MediaOf

AT_ONCE = ("json", "csv")
"""Forms that are written while the run goes on."""


def run(
    found: Iterable[Evidence | Problem],
    choice: Judging,
    *,
    senses: Senses | None = None,
    media: MediaOf | None = None,
    pictures: Path | None = None,
    follower: Follower | None = None,
    at_once: bool = False,
) -> int:
    """Judge what is ``found``, write the report that was chosen, and give the exit code of the run.

    With ``senses`` the files in ``media`` are listened to and looked at; frames with marks go to ``pictures``. With a
    ``follower`` links are followed first: what they tell may make listening needless. ``at_once`` judges each video by
    itself, as it comes, without waiting to learn what stands under every video of its creator.
    """
    from herkenbaar.scan import Period, Seen, judge_all, prepare, use
    from herkenbaar.standing import AHEAD

    seen, doing = Seen(), Doing()
    tools = prepare(choice.settings)
    perceive = None
    if senses is not None and media is not None:
        senses.progress = doing.tell
        perceive = use(senses, media, tools, pictures=pictures)
    if follower is not None:
        follower.courtesy.progress = doing.tell_host
        perceive = _follow_first(follower, perceive, doing)
    period, ahead = Period(choice.since, choice.until), 0 if at_once else AHEAD
    results = judge_all(found, tools, period=period, seen=seen, perceive=perceive, ahead=ahead)
    # A table is printed when all is judged; lines that stream to the same terminal would run through the progress.
    apart = choice.form not in AT_ONCE or choice.output is not None or not sys.stdout.isatty()
    watched = show(results, lambda: f"{_describe(seen)}{doing}", enabled=apart, slow=perceive is not None)
    with open_output(choice.output, exact=choice.form != "terminal") as out:
        write_report(watched, out, form=choice.form, settings=choice.settings.report, laws=tools.rulebook.titles)
    code = seen.exit_code(choice.settings.judge.fail_on)
    if follower is not None:
        click.echo(say_requests(follower), err=True)
    _say_end(seen, choice, code)
    return code


def _follow_first(follower: Follower, perceive: Perceive | None, doing: Doing) -> Perceive:
    def follow(evidence: Evidence) -> Evidence:
        followed = follower.add_links(evidence)
        doing.rest()
        return perceive(followed) if perceive is not None else followed

    return follow


def write_report(
    results: Iterable[Judged | Problem], out: IO[str], *, form: str, settings: Report, laws: Mapping[str, Words]
) -> None:
    """Write ``results`` in one of the forms of ``_options.FORMATS``; ``laws`` are the titles of sources by key."""
    lang = settings.lang
    if form == "json":
        from herkenbaar.reports.machine import write_json

        write_json(_say_problems(results, lang), out)
    elif form == "csv":
        from herkenbaar.reports.machine import write_csv

        write_csv(_say_problems(results, lang), out, lang=lang, bom=settings.csv_bom)
    elif form == "html":
        from herkenbaar.reports import page

        page.write(results, out, lang=lang, laws=laws, made=datetime.now().astimezone())
    else:
        from herkenbaar.reports import terminal

        terminal.write(results, out, lang=lang, laws=laws)


def _say_problems(results: Iterable[Judged | Problem], lang: str) -> Iterator[Judged]:
    """The verdicts; problems, for which these forms have no line, go to standard error as they come."""
    from herkenbaar.model import Problem
    from herkenbaar.reports import problems

    for result in results:
        if isinstance(result, Problem):
            click.echo(problems.line(result, lang=lang), err=True)
        else:
            yield result


def _describe(seen: Seen) -> str:
    unread = f", {seen.unread} problems" if seen.unread else ""
    return f"{seen.judged} videos judged{unread}"


def _say_end(seen: Seen, choice: Judging, code: int) -> None:
    """What the report itself does not say, on standard error."""
    if code == 3:
        click.echo("herkenbaar: could not look at a single video; this says nothing about them", err=True)
    elif seen.outside and not seen.judged:
        click.echo(f"herkenbaar: none of {seen.outside} videos was published in these days", err=True)
    elif choice.output is not None:
        click.echo(f"{_describe(seen)}; report in {choice.output}", err=True)
