"""What the commands that visit creators share: an open store, and the judge, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from herkenbaar.config import Settings
    from herkenbaar.visit import Tools


@contextmanager
def open_tools(settings: Settings) -> Iterator[Tools]:
    """The tools of a visit, as long as the store is open. Raises StoreError, ConfigError, DataFileError."""
    from herkenbaar.ruleset import digest_ruleset
    from herkenbaar.store import open_store
    from herkenbaar.visit import Tools, load_judge

    with open_store(settings.store.database) as store:
        judge = load_judge(settings)
        yield Tools(store=store, settings=settings, ruleset=digest_ruleset(settings.judge), judge=judge)
