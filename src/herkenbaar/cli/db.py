"""``herkenbaar db``: look after the database that holds the history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.cli._listing import Listing

if TYPE_CHECKING:
    from herkenbaar.settings import Settings


@click.group(cls=Listing)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
@click.pass_context
def command(context: click.Context, config_file: Path | None) -> None:
    """Look after the database: creators, evidence, verdicts and decisions.

    It is one SQLite file in your data folder, unless [store] database in config.toml (or HERKENBAAR_DATABASE)
    names another file or a PostgreSQL server. It is made when it is first needed.
    """
    from herkenbaar.config import load

    context.obj = load(config_file).settings


@command.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring an older database up to date (or make an empty one ready). Make a backup first."""
    from herkenbaar.store import Store
    from herkenbaar.store.connection import locate
    from herkenbaar.store.upgrade import upgrade as bring_up_to_date

    with Store(locate(settings.store.database)) as store:
        click.echo(f"{store.name}: at revision {bring_up_to_date(store)}")


@command.command()
@click.pass_obj
def status(settings: Settings) -> None:
    """Say where the database is, whether it is sound, and what it holds."""
    from herkenbaar.store import Store
    from herkenbaar.store.connection import locate
    from herkenbaar.store.health import check
    from herkenbaar.store.upgrade import refuse_unless_current
    from herkenbaar.store.upgrade import state as state_of

    with Store(locate(settings.store.database)) as store:
        found = state_of(store)
        click.echo(f"{store.name}: {found}")
        refuse_unless_current(store, found)
        health = check(store)
    for table, rows in health.rows.items():
        click.echo(f"{table:<16}{rows:>12,}")
    click.echo(f"{'size':<16}{health.size_bytes / 1e6:>10,.1f} MB")


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--creator", "named", multiple=True, help="Only what is kept of this creator (name or source).")
@click.pass_obj
def export(settings: Settings, folder: Path, named: tuple[str, ...]) -> None:
    """Write everything into FOLDER as JSON Lines: evidence, verdicts, findings, decisions, runs.

    With --creator it answers somebody who asks what is kept about them.
    """
    from herkenbaar.errors import UsageError
    from herkenbaar.store import creators, open_store
    from herkenbaar.store.export import export as write_all

    with open_store(settings.store.database) as store:
        chosen = None
        if named:
            with store.read() as connection:
                roster = creators.listing(connection, removed=True)
            chosen = tuple(x.id for x in roster if {x.entry.name, x.entry.source} & set(named))
            if not chosen:
                raise UsageError(f"nobody called {', '.join(named)} in the roster", remedy="herkenbaar creators list")
        for file, lines in write_all(store, folder, creator_ids=chosen).items():
            click.echo(f"{folder / file}: {lines:,} lines")


@command.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be deleted.")
@click.option("--keep-days", type=click.IntRange(min=0), help="Instead of [store] keep_days; 0 keeps everything.")
@click.pass_obj
def vacuum(settings: Settings, dry_run: bool, keep_days: int | None) -> None:
    """Delete what is older than is kept, and give the space back. A sweep deletes too, without giving back space."""
    from datetime import UTC, datetime

    from herkenbaar.retention import let_go
    from herkenbaar.store import open_store

    with open_store(settings.store.database) as store:
        old = let_go(store, settings, now=datetime.now(UTC), keep_days=keep_days, dry=dry_run)
        if not dry_run:
            store.compact()
    verb = "would be deleted" if dry_run else "deleted"
    for table, rows in old.rows.items():
        click.echo(f"{table}: {rows:,} rows {verb}")
    if old.videos:
        click.echo(f"videos with their bundles: {len(old.videos):,} {verb}")
    if not old.rows:
        click.echo("nothing is older than is kept")
