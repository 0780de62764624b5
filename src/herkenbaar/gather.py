"""Point at a creator, get a bundle per video: which videos to ask for, in which order, and when to stop.

    target ─▶ read to the end before? ─yes─▶ do the news (1 request) reach a known video? ─yes─▶ those alone
                    │ no                                       │ no
                    └─────────────────────┬────────────────────┘
                                          ▼
                 every list of the creator, newest first, until N in a row are known or too old

The answers of the lists lie in OUT/.work until the sweep is over: a run that was killed goes on where it stopped
and asks for no page twice. What happens to one video is intake.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from herkenbaar.errors import BlockedError, LookError
from herkenbaar.evidence import bundle
from herkenbaar.http import Http
from herkenbaar.intake import DAY, Follow, Intake, Kept, Missed, Passed, digest_texts
from herkenbaar.ledger import Ledger, Sweep, Video
from herkenbaar.recording import Recording
from herkenbaar.settings import Gather
from herkenbaar.sources.source import Account, Listed, News, Source, Target, is_before
from herkenbaar.walk import Walk

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
VAGUE = ((timedelta(days=360), timedelta(days=400)), (timedelta(days=28), timedelta(days=35)))
"""How wrong "2 years ago" can be, by age: whole years or months, and some days (platforms.md section 2)."""
WEEK = timedelta(days=8)


class Window(msgspec.Struct, frozen=True):
    """Which videos: published from ``since`` up to and with ``until``; at most ``limit`` new ones per creator.

    ``refresh``: known ones are read again, to notice what was edited since. ``recheck_days``: so are those that were
    last read so many days ago (0: none), at most ``recheck_most`` of a creator, the longest ago first.
    """

    since: date
    until: date | None = None
    limit: int | None = None
    refresh: bool = False
    recheck_days: float = 0.0
    recheck_most: int = 0

    @property
    def start(self) -> datetime:
        """The first moment that counts, in Amsterdam."""
        return datetime.combine(self.since, time(), AMSTERDAM)

    @property
    def end(self) -> datetime | None:
        """The first moment after the window."""
        return None if self.until is None else datetime.combine(self.until + timedelta(days=1), time(), AMSTERDAM)


class Opened(msgspec.Struct, frozen=True, tag=True):
    """The creator was found. ``known``: everything was read to the end before, so only what is new is asked for."""

    account: Account
    known: bool


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The creator is done. ``complete``: all that was published since the window begins was seen.

    ``limited``: the limit was reached and there is more in the window; run again to go on.
    """

    complete: bool
    limited: bool = False


Event = Opened | Kept | Passed | Missed | Ended


class Gatherer:
    """Gathers from one platform into ``out``. ``ledger`` is that platform's, ``http`` what ``source`` asks through."""

    def __init__(
        self,
        out: Path,
        source: Source,
        http: Http,
        ledger: Ledger,
        settings: Gather,
        window: Window,
        *,
        follow: Follow | None = None,
    ) -> None:
        self._out = out
        self._source = source
        self._http = http
        self._ledger = ledger
        self._settings = settings
        self._window = window
        self._intake = Intake(out, source, http, ledger, settings, follow=follow)

    def check(self, target: Target) -> None:
        """Raise UsageError or MissingExtraError where ``target`` cannot be read as things are set up."""
        self._source.open_account(target)

    def gather(self, target: Target) -> Iterator[Event]:
        """Everything that happens, as it happens. A creator that cannot be read is ``Missed`` with an empty id."""
        sweep, journal = self._begin(target)
        walk = Walk(self._window)
        account: Account | None = None
        try:
            for event in self._sweep(target, sweep, journal, walk):
                account = event.account if isinstance(event, Opened) else account
                yield event
        except LookError as error:
            yield Missed("", error)
            yield Ended(complete=False)
            return
        covered = self._window.since if account is not None and walk.complete else None
        self._ledger.end_sweep(sweep, account, covered_since=covered)
        bundle.discard(journal.folder)
        yield Ended(complete=walk.complete, limited=walk.limited)

    def plan(self, target: Target) -> tuple[int, float]:
        """How many videos a run would read at most, and how many requests they cost. Raises LookError.

        The lists are read for this, and kept: a run within ``resume_within`` hours does not ask for them again.
        """
        walk = Walk(self._window, dry=True)
        for _ in self._sweep(target, *self._begin(target), walk):
            pass
        return walk.taken, walk.cost

    def _begin(self, target: Target) -> tuple[Sweep, Recording]:
        now = self._http.budget.clock.now()
        sweep = self._ledger.begin_sweep(target.url, now, self._settings.resume_within * 3600)
        folder = self._out / ".work" / self._source.platform / ".lists" / bundle.name_of(target.url)
        if not sweep.resumed:
            bundle.discard(folder)
        return sweep, self._http.open_journal(folder)

    def _sweep(self, target: Target, sweep: Sweep, journal: Recording, walk: Walk) -> Iterator[Event]:
        if target.video is not None:
            yield from self._consider(Listed(id=target.video, url=target.url), sweep, walk)
            return
        account = self._ledger.find_account(target.url) or self._source.open_account(target)
        if account is not None and walk.may_stop_at_news and self._ledger.covers(account, self._window.since):
            with self._http.keeping(journal):
                news = self._source.find_news(account)
            if news is not None and self._is_enough(news, target):
                yield Opened(news.account, known=True)
                yield from self._follow(iter(news.entries), sweep, journal, walk, whole=True)
                yield from self._retry(sweep, walk)
                yield from self._recheck(sweep, walk)
                return
            account = news.account if news is not None else account
        yield from self._follow_lists(target, account, sweep, journal, walk)
        yield from self._retry(sweep, walk)
        yield from self._recheck(sweep, walk)

    def _follow_lists(
        self, target: Target, account: Account | None, sweep: Sweep, journal: Recording, walk: Walk
    ) -> Iterator[Event]:
        with self._http.keeping(journal):
            listing = self._source.list(target, account, self._window.start)
        found = listing.account
        if account is not None and not found.marks:
            found = msgspec.structs.replace(found, marks=account.marks)
        walk.stop_at_known = self._ledger.covers(found, self._window.since) and not self._window.refresh
        yield Opened(found, known=walk.stop_at_known)
        while not walk.full:
            with self._http.keeping(journal):
                section = next(listing.sections, None)
            if section is None:
                return
            yield from self._follow(section.entries, sweep, journal, walk)

    def _is_enough(self, news: News, target: Target) -> bool:
        """Whether nothing lies between the news and what is known: they go back to a video that a finished sweep
        saw, or there is nothing older and nothing known (a creator without videos in the window).

        A pinned one shows nothing: it stands above what is new.
        """
        if not news.fresh:
            return True
        rows = [self._ledger.find(item.id) for item in news.entries if not item.pinned]
        reach = any(row is not None and row.settled for row in rows)
        return reach or (news.whole and not self._ledger.knows_videos(target.url))

    def _follow(
        self, entries: Iterator[Listed], sweep: Sweep, journal: Recording, walk: Walk, *, whole: bool = False
    ) -> Iterator[Event]:
        """One list, until enough videos in a row are known or too old. Pinned ones stand out of order.

        ``whole``: to its end, as it was answered in one piece; what is known may have been edited.
        """
        in_a_row = 0
        while whole or in_a_row < self._settings.stop_after:
            if walk.full:
                walk.complete, walk.limited = False, True
                return
            with self._http.keeping(journal):
                item = next(entries, None)
            if item is None:
                return
            if item.id in walk.seen:
                continue
            walk.seen.add(item.id)
            ends_here = False
            for event in self._consider(item, sweep, walk):
                ends_here = isinstance(event, Passed) and event.why in walk.ending
                yield event
            if not item.pinned:
                in_a_row = in_a_row + 1 if ends_here else 0

    def _retry(self, sweep: Sweep, walk: Walk) -> Iterator[Event]:
        """What earlier sweeps could not read, or not whole, and may be there now."""
        for item in self._ledger.list_due(sweep, self._http.budget.clock.now()):
            if item.id not in walk.seen and not walk.full:
                walk.seen.add(item.id)
                yield from self._take(item, sweep, walk)

    def _recheck(self, sweep: Sweep, walk: Walk) -> Iterator[Event]:
        """Some known videos anew, each from its own page: no list tells of an old one that was removed or edited.

        Where the platform refuses, the next sweep goes on with them.
        """
        if walk.dry or not self._window.recheck_days:
            return
        before = self._http.budget.clock.now() - self._window.recheck_days * DAY
        left = self._window.recheck_most
        for item in self._ledger.list_stale(sweep, before):
            if item.id in walk.seen:
                continue
            if left <= 0:
                return
            left -= 1
            walk.seen.add(item.id)
            try:
                yield from self._intake.take(self._source.bare(item), sweep, self._window.start)
            except BlockedError:
                return

    def _consider(self, item: Listed, sweep: Sweep, walk: Walk) -> Iterator[Event]:
        """Ask for the video only if nothing known makes that needless."""
        start, end, doubt = self._window.start, self._window.end, self._doubt(item)
        if is_before(item.published, start - doubt):
            yield Passed(item.id, "too old")
            return
        if end is not None and item.published and not is_before(item.published, end + doubt):
            walk.complete = False
            yield Passed(item.id, "later than asked")
            return
        row = self._ledger.find(item.id)
        if row is not None and row.state != "begun" and not self._is_due(row, item, sweep):
            yield Passed(item.id, "too old" if row.state == "old" else "known" if row.settled else "read before")
            return
        if not walk.dry and self._intake.adopt(item, sweep):
            yield Passed(item.id, "read before")
            return
        yield from self._take(item, sweep, walk)

    def _doubt(self, item: Listed) -> timedelta:
        """How far the listed date may be off."""
        if item.exact:
            return timedelta()
        now = datetime.fromtimestamp(self._http.budget.clock.now(), AMSTERDAM)
        return next((doubt for age, doubt in VAGUE if is_before(item.published, now - age)), WEEK)

    def _is_due(self, row: Video, item: Listed, sweep: Sweep) -> bool:
        """Whether a known video is worth a request: its text was edited, or what failed may go now."""
        if row.sweep == sweep.number:
            return False
        if row.state == "old":
            return not is_before(msgspec.json.decode(row.listed, type=Listed).published, self._window.start)
        text = digest_texts(item.title, item.description)
        if self._window.refresh or (row.state == "kept" and text and row.digest and text != row.digest):
            return True
        return row.retry_at is not None and row.retry_at <= self._http.budget.clock.now()

    def _take(self, item: Listed, sweep: Sweep, walk: Walk) -> Iterator[Event]:
        if walk.dry:
            walk.taken += 1
            walk.cost += self._source.cost(item)
            return
        for event in self._intake.take(item, sweep, self._window.start):
            walk.taken += isinstance(event, Kept)
            yield event
