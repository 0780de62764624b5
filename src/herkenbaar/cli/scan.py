"""``herkenbaar scan``: look at videos and say, per video, whether the advertising in them is recognisable."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.cli._links import open_links, resolve_links
from herkenbaar.cli._options import Judging, judging

if TYPE_CHECKING:
    from herkenbaar.cli._gathering import Gathered
    from herkenbaar.crawl import Options
    from herkenbaar.http import Http
    from herkenbaar.model import Problem
    from herkenbaar.sources.local import MediaOf

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|@|(?:youtube|tiktok|instagram):)", re.IGNORECASE)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL...")
@click.option("--bundles", type=FOLDER, help="Where to keep what is gathered. Default: in your data folder.")
@click.option("--limit", type=click.IntRange(min=1), help="Gather at most this many new videos per creator.")
@click.option("--record", type=FOLDER, help="Keep every answer of the platforms here, without cookies or keys.")
@click.option("--replay", type=FOLDER, help="Take answers from a folder made by --record; ask nobody.")
@click.option(
    "--speech/--no-speech",
    default=None,
    help="Listen to videos in an archive that have no usable captions. Default: when [speech] model is set.",
)
@click.option("--screen/--no-screen", default=False, help="Read the words in their picture. Takes minutes per video.")
@click.option(
    "--pictures", type=FOLDER, help="Save the frames in which --screen found a mark as bundles in this folder."
)
@resolve_links
@judging
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[str, ...],
    choice: Judging,
    bundles: Path | None,
    limit: int | None,
    record: Path | None,
    replay: Path | None,
    speech: bool | None,
    screen: bool,
    pictures: Path | None,
    resolve: bool | None,
) -> None:
    """Judge the videos in files and folders, or of a creator.

    PATH is an archive of yt-dlp (*.info.json with caption files beside them; media may be missing), evidence JSON
    Lines (plain or .gz), an evidence bundle, or a folder with any of these, nested at will. "-" reads evidence
    lines from standard input.

    URL is a creator or video on YouTube, TikTok or Instagram, or @handle, or a file of them (.csv with a column "url",
    .txt with one on each line): what `herkenbaar gather` takes. It is gathered first; what was gathered before is not
    asked for again.

    \b
      herkenbaar scan downloads/                    a table, worst first
      herkenbaar scan downloads/ -o report.html     a page, as a visitor sees them
      herkenbaar scan downloads/ --format json      a verdict per line
      herkenbaar scan downloads/ --since 2026-01-01 --fail-on review
      herkenbaar scan https://www.youtube.com/@somebody --limit 20
      herkenbaar scan posts.csv                     addresses of posts
      herkenbaar scan downloads/ --speech --screen  listen and look where needed
      herkenbaar scan downloads/ --resolve-links    follow links in descriptions
      zcat evidence.jsonl.gz | herkenbaar scan -

    \b
    Make an archive that can be read:
      yt-dlp --skip-download --write-info-json --write-subs --write-auto-subs \\
          --sub-langs "nl.*,.*-orig" URL

    Exit codes: 0 looked, nothing at or above --fail-on; 1 found something; 2 wrong usage or configuration; 3 could
    not look at anything, or not at one of the creators.
    """
    from herkenbaar.cli._lists import expand, is_list
    from herkenbaar.cli._perceiving import open_senses
    from herkenbaar.cli._run import run
    from herkenbaar.crawl import Options, Reach
    from herkenbaar.sources.local import find

    outside = {path for path in paths if _is_address(path) or is_list(path)}
    local: list[str | Path] = [path for path in paths if path not in outside]
    problems: list[Problem] = []
    unread = False
    follower = open_links(choice.settings, resolve=resolve, replay=replay)
    out = bundles or _default_bundles()
    texts, lines = expand(path for path in paths if path in outside)
    follow = follower.add_links if follower else None
    options = Options(record=record, replay=replay, follow=follow, lines=lines)
    skipped: Counter[str] = Counter()
    with Reach(out, choice.settings.gather, options) as reach:
        if texts:
            folders, problems, unread = _gather(texts, choice, out, limit, reach(), options)
            local += folders
        before = reach.spent
        senses = open_senses(choice.settings, speech=speech, screen=screen, reach=reach)
        media: MediaOf | None = None if senses is None else {}
        found = itertools.chain(problems, find(local, skipped=skipped, media=media))
        code = run(found, choice, senses=senses, media=media, pictures=pictures, follower=follower)
        if reach.spent > before:
            click.echo(f"sound: {reach.spent - before} requests", err=True)
    for what, count in sorted((+skipped).items()):
        click.echo(f"passed over: {what} ({count})", err=True)
    context.exit(3 if unread and code == 0 else code)


def _is_address(path: str) -> bool:
    return _ADDRESS.match(path) is not None and not Path(path).exists()


def _default_bundles() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("herkenbaar")) / "bundles"


def _gather(texts: list[str], choice: Judging, out: Path, limit: int | None, http: Http, options: Options) -> Gathered:
    from herkenbaar.cli._gathering import gather_for_scan
    from herkenbaar.gather import Window

    settings = choice.settings.gather
    window = Window(since=choice.since or settings.since, until=choice.until, limit=limit)
    return gather_for_scan(texts, out, http, settings, window, options)
