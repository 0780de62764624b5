"""One folder per video: the evidence, the raw answers it was read from, and a list of digests that seals both.

    OUT/youtube/UC…/VIDEO/evidence.json          herkenbaar.evidence/1, one line
                          listed.json            what the list of videos said of it (source.Listed)
                          answers/manifest.json  the raw answers, in the form of recording.py
                          answers/00000-watch.gz
                          screen-00002000.jpg    frames with marks (of a film looked at here, which has no answers)
                          manifest.json          herkenbaar.bundle/1: digests, source URL, time of reading, versions
    OUT/youtube/UC…/.earlier/VIDEO/TIME/         what the bundle was before the video changed
    OUT/.work/…                                  work that was interrupted

A bundle comes into being by one rename of a folder that is already complete on disk: it is there or it is not.
Names are made from ids by ``name_of``: whatever an id contains, files stay below OUT.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from herkenbaar.errors import InputError, VerifyError
from herkenbaar.model import Evidence

MANIFEST = "manifest.json"
EVIDENCE = "evidence.json"
LISTED = "listed.json"
ANSWERS = "answers"
EARLIER = ".earlier"
LONGEST_NAME = 100
RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{x}{n}" for x in ("COM", "LPT") for n in range(1, 10))})
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What ``manifest.json`` holds. ``files`` maps each other file of the bundle to its SHA-256, in hexadecimal.

    ``read_at`` is the only thing that differs between two readings of the same answers.
    """

    schema: Literal["herkenbaar.bundle/1"] = "herkenbaar.bundle/1"
    platform: str
    id: str
    url: str | None
    read_at: str
    versions: dict[str, str]
    files: dict[str, str]


def name_of(identifier: str) -> str:
    """A file name for ``identifier``: itself where that is harmless, else with %XX; different ids stay different."""
    name = "".join(
        x if x in PLAIN else "".join(f"%{b:02X}" for b in x.encode("utf-8", "surrogatepass")) for x in identifier
    )
    if not name or name.upper() in RESERVED:
        name = f"%{name}"
    if len(name) > LONGEST_NAME:
        digest = hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()
        name = f"{name[: LONGEST_NAME - 34]}%-{digest[:32]}"
    return name


def is_bundle(folder: Path) -> bool:
    """Whether ``folder`` is a bundle (it has a manifest with our schema)."""
    try:
        return b'"herkenbaar.bundle/' in (folder / MANIFEST).read_bytes()[:200]
    except OSError:
        return False


def find(top: Path) -> Iterator[Path]:
    """All bundles at and below ``top``, in order; earlier versions and interrupted work are passed over."""
    if is_bundle(top):
        yield top
        return
    try:
        below = sorted(x for x in top.iterdir() if x.is_dir() and not x.is_symlink() and not x.name.startswith("."))
    except OSError:
        return
    for folder in below:
        yield from find(folder)


def load(folder: Path) -> Evidence:
    """The evidence of one bundle. Raises InputError that names file and field."""
    path = folder / EVIDENCE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Evidence)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(str(error), where=str(path), remedy="herkenbaar gather --rebuild makes it anew") from error


def load_manifest(folder: Path) -> Manifest:
    """The manifest of one bundle. Raises VerifyError where it is missing or unreadable."""
    path = folder / MANIFEST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise VerifyError(f"the manifest cannot be read: {error}", where=str(path)) from error


def verify(folder: Path) -> Manifest:
    """The manifest, when every file is there, none is too many, and every digest fits. Raises VerifyError."""
    manifest = load_manifest(folder)
    found = _digests(folder)
    wrong = [
        *(f"{name} is missing" for name in manifest.files.keys() - found.keys()),
        *(f"{name} is not on the list" for name in found.keys() - manifest.files.keys()),
        *(f"{name} was changed" for name, digest in manifest.files.items() if found.get(name, digest) != digest),
    ]
    if wrong:
        raise VerifyError("; ".join(sorted(wrong)), where=str(folder), remedy="gather the video again")
    return manifest


def seal(
    work: Path, evidence: Evidence, *, listed: bytes | None, versions: dict[str, str], read_at: datetime | None = None
) -> None:
    """Turn ``work`` (a folder with ``answers/`` or pictures in it) into a complete bundle, safely on disk, still where
    it is. ``listed`` is None for a video that no list named."""
    _write(work / EVIDENCE, msgspec.json.encode(evidence) + b"\n")
    if listed is not None:
        _write(work / LISTED, listed)
    moment = (read_at or datetime.now(UTC)).astimezone(UTC)
    manifest = Manifest(
        platform=evidence.platform,
        id=evidence.id,
        url=evidence.url,
        read_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        versions=versions,
        files=_digests(work),
    )
    for path in work.rglob("*"):
        _sync(path)
    _write(work / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    _sync(work / MANIFEST)
    _sync(work)


def seal_of(folder: Path) -> str:
    """What tells this sealed bundle from every other: the SHA-256 of its manifest. Raises VerifyError without one."""
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError as error:
        raise VerifyError(f"the manifest cannot be read: {error}", where=str(folder)) from error


def move_in(work: Path, home: Path) -> None:
    """Make the sealed ``work`` the bundle ``home``; a bundle that stands there becomes an earlier version."""
    if home.exists():
        read_at = load_manifest(home).read_at.replace(":", "") if is_bundle(home) else "unreadable"
        earlier = _free(home.parent / EARLIER / home.name / read_at)
        earlier.parent.mkdir(parents=True, exist_ok=True)
        home.rename(earlier)
    home.parent.mkdir(parents=True, exist_ok=True)
    work.rename(home)
    _sync(home.parent)


def same_evidence(one: Path, other: Path) -> bool:
    """Whether both are bundles that hold the same evidence, to the byte."""
    try:
        return is_bundle(one) and (one / EVIDENCE).read_bytes() == (other / EVIDENCE).read_bytes()
    except OSError:
        return False


def list_versions(home: Path) -> tuple[Path, ...]:
    """The earlier versions of the bundle ``home``, oldest first."""
    folder = home.parent / EARLIER / home.name
    return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def discard(folder: Path) -> None:
    """Remove ``folder`` and all in it, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(x for x in folder.rglob("*") if x.is_file() and x != folder / MANIFEST)
    return {x.relative_to(folder).as_posix(): hashlib.sha256(x.read_bytes()).hexdigest() for x in files}


def _free(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _sync(path: Path) -> None:
    """Wait until ``path`` is on the disk (folders cannot be opened for that on Windows)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
