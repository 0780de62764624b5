"""``herkenbaar accept``: a finding that is right and known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from herkenbaar.cli._decide import decide, decision_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@decision_options(until=False)
def command(fingerprint: str, reason: str, by: str, config_file: Path | None) -> None:
    """Note that a finding is right and known (the creator was told, say). It keeps counting as open."""
    decide("accept", fingerprint=fingerprint, reason=reason, by=by, config_file=config_file)
