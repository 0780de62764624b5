"""One digest over everything that decides a verdict: rules, lexicon, laws, folds, code and settings.

Saved evidence is judged again when, and only when, this digest changed. It takes in all code except the folders
below: judging once too often costs seconds, a verdict by old rules costs trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from herkenbaar.settings import Settings

_PACKAGE = Path(__file__).parent
_NOT_JUDGING = {"cli", "evidence", "jobs", "migrations", "reports", "sources", "store", "__pycache__", "config.toml"}
_ENDINGS = {".toml", ".py"}


def digest_ruleset(settings: Settings) -> str:
    """16 hexadecimal digits; equal where the same evidence gets the same verdict."""
    judging = (settings.judge.device, settings.speech.confidence)
    total = hashlib.sha256(repr(judging).encode())
    for top in (_PACKAGE, *(Path(pack).expanduser() for pack in settings.judge.rule_packs)):
        for file in _files(top):
            total.update(f"\0{file.relative_to(top).as_posix()}\0".encode())
            total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _files(top: Path) -> Iterator[Path]:
    for file in sorted(top.rglob("*")):
        inside = file.relative_to(top).parts[0] if top == _PACKAGE else ""
        if file.suffix in _ENDINGS and inside not in _NOT_JUDGING:
            yield file
