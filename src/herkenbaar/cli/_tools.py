"""What the commands that visit creators share: an open store, and the judge, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from herkenbaar.budget import Wait
    from herkenbaar.model import Evidence
    from herkenbaar.settings import Settings
    from herkenbaar.visit import Tools


@contextmanager
def open_tools(
    settings: Settings, *, resolve: bool | None = None, on_wait: Callable[[Wait], None] | None = None
) -> Iterator[Tools]:
    """The tools of a visit, as long as the store is open.

    ``resolve``: whether links are followed (None: as configured). ``on_wait`` hears of waits for a platform. Raises
    StoreError, ConfigError, DataFileError.
    """
    from herkenbaar.cli._links import open_links
    from herkenbaar.crawl import Options
    from herkenbaar.outside import Outside
    from herkenbaar.ruleset import digest_ruleset
    from herkenbaar.store import open_store
    from herkenbaar.visit import Tools, load_ears, load_judge

    follower = open_links(settings, resolve=resolve)
    options = Options(follow=None if follower is None else one_at_a_time(follower.add_links))
    with (
        open_store(settings.store.database) as store,
        Outside(store, settings, on_wait=on_wait, options=options) as outside,
    ):
        judge = load_judge(settings)
        ears = load_ears(settings, judge, outside)
        yield Tools(
            store=store,
            settings=settings,
            outside=outside,
            ruleset=digest_ruleset(settings),
            judge=judge,
            judge_among=judge,
            perceive=None if ears is None else one_at_a_time(ears),
        )


def one_at_a_time(work: Callable[[Evidence], Evidence]) -> Callable[[Evidence], Evidence]:
    """``work``, which the threads of a worker do one after the other."""
    import threading

    lock = threading.Lock()

    def do(evidence: Evidence) -> Evidence:
        with lock:
            return work(evidence)

    return do
