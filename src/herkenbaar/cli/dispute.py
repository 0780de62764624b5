"""``herkenbaar dispute``: a finding that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from herkenbaar.cli._decide import decide, decision_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@decision_options(until=False)
def command(fingerprint: str, reason: str, by: str, config_file: Path | None) -> None:
    """Note that a finding is wrong. It does not count, as long as it rests on the same words."""
    decide("dispute", fingerprint=fingerprint, reason=reason, by=by, config_file=config_file)
