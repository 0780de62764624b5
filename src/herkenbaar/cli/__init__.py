"""The command line. Each command is one file here, named as the command is typed; it is imported when it is used.

A file ``cli/NAME.py`` offers ``command``, a click command or group (``_`` in the file name is typed ``-``).
Nothing else needs to be told. Keep imports at the top of these files light: ``herkenbaar --help`` imports them all
and has to answer in under 0.3 s, so everything heavy is imported inside the function.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from herkenbaar import __version__
from herkenbaar.cli._listing import Listing
from herkenbaar.errors import HerkenbaarError


class CommandFolder(Listing):
    """A click group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All command names, sorted."""
        names = (module.name for module in pkgutil.iter_modules(__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__}.command is not a click command")
        return command


@click.group(cls=CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def program() -> None:
    """Is the advertising in influencer videos recognisable, as Dutch law asks?

    Start with a folder of downloaded videos (or the examples that come with the source):

        herkenbaar scan fixtures/

    Exit codes: 0 looked, nothing at or above --fail-on; 1 found something; 2 wrong usage or configuration;
    3 could not look. This tool reports signs of advertising and whether a disclosure was found. It is not legal
    advice.
    """


INTERRUPTED = 130
"""128 + SIGINT: what a shell reports of a program that Ctrl-C ended."""


def main() -> None:
    """Run the program; end with the exit code of the command, or of the error that nothing else caught."""
    try:
        code = program(prog_name="herkenbaar", standalone_mode=False)
    except HerkenbaarError as error:
        click.echo(f"herkenbaar: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("herkenbaar: interrupted", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)
