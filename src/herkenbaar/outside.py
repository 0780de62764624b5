"""The way to the platforms for visits: one connection and one request budget for all creators of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from herkenbaar.errors import LookError

if TYPE_CHECKING:
    from herkenbaar.budget import Wait
    from herkenbaar.crawl import Options
    from herkenbaar.gather import Event
    from herkenbaar.http import Http
    from herkenbaar.intake import Follow
    from herkenbaar.settings import Settings
    from herkenbaar.store import Store

Told = tuple[str, LookError | None]


class Outside:
    """Opened when the first creator on a platform is visited; a context manager.

    ``options`` replace the network's far end, or replay what ``gather --record`` kept.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        on_wait: Callable[[Wait], None] | None = None,
        options: Options | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._on_wait = on_wait
        self._given = options
        self._http: Http | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Outside:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()
        self._http = None

    @property
    def follow(self) -> Follow | None:
        """What follows the links of a video; None where nobody asked for that."""
        return None if self._given is None else self._given.follow

    def folder_of(self, url: str) -> Path:
        """Where the bundles of a creator lie."""
        return folder_of(url, self._settings)

    def spent(self) -> int:
        """How many requests this process has sent."""
        return 0 if self._http is None else self._http.budget.spent.total()

    @contextmanager
    def crawl(self, url: str, *, since: date | None, folder: Path) -> Iterator[Iterator[Told]]:
        """Gather what is new of a creator into ``folder`` while the iterator is read; it gives what was missed.

        The id is empty where the creator as a whole could not be read; the error is None for a video that was read
        again and is as before.
        """
        from herkenbaar.crawl import Crawler
        from herkenbaar.gather import Window

        gather, sweep = self._settings.gather, self._settings.sweep
        window = Window(since=since or gather.since, recheck_days=sweep.recheck_days, recheck_most=sweep.recheck_most)
        folder.mkdir(parents=True, exist_ok=True)
        with Crawler(folder, self.open(), gather, window, follow=self.follow) as crawler:
            events = (event for _, event in crawler.crawl([url]))
            yield (told for event in events if (told := _tell(event)) is not None)

    def open(self) -> Http:
        """The one connection; opened when it is first asked for."""
        if self._http is None:
            from herkenbaar.crawl import open_http

            self._http = self._stack.enter_context(open_http(self._settings.gather, self._options()))
        return self._http

    def _options(self) -> Options:
        """As given, with a budget that all workers share; a replay asks nobody and needs none."""
        import msgspec

        from herkenbaar.crawl import Options
        from herkenbaar.shared_budget import SharedBudget

        given = self._given or Options()
        if given.replay is not None:
            return given
        gather = self._settings.gather
        budget = SharedBudget(
            self._store,
            msgspec.structs.asdict(gather.per_hour),
            account=self._settings.sweep.account,
            patience=gather.patience,
            jitter=gather.jitter,
            clock=given.clock,
            on_wait=self._on_wait,
        )
        return msgspec.structs.replace(given, budget=budget)


def _tell(event: Event) -> Told | None:
    from herkenbaar.intake import Missed, Passed

    if isinstance(event, Missed):
        return event.id, event.error
    return (event.id, None) if isinstance(event, Passed) and event.why == "unchanged" else None


def folder_of(url: str, settings: Settings) -> Path:
    """Where the bundles of a creator lie. Each creator has a folder, so that machines can share the disk."""
    from urllib.parse import urlsplit

    from herkenbaar.evidence.bundle import name_of

    steps = [step for step in urlsplit(url).path.split("/") if step]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return bundles_folder(settings) / name_of(host.split(".")[0]) / name_of(" ".join(steps))


def bundles_folder(settings: Settings) -> Path:
    """Where sweeps keep the bundles they gather: [sweep] bundles, else the user's data folder."""
    if settings.sweep.bundles:
        return Path(settings.sweep.bundles).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("herkenbaar")) / "bundles"
