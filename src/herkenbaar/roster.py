"""The roster: which creators are looked at again and again, from where, and when.

A source is the page of a creator on a platform, a folder of evidence bundles, or an evidence file that another
program keeps filling.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import msgspec

from herkenbaar.errors import ConfigError, UsageError
from herkenbaar.model import Platform, Problem
from herkenbaar.reports.escape import cell, one_line
from herkenbaar.schedule import check_schedule
from herkenbaar.settings import Group, Settings

COLUMNS = ("source", "name", "groups", "notes", "schedule", "since")
LONGEST = 600
"""Characters of a source or name: both databases can index that many."""
EVIDENCE_ENDINGS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz")
HOSTS = {
    "youtube.com": Platform.YOUTUBE,
    "tiktok.com": Platform.TIKTOK,
    "instagram.com": Platform.INSTAGRAM,
}
_TABS = {"videos", "shorts", "streams", "featured", "reels", "about"}


class SourceKind(StrEnum):
    """What a source is."""

    PLATFORM = "platform"
    BUNDLES = "bundles"
    EVIDENCE = "evidence"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One creator of the roster. ``schedule`` and ``since`` are None where the group's or the default holds."""

    source: str
    kind: SourceKind
    name: str
    groups: tuple[str, ...] = ()
    notes: str = ""
    schedule: str | None = None
    since: date | None = None


def make_entry(
    source: str,
    *,
    name: str = "",
    groups: Iterable[str] = (),
    notes: str = "",
    schedule: str = "",
    since: date | None = None,
) -> Entry:
    """A valid entry, its source in the one form by which it is known. Raises UsageError with a remedy."""
    source, kind = identify(source.strip())
    if schedule:
        try:
            check_schedule(schedule)
        except ValueError as error:
            raise UsageError(str(error), where=source) from error
    return Entry(
        source=source,
        kind=kind,
        name=one_line(name, limit=LONGEST) or _name_of(source, kind),
        groups=tuple(sorted({one_line(group, limit=LONGEST) for group in groups} - {""})),
        notes=notes,
        schedule=schedule or None,
        since=since,
    )


def identify(source: str) -> tuple[str, SourceKind]:
    """The one form of ``source`` and what it is. Raises UsageError."""
    if "://" in source:
        return _page(source), SourceKind.PLATFORM
    if not source:
        raise UsageError("no source given", remedy="a URL, a folder of bundles, or an evidence file")
    path = Path(source).expanduser().absolute()
    if len(str(path)) > LONGEST:
        raise UsageError(f"longer than {LONGEST} characters", where=one_line(source, limit=60))
    if path.is_dir():
        return str(path), SourceKind.BUNDLES
    if path.is_file() and path.name.endswith(EVIDENCE_ENDINGS):
        return str(path), SourceKind.EVIDENCE
    if path.exists():
        raise UsageError("not an evidence file", where=str(path), remedy=f"known endings: {' '.join(EVIDENCE_ENDINGS)}")
    remedy = "name the page, such as https://www.youtube.com/@handle" if source.startswith("@") else "check the path"
    raise UsageError("no such file or folder", where=source, remedy=remedy)


def platform_of(url: str) -> Platform | None:
    """The platform whose page ``url`` is, or None."""
    host = (urlsplit(url).hostname or "").lower()
    return next((name for domain, name in HOSTS.items() if host == domain or host.endswith(f".{domain}")), None)


def from_settings(settings: Settings) -> tuple[Entry, ...]:
    """The creators that stand in config.toml. Raises ConfigError that names the one that is wrong."""
    entries = []
    for number, watched in enumerate(settings.creators, start=1):
        where = f"[[creators]] number {number}"
        if "://" not in watched.source and not Path(watched.source).expanduser().is_absolute():
            raise ConfigError("the path of a source must be absolute", where=where, remedy=f"not {watched.source!r}")
        try:
            entries.append(make_entry(**msgspec.structs.asdict(watched)))
        except UsageError as error:
            raise ConfigError(error.what, where=f"{where}: {error.where}", remedy=error.remedy) from error
    for expression, where in _schedules(settings):
        try:
            check_schedule(expression)
        except ValueError as error:
            raise ConfigError(str(error), where=where) from error
    return tuple(entries)


def schedule_of(entry: Entry, settings: Settings) -> str:
    """When ``entry`` is due: its own schedule, else that of its first group that has one, else the default."""
    if entry.schedule:
        return entry.schedule
    return next((group.schedule for group in _groups_of(entry, settings) if group.schedule), settings.sweep.schedule)


def since_of(entry: Entry, settings: Settings) -> date | None:
    """The day before which videos are left out: the entry's own, else the earliest of its groups', else None."""
    if entry.since:
        return entry.since
    return min((group.since for group in _groups_of(entry, settings) if group.since), default=None)


def read_csv(text: str) -> Iterator[Entry | Problem]:
    """The entries of a CSV file with a header, or what is wrong with a row.

    Columns: source, and any of name, groups (parted by commas or semicolons), notes, schedule, since. The columns may
    be parted by comma, semicolon or tab. Raises UsageError where the header has no ``source``.
    """
    header = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter)
    names = [name.strip().lower() for name in rows.fieldnames or []]
    if "source" not in names:
        raise UsageError("the first line names no column 'source'", remedy=f"known columns: {', '.join(COLUMNS)}")
    unknown = set(names) - set(COLUMNS)
    if unknown:
        raise UsageError(f"unknown column: {min(unknown)}", remedy=f"known columns: {', '.join(COLUMNS)}")
    rows.fieldnames = names
    for row in rows:
        values = {key: _uncell(value) for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
        if any(values.values()):
            yield _entry_of_row(values, line=rows.line_num)


def write_csv(entries: Iterable[Entry], out: IO[str]) -> None:
    """Write ``entries`` as ``read_csv`` reads them; no spreadsheet takes a cell for a formula."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in entries:
        since = entry.since.isoformat() if entry.since else ""
        row = (entry.source, entry.name, ", ".join(entry.groups), entry.notes, entry.schedule or "", since)
        rows.writerow([cell(value) for value in row])


def _entry_of_row(row: dict[str, str], *, line: int) -> Entry | Problem:
    try:
        return make_entry(
            row["source"],
            name=row.get("name", ""),
            groups=re.split("[,;]", row.get("groups", "")),
            notes=row.get("notes", ""),
            schedule=row.get("schedule", ""),
            since=date.fromisoformat(row["since"]) if row.get("since") else None,
        )
    except UsageError as error:
        return Problem(f"line {line}: {error.where}".rstrip(": "), error.what, error.remedy)
    except ValueError:
        return Problem(f"line {line}", f"not a date: {one_line(row['since'], limit=40)}", "write it as 2024-12-31")


def _uncell(value: str) -> str:
    """``value`` without the apostrophe that ``cell`` puts before what a spreadsheet would run."""
    value = value.strip()
    return value[1:] if value.startswith("'") and cell(value[1:]) == value else value


def _page(url: str) -> str:
    platform = platform_of(url)
    if platform is None or urlsplit(url).scheme not in {"http", "https"}:
        remedy = f"known: {', '.join(sorted(HOSTS))}; for others, an evidence file"
        raise UsageError("not a page of a known platform", where=one_line(url, limit=80), remedy=remedy)
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if len(steps) > 1 and steps[-1] in _TABS:
        steps.pop()
    if not steps:
        raise UsageError("this names no creator", where=url, remedy="name the creator's own page")
    page = f"https://www.{next(host for host, name in HOSTS.items() if name is platform)}/{'/'.join(steps)}"
    if len(page) > LONGEST:
        raise UsageError(f"longer than {LONGEST} characters", where=one_line(url, limit=60))
    return page


def _name_of(source: str, kind: SourceKind) -> str:
    last = source.rsplit("/", 1)[-1]
    return one_line(last.split(".")[0] if kind is SourceKind.EVIDENCE else last, limit=LONGEST) or source


def _groups_of(entry: Entry, settings: Settings) -> list[Group]:
    return [group for group in settings.groups if group.name in entry.groups]


def _schedules(settings: Settings) -> Iterator[tuple[str, str]]:
    yield settings.sweep.schedule, "[sweep] schedule"
    yield from ((group.schedule, f"[[groups]] {group.name}") for group in settings.groups if group.schedule)
