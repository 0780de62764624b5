"""``herkenbaar status``: how it is doing, for people and for monitoring."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for monitoring.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(as_json: bool, config_file: Path | None) -> None:
    """Say how the sweeps are doing: runs, overdue creators, pauses, the queue and its workers.

    Exit codes: 0 healthy; 1 somebody should look (it says at what); 2 the database cannot be used.
    """
    from datetime import UTC, datetime

    import msgspec

    from herkenbaar.config import load
    from herkenbaar.reports.escape import one_line
    from herkenbaar.store import open_store
    from herkenbaar.store.status import look

    settings = load(config_file).settings
    with open_store(settings.store.database) as store:
        health = look(store, settings, now=datetime.now(UTC))
    if as_json:
        click.echo(msgspec.json.encode(health).decode())
    else:
        for key, value in msgspec.to_builtins(health).items():
            if value not in (None, [], (), {}):
                click.echo(one_line(f"{key:<16} {value}"))
    if not health.healthy:
        raise click.exceptions.Exit(1)
