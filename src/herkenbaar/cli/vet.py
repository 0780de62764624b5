"""``herkenbaar vet``: compare creators before working with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("--since", type=DAY, metavar="YYYY-MM-DD", help="First day of publication that counts.")
@click.option("--until", type=DAY, metavar="YYYY-MM-DD", help="Last day of publication that counts.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "html", "csv"]),
    default="terminal",
    show_default=True,
    help="For whom: a prompt, a browser, a spreadsheet.",
)
@click.option("-o", "out", type=click.File("w", encoding="utf-8", atomic=True), default="-", help="Write to this file.")
@click.option("--lang", type=click.Choice(["nl", "en"]), help="Language; else as configured.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(
    sources: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    form: str,
    out: IO[str],
    lang: str | None,
    config_file: Path | None,
) -> None:
    """Put creators side by side: how much advertising, how much of it recognisable, and how that went over time.

    SOURCE is a page on YouTube, TikTok or Instagram, a folder of bundles, an evidence file, or the name of somebody on
    the roster (of whom the last sweep is told). Somebody who is not on the roster is read now, and not watched after.

        herkenbaar vet Lisa https://www.tiktok.com/@omar --format html -o a.html

    Exit codes: 0 all were read; 2 wrong usage or configuration; 3 somebody could not be read, or not whole.
    """
    from herkenbaar.cli._tools import open_tools
    from herkenbaar.config import load
    from herkenbaar.errors import UsageError
    from herkenbaar.reports.vetting import page, table, terminal
    from herkenbaar.scan import Period
    from herkenbaar.vet import vet

    if not sources:
        raise UsageError("nobody to compare", remedy="herkenbaar vet URL URL…")
    settings = load(config_file).settings
    period = Period(since.date() if since else None, until.date() if until else None)
    with open_tools(settings) as tools, _progress() as show:
        cards = [vet(tools, source, period=period, on_progress=show) for source in dict.fromkeys(sources)]
    language = lang or settings.report.lang
    if form == "csv":
        table.write(cards, out)
    elif form == "html":
        page.write(cards, out, lang=language)
    else:
        terminal.write(cards, out, lang=language)
    if any(card.error for card in cards):
        raise click.exceptions.Exit(3)


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None]]:
    """A line on standard error that counts, where that is a terminal."""
    from rich.console import Console

    from herkenbaar.reports.escape import one_line

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _, __: None
        return
    with console.status("…") as status:
        yield lambda name, read: status.update(f"{one_line(name, limit=40)}: {read}")
