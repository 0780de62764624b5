"""Gather from several creators on several platforms: one ledger and one budget per platform, one way out.

``crawl`` is what ``herkenbaar gather``, ``scan URL`` and a sweep call; ``plan`` says what it would cost.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import httpx
import msgspec

from herkenbaar import recording
from herkenbaar.browser import open_browser
from herkenbaar.budget import Budget, Clock, Wait
from herkenbaar.errors import InputError, LookError, MissingExtraError, StoreError, UsageError
from herkenbaar.evidence import bundle
from herkenbaar.gather import Ended, Event, Gatherer, Window
from herkenbaar.http import Http
from herkenbaar.intake import Follow, Missed
from herkenbaar.ledger import Ledger
from herkenbaar.model import Platform
from herkenbaar.settings import Gather
from herkenbaar.sources.source import Source, Target, find_source

Ready = tuple[Gatherer, Target] | LookError


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach the platforms: ``record`` answers to or ``replay`` them from a folder; who hears of waits.

    ``follow`` follows the links of each new video. ``lines`` tells where sources of a file stand: one that cannot be
    read is told with its place, and the rest goes on. ``budget`` replaces the one made from the configuration.
    ``transport`` and ``clock`` stand in for the network and for time in tests.
    """

    record: Path | None = None
    replay: Path | None = None
    on_wait: Callable[[Wait], None] | None = None
    follow: Follow | None = None
    lines: Mapping[str, str] = {}
    budget: Budget | None = None
    transport: httpx.BaseTransport | None = None
    clock: Clock | None = None


class Plan(msgspec.Struct, frozen=True):
    """What a run would cost for one creator: ``videos`` to read at most, and the ``requests`` they need."""

    text: str
    platform: Platform | None = None
    videos: int = 0
    requests: float = 0.0
    error: LookError | None = None


def open_http(settings: Gather, options: Options) -> Http:
    """The way out to the internet as it is configured. A replay waits for nothing and asks nobody."""
    if options.record is not None and options.replay is not None:
        raise UsageError("--record and --replay exclude each other")
    if options.record is not None and (options.record / "manifest.json").exists():
        raise UsageError("there is a recording already", where=str(options.record), remedy="choose an empty folder")
    if options.replay is not None and not (options.replay / "manifest.json").is_file():
        raise UsageError(
            "no recording here", where=str(options.replay), remedy="--replay takes a folder made by --record"
        )
    replay = recording.Recording(options.replay) if options.replay is not None else None
    budget = options.budget or Budget(
        {} if replay is not None else msgspec.structs.asdict(settings.per_hour),
        patience=settings.patience,
        jitter=settings.jitter,
        clock=options.clock,
        on_wait=options.on_wait,
    )
    return Http(
        budget,
        timeout=settings.timeout,
        attempts=settings.attempts,
        recording=recording.Recording(options.record) if options.record is not None else None,
        replay=replay,
        transport=options.transport,
        browser=open_browser() if options.transport is None else None,
    )


class Reach:
    """The way to the platforms, opened when it is first called for; a context manager.

    What platforms asked of earlier runs into ``out`` holds for requests beside a crawl too, and what they asked now is
    kept in the end. Another run at work there is left alone.
    """

    def __init__(self, out: Path, settings: Gather, options: Options) -> None:
        self._out = out
        self._settings = settings
        self._options = options
        self._http: Http | None = None

    def __enter__(self) -> Reach:
        return self

    def __call__(self) -> Http:
        """The one way out of this run. Raises UsageError for options that exclude each other."""
        if self._http is None:
            self._http = open_http(self._settings, self._options).__enter__()
            for platform, ledger in self._ledgers():
                pause = ledger.read_pause()
                if pause is not None:
                    self._http.budget.close_until(platform, *pause)
        return self._http

    @property
    def spent(self) -> int:
        """How many requests were sent so far."""
        return 0 if self._http is None else self._http.budget.spent.total()

    def __exit__(self, *_: object) -> None:
        if self._http is None:
            return
        closed = self._http.budget.closed()
        for platform, ledger in self._ledgers():
            if platform in closed:
                ledger.write_pause(closed[platform])
        self._http.__exit__(None, None, None)

    def _ledgers(self) -> Iterator[tuple[Platform, Ledger]]:
        for platform in Platform:
            if (self._out / ".state" / f"{platform}.sqlite").exists():
                with contextlib.suppress(StoreError), Ledger(self._out, platform) as ledger:
                    yield platform, ledger


class Crawler:
    """Gathers into ``out`` through one Http; a context manager. One at a time per folder and platform.

    ``follow`` follows the links of each new video, ``lines`` are those of ``Options``.
    """

    def __init__(
        self,
        out: Path,
        http: Http,
        settings: Gather,
        window: Window,
        *,
        follow: Follow | None = None,
        lines: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._out = out
        self._lines = lines
        self._follow = follow
        self._http = http
        self._settings = settings
        self._window = window
        self._ledgers: dict[Platform, Ledger] = {}
        self._gatherers: dict[Platform, Gatherer] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Crawler:
        return self

    def __exit__(self, *_: object) -> None:
        for platform, ledger in self._ledgers.items():
            ledger.write_pause(self._http.budget.closed().get(platform))
        self._stack.close()

    def crawl(self, texts: Iterable[str]) -> Iterator[tuple[str, Event]]:
        """Every event of every creator, with the text that named the creator.

        Raises UsageError or MissingExtraError before anything is asked, for an address that is unknown or cannot be
        read as things are set up.
        """
        for text, ready in self._prepare(texts):
            if isinstance(ready, LookError):
                yield text, Missed("", ready)
                yield text, Ended(complete=False)
                continue
            gatherer, target = ready
            for event in gatherer.gather(target):
                yield text, event

    def plan(self, texts: Iterable[str]) -> Iterator[Plan]:
        """What ``crawl`` would cost per creator. The lists are asked for now, and kept for the run itself."""
        for text, ready in self._prepare(texts):
            if isinstance(ready, LookError):
                yield Plan(text, error=ready)
                continue
            gatherer, target = ready
            try:
                videos, requests = gatherer.plan(target)
            except LookError as error:
                yield Plan(text, target.platform, error=error)
            else:
                yield Plan(text, target.platform, videos, requests)

    def list_bundles(self, texts: Iterable[str]) -> list[Path]:
        """The bundles that belong to these creators and videos, of this run and of earlier ones."""
        ready = [found for _, found in self._prepare(texts) if not isinstance(found, LookError)]
        folders = (x for _, target in ready for x in self._ledgers[target.platform].list_folders(target.url))
        found = [self._out / folder for folder in folders]
        return [folder for folder in dict.fromkeys(found) if bundle.is_bundle(folder)]

    def _prepare(self, texts: Iterable[str]) -> list[tuple[str, Ready]]:
        return [(text, self._read(text)) for text in texts]

    def _read(self, text: str) -> Ready:
        """Who ``text`` means and who gathers that, or why a line of a file means nobody. Raises UsageError."""
        try:
            target, make = find_source(text)
            gatherer = self._open(target.platform, make)
            gatherer.check(target)
        except (UsageError, MissingExtraError) as error:
            if text not in self._lines:
                raise
            return InputError(error.what, where=self._lines[text], remedy=error.remedy)
        return gatherer, target

    def _open(self, platform: Platform, make: Callable[[Http, Gather], Source]) -> Gatherer:
        if platform not in self._gatherers:
            ledger = self._stack.enter_context(Ledger(self._out, platform))
            pause = ledger.read_pause()
            if pause is not None:
                self._http.budget.close_until(platform, *pause)
            source = make(self._http, self._settings)
            self._ledgers[platform] = ledger
            self._gatherers[platform] = Gatherer(
                self._out, source, self._http, ledger, self._settings, self._window, follow=self._follow
            )
        return self._gatherers[platform]
