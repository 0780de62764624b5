"""Let msgspec look at every form of ours before there are threads.

It looks at a struct when one is first decoded, and two threads that do so at once end the process with a segmentation
fault (seen with msgspec 0.22 and CPython 3.11: half of the tries, none where one thread had looked before).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import suppress

import msgspec

LATE = ("ledger", "evidence.bundle", "evidence.page", "sources.youtube_video", "sources.tiktok", "sources.instagram")
"""Modules with forms that would else be imported by a job."""


def prepare_forms() -> None:
    """Look at all structs of this package once."""
    for name in LATE:
        importlib.import_module(f"herkenbaar.{name}")
    for form in _forms(msgspec.Struct):
        if form.__module__.startswith("herkenbaar."):
            with suppress(TypeError):  # some are never decoded, and could not be (conditions.Condition)
                msgspec.json.Decoder(form)


def _forms(form: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in form.__subclasses__():
        yield each
        yield from _forms(each)
