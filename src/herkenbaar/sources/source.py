"""What every platform offers: a list of videos, and the evidence of one.

    text the user typed ─▶ parse ─▶ Target ─▶ Source.list ─▶ Listed … ─▶ Source.fetch ─▶ Evidence

A platform is one module in this package, named as the platform, with two functions; there is no registry:

    parse(text: str) -> Target | None                    is this address ours?
    open_source(http: Http, settings: Gather) -> Source

``fetch`` makes the evidence from two things only: the ``Listed`` item and the answers that ``http.send`` gives.
Both are kept in the bundle, so that the evidence can be made again from them without the internet.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import datetime
from types import ModuleType
from typing import Protocol

import msgspec

from herkenbaar.errors import FetchError, UsageError
from herkenbaar.http import Http
from herkenbaar.model import Evidence, Platform, parse_published
from herkenbaar.settings import Gather

FEWER_THAN = 0.5
"""A list that ends by itself with fewer than this share of the posts that the account counts was cut short."""


class Target(msgspec.Struct, frozen=True):
    """What the user pointed at: an ``account`` (handle, id or name as typed) or one ``video`` (its id)."""

    platform: Platform
    url: str
    account: str | None = None
    video: str | None = None


class Account(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A creator as the platform describes them. ``id`` is the platform's own, which a change of name survives.

    ``marks`` is what the source wants to find again next time (a feed's ETag, an internal id).
    """

    platform: Platform
    id: str
    url: str
    name: str | None = None
    handle: str | None = None
    followers: int | None = None
    profile: str | None = None
    marks: dict[str, str] = {}


class Listed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One video as a list names it. ``published`` is ISO 8601; ``exact`` says whether it is more than "2 years ago".

    ``raw`` is what the list said beyond that, for ``fetch``. ``title`` and ``description`` are given where the list
    holds them whole: they tell whether a known video was edited.
    """

    id: str
    url: str
    published: str | None = None
    exact: bool = False
    pinned: bool = False
    title: str | None = None
    description: str | None = None
    raw: msgspec.Raw = msgspec.Raw(b"null")


class Fetched(msgspec.Struct, frozen=True):
    """The evidence of one video. ``retry``: a gap in it may be gone tomorrow (captions that were refused)."""

    evidence: Evidence
    retry: bool = False


class Section(msgspec.Struct, frozen=True):
    """One list of a creator (a tab), newest first. Iterating asks for the next page when it is needed."""

    name: str
    entries: Iterator[Listed]


class Listing(msgspec.Struct, frozen=True):
    """What ``list`` found: the account as it is now, and its sections, each opened when it is its turn."""

    account: Account
    sections: Iterator[Section]


class News(msgspec.Struct, frozen=True):
    """The newest videos at the price of one request.

    ``fresh`` False: nothing changed since the last look. ``whole``: there are no older ones than these.
    """

    account: Account
    entries: tuple[Listed, ...]
    fresh: bool = True
    whole: bool = False


class Source(Protocol):
    """One platform. All methods raise LookError (BlockedError, GoneError, FetchError) when they cannot look."""

    platform: Platform

    def open_account(self, target: Target) -> Account | None:
        """The account behind ``target`` when that can be told without a request, else None.

        Raises UsageError or MissingExtraError where ``target`` cannot be read as things are set up.
        """

    def list(self, target: Target, account: Account | None, since: datetime) -> Listing:
        """All videos since ``since``, at the fewest requests; items surely older are left out."""

    def find_news(self, account: Account) -> News | None:
        """The newest videos for one request; None where there is no such list, or it does not answer now."""

    def cost(self, item: Listed) -> float:
        """How many requests ``fetch`` of ``item`` makes when all goes well, for ``--dry-run``."""

    def bare(self, item: Listed) -> Listed:
        """``item`` without what its list said of the video, so that ``fetch`` asks the video's own page."""

    def fetch(self, item: Listed, since: datetime | None = None) -> Fetched:
        """The evidence of one video; of one published before ``since`` no more than its date need be read.

        Raises GoneError when the public cannot see it.
        """


def find_source(text: str) -> tuple[Target, Callable[[Http, Gather], Source]]:
    """The target that ``text`` means and what opens its platform. Raises UsageError when no platform knows it."""
    for module in _modules():
        target = module.parse(text.strip())
        if target is not None:
            return target, module.open_source
    raise UsageError(
        f"not a YouTube, TikTok or Instagram address: {text!r}",
        remedy="give a URL, or @handle for YouTube, tiktok:@handle, instagram:@handle",
    )


def is_before(published: str | None, moment: datetime) -> bool:
    """Whether a date, as written, is one and lies before ``moment``."""
    try:
        parsed = parse_published(published)
    except ValueError:
        return False
    return parsed is not None and parsed < moment


def check_end(
    entries: Iterator[Listed],
    *,
    expected: int | None,
    where: str,
    since: datetime,
    cut_here: Callable[[], bool] = lambda: False,
) -> Iterator[Listed]:
    """``entries``, one by one; a list that ends without good cause raises FetchError: it is not "no more posts".

    Good causes: it went back beyond ``since``, we ourselves ``cut`` it ``here``, or it gave at least half of the posts
    that the account counts (``expected``; it counts some that nobody is shown).
    """
    count, oldest = 0, None
    for entry in entries:
        count += 1
        oldest = entry.published if not entry.pinned else oldest
        yield entry
    if cut_here() or is_before(oldest, since) or count >= (1 if expected is None else expected * FEWER_THAN):
        return
    told = f"{count} of {expected}" if expected is not None else str(count)
    raise FetchError(f"the list ended after {told} posts", where=where, remedy="run again later")


def open_platform(platform: str, http: Http, settings: Gather) -> Source:
    """The source of one platform. Raises UsageError for a platform that no module here reads."""
    for module in _modules():
        if module.__name__.rpartition(".")[2] == platform:
            source: Source = module.open_source(http, settings)
            return source
    raise UsageError(f"no source reads the platform {platform!r}")


def _modules() -> list[ModuleType]:
    """The modules of this package that are a platform."""
    package = importlib.import_module("herkenbaar.sources")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    modules = (importlib.import_module(f"herkenbaar.sources.{name}") for name in names)
    return [module for module in modules if hasattr(module, "parse") and hasattr(module, "open_source")]
