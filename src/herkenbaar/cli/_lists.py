"""Files of addresses: a line each, or a column of a CSV, told apart by what stands in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from herkenbaar.errors import UsageError

COLUMNS = (
    "source",
    "url",
    "link",
    "permalink",
    "handle",
    "account",
    "adres",
    "kanaal",
    "profiel",
    "channel",
    "profile",
)
"""Which column of a CSV names the creator or post, when it has a head; else the first."""
ENDINGS = (".csv", ".tsv", ".txt")
"""Files with such a name are lists, unless they hold evidence."""
MOST = 16 * 2**20
FORM = "one address per line, or a CSV with a column 'url'; # begins a comment"


def is_list(text: str) -> bool:
    """Whether an argument that may be a video, a folder or an address is a file of addresses."""
    from herkenbaar.sources.lines import holds_evidence

    path = Path(text)
    if not (text.lower().endswith(ENDINGS) and path.is_file()):
        return False
    with path.open("rb") as file:
        return not holds_evidence(file)


def expand(arguments: Iterable[str], list_file: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """All sources in order, each once: arguments, and what stands in those that are files and in ``list_file``.

    Also where each one of a file stands, as ``FILE:LINE``. Raises UsageError for a file that cannot be used.
    """
    found: dict[str, str] = {}
    for argument in arguments:
        if _is_file(argument):
            _add(found, Path(argument))
        else:
            found[argument] = ""
    if list_file is not None:
        _add(found, list_file)
    return list(found), {text: place for text, place in found.items() if place}


def _is_file(text: str) -> bool:
    """Whether ``text`` names a file. Raises UsageError where it is meant to and does not."""
    path = Path(text)
    if "://" in text or text.startswith("@"):
        return False
    if path.is_dir():
        raise UsageError("this is a folder", where=text, remedy="scan judges folders; gather takes addresses")
    if not path.is_file() and text.lower().endswith(ENDINGS):
        raise UsageError("no such file", where=text, remedy="check the path")
    return path.is_file()


def _add(found: dict[str, str], path: Path) -> None:
    """Add the sources in ``path`` to those ``found``; one that is there already stays where it was."""
    empty = True
    for number, text in read_list(path):
        empty = False
        found.setdefault(text, f"{path}:{number}")
    if empty:
        raise UsageError("this list is empty", where=str(path), remedy=FORM)


def read_list(path: Path) -> Iterator[tuple[int, str]]:
    """The sources in a file with the number of their line. Raises UsageError that names file and line."""
    text = _read_text(path)
    head = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    if head.lstrip().startswith("{"):
        raise UsageError("this holds JSON, not addresses", where=str(path), remedy="evidence is judged with judge")
    divider = next((sign for sign in ";\t," if sign in head), "\t")
    column: int | None = None
    for number, cells in _rows(text, divider, path):
        if column is None:
            names = [cell.lower() for cell in cells]
            column = next((names.index(name) for name in COLUMNS if name in names), None)
            if column is not None:
                continue
            column = 0
        if len(cells) > column and cells[column]:
            yield number, cells[column]


def _rows(text: str, divider: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, each with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    number = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(f"cannot be read as a list: {error}", where=f"{path}:{number}", remedy=FORM) from error


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path), remedy="check the path") from error
    if len(data) > MOST:
        raise UsageError("too large for a list of addresses", where=str(path), remedy=FORM)
    try:
        return data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError("not in UTF-8", where=f"{path}:{line}", remedy="save the file as UTF-8") from error
