"""``herkenbaar waive``: a finding that does not count for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from herkenbaar.cli._decide import decide, decision_options

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@click.command()
@decision_options(until=True)
def command(fingerprint: str, until: datetime, reason: str, by: str, config_file: Path | None) -> None:
    """Let a finding not count until a day, for a reason.

    It counts again after that day, and as soon as there is more than you decided on (a second discount code, say).
    `herkenbaar decisions` lists what you should look at again.
    """
    decide("waive", fingerprint=fingerprint, reason=reason, by=by, config_file=config_file, until=until)
