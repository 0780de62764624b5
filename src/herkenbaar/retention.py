"""Keep people's data no longer than configured: rows of the store, and the bundles on disk that belong to them."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from herkenbaar.evidence.bundle import EARLIER, name_of
from herkenbaar.outside import folder_of
from herkenbaar.settings import Settings
from herkenbaar.store import Store
from herkenbaar.store.retention import Old, prune


def let_go(store: Store, settings: Settings, *, now: datetime, keep_days: int | None = None, dry: bool = False) -> Old:
    """Delete what is older than ``keep_days`` ([store] keep_days; 0 keeps all); with ``dry`` only say what."""
    days = settings.store.keep_days if keep_days is None else keep_days
    if days <= 0:
        return Old(rows={}, videos=(), sources=())
    before = now - timedelta(days=days)
    old = store.write(prune, before=before, dry=dry)
    if not dry:
        for source, video in old.videos:
            _remove_bundle(folder_of(source, settings), video)
        for source in old.sources:
            remove_bundles(source, settings)
    return old


def remove_bundles(source: str, settings: Settings) -> None:
    """Delete all that was ever gathered of a creator's page; folders and files of somebody else are left alone."""
    if "://" in source:
        shutil.rmtree(folder_of(source, settings), ignore_errors=True)


def _remove_bundle(folder: Path, video: str) -> None:
    if folder.is_dir():
        for place in (*folder.glob(f"*/*/{name_of(video)}"), *folder.glob(f"*/*/{EARLIER}/{name_of(video)}")):
            shutil.rmtree(place, ignore_errors=True)
