"""``herkenbaar status``: how it is doing, for people and for monitoring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from herkenbaar.store.status import Health, QueueState

Line = tuple[str, str]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for monitoring.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(as_json: bool, config_file: Path | None) -> None:
    """Say how the sweeps are doing: runs, overdue creators, pauses, the queue and its workers.

    Exit codes: 0 healthy; 1 somebody should look (it says at what); 2 the database cannot be used.
    """
    from datetime import UTC

    import msgspec

    from herkenbaar.config import load
    from herkenbaar.reports.escape import visible
    from herkenbaar.store import open_store
    from herkenbaar.store.status import look

    settings = load(config_file).settings
    with open_store(settings.store.database) as store:
        health = look(store, settings, now=datetime.now(UTC))
    if as_json:
        click.echo(msgspec.json.encode(health).decode())
    else:
        for name, said in _lines(health):
            click.echo(visible(f"{name:<10}{said}").replace("\n", " ").rstrip())
    if not health.healthy:
        raise click.exceptions.Exit(1)


def _lines(health: Health) -> Iterator[Line]:
    yield from (("look at", wrong) for wrong in health.wrong)
    if health.healthy:
        yield "healthy", ""
    yield "database", f"{health.database} (revision {health.revision})"
    yield "creators", f"{health.creators:,}" + (f", {health.overdue:,} overdue" if health.overdue else "")
    yield "last run", _last_run(health)
    for going in health.going:
        yield (
            "going on",
            f"run {going.run} since {_time(going.started)}: {going.left:,} of {going.visits:,} visits left",
        )
    for pause in health.pauses:
        yield "pause", f"{pause.platform} until {_time(pause.until)}: {pause.why}"
    if health.notices_waiting:
        yield "notices", f"{health.notices_waiting:,} not sent yet, {health.notices_failed:,} of them failed"
    if health.queue is not None:
        yield from _queue(health.queue)


def _last_run(health: Health) -> str:
    if health.last_run is None or health.last_finished is None:
        return "none yet"
    unreadable = f"; {health.unreadable:,} creators could not be read" if health.unreadable else ""
    return f"{health.last_run}, finished {_time(health.last_finished)}{unreadable}"


def _queue(queue: QueueState) -> Iterator[Line]:
    for name in dict.fromkeys([*queue.todo, *queue.doing, *queue.failed]):
        oldest = f" (the oldest for {queue.oldest[name]:,.0f} s)" if name in queue.oldest else ""
        failed = f", {queue.failed[name]:,} failed" if name in queue.failed else ""
        yield "queue", f"{name}: {queue.todo[name]:,} wait{oldest}, {queue.doing[name]:,} at work{failed}"
    if not queue.workers:
        yield "workers", "none"
    for number, silent in queue.workers.items():
        yield "worker", f"{number}: last sign of life {silent:,.0f} s ago"


def _time(moment: datetime) -> str:
    from herkenbaar.schedule import AMSTERDAM

    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}"
