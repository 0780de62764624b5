"""``herkenbaar db``: look after the database that holds the history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from herkenbaar.config import Settings


@click.group()
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
