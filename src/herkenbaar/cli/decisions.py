"""``herkenbaar decisions``: what was decided, and what should be looked at again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from herkenbaar.store.decisions import Listed


@click.command()
@click.argument("fingerprint", required=False)
@click.option("--stale", is_flag=True, help="Only those to look at again: expired, outgrown, or with nothing left.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file.")
def command(fingerprint: str | None, stale: bool, config_file: Path | None) -> None:
    """List decisions on findings; with FINGERPRINT, the whole history of one.

    A decision is `expired` after its last day, `outgrown` when the finding rests on more than was decided on, and
    `over` when the finding is fixed or its video gone.
    """
    from datetime import datetime

    from herkenbaar.config import load
    from herkenbaar.schedule import AMSTERDAM
    from herkenbaar.store import decisions, open_store

    with open_store(load(config_file).settings.store.database) as store, store.read() as connection:
        if fingerprint:
            subject = decisions.find_subject(connection, fingerprint)
            for one in decisions.find_history(connection, subject.fingerprint):
                end = f" until {one.until}" if one.until else ""
                click.echo(_line(f"{one.at:%Y-%m-%d %H:%M} UTC  {one.kind}{end}  by {one.by}: {one.reason}"))
            return
        listed = [
            each
            for each in decisions.list_last(connection, today=datetime.now(AMSTERDAM).date())
            if each.is_stale or not stale
        ]
    for each in listed:
        click.echo(_line(_describe(each)))
    if not listed:
        click.echo("no decisions to look at again" if stale else "no decisions yet", err=True)


def _describe(each: Listed) -> str:
    decision, subject = each.decision, each.subject
    worth = "over" if each.over else each.standing.value.replace("_", " ")
    end = f" until {decision.until}" if decision.until else ""
    about = f"{subject.creator}: {subject.title or subject.video_id}" if subject else "(forgotten)"
    what = f"{decision.kind}{end} ({worth})  by {decision.by}: {decision.reason}"
    return f"{decision.fingerprint}  {what}  — {about}"


def _line(text: str) -> str:
    from herkenbaar.reports.escape import one_line

    return one_line(text)
