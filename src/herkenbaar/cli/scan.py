"""``herkenbaar scan``: look at videos and say, per video, whether the advertising in them is recognisable."""

from __future__ import annotations

import re
from collections import Counter

import click

from herkenbaar.cli._options import Judging, judging
from herkenbaar.errors import UsageError

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|@|(?:youtube|tiktok|instagram):)", re.IGNORECASE)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@judging
@click.pass_context
def command(context: click.Context, paths: tuple[str, ...], choice: Judging) -> None:
    """Judge the videos in files and folders.

    PATH is an archive of yt-dlp (*.info.json with caption files beside them; media may be missing), evidence JSON
    Lines (plain or .gz), an evidence bundle, or a folder with any of these, nested at will. "-" reads evidence
    lines from standard input.

    \b
      herkenbaar scan downloads/                       a table, worst first
      herkenbaar scan downloads/ -o report.html        a page for people, with what a visitor sees
      herkenbaar scan downloads/ --format json         one verdict per line, for programs
      herkenbaar scan downloads/ --since 2026-01-01 --fail-on review
      zcat evidence.jsonl.gz | herkenbaar scan -

    \b
    Make an archive that can be read:
      yt-dlp --skip-download --write-info-json --write-subs --write-auto-subs --sub-langs "nl.*,.*-orig" URL

    Exit codes: 0 looked, nothing at or above --fail-on; 1 found something; 2 wrong usage or configuration; 3 could
    not look at anything.
    """
    from herkenbaar.cli._run import run
    from herkenbaar.sources.local import find

    _refuse_addresses(paths)
    skipped: Counter[str] = Counter()
    code = run(find(paths, skipped=skipped), choice)
    for what, count in sorted((+skipped).items()):
        click.echo(f"passed over: {count} {what}", err=True)
    context.exit(code)


def _refuse_addresses(paths: tuple[str, ...]) -> None:
    for path in paths:
        if _ADDRESS.match(path):
            raise UsageError(f"'{path}' is an address; this command looks at files", remedy="gather it first")
