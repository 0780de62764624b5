"""What ``--help`` shows of the commands, in a terminal of eighty columns."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from herkenbaar.cli import program

COLUMNS = 80


def helps() -> Iterator[tuple[str, ...]]:
    yield ()
    for name in program.list_commands(click.Context(program)):
        yield (name,)
        command = program.get_command(click.Context(program), name)
        if isinstance(command, click.Group):
            yield from ((name, each) for each in command.list_commands(click.Context(command)))


@pytest.mark.parametrize("words", list(helps()), ids=" ".join)
def test_help_fits_the_screen_and_cuts_no_sentence_off(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(program, [*words, "--help"], terminal_width=COLUMNS).output
    lines = shown.split("Commands:")[-1].splitlines() if "Commands:" in shown else []
    assert [line for line in lines if line.endswith("...")] == []
    assert [line for line in shown.splitlines() if len(line) > COLUMNS] == []


def test_each_command_is_listed_with_its_first_sentence() -> None:
    shown = " ".join(CliRunner().invoke(program, ["--help"], terminal_width=COLUMNS).output.split())
    assert "vet Put creators side by side: how much advertising, how much of it recognisable, and how" in shown
