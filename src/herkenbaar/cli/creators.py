"""``herkenbaar creators``: who is looked at again and again."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from herkenbaar.cli._listing import Listing

if TYPE_CHECKING:
    from datetime import datetime

    from herkenbaar.settings import Settings
    from herkenbaar.store import Store
    from herkenbaar.store.creators import Creator
    from herkenbaar.store.runs import LastVisit


@click.group(cls=Listing)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
@click.pass_context
def command(context: click.Context, config_file: Path | None) -> None:
    """Keep the roster: the creators that `herkenbaar sweep` looks at.

    SOURCE is the creator's page on YouTube, TikTok or Instagram, a folder of evidence bundles, or an evidence file
    (JSON Lines) that another program keeps filling:

        herkenbaar creators add https://www.youtube.com/@handle --group spring
    """
    from herkenbaar.config import load

    context.obj = load(config_file).settings


@command.command()
@click.argument("source")
@click.option("--name", default="", help="How reports call the creator; else taken from SOURCE.")
@click.option("--group", "groups", multiple=True, help="A client or campaign; may be given more than once.")
@click.option("--notes", default="", help="A word to yourself.")
@click.option("--schedule", default="", help='When to look, in Dutch time: a cron expression such as "0 6 * * mon".')
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Leave older videos out.")
@click.pass_obj
def add(
    settings: Settings,
    source: str,
    name: str,
    groups: tuple[str, ...],
    notes: str,
    schedule: str,
    since: datetime | None,
) -> None:
    """Add a creator, or change one: the same SOURCE is never there twice."""
    from herkenbaar.roster import make_entry
    from herkenbaar.store.creators import put

    day = since.date() if since else None
    entry = make_entry(source, name=name, groups=groups, notes=notes, schedule=schedule, since=day)
    with _open(settings) as store:
        store.write(put, entry, origin="command", now=_now())
    click.echo(f"{entry.name}: {entry.source}")


@command.command(name="list")
@click.option("--group", "groups", multiple=True, help="Only this client or campaign.")
@click.pass_obj
def show(settings: Settings, groups: tuple[str, ...]) -> None:
    """Show the roster, and when each creator is due."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from herkenbaar.reports.escape import one_line
    from herkenbaar.roster import schedule_of
    from herkenbaar.store import runs

    table = Table(box=None, pad_edge=False)
    for column in ("name", "source", "groups", "schedule", "due", "since", "notes"):
        table.add_column(column, overflow="fold")
    with _open(settings) as store:
        found = _listing(store, settings, groups)
        with store.read() as connection:
            last = runs.find_last_visits(connection)
    for creator in found:
        entry = creator.entry
        cells = (
            entry.name,
            entry.source,
            ", ".join(entry.groups),
            schedule_of(entry, settings),
            _due(schedule_of(entry, settings), last.get(creator.id)),
            str(entry.since or ""),
            entry.notes,
        )
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    if not found:
        click.echo("nobody yet: herkenbaar creators add SOURCE", err=True)
        return
    Console().print(table)


@command.command()
@click.argument("creator")
@click.option("--forget", "delete", is_flag=True, help="Delete all that was read and judged of them, too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(settings: Settings, creator: str, delete: bool, yes: bool) -> None:
    """Stop looking at CREATOR (the name or the source). What was found stays, unless --forget."""
    from herkenbaar.retention import remove_bundles
    from herkenbaar.store import creators

    with _open(settings) as store:
        found = _find(store, settings, creator, removed=delete)
        if found.origin == "config" and found.removed_at is None:
            raise click.UsageError(f"{found.entry.name} stands in config.toml: take it out there first")
        if delete and not yes:
            click.confirm(f"Delete everything about {found.entry.name} ({found.entry.source})?", abort=True)
        if delete:
            store.write(creators.forget, found.id)
            remove_bundles(found.entry.source, settings)
        else:
            store.write(creators.remove, found.id, now=_now())
    click.echo(f"{'forgotten' if delete else 'removed'}: {found.entry.name}")


@command.command(name="import")
@click.argument("file", type=click.File("r", encoding="utf-8-sig", errors="replace"))
@click.pass_obj
def read(settings: Settings, file: IO[str]) -> None:
    """Add the creators of a CSV FILE (columns: source, and any of name, groups, notes, schedule, since).

    Several groups are parted by commas or semicolons. A row that cannot be used is named, the others are added, and
    the exit code is 2.
    """
    from herkenbaar.model import Problem
    from herkenbaar.roster import read_csv
    from herkenbaar.store.creators import put

    added = wrong = 0
    with _open(settings) as store:
        for entry in read_csv(file.read()):
            if isinstance(entry, Problem):
                wrong += 1
                click.echo(f"{entry.where}: {entry.what}" + (f" ({entry.remedy})" if entry.remedy else ""), err=True)
            else:
                added += 1
                store.write(put, entry, origin="command", now=_now())
    click.echo(f"creators added or changed: {added}; rows left out: {wrong}")
    if wrong:
        raise click.exceptions.Exit(2)


@command.command()
@click.option("-o", "out", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="Write to this file.")
@click.option("--group", "groups", multiple=True, help="Only this client or campaign.")
@click.pass_obj
def export(settings: Settings, out: IO[str], groups: tuple[str, ...]) -> None:
    """Write the roster as CSV, as `import` reads it."""
    from herkenbaar.roster import write_csv

    with _open(settings) as store:
        write_csv((creator.entry for creator in _listing(store, settings, groups)), out)


def _open(settings: Settings) -> Store:
    from herkenbaar.store import open_store

    return open_store(settings.store.database)


def _now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def _listing(
    store: Store, settings: Settings, groups: tuple[str, ...] = (), *, removed: bool = False
) -> tuple[Creator, ...]:
    from herkenbaar.roster import from_settings
    from herkenbaar.store import creators

    store.write(creators.follow_config, from_settings(settings), now=_now())
    with store.read() as connection:
        creators.refuse_unknown_groups(connection, groups)
        return creators.listing(connection, groups=groups, removed=removed)


def _due(schedule: str, last: LastVisit | None) -> str:
    """When somebody is looked at next, in Dutch time."""
    from herkenbaar.schedule import AMSTERDAM, is_due, next_after

    now = _now()
    if is_due(schedule, last=last.started_at if last else None, now=now):
        return "now"
    return f"{next_after(schedule, now).astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"


def _find(store: Store, settings: Settings, named: str, *, removed: bool) -> Creator:
    found = [
        creator
        for creator in _listing(store, settings, removed=removed)
        if named in {creator.entry.source, creator.entry.name} or creator.entry.source.endswith(f"/{named}")
    ]
    if not found:
        raise click.UsageError(f"nobody called {named!r} in the roster (herkenbaar creators list)")
    if len(found) > 1:
        sources = ", ".join(creator.entry.source for creator in found)
        raise click.UsageError(f"{named!r} is more than one: name the source ({sources})")
    return found[0]
