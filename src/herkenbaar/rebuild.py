"""Make the evidence of saved bundles anew from their raw answers, without the internet.

For when the program reads more out of the same answers than the version that gathered them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from herkenbaar.budget import Budget
from herkenbaar.errors import InputError, LookError
from herkenbaar.evidence import bundle
from herkenbaar.evidence.links import keep_links
from herkenbaar.http import Http
from herkenbaar.intake import list_versions
from herkenbaar.recording import Recording
from herkenbaar.settings import Gather
from herkenbaar.sources.source import Listed, open_platform


class Rebuilt(msgspec.Struct, frozen=True):
    """One bundle: whether its evidence ``changed``, or the ``error`` that kept it as it was."""

    folder: Path
    changed: bool = False
    error: LookError | None = None


def rebuild(out: Path, settings: Gather) -> Iterator[Rebuilt]:
    """Rebuild every bundle below ``out``; one whose evidence changed becomes an earlier version of itself."""
    for folder in list(bundle.find(out)):
        try:
            yield Rebuilt(folder, changed=_rebuild(out, folder, settings))
        except LookError as error:
            yield Rebuilt(folder, error=error)


def _rebuild(out: Path, folder: Path, settings: Gather) -> bool:
    manifest = bundle.verify(folder)
    try:
        item = msgspec.json.decode((folder / bundle.LISTED).read_bytes(), type=Listed)
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(f"not to be rebuilt: {error}", where=str(folder / bundle.LISTED)) from error
    with Http(Budget({}), replay=Recording(folder / bundle.ANSWERS)) as http:
        read = open_platform(manifest.platform, http, settings).fetch(item).evidence
    evidence = keep_links(read, bundle.load(folder))
    if msgspec.json.encode(evidence) + b"\n" == (folder / bundle.EVIDENCE).read_bytes():
        return False
    work = out / ".work" / "rebuild" / bundle.name_of(item.id)
    bundle.discard(work)
    shutil.copytree(folder / bundle.ANSWERS, work / bundle.ANSWERS)
    read_at = datetime.fromisoformat(manifest.read_at)
    bundle.seal(work, evidence, listed=(folder / bundle.LISTED).read_bytes(), versions=list_versions(), read_at=read_at)
    bundle.move_in(work, folder)
    return True
