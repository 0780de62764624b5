"""``herkenbaar config``: what is configured, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import click

from herkenbaar.cli._listing import Listing

SECRET = {"gather.instagram.token"}


@click.group(cls=Listing)
def command() -> None:
    """Show the configuration in force."""


@command.command()
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this file instead.")
def show(config_file: Path | None) -> None:
    """Print every setting with the file it came from."""
    import msgspec

    from herkenbaar.config import load

    config = load(config_file)
    settings = msgspec.to_builtins(config.settings)
    for key, origin in sorted(config.origin.items()):
        value = settings
        for part in key.split("."):
            value = value[part]
        if key in SECRET and value and not str(value).startswith("env:"):
            value = "(set, not shown)"
        click.echo(f"{key} = {msgspec.json.encode(value).decode()}   # {origin}")
