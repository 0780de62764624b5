"""When the next request to a platform may leave: one pace, one backoff and one circuit breaker per platform.

    turn free ──▶ request ──▶ good: strikes back to 0
        ▲                 └─▶ trouble: strike, pause doubles (2 s … 1 h; from 60 s where the platform refuses us)
        └── waits (jittered pace, or what Retry-After says); longer than ``patience``: BlockedError, nothing is sent

All hosts of one platform share a budget, because the platform counts them together. Figures: docs/crawling.md.
"""

from __future__ import annotations

import contextlib
import email.utils
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

import msgspec

from herkenbaar.errors import BlockedError

LONGEST_PAUSE = 3600.0
FIRST_PAUSE = 2.0
FIRST_PAUSE_REFUSED = 60.0


class Clock(Protocol):
    """What tells the time and waits; tests bring their own, so that nothing waits for real."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Return after ``seconds``."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Return after ``seconds``."""
        time.sleep(seconds)


class Wait(msgspec.Struct, frozen=True):
    """A wait that begins: how long (seconds), for which platform, and for what."""

    seconds: float
    platform: str
    why: str


class Line:
    """What is remembered of one platform; times in seconds since 1970."""

    def __init__(self) -> None:
        self.next_at = 0.0
        self.closed_until = 0.0
        self.strikes = 0
        self.why = ""


class Budget:
    """Paces requests. ``per_hour`` maps a platform to its ceiling; ``spent`` counts what was really sent.

    ``otherwise`` is the ceiling of those that it does not name. ``patience`` is the longest single wait in seconds,
    ``jitter`` the share by which the pace varies (0..1), ``on_wait`` hears of every wait before it begins.
    """

    def __init__(
        self,
        per_hour: Mapping[str, float],
        *,
        otherwise: float = 0.0,
        patience: float = 900.0,
        jitter: float = 0.3,
        clock: Clock | None = None,
        on_wait: Callable[[Wait], None] | None = None,
        seed: int | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.on_wait = on_wait
        self.spent: Counter[str] = Counter()
        self.waited = 0.0
        self._per_hour = dict(per_hour)
        self._otherwise = otherwise
        self._patience = patience
        self._jitter = jitter
        self._random = random.Random(seed)  # noqa: S311 (spreads requests; nothing secret)
        self._lines: dict[str, Line] = {}

    def take_turn(self, platform: str) -> None:
        """Return when a request may leave, and count it. Raises BlockedError when that takes too long."""
        with self.hold(platform) as line:
            now = self.clock.now()
            closed_for = line.closed_until - now
            if closed_for > self._patience:
                raise BlockedError(
                    f"no request for another {closed_for:.0f} s, because {line.why}",
                    where=platform,
                    remedy="run the same command again later; it goes on where it stopped",
                    retry_after=closed_for,
                )
            pause = max(0.0, closed_for, line.next_at - now)
            why = line.why if closed_for > 0 else "the request budget"
            line.next_at = now + pause + self._interval(platform)
        self._wait(platform, pause, why)
        self.spent[platform] += 1

    def report_good(self, platform: str) -> None:
        """The platform answered: the breaker closes."""
        with self.hold(platform) as line:
            line.strikes, line.closed_until = 0, 0.0

    def report_trouble(
        self, platform: str, why: str, *, refused: bool = False, retry_after: float | None = None
    ) -> None:
        """The platform failed, or ``refused`` us: pause, longer each time, or as long as it asked for."""
        with self.hold(platform) as line:
            line.strikes += 1
            pause = (FIRST_PAUSE_REFUSED if refused else FIRST_PAUSE) * 2.0 ** min(line.strikes - 1, 20)
            pause = min(LONGEST_PAUSE, pause) * self._random.uniform(1.0, 1.0 + self._jitter)
            line.closed_until = self.clock.now() + (pause if retry_after is None else max(retry_after, 0.0))
            line.why = why

    def close_until(self, platform: str, moment: float, why: str) -> None:
        """Send nothing before ``moment`` (seconds since 1970): what an earlier run was told still holds."""
        with self.hold(platform) as line:
            if moment > line.closed_until:
                line.closed_until, line.why = moment, why

    def closed(self) -> dict[str, tuple[float, str]]:
        """Per platform that is closed: until when (seconds since 1970), and why."""
        now = self.clock.now()
        return {name: (x.closed_until, x.why) for name, x in self._lines.items() if x.closed_until > now}

    @contextlib.contextmanager
    def hold(self, platform: str) -> Iterator[Line]:
        """What is remembered of a platform, to read and to change; a budget that machines share overrides this."""
        yield self._lines.setdefault(platform, Line())

    def _interval(self, platform: str) -> float:
        per_hour = self._per_hour.get(platform, self._otherwise)
        if per_hour <= 0:
            return 0.0
        return 3600.0 / per_hour * self._random.uniform(1.0 - self._jitter, 1.0 + self._jitter)

    def _wait(self, platform: str, seconds: float, why: str) -> None:
        if seconds <= 0:
            return
        if self.on_wait is not None:
            self.on_wait(Wait(seconds, platform, why))
        self.waited += seconds
        self.clock.sleep(seconds)


def read_retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that an answer asks us to wait (RFC 9110 section 10.2.3: a number or a date), or None."""
    text = headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
