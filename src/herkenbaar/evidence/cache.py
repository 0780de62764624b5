"""What was recognised before, kept by what was recognised: the SHA-256 of the media, and the settings it was done with.

So nothing is recognised twice: not after a run that was killed, not under another file name, not for another rule.
Files are written whole or not at all, or line by line where each line counts by itself; what cannot be read counts as
absent.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

Kept = TypeVar("Kept")


class Cache:
    """Recognised text on disk, below ``folder`` (made when first needed)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, kind: str, digest: str, settings: str, form: type[Kept]) -> Kept | None:
        """What ``save`` kept for the same ``kind``, ``digest`` and ``settings``, or None."""
        try:
            return msgspec.json.decode(self._path(kind, digest, settings).read_bytes(), type=form)
        except (OSError, msgspec.DecodeError):
            return None

    def save(self, kind: str, digest: str, settings: str, value: object) -> None:
        """Keep ``value``. A full or read-only disk loses nothing but the time to do it again."""
        path = self._path(kind, digest, settings)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, msgspec.json.encode(value))
        except OSError:
            return

    def add(self, kind: str, digest: str, settings: str, value: object) -> None:
        """Keep ``value`` beside those added before, at once: a run that is killed loses none. Like ``save``, it costs
        nothing where the disk is full."""
        path = self._path(kind, digest, settings).with_suffix(".jsonl")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                # The line break stands first, so that a line that was broken off spoils no other.
                file.write(b"\n" + msgspec.json.encode(value))
        except OSError:
            return

    def load_all(self, kind: str, digest: str, settings: str, form: type[Kept]) -> list[Kept]:
        """All that was ``add``-ed for the same ``kind``, ``digest`` and ``settings``, in order."""
        try:
            lines = self._path(kind, digest, settings).with_suffix(".jsonl").read_bytes().splitlines()
        except OSError:
            return []
        return [value for line in lines if (value := _decode(line, form)) is not None]

    def _path(self, kind: str, digest: str, settings: str) -> Path:
        name = hashlib.sha256(settings.encode()).hexdigest()[:16]
        return self._folder / kind / digest[:2] / f"{digest}-{name}.json"


def _decode(line: bytes, form: type[Kept]) -> Kept | None:
    try:
        return msgspec.json.decode(line, type=form)
    except msgspec.DecodeError:
        return None


def cache_folder(configured: str) -> Path:
    """The folder from ``[cache] dir``; when that is empty, the user's own cache folder."""
    if configured:
        return Path(configured).expanduser()
    import platformdirs

    return Path(platformdirs.user_cache_dir("herkenbaar"))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, content: bytes) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
