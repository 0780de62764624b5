"""The options that every command which judges has, in one place, so that they mean the same everywhere."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from herkenbaar.errors import UsageError

if TYPE_CHECKING:
    from herkenbaar.settings import Settings

FORMATS = ("terminal", "html", "json", "csv")
ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".csv": "csv"}


class Judging(NamedTuple):
    """What the user chose: the settings in force with the options over them, the form of the report, the days."""

    settings: Settings
    form: str
    output: Path | None
    since: date | None
    until: date | None


_OPTIONS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        help="How to show verdicts. Default: a table, or what the name of the -o file ends in.",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write the report to this file (- is standard output); it is replaced only when the report is complete.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["advies", "zwaar", "ernstig", "review", "never"]),
        help="Exit with 1 from this severity on; 'review' also when a person must look. Default: zwaar.",
    ),
    click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Leave out videos published before this day."),
    click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Leave out videos published after this day."),
    click.option("--lang", type=click.Choice(["nl", "en"]), help="Language of the report. Default: nl."),
    click.option(
        "--device",
        type=click.Choice(["widest", "strictest"]),
        help="Which view decides about the fold: the widest one, or every one. Default: widest.",
    ),
    click.option(
        "--config",
        "config_file",
        type=click.Path(path_type=Path),
        help="Read this configuration file. `herkenbaar config show` prints what is in force.",
    ),
)


def judging(function: Callable[..., None]) -> Callable[..., None]:
    """``function`` with these options on the command line, given to it as one ``Judging``."""

    @functools.wraps(function)
    def wrapped(
        *args: Any,
        form: str | None,
        output: Path | None,
        fail_on: str | None,
        since: datetime | None,
        until: datetime | None,
        lang: str | None,
        device: str | None,
        config_file: Path | None,
        **rest: Any,
    ) -> None:
        settings = _override(config_file, fail_on=fail_on, lang=lang, device=device)
        days = (since.date() if since else None, until.date() if until else None)
        if since and until and since > until:
            raise UsageError("--since lies after --until", remedy="exchange the two")
        function(*args, choice=Judging(settings, form or _form_of(output), output, *days), **rest)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def _override(config_file: Path | None, *, fail_on: str | None, lang: str | None, device: str | None) -> Settings:
    """The settings in force, with what was typed before them."""
    import msgspec

    from herkenbaar.config import load

    settings = load(config_file).settings
    change = msgspec.structs.replace
    judge = {key: value for key, value in {"fail_on": fail_on, "device": device}.items() if value}
    report = {"lang": lang} if lang else {}
    return change(settings, judge=change(settings.judge, **judge), report=change(settings.report, **report))


def _form_of(output: Path | None) -> str:
    return ENDINGS.get(output.suffix.lower(), "terminal") if output else "terminal"
