"""Compare folders of bundles."""

from __future__ import annotations

from pathlib import Path

import msgspec

from herkenbaar.evidence import bundle


def snapshot(out: Path) -> dict[str, bytes]:
    """Every file of every bundle, without the times of reading."""
    found = {}
    for folder in bundle.find(out):
        for path in (x for x in folder.rglob("*") if x.is_file()):
            data = path.read_bytes()
            if path == folder / bundle.MANIFEST:
                data = msgspec.json.encode(msgspec.structs.replace(bundle.load_manifest(folder), read_at=""))
            found[path.relative_to(out).as_posix()] = data
    return found
