"""The option ``--resolve-links``, where it is offered, and what it opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from herkenbaar.errors import UsageError

if TYPE_CHECKING:
    from herkenbaar.evidence.links import Follower
    from herkenbaar.settings import Settings

resolve_links = click.option(
    "--resolve-links/--no-resolve-links",
    "resolve",
    default=None,
    help="Follow the links in descriptions: asks the hosts behind them. Default: [links] follow, which is off.",
)


def open_links(settings: Settings, *, resolve: bool | None, replay: Path | None = None) -> Follower | None:
    """What follows links, or None where that was not asked for. ``resolve`` None: as configured.

    Raises UsageError for a replay, which promises to ask nobody.
    """
    if resolve and replay is not None:
        remedy = "leave one of them out; links that were followed when it was gathered stand in the bundles"
        raise UsageError("--replay asks nobody, --resolve-links asks the hosts behind links", remedy=remedy)
    if not (settings.links.follow if resolve is None else resolve) or replay is not None:
        return None
    from herkenbaar.evidence.links import open_follower

    return open_follower(settings)


def say_requests(follower: Follower) -> str:
    """What following cost, in one line."""
    asked = follower.courtesy.requests
    return f"links: {asked} request{'' if asked == 1 else 's'} to the hosts behind them"
