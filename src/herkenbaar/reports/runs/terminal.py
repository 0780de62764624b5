"""What a run changed, for a person at a prompt."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from herkenbaar.reports.escape import one_line, safe_url
from herkenbaar.reports.runs.account import Account
from herkenbaar.reports.runs.sections import Entry, Section, lead, no_news, sections
from herkenbaar.reports.terminal import open_console
from herkenbaar.reports.words import Vocabulary, vocabulary

if TYPE_CHECKING:
    from rich.text import Text

    Line = tuple[int, Text]

SHOWN = 20
"""So many entries at most in one section; html, csv and json have them all."""
LINE = 400
TONES = {"ernstig": "bold red", "zwaar": "bold yellow", "advies": "cyan"}
LOUD = {"warnings", "unreadable"}


def write(account: Account, out: IO[str], *, lang: str, width: int | None = None) -> None:
    """Print the account of a run. ``width`` in characters; None takes that of the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    say = vocabulary(lang)
    console = open_console(out, width)
    console.print(Text(one_line(lead(account, say)), style="bold"))
    if account.finished is None:
        console.print(Text(say("run.unfinished"), style="yellow"))
    if quiet := no_news(account, say):
        console.print(Text(quiet))
    for section in sections(account, say):
        style = "bold red" if section.name in LOUD else "bold"
        console.print(Text(f"\n{section.title} ({say.number(len(section.entries))})", style=style))
        for entry in section.entries[:SHOWN]:
            for depth, line in _lines(entry, say):
                console.print(Padding(line, (0, 0, 0, depth)))
        for rest in _rest(section, say):
            console.print(Padding(Text(rest, style="dim"), (0, 0, 0, 2)))


def _lines(entry: Entry, say: Vocabulary) -> list[Line]:
    """The lines of one entry with how far each is moved in."""
    from rich.text import Text

    head = Text()
    if entry.tone:
        head.append(f"{say(f'severity.{entry.tone}')}  ", style=TONES[entry.tone])
    head.append(one_line(entry.name, limit=LINE))
    if entry.fingerprint:
        head.append(f"  {entry.fingerprint}", style="dim")
    lines: list[Line] = [(2, head)]
    if entry.quote:
        lines.append((4, Text(say("language.quote", text=one_line(entry.quote, limit=LINE)))))
    lines += [(4, Text(one_line(fact, limit=LINE), style="dim")) for fact in entry.facts]
    if url := safe_url(entry.url):
        lines.append((4, Text(url, style="dim")))
    return lines


def _rest(section: Section, say: Vocabulary) -> list[str]:
    more = len(section.entries) - SHOWN
    rest = [say.count("run.more", more)] if more > 0 else []
    return rest + ([say.count("run.silenced", section.silenced)] if section.silenced else [])
