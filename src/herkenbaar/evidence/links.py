"""Which links of a video are followed, how many and how often; what came of each is evidence, what failed too.

``--resolve-links``. Links in the description and the profile are followed, each address once; known affiliate links and
social platforms are not asked (affiliates.toml tells them by their address). Where a link led is kept on disk, so that
a run that was interrupted, or the next one, asks nobody twice. docs/links.md says what is asked of whom.
"""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime

import msgspec

from herkenbaar.affiliates import FoundLink, find_links, passes_on, unwrap
from herkenbaar.budget import Budget, Clock, SystemClock
from herkenbaar.errors import BlockedError, FetchError, UnsafeError
from herkenbaar.evidence.addresses import read_address
from herkenbaar.evidence.cache import Cache, cache_folder
from herkenbaar.evidence.chain import follow
from herkenbaar.evidence.courtesy import Courtesy
from herkenbaar.evidence.guard import Answer, Ask, Guard
from herkenbaar.model import Evidence, Link
from herkenbaar.settings import Links, Settings

NO_TEXT = "no text was read that links could stand in"
FOLLOWED = "links in description and profile"
READER = "1"
"""Part of the name of what is kept: raised when links are read otherwise, so that they are followed anew."""

FAILED_KEPT = 6 * 3600.0
"""Seconds for which a link that could not be followed is left alone."""

DAY = 86400.0


class Kept(msgspec.Struct, frozen=True):
    """Where a link led, and when that was looked at (seconds since 1970)."""

    link: Link
    moment: float


class Follower:
    """Follows links as ``settings`` allow. ``cache`` keeps where they led; ``guard`` and ``clock`` are for tests."""

    def __init__(self, settings: Links, cache: Cache, *, guard: Ask | None = None, clock: Clock | None = None) -> None:
        self._settings = settings
        self._cache = cache
        self._clock = clock or SystemClock()
        pace = 3600.0 / settings.pause if settings.pause else 0.0
        self.courtesy = Courtesy(
            guard or Guard(most_bytes=settings.kilobytes * 1024, contact=settings.contact),
            Budget({}, otherwise=pace, patience=settings.timeout, clock=self._clock),
            per_host=settings.per_host,
        )
        self._followed = 0

    def add_links(self, evidence: Evidence) -> Evidence:
        """``evidence`` with the links of its texts followed; those that it has already are not followed again.

        Nothing is raised: a link that could not be followed says why.
        """
        if evidence.description is None and evidence.profile is None:
            return msgspec.structs.replace(evidence, gaps={**evidence.gaps, "links": NO_TEXT})
        found = choose(evidence)
        known = {link.url: link for link in evidence.links or () if link.error is None}
        first = {link.url for link in sorted(found, key=_rank)[: self._settings.per_video]}
        links = tuple(known.get(link.url) or self._follow(link.url, wanted=link.url in first) for link in found)
        gaps = {surface: why for surface, why in evidence.gaps.items() if surface != "links"}
        return msgspec.structs.replace(
            evidence, links=links, gaps=gaps, sources={**evidence.sources, "links": FOLLOWED}
        )

    def _follow(self, url: str, *, wanted: bool) -> Link:
        """Where ``url`` leads: as it is kept, else by asking. ``wanted`` is False beyond the limit of a video."""
        digest = hashlib.sha256(_identity(url).encode("utf-8", "surrogatepass")).hexdigest()
        kept = self._cache.load("links", digest, READER, Kept)
        if kept is not None and self._is_fresh(kept):
            return msgspec.structs.replace(kept.link, url=url)
        if not wanted:
            return Link(url=url, error=f"not followed: the limit is {self._settings.per_video} links per video")
        if self._followed >= self._settings.per_run:
            return Link(url=url, error=f"not followed: the limit is {self._settings.per_run} links per run")
        self._followed += 1
        chase = _Chase(self.courtesy, self._settings.timeout)
        moment = self._clock.now()
        at = datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        link = msgspec.structs.replace(follow(url, chase.ask), at=at)
        if not chase.held_back:
            self._cache.save("links", digest, READER, Kept(link, moment))
        return link

    def _is_fresh(self, kept: Kept) -> bool:
        most = self._settings.keep_days * DAY
        return 0 <= self._clock.now() - kept.moment < (min(most, FAILED_KEPT) if kept.link.error else most)


class _Chase:
    """The requests for one link, which have ``seconds`` in all, waits for a turn included.

    ``held_back`` tells afterwards whether we ourselves went no further, which says nothing of the link.
    """

    def __init__(self, courtesy: Courtesy, seconds: float) -> None:
        self._courtesy = courtesy
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self.held_back = False

    def ask(self, url: str) -> Answer:
        left = self._end - time.monotonic()
        if left <= 0:
            raise FetchError(f"not at its end within {self._seconds:.0f} s")
        try:
            return self._courtesy.ask(url, seconds=left)
        except BlockedError:
            self.held_back = True
            raise


def open_follower(settings: Settings) -> Follower:
    """What follows links as the configuration says."""
    return Follower(settings.links, Cache(cache_folder(settings.cache.dir)))


def keep_links(new: Evidence, old: Evidence) -> Evidence:
    """``new`` with the links of ``old``, where those were followed and stand in the same texts.

    Where a link led at that time cannot be read again from anything else that is kept.
    """
    same = (new.description, new.profile) == (old.description, old.profile)
    if new.links is not None or old.links is None or not same:
        return new
    gaps = {surface: why for surface, why in new.gaps.items() if surface != "links"}
    return msgspec.structs.replace(new, links=old.links, gaps=gaps, sources={**new.sources, "links": FOLLOWED})


def choose(evidence: Evidence) -> list[FoundLink]:
    """The links to follow, in the order of the text, each address once."""
    chosen: dict[str, FoundLink] = {}
    for text in (evidence.description, evidence.profile):
        for link in find_links(text or ""):
            if _is_worth_following(link):
                chosen.setdefault(_identity(link.url), link)
    return list(chosen.values())


def _is_worth_following(link: FoundLink) -> bool:
    """Whether following tells more than the address itself, or can be done without asking."""
    return unwrap(link.url) is not None or not (link.social or link.earns in ("network", "parameter"))


def _rank(link: FoundLink) -> bool:
    """Short links first: they hide where they lead."""
    return not passes_on(link.url)


def _identity(url: str) -> str:
    """What is the same for two ways to write one address."""
    try:
        return read_address(url)
    except UnsafeError:
        return url
