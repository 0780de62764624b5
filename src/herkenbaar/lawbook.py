"""The sources of law: one file each in laws/, with title, link, date, and how well its text was read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from herkenbaar.datafile import Entry, read
from herkenbaar.errors import DataFileError
from herkenbaar.model import Words

FOLDER = Path(__file__).with_name("laws")
Status = Literal["verified", "secondary", "unverified"]
STRENGTH: tuple[Status, ...] = ("verified", "secondary", "unverified")


class Source(Entry, frozen=True, kw_only=True):
    """One source. ``date`` is a year, month or day (ISO 8601); ``note`` says what was read, and what was not.

    ``link`` is where it was read; absent where that was not kept.
    """

    title: Words
    date: Annotated[str, Meta(pattern=r"^\d{4}(-\d{2}){0,2}$")]
    status: Status
    link: str | None = None
    note: Words | None = None


def load_laws(folders: Iterable[Path] = (FOLDER,)) -> dict[str, Source]:
    """Every source by its id, which is the name of its file. Raises DataFileError that names file, key and remedy."""
    sources: dict[str, Source] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            if path.stem in sources:
                remedy = "rename the file; rules refer to a source by its file name"
                raise DataFileError(f"source '{path.stem}' exists already", where=str(path), remedy=remedy)
            sources[path.stem] = read(path, Source)
    return sources
