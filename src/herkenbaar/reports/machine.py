"""Verdicts for other programs: JSON Lines (the contract ``herkenbaar.verdict/1``) and CSV.

Both write each video as soon as it comes, so any number fits in memory. Input that could not be read has no line in
either; the command line says it on standard error (``problems.py``).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO

import msgspec

from herkenbaar.model import Finding, Judged, Problem, Status, Verdict
from herkenbaar.reports.columns import COLUMNS, values
from herkenbaar.reports.escape import cell
from herkenbaar.reports.words import vocabulary


def write_json(results: Iterable[Judged | Problem], out: IO[str]) -> None:
    """One verdict per line, in the order of the input."""
    line = _Line()
    for result in results:
        if isinstance(result, Judged):
            out.write(line.of(result.verdict))


def write_csv(results: Iterable[Judged | Problem], out: IO[str], *, lang: str, bom: bool = False) -> None:
    """A header and one row per video, in the order of the input; docs/reports.md explains the columns.

    ``bom`` starts the file with a byte order mark, by which Excel knows that it is UTF-8. Column names and codes are
    the same in every language; places, titles of rules and advice are in ``lang``.
    """
    say = vocabulary(lang)
    if bom:
        out.write("\ufeff")
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for result in results:
        if isinstance(result, Judged):
            rows.writerow([cell(value) for value in values(result, say)])


class _Line:
    """Writes verdicts as JSON. The findings that all videos without advertising share, which are most of such a line,
    are written once."""

    def __init__(self) -> None:
        self._encode = msgspec.json.Encoder().encode
        self._shared: tuple[Finding, ...] | None = None
        self._written = msgspec.Raw(b"")

    def of(self, verdict: Verdict) -> str:
        """``verdict`` as one line."""
        try:
            return self._encode(self._with_shared(verdict)).decode() + "\n"
        except UnicodeEncodeError:
            return self._encode(_mend(msgspec.to_builtins(verdict))).decode() + "\n"

    def _with_shared(self, verdict: Verdict) -> Verdict:
        if verdict.status is not Status.NO_AD:
            return verdict
        if verdict.findings is not self._shared:
            self._shared, self._written = verdict.findings, msgspec.Raw(self._encode(verdict.findings))
        return msgspec.structs.replace(verdict, findings=self._written)


def _mend(value: object) -> object:
    """``value`` with half surrogate pairs, which no UTF-8 file can hold, replaced by U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mend(item) for item in value]
    return value
