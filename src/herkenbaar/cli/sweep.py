"""``herkenbaar sweep``: look at the creators that are due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.cli._links import resolve_links
from herkenbaar.errors import UsageError

if TYPE_CHECKING:
    from herkenbaar.reports.runs.account import Account
    from herkenbaar.store.runs import Scope
    from herkenbaar.sweep import Progress
    from herkenbaar.visit import Tools

SEVERITIES = ("advies", "zwaar", "ernstig")


@click.command()
@click.option("--all", "everyone", is_flag=True, help="Everybody, also who is not due.")
@click.option("--group", "groups", multiple=True, help="Only this client or campaign; may be given more than once.")
@click.option("--creator", "creators", multiple=True, help="Only this creator (name or source); implies --all for it.")
@click.option("--enqueue", is_flag=True, help="Leave the visits to the workers of the queue (PostgreSQL).")
@click.option("--watch", is_flag=True, help="Stay, and sleep until the next creator is due.")
@click.option("--baseline", is_flag=True, help="What is found now stood there already: only later findings count.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "review", "never"]),
    help="Exit code 1 for new findings from this severity on; else as configured.",
)
@resolve_links
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the report; else as configured.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(
    everyone: bool,
    groups: tuple[str, ...],
    creators: tuple[str, ...],
    enqueue: bool,
    watch: bool,
    baseline: bool,
    fail_on: str | None,
    resolve: bool | None,
    lang: str | None,
    config_file: Path | None,
) -> None:
    """Look at the creators that are due, judge what is new or changed, say what changed, and stop.

    Made for cron and systemd timers (docs/sweeps.md). It can be stopped or killed at any moment and run again; two at
    once share the work. Videos that were judged are judged again, from saved evidence, when the rules changed.

    Exit codes: 0 nothing new at or above --fail-on; 1 new findings, or open again; 2 wrong usage or configuration;
    3 somebody could not be read.
    """
    from herkenbaar.cli._tools import open_tools
    from herkenbaar.config import load
    from herkenbaar.store.runs import Scope

    settings = load(config_file).settings
    scope = Scope(everyone=everyone or bool(creators), groups=groups, creators=creators, baseline=baseline)
    if enqueue and resolve is not None:
        remedy = "give it to `herkenbaar worker`, or set [links] follow"
        raise UsageError("--enqueue leaves the links to the workers", remedy=remedy)
    with open_tools(settings, resolve=resolve) as tools:
        _check_groups(tools, scope)
        if enqueue:
            _enqueue(tools, scope)
            return
        if watch:
            _watch(tools, scope, lang or settings.report.lang)
            return
        code = _sweep_once(tools, scope, lang or settings.report.lang, fail_on or settings.judge.fail_on)
    if code:
        raise click.exceptions.Exit(code)


def _sweep_once(tools: Tools, scope: Scope, lang: str, fail_on: str) -> int:
    from herkenbaar.sweep import find_next, sweep

    with _progress() as show:
        done = sweep(tools, scope, on_progress=show)
    if not done:
        due = find_next(tools, scope)
        when = f"; the next is due {due:%Y-%m-%d %H:%M}" if due else "; nobody is watched (herkenbaar creators add)"
        click.echo(f"nothing to do{when}", err=True)
    return max((_tell(tools, run, lang, fail_on) for run in done), default=0, key=[0, 3, 1].index)


def _enqueue(tools: Tools, scope: Scope) -> None:
    from herkenbaar.jobs.upkeep import open_due
    from herkenbaar.store.queue_tables import refuse_unless_current

    refuse_unless_current(tools.store)
    run = open_due(tools, scope)
    click.echo("nothing to do" if run is None else f"run {run} is in the queue (herkenbaar jobs list)")


def _tell(tools: Tools, run_id: int, lang: str, fail_on: str) -> int:
    """Print the account of a run; its exit code."""
    import sys

    from herkenbaar.reports.runs import terminal
    from herkenbaar.schedule import AMSTERDAM
    from herkenbaar.store.accounts import give_account

    with tools.store.read() as connection:
        account = give_account(connection, run_id, today=tools.now().astimezone(AMSTERDAM).date())
    terminal.write(account, sys.stdout, lang=lang)
    return exit_code(account, fail_on)


def exit_code(account: Account, fail_on: str) -> int:
    """1 where something counts that is new or open again, else 3 where somebody could not be read, else 0."""
    news = [item for item in (*account.new, *account.reopened) if item.counts]
    if fail_on == "review" and any(look.is_new for look in account.looks):
        return 1
    heavy = SEVERITIES[SEVERITIES.index(fail_on) :] if fail_on in SEVERITIES else SEVERITIES
    if fail_on != "never" and any(item.severity in heavy for item in news):
        return 1
    return 3 if account.unreadable else 0


def _watch(tools: Tools, scope: Scope, lang: str) -> None:
    import signal
    import threading

    from herkenbaar.sweep import watch

    def tell(done: tuple[int, ...]) -> None:
        for run in done:
            _tell(tools, run, lang, "never")

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with _progress() as show:
        watch(tools, scope, stop=stop, on_runs=tell, on_progress=show)


def _check_groups(tools: Tools, scope: Scope) -> None:
    """Refuse a name that nobody has: a typing error must not look like nothing to do."""
    from herkenbaar.store import creators
    from herkenbaar.sweep import follow_config

    follow_config(tools)
    with tools.store.read() as connection:
        creators.refuse_unknown_groups(connection, scope.groups)
        roster = [creator.entry for creator in creators.listing(connection)]
    if unknown := set(scope.creators) - {name for entry in roster for name in (entry.name, entry.source)}:
        raise UsageError(f"nobody called {min(unknown)!r} in the roster", remedy="herkenbaar creators list")


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error, where that is a terminal."""
    from rich import progress as rich_progress
    from rich.console import Console

    from herkenbaar.reports.escape import one_line

    columns = (
        rich_progress.TextColumn("{task.description}"),
        rich_progress.BarColumn(),
        rich_progress.MofNCompleteColumn(),
        rich_progress.TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with rich_progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("sweep", total=None)

        def show(progress: Progress) -> None:
            name = one_line(progress.creator, limit=30)
            bar.update(task, description=name, completed=progress.done, total=progress.total)

        yield show
