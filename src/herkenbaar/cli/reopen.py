"""``herkenbaar reopen``: a decision taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from herkenbaar.cli._decide import decide, decision_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@decision_options(until=False)
def command(fingerprint: str, reason: str, by: str, config_file: Path | None) -> None:
    """Take back the last decision on a finding. The history keeps both."""
    decide("reopen", fingerprint=fingerprint, reason=reason, by=by, config_file=config_file)
