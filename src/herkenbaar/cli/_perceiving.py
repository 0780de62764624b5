"""How far looking and listening are, on standard error, when a person is there to see it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from herkenbaar.errors import UsageError

if TYPE_CHECKING:
    from herkenbaar.budget import Wait
    from herkenbaar.http import Http
    from herkenbaar.senses import Senses
    from herkenbaar.settings import Settings

DOING = {"speech": "listening", "screen": "reading the picture"}


def open_senses(
    settings: Settings, *, speech: bool | None, screen: bool, reach: Callable[[], Http] | None = None
) -> Senses | None:
    """Eyes and ears as the options want them, None when both are off. ``speech`` None: as configured.

    ``reach`` gives the way to the platforms, where sound may be fetched.
    """
    import msgspec

    from herkenbaar.senses import Senses

    if speech and not settings.speech.model:
        remedy = 'set model = "small" (or the path of a checkpoint) under [speech] in config.toml'
        raise UsageError("--speech needs a speech model, and none is configured", remedy=remedy)
    model = "" if speech is False else settings.speech.model
    if not model and not screen:
        return None
    change = msgspec.structs.replace
    chosen = change(settings, speech=change(settings.speech, model=model), screen=change(settings.screen, ocr=screen))
    return Senses(chosen, complain=lambda line: click.echo(f"herkenbaar: {line}", err=True), reach=reach)


class Doing:
    """What is being listened to or looked at now, as the end of a line of progress."""

    def __init__(self) -> None:
        self._now = ""

    def tell(self, sense: str, at: float, duration: float) -> None:
        """Take note; when the end is reached there is nothing to say."""
        self._now = "" if at >= duration else f"; {DOING[sense]}: second {at:.0f} of {duration:.0f}"

    def tell_host(self, host: str) -> None:
        """Take note of the host that is asked where a link leads."""
        self._now = f"; following a link: {host}"

    def tell_wait(self, wait: Wait) -> None:
        """Take note of a wait that begins."""
        self._now = f"; waiting {wait.seconds:.0f} s for {wait.platform}: {wait.why}"

    def rest(self) -> None:
        """Nothing is at work."""
        self._now = ""

    def __str__(self) -> str:
        return self._now


@contextmanager
def progress() -> Iterator[Callable[[str, float, float], None] | None]:
    """Something to tell the second to (what is at work, second, duration); None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("looking at the file", total=None)

        def tell(sense: str, at: float, duration: float) -> None:
            doing = f"{DOING[sense]}: {at:.0f} of {duration:.0f} s"
            # What is complete stops its clock, and after the sound comes the picture.
            shown.update(task, description=doing, total=duration, completed=min(at, 0.999 * duration))

        yield tell
