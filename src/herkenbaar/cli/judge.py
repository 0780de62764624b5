"""``herkenbaar judge``: verdicts from saved evidence, offline."""

from __future__ import annotations

import click

from herkenbaar.cli._links import open_links, resolve_links
from herkenbaar.cli._options import Judging, judging


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@resolve_links
@judging
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], choice: Judging, resolve: bool | None) -> None:
    """Judge saved evidence; nothing is fetched (but with --resolve-links), and every piece gets its own verdict.

    FILE is evidence JSON Lines (herkenbaar.evidence/1, plain or .gz), an evidence bundle or a folder of them; "-"
    reads lines from standard input. Unlike `scan`, the same video twice is judged twice: one verdict per line of
    evidence, in the same order. A line that cannot be used is named on standard error and the rest goes on.

    \b
      herkenbaar judge evidence.jsonl --format json > verdicts.jsonl
      my-crawler | herkenbaar judge - --format csv -o verdicts.csv
      herkenbaar judge bundles/ --lang en

    `herkenbaar schema evidence` and `herkenbaar schema verdict` print both contracts.
    """
    from herkenbaar.cli._run import run
    from herkenbaar.sources.local import find

    follower = open_links(choice.settings, resolve=resolve)
    context.exit(run(find(files, once=False), choice, follower=follower, at_once="-" in files))
