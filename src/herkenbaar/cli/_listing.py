"""A group of commands whose help says in whole sentences what each command does."""

from __future__ import annotations

import click

WHOLE = 10_000
"""More characters than any first sentence has: click itself cuts it off at the edge of the screen."""


class Listing(click.Group):
    """A click group that wraps the first sentence of each command where click would cut it off with dots."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, each with its first sentence."""
        known = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, command.get_short_help_str(WHOLE)) for name, command in known if command and not command.hidden]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
