"""``herkenbaar schema``: the contracts that other programs rely on."""

from __future__ import annotations

import click


@click.command()
@click.argument("contract", type=click.Choice(["evidence", "verdict"]))
def command(contract: str) -> None:
    """Print the JSON Schema (2020-12) of a contract: one object per line.

    \b
      evidence   what goes in: herkenbaar.evidence/1, for your own crawler
      verdict    what comes out: herkenbaar.verdict/1
    """
    import msgspec

    from herkenbaar.contracts import schema_of

    click.echo(msgspec.json.format(msgspec.json.encode(schema_of(contract)), indent=2).decode())
