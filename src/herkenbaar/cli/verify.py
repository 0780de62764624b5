"""``herkenbaar verify``: whether saved bundles are what they were when they were sealed."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, folders: tuple[Path, ...]) -> None:
    """Check every evidence bundle in FOLDERS against its list of SHA-256 digests.

    Names each file that was changed, added or lost since the bundle was written. Earlier versions of a video are
    checked too.

    \b
      herkenbaar verify bundles/

    Exit codes: 0 all bundles are whole; 3 one or more are not, or there is none.
    """
    from herkenbaar.errors import VerifyError
    from herkenbaar.evidence import bundle
    from herkenbaar.reports.escape import one_line

    good, bad = 0, 0
    for home in (home for folder in folders for home in bundle.find(folder)):
        for one in (*bundle.list_versions(home), home):
            try:
                bundle.verify(one)
            except VerifyError as error:
                bad += 1
                click.echo(one_line(str(error)), err=True)
            else:
                good += 1
    if not good and not bad:
        click.echo("no bundles here: herkenbaar gather makes them", err=True)
    else:
        click.echo(f"{good} of {good + bad} bundles are whole")
    context.exit(3 if bad or not good else 0)
