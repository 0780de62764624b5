"""Evidence JSON Lines (``herkenbaar.evidence/1``), plain or gzipped, one video per line.

The contract is strict: an unknown key is refused with the nearest known one, because a field that is misspelt and
passed over would read as "nothing there". An error costs its line, not the file.
"""

from __future__ import annotations

import codecs
import difflib
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import IO, Any

import msgspec

from herkenbaar.errors import InputError
from herkenbaar.evidence.dates import check_day
from herkenbaar.evidence.info import mend_surrogates
from herkenbaar.model import Creator, Cue, Evidence, Kind, LabelKind, Link, Platform, Problem, parse_published

LONGEST = 256 * 2**20
SCHEMA = b'"herkenbaar.evidence/'
CONTRACT = "one JSON object per line; herkenbaar schema evidence prints the contract"

_PARTS: dict[str, type[msgspec.Struct]] = {"creator": Creator, "speech": Cue, "screen": Cue, "links": Link}
_CHOICES: dict[str, type[StrEnum]] = {"platform": Platform, "kind": Kind, "label_kind": LabelKind}
_PLACE = re.compile(r"(.*) - at `\$\.?(.*)`$", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`$")
_BOMS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_decode = msgspec.json.Decoder(Evidence).decode


def read_lines(stream: IO[bytes], where: str) -> Iterator[Evidence | Problem]:
    """The evidence in ``stream``, line by line in its order, with a problem for each line that cannot be used.

    ``where`` names the file in problems. Lines are read as they come, so any number fits in memory.
    """
    number = 0
    try:
        for number, line in enumerate(_split(_open(stream)), start=1):
            if line is None:
                yield Problem(f"{where}:{number}", f"the line is longer than {LONGEST >> 20} MB", CONTRACT)
            elif line.strip():
                yield from _read_line(line, f"{where}:{number}")
    except (OSError, EOFError, zlib.error) as error:
        what = f"reading breaks off: {error}"
        yield Problem(f"{where}:{number + 1}", what, "the lines before it were read; copy the file again")


def holds_evidence(stream: IO[bytes]) -> bool:
    """Whether one of the first lines of ``stream`` says that it is evidence."""
    try:
        return SCHEMA in _open(stream).read(2**16)
    except (OSError, EOFError, zlib.error):
        return False


def read_line(line: bytes) -> tuple[Evidence, tuple[str, ...]]:
    """The evidence in one line, and what had to be left out of it. Raises InputError that names the field."""
    if b'"schema"' not in line:
        raise InputError("schema is missing", remedy='each object begins with {"schema": "herkenbaar.evidence/1"')
    try:
        evidence = _decode_mended(line)
    except msgspec.ValidationError as error:
        raise _explain(str(error)) from error
    except msgspec.DecodeError as error:
        raise InputError(f"broken JSON: {error}", remedy=CONTRACT) from error
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8: {error.reason}", remedy="save the file as UTF-8") from error
    except RecursionError as error:
        raise InputError("nested too deeply", remedy=CONTRACT) from error
    return _check(evidence)


def _read_line(line: bytes, where: str) -> Iterator[Evidence | Problem]:
    try:
        evidence, left_out = read_line(line)
    except InputError as error:
        yield Problem(where, error.what, error.remedy)
        return
    yield evidence
    yield from (Problem(where, what, "this field was left out; the rest was read") for what in left_out)


def _open(stream: IO[bytes]) -> IO[bytes]:
    """``stream`` unpacked when it is gzipped, as UTF-8 without a byte-order mark."""
    stream = _buffered(stream)
    if stream.peek(2)[:2] == b"\x1f\x8b":
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
    start = stream.peek(4)[:4]
    if start.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    for bom, name in _BOMS.items():
        if start.startswith(bom):
            # What PowerShell's ">" writes; such files are small enough to be held whole.
            return io.BytesIO(stream.read().decode(name, "replace").encode())
    return stream


def _buffered(stream: IO[bytes]) -> io.BufferedReader:
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]


def _split(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Line by line; None for one that is too long to be kept in memory."""
    while line := stream.readline(LONGEST):
        if len(line) < LONGEST or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield None


def _decode_mended(line: bytes) -> Evidence:
    try:
        return _decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        mended = mend_surrogates(line)
        if mended == line:
            raise
        return _decode(mended)


def _explain(message: str) -> InputError:
    """msgspec's message as: which field, what is wrong with it, what to do."""
    match = _PLACE.match(message)
    what, field = (match[1], match[2]) if match else (message, "")
    part = re.split(r"[.\[]", field, maxsplit=1)[0]
    if unknown := _UNKNOWN.match(what):
        known = _PARTS.get(part, Evidence).__struct_fields__
        near = difflib.get_close_matches(unknown[1], known, n=1)
        name = f"{field}.{unknown[1]}" if field else unknown[1]
        remedy = f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
        return InputError(f"unknown key '{name}'", remedy=remedy)
    if missing := _MISSING.match(what):
        return InputError(f"{field}.{missing[1]} is missing".lstrip("."), remedy=CONTRACT)
    if part == "schema":
        return InputError(f"schema: {what}", remedy="this version reads herkenbaar.evidence/1")
    if part in _CHOICES:
        return InputError(f"{field}: {what}", remedy=f"one of {', '.join(_CHOICES[part])}")
    return InputError(f"{field}: {what}" if field else what, remedy=CONTRACT)


def _check(evidence: Evidence) -> tuple[Evidence, tuple[str, ...]]:
    """``evidence`` with cues in the order of time, and without a date on which it cannot have been published.

    Raises InputError for what the types do not tell: an empty id, a date that is none, times in the wrong order.
    """
    if not evidence.id.strip():
        raise InputError("id is empty", remedy=CONTRACT)
    changes: dict[str, Any] = {}
    for name in ("speech", "screen"):
        cues: tuple[Cue, ...] = getattr(evidence, name) or ()
        for number, cue in enumerate(cues):
            if cue.end < cue.start:
                raise InputError(f"{name}[{number}]: ends ({cue.end}) before it starts ({cue.start})", remedy=CONTRACT)
        if any(before.start > after.start for before, after in pairwise(cues)):
            changes[name] = tuple(sorted(cues, key=lambda cue: cue.start))
    for name in ("heard", "watched"):
        for number, (start, end) in enumerate(getattr(evidence, name) or ()):
            if end < start:
                raise InputError(f"{name}[{number}]: ends ({end}) before it starts ({start})", remedy=CONTRACT)
    left_out = _check_date(evidence)
    if left_out:
        changes["published"] = None
    return (msgspec.structs.replace(evidence, **changes) if changes else evidence), left_out


def _check_date(evidence: Evidence) -> tuple[str, ...]:
    try:
        moment = parse_published(evidence.published)
    except ValueError as error:
        remedy = "ISO 8601, such as 2026-08-01T12:00:00Z"
        raise InputError(f"published: {evidence.published!r} is no date", remedy=remedy) from error
    try:
        if moment is not None:
            check_day(moment.date(), evidence.platform)
    except ValueError as error:
        return (f"published: {evidence.published!r} is no possible date of publication: {error}",)
    return ()
