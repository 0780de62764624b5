"""``herkenbaar worker``: do the work of a queue that several machines share."""

from __future__ import annotations

from pathlib import Path

import click

from herkenbaar.cli._links import resolve_links


@click.command()
@click.option(
    "--queues",
    default="gather,speech,judge",
    show_default=True,
    help="What this machine does: gather (network), speech (a graphics card helps), judge (processor).",
)
@click.option("--concurrency", type=click.IntRange(1, 64), default=4, show_default=True, help="Jobs at once.")
@click.option("--grace", type=click.FloatRange(min=0), default=30.0, show_default=True, help="Seconds to end jobs in.")
@click.option("--no-dispatch", is_flag=True, help="Do not put in what is due; another worker, or cron, does.")
@click.option("--until-empty", is_flag=True, help="Stop when no job waits.")
@resolve_links
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(
    queues: str,
    concurrency: int,
    grace: float,
    no_dispatch: bool,
    until_empty: bool,
    resolve: bool | None,
    config_file: Path | None,
) -> None:
    """Visit creators together with other machines, through a queue on PostgreSQL (docs/scaling.md).

    Start it on every machine with the same [store] database. It looks at the roster itself and puts in what is due.
    SIGTERM stops it gracefully: jobs that cannot end in time are put back and begun again elsewhere, as are the jobs
    of a machine that died.
    """
    import logging

    from herkenbaar.cli._tools import open_tools
    from herkenbaar.config import load
    from herkenbaar.errors import UsageError
    from herkenbaar.jobs.queue import QUEUES
    from herkenbaar.jobs.worker import Shift, Worker

    chosen = tuple(dict.fromkeys(name.strip() for name in queues.split(",") if name.strip()))
    if unknown := set(chosen) - set(QUEUES):
        raise UsageError(f"unknown queue: {min(unknown)}", remedy=f"known: {', '.join(QUEUES)}")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    shift = Shift(
        queues=chosen, concurrency=concurrency, grace=grace, dispatch=not no_dispatch, until_empty=until_empty
    )
    with open_tools(load(config_file).settings, resolve=resolve) as tools:
        worker = Worker(tools, shift)
        click.echo(f"working: {', '.join(chosen)}; {concurrency} jobs at once; stop with SIGTERM or Ctrl-C", err=True)
        worker.run()
    click.echo("stopped: nothing is left half done", err=True)
