"""What the commands that visit creators share: an open store, and the judge, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from herkenbaar.budget import Wait
    from herkenbaar.config import Settings
    from herkenbaar.visit import Tools


@contextmanager
def open_tools(settings: Settings, *, on_wait: Callable[[Wait], None] | None = None) -> Iterator[Tools]:
    """The tools of a visit, as long as the store is open.

    ``on_wait`` hears of waits for a platform. Raises StoreError, ConfigError, DataFileError.
    """
    from herkenbaar.outside import Outside
    from herkenbaar.ruleset import digest_ruleset
    from herkenbaar.store import open_store
    from herkenbaar.visit import Tools, load_ears, load_judge

    with open_store(settings.store.database) as store, Outside(store, settings, on_wait=on_wait) as outside:
        judge = load_judge(settings)
        yield Tools(
            store=store,
            settings=settings,
            outside=outside,
            ruleset=digest_ruleset(settings),
            judge=judge,
            perceive=load_ears(settings, judge, outside),
        )
