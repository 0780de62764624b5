"""What ``gather`` and ``scan URL`` share: run a crawl with progress on standard error, and sum it up."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from herkenbaar.budget import Wait
from herkenbaar.crawl import Crawler, Options, Plan, open_http
from herkenbaar.errors import LookError
from herkenbaar.gather import Ended, Event, Opened, Window
from herkenbaar.intake import Kept, Missed, Passed
from herkenbaar.model import Problem
from herkenbaar.reports.escape import one_line

if TYPE_CHECKING:
    from herkenbaar.http import Http
    from herkenbaar.settings import Gather


class Tally:
    """What came of one creator."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.name = text
        self.opened = False
        self.new = self.edited = self.known = self.old = 0
        self.complete, self.limited = True, False
        self.error: LookError | None = None
        self.missed: list[Missed] = []

    def add(self, event: Event) -> None:
        """Count one event."""
        if isinstance(event, Opened):
            self.opened = True
            self.name = one_line(event.account.name or event.account.handle or self.text, limit=60)
        elif isinstance(event, Kept):
            self.new, self.edited = self.new + (not event.edited), self.edited + event.edited
        elif isinstance(event, Passed):
            old = event.why in {"too old", "later than asked"}
            self.old, self.known = self.old + old, self.known + (not old)
        elif isinstance(event, Missed) and event.id:
            self.missed.append(event)
        elif isinstance(event, Missed):
            self.error = event.error
        elif isinstance(event, Ended):
            self.complete, self.limited = event.complete, event.limited

    def count(self, other: Tally) -> None:
        """Add what came of another one."""
        self.new, self.edited = self.new + other.new, self.edited + other.edited
        self.known, self.old = self.known + other.known, self.old + other.old

    @property
    def unread(self) -> bool:
        """Whether nothing can be said of this creator, or not everything because the platform refused us."""
        nothing = not (self.new or self.edited or self.known or self.old)
        return self.error is not None or (nothing and bool(self.missed))

    def __str__(self) -> str:
        """One line for people."""
        parts = [f"{self.new} new"]
        counts = ((self.edited, "edited"), (self.known, "known"), (len(self.missed), "not to be read"))
        parts += [f"{count} {what}" for count, what in counts if count]
        if self.limited:
            parts.append("more to come: run again")
        return f"{self.name}: {', '.join(parts)}"


class Outcome(NamedTuple):
    """What a crawl came to: a tally per creator, the bundles of all of them, and what it cost."""

    tallies: list[Tally]
    bundles: list[Path]
    cost: str


def run_gather(texts: list[str], out: Path, settings: Gather, window: Window, options: Options) -> int:
    """Gather, show how far it is, sum it up. The exit code: 3 where a creator could not be read, else 0."""
    with open_http(settings, options) as http:
        outcome = _crawl(texts, out, http, settings, window, options)
    for tally in _sum_up(outcome.tallies, options):
        click.echo(str(tally))
        for line in _complaints(tally):
            click.echo(f"  {line}", err=True)
    click.echo(f"{outcome.cost}; bundles in {out}", err=True)
    return 3 if any(tally.unread for tally in outcome.tallies) else 0


class Gathered(NamedTuple):
    """For ``scan``: bundles new and known, a problem for whatever could not be read, whether that is a creator."""

    bundles: list[Path]
    problems: list[Problem]
    unread: bool


def gather_for_scan(
    texts: list[str], out: Path, http: Http, settings: Gather, window: Window, options: Options
) -> Gathered:
    """What ``scan`` judges of these creators and videos."""
    outcome = _crawl(texts, out, http, settings, window, options)
    for tally in _sum_up(outcome.tallies, options):
        click.echo(str(tally), err=True)
    click.echo(f"{outcome.cost}; bundles in {out}", err=True)
    errors = [(_place(tally.text, options), tally.error) for tally in outcome.tallies if tally.error is not None]
    missed = ((tally.text, one) for tally in outcome.tallies for one in tally.missed)
    errors += [(f"{_place(text, options)}: {one.id}", one.error) for text, one in missed]
    problems = [Problem(where, error.what, error.remedy) for where, error in errors]
    return Gathered(outcome.bundles, problems, any(tally.unread for tally in outcome.tallies))


def _sum_up(tallies: list[Tally], options: Options) -> list[Tally]:
    """One tally for all single videos of a file that gave no trouble; the others as they are."""
    told: dict[str, Tally] = {}
    for tally in tallies:
        if tally.opened or tally.error is not None or tally.missed or tally.text not in options.lines:
            told[tally.text] = tally
            continue
        file = options.lines[tally.text].rpartition(":")[0]
        told.setdefault(file, Tally(one_line(file))).count(tally)
    return list(told.values())


def _place(text: str, options: Options) -> str:
    """What the user gave, and where it stands if that is in a file."""
    return f"{options.lines[text]}: {text}" if text in options.lines else text


def _crawl(texts: list[str], out: Path, http: Http, settings: Gather, window: Window, options: Options) -> Outcome:
    tallies: dict[str, Tally] = {}
    with (
        _progress(tallies) as update,
        Crawler(out, http, settings, window, follow=options.follow, lines=options.lines) as crawler,
    ):
        http.budget.on_wait = update
        for text, event in crawler.crawl(texts):
            tallies.setdefault(text, Tally(text)).add(event)
            update(None)
        http.budget.on_wait = None
        bundles = crawler.list_bundles(texts)
    spent, waited = http.budget.spent.total(), http.budget.waited
    return Outcome(list(tallies.values()), bundles, f"{spent} requests, {_clock(waited)} of waiting")


def run_plan(texts: list[str], out: Path, settings: Gather, window: Window, options: Options) -> int:
    """Say what a run would cost. The exit code: 3 where a creator's list could not be read, else 0."""
    with (
        open_http(settings, options) as http,
        Crawler(out, http, settings, window, lines=options.lines) as crawler,
    ):
        with _progress({}) as update:
            http.budget.on_wait = update
            plans = list(crawler.plan(texts))
        spent = http.budget.spent.total()
    for plan in plans:
        click.echo(_say_plan(plan))
    total = sum(plan.requests for plan in plans)
    hours = sum(plan.requests / (_per_hour(plan, settings)) for plan in plans)
    click.echo(f"at most {total:.0f} more requests, about {_clock(hours * 3600)}; reading these lists took {spent}")
    return 3 if any(plan.error for plan in plans) else 0


def run_rebuild(out: Path, settings: Gather) -> int:
    """Rebuild the bundles below ``out``. The exit code: 3 where one could not be, or there is none, else 0."""
    from herkenbaar.rebuild import rebuild

    counts: Counter[str] = Counter()
    for one in rebuild(out, settings):
        counts["failed" if one.error else "changed" if one.changed else "same"] += 1
        if one.error:
            click.echo(one_line(str(one.error)), err=True)
    click.echo(f"{counts['same']} unchanged, {counts['changed']} rebuilt, {counts['failed']} could not be rebuilt")
    return 3 if counts["failed"] or not counts else 0


@contextmanager
def _progress(tallies: dict[str, Tally]) -> Iterator[Callable[[Wait | None], None]]:
    """A line on standard error, when a person is there: counts, rate, and what is waited for. Call it to update."""
    if not sys.stderr.isatty():
        yield lambda wait: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}", markup=False)
    line = Progress(SpinnerColumn(), text, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    begun = time.monotonic()
    with line:
        task = line.add_task("looking for the first videos")

        def update(wait: Wait | None) -> None:
            said = describe(tallies, time.monotonic() - begun)
            line.update(task, description=f"{said}; {_say_wait(wait)}" if wait is not None else said)

        yield update


def describe(tallies: dict[str, Tally], seconds: float) -> str:
    """How far it is: the creator at hand, and over all of them the videos, the rate and the faults."""
    if not tallies:
        return "looking for the first videos"
    videos = sum(x.new + x.edited for x in tallies.values())
    missed = sum(len(x.missed) for x in tallies.values())
    rate = f" ({videos / seconds * 3600:.0f} per hour)" if videos and seconds > 60 else ""
    unread = f", {missed} not to be read" if missed else ""
    return f"{next(reversed(tallies.values())).name}: {videos} new{rate}{unread}"


def _say_wait(wait: Wait) -> str:
    return f"waiting {_clock(wait.seconds)} for {wait.platform}: {wait.why}"


def _per_hour(plan: Plan, settings: Gather) -> float:
    return getattr(settings.per_hour, plan.platform or "", 0.0) or 1e9


def _say_plan(plan: Plan) -> str:
    if plan.error is not None:
        return f"{plan.text}: could not be read: {one_line(str(plan.error))}"
    return f"{plan.text}: at most {plan.videos} videos, {plan.requests:.0f} requests"


def _complaints(tally: Tally) -> Iterator[str]:
    """Why something could not be read: the creator first, then videos grouped by reason."""
    if tally.error is not None:
        part = tally.new or tally.edited or tally.known or tally.old
        yield f"could not be read{' to the end' if part else ''}: {one_line(str(tally.error))}"
    reasons: dict[str, list[str]] = {}
    for one in tally.missed:
        reasons.setdefault(one_line(one.error.what, limit=160), []).append(one_line(one.id))
    for why, ids in sorted(reasons.items(), key=lambda pair: -len(pair[1])):
        shown = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
        yield f"{len(ids)} x {why}: {shown}"


def _clock(seconds: float) -> str:
    """``3 h 05 min``, ``4 min 10 s``, ``12 s``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
