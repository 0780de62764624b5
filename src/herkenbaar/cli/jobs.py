"""``herkenbaar jobs``: look at the queue, and put a hand to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.cli._listing import Listing

if TYPE_CHECKING:
    from herkenbaar.settings import Settings
    from herkenbaar.store import Store


@click.group(cls=Listing)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
@click.pass_context
def command(context: click.Context, config_file: Path | None) -> None:
    """Look at the jobs of the queue, try failed ones again, cancel waiting ones.

    Only with PostgreSQL: on one machine `herkenbaar sweep` needs no queue.
    """
    from herkenbaar.config import load

    context.obj = load(config_file).settings


@command.command(name="list")
@click.option(
    "--state", "states", multiple=True, type=click.Choice(["todo", "doing", "failed", "cancelled", "aborted"])
)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Show at most so many.")
@click.pass_obj
def show(settings: Settings, states: tuple[str, ...], limit: int) -> None:
    """Show jobs: those at work first, then in the order in which they come."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from herkenbaar.jobs.board import STATES, list_jobs
    from herkenbaar.reports.escape import one_line

    table = Table(box=None, pad_edge=False)
    for column in ("job", "does", "about", "state", "tries", "not before"):
        table.add_column(column, overflow="fold")
    with _open(settings) as store, store.read() as connection:
        jobs = list(list_jobs(connection, states=states or STATES, limit=limit))
    for job in jobs:
        due = f"{job.due:%Y-%m-%d %H:%M} UTC" if job.due else ""
        cells = (str(job.id), job.task, one_line(job.about, limit=40), job.state, str(job.attempts), due)
        table.add_row(*(Text(cell) for cell in cells))
    if not jobs:
        click.echo("no jobs", err=True)
        return
    Console().print(table)


@command.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All failed jobs.")
@click.pass_obj
def retry(settings: Settings, numbers: tuple[int, ...], everything: bool) -> None:
    """Visit the creators of failed or cancelled jobs again, in a new run."""
    from datetime import UTC, datetime

    from herkenbaar.jobs import board
    from herkenbaar.ruleset import digest_ruleset

    with _open(settings) as store:
        run = store.write(
            board.retry,
            _choose(store, numbers, everything, "failed"),
            ruleset=digest_ruleset(settings),
            account=settings.sweep.account,
            now=datetime.now(UTC),
        )
    click.echo("nothing to try again" if run is None else f"run {run.id}: {', '.join(run.scope.creators)}")


@command.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All waiting jobs.")
@click.pass_obj
def cancel(settings: Settings, numbers: tuple[int, ...], everything: bool) -> None:
    """Cancel jobs. Their visits end as cancelled; `jobs retry` makes them again."""
    from datetime import UTC, datetime

    from herkenbaar.jobs import board

    with _open(settings) as store:
        chosen = _choose(store, numbers, everything, "todo")
        cancelled = store.write(board.cancel, chosen, now=datetime.now(UTC))
    click.echo(f"cancelled: {cancelled}")


def _open(settings: Settings) -> Store:
    from herkenbaar.store import open_store
    from herkenbaar.store.queue_tables import refuse_unless_current

    store = open_store(settings.store.database)
    try:
        refuse_unless_current(store)
    except BaseException:
        store.close()
        raise
    return store


def _choose(store: Store, numbers: tuple[int, ...], everything: bool, state: str) -> list[int]:
    from herkenbaar.errors import UsageError
    from herkenbaar.jobs.board import list_jobs

    if bool(numbers) == everything:
        raise UsageError("which jobs?", remedy="give their numbers, or --all (herkenbaar jobs list)")
    if numbers:
        return list(numbers)
    with store.read() as connection:
        return [job.id for job in list_jobs(connection, states=(state,), limit=1_000_000)]
