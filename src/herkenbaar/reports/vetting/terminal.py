"""Creators side by side, for a person at a prompt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING

from herkenbaar.reports.escape import one_line, safe_url
from herkenbaar.reports.terminal import open_console
from herkenbaar.reports.vetting.card import Card, quarters_of
from herkenbaar.reports.vetting.lines import Line, example, nothing_wrong, overview, trend
from herkenbaar.reports.words import Vocabulary, vocabulary

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 24
"""Characters that a column of one creator needs; where there is less room, creators stand under each other."""
NAMES = 30


def write(cards: Sequence[Card], out: IO[str], *, lang: str, width: int | None = None) -> None:
    """Print the comparison. ``width`` in characters; None takes that of the terminal."""
    from rich.text import Text

    say = vocabulary(lang)
    console = open_console(out, width)
    per_table = max(1, (console.width - NAMES) // WIDE)
    for start in range(0, len(cards), per_table):
        chosen = cards[start : start + per_table]
        _table(console, chosen, overview(chosen, say))
        if quarters := quarters_of(cards):
            console.print(Text(f"\n{say('vet.trend')}", style="bold"))
            _table(console, chosen, trend(chosen, quarters, say))
        console.print()
    console.print(Text(say("vet.worst"), style="bold"))
    for card in cards:
        _examples(console, card, say)
    console.print(Text(f"\n{say('text.not_legal_advice')}", style="dim"))


def _table(console: Console, cards: Sequence[Card], lines: Iterable[Line]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("")
    for card in cards:
        table.add_column(Text(one_line(card.name, limit=WIDE)), overflow="fold")
    for line in lines:
        table.add_row(Text(line.name, style="dim"), *(Text(cell) for cell in line.cells))
    console.print(table)


def _examples(console: Console, card: Card, say: Vocabulary) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(one_line(card.name), style="bold"))
    if not card.worst:
        console.print(Padding(Text(nothing_wrong(card, say), style="dim"), (0, 0, 0, 2)))
    for each in card.worst:
        video, wrong, quote = example(each, say)
        console.print(Padding(Text(video), (0, 0, 0, 2)))
        said = f"{wrong} {say('language.quote', text=one_line(quote, limit=120))}" if quote else wrong
        console.print(Padding(Text(one_line(said), style="dim"), (0, 0, 0, 4)))
        if url := safe_url(each.evidence.url):
            console.print(Padding(Text(url, style="dim"), (0, 0, 0, 4)))
