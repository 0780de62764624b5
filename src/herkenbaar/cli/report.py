"""``herkenbaar report``: what a run changed."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click


@click.command()
@click.option("--run", "named", default="last", show_default=True, help="'last', or the number of a run.")
@click.option("--group", "groups", multiple=True, help="Only this client or campaign; may be given more than once.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "html", "csv", "json"]),
    default="terminal",
    show_default=True,
    help="For whom: a prompt, a browser, a spreadsheet, a program.",
)
@click.option("-o", "out", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="Write to this file.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language; else as configured.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(
    named: str, groups: tuple[str, ...], form: str, out: IO[str], lang: str | None, config_file: Path | None
) -> None:
    """Say what a sweep changed: new, open again, fixed and still open findings, edited and removed videos.

    Who could not be read, and sources with far fewer videos than the time before, stand at the top. Each finding has
    a fingerprint by which `herkenbaar waive`, `accept` and `dispute` know it.
    """
    from datetime import datetime

    from herkenbaar.config import load
    from herkenbaar.reports.runs import machine, page, terminal
    from herkenbaar.schedule import AMSTERDAM
    from herkenbaar.store import creators, open_store
    from herkenbaar.store.accounts import find_run, give_account

    settings = load(config_file).settings
    with open_store(settings.store.database) as store, store.read() as connection:
        creators.refuse_unknown_groups(connection, groups)
        today = datetime.now(AMSTERDAM).date()
        account = give_account(connection, find_run(connection, named), groups=groups, today=today)
    language = lang or settings.report.lang
    if form == "json":
        machine.write_json(account, out)
    elif form == "csv":
        machine.write_csv(account, out, lang=language)
    elif form == "html":
        page.write(account, out, lang=language)
    else:
        terminal.write(account, out, lang=language)
