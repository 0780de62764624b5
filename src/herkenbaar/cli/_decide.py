"""What waive, accept, dispute and reopen share: find the finding, write the decision down, say it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

Command = Callable[..., Any]


def decision_options(*, until: bool) -> Callable[[Command], Command]:
    """The argument and options of a decision; ``until`` asks for a last day as well."""
    options = [
        click.argument("fingerprint"),
        click.option("--reason", required=True, help="Why, for whoever reads it later."),
        click.option("--by", default="", help="Who decides; else the name you are logged in with."),
        click.option("--config", "config_file", type=click.Path(path_type=Path), help="Read this configuration file."),
    ]
    if until:
        day = click.DateTime(["%Y-%m-%d"])
        said = "The last day it holds."
        options.insert(2, click.option("--until", type=day, metavar="YYYY-MM-DD", required=True, help=said))

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def decide(
    kind: str,
    *,
    fingerprint: str,
    reason: str,
    by: str,
    config_file: Path | None,
    until: datetime | None = None,
) -> None:
    """Write the decision down and print what it is about. Raises UsageError for an unknown fingerprint."""
    from datetime import UTC, datetime

    from herkenbaar.config import load
    from herkenbaar.errors import UsageError
    from herkenbaar.reports.escape import one_line
    from herkenbaar.schedule import AMSTERDAM
    from herkenbaar.store import decisions, open_store
    from herkenbaar.waivers import DecisionKind

    if not reason.strip():
        raise UsageError("a decision needs a reason", remedy="--reason 'why'")
    if until is not None and until.date() < datetime.now(AMSTERDAM).date():
        raise UsageError(f"{until:%Y-%m-%d} is over: it would not hold for a day", remedy="--until a day to come")
    with open_store(load(config_file).settings.store.database) as store:
        with store.read() as connection:
            subject = decisions.find_subject(connection, fingerprint)
            history = decisions.find_history(connection, subject.fingerprint)
        if kind == DecisionKind.REOPEN and (not history or history[-1].kind is DecisionKind.REOPEN):
            raise UsageError("there is no decision to take back", remedy="`herkenbaar decisions` lists them")
        store.write(
            decisions.decide,
            subject,
            DecisionKind(kind),
            reason=reason.strip(),
            by=by.strip() or _login(),
            until=until.date() if until else None,
            now=datetime.now(UTC),
        )
    title = one_line(subject.title or subject.video_id, limit=80)
    click.echo(f"{kind}: {subject.fingerprint}  {subject.rule}  {one_line(subject.creator, limit=60)}: {title}")


def _login() -> str:
    import getpass

    from herkenbaar.errors import UsageError

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise UsageError("nobody is logged in by name", remedy="--by NAME") from error
