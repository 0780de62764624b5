"""``herkenbaar gather``: fetch the evidence of a creator's videos and keep it, politely and resumably."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.cli._links import open_links, resolve_links, say_requests

if TYPE_CHECKING:
    from herkenbaar.crawl import Options
    from herkenbaar.gather import Window
    from herkenbaar.settings import Gather

DAY = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option("-o", "--output", required=True, type=FOLDER, help="Folder for the bundles; also where to go on from.")
@click.option(
    "--from",
    "list_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="More SOURCEs; the same as giving the file itself.",
)
@click.option("--since", type=DAY, metavar="DAY", help="First day that counts, as 2026-01-31. Default: 2022-07-01.")
@click.option("--until", type=DAY, metavar="DAY", help="Last day that counts.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many new videos per creator, newest first."
)
@click.option("--refresh", is_flag=True, help="Read known videos again: notices what was edited, keeps both versions.")
@click.option("--dry-run", is_flag=True, help="Say how many requests a run would cost. Reads lists, but no video.")
@click.option("--rebuild", is_flag=True, help="Make the evidence anew from saved answers; nothing is fetched.")
@click.option("--record", type=FOLDER, help="Keep every answer in this folder, without cookies or keys.")
@click.option("--replay", type=FOLDER, help="Take answers from a folder made by --record; ask nobody.")
@resolve_links
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
@click.pass_context
def command(
    context: click.Context,
    sources: tuple[str, ...],
    output: Path,
    list_file: Path | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
    refresh: bool,
    dry_run: bool,
    rebuild: bool,
    record: Path | None,
    replay: Path | None,
    resolve: bool | None,
    config_file: Path | None,
) -> None:
    """Fetch the evidence of every video of a creator, one folder per video.

    SOURCE is a channel, profile or video: a URL, @handle (YouTube), tiktok:@handle, instagram:@handle; or a file of
    them, a line each or a CSV with a column "url" (# begins a comment). A line that cannot be read is told with its
    number, and the rest goes on. Run the same command again to fetch only what is new; an interrupted run goes on
    where it stopped, and nothing is asked twice.

    \b
      herkenbaar gather @somebody -o bundles
      herkenbaar gather https://www.youtube.com/@somebody --since 2026-01-01 \\
          --dry-run -o bundles
      herkenbaar gather creators.csv -o bundles
      herkenbaar gather instagram-posts.txt -o bundles
      herkenbaar gather @somebody -o bundles --resolve-links
      herkenbaar judge bundles

    Requests are spread as [gather.per_hour] in config.toml says. A page that refuses us is never read as a video
    without advertising: it ends in a named gap, or in exit code 3.

    Exit codes: 0 every creator was read; 2 wrong usage or configuration; 3 a creator or every one of their new
    videos could not be read.
    """
    from herkenbaar.cli._gathering import run_gather, run_plan, run_rebuild
    from herkenbaar.cli._lists import expand
    from herkenbaar.config import load
    from herkenbaar.crawl import Options
    from herkenbaar.errors import UsageError
    from herkenbaar.gather import Window

    configured = load(config_file).settings
    settings: Gather = configured.gather
    if rebuild:
        context.exit(run_rebuild(output, settings))
    texts, lines = expand(sources, list_file)
    if not texts:
        raise UsageError("nothing to gather", remedy="give a URL or @handle, or a file of them")
    window: Window = Window(
        since=since.date() if since else settings.since,
        until=until.date() if until else None,
        limit=limit,
        refresh=refresh,
    )
    follower = None if dry_run else open_links(configured, resolve=resolve, replay=replay)
    follow = follower.add_links if follower is not None else None
    options: Options = Options(record=record, replay=replay, follow=follow, lines=lines)
    run = run_plan if dry_run else run_gather
    code = run(texts, output, settings, window, options)
    if follower is not None:
        click.echo(say_requests(follower), err=True)
    context.exit(code)
