"""Asks hosts one request at a time, with pauses, and leaves those alone that are in trouble or want to be."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from herkenbaar.budget import Budget
from herkenbaar.errors import BlockedError, LookError, UnsafeError
from herkenbaar.evidence.guard import Answer, Ask

_IN_TROUBLE = frozenset({429, 500, 502, 503, 504})


class Courtesy:
    """Asks through ``guard`` when it is a host's turn in ``budget``, at most ``per_host`` times each.

    ``progress`` is told the host at hand; it may be set at any time.
    """

    def __init__(self, guard: Ask, budget: Budget, *, per_host: int) -> None:
        self._guard = guard
        self._budget = budget
        self._per_host = per_host
        self.progress: Callable[[str], None] | None = None

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self._budget.spent.total()

    def ask(self, url: str, *, seconds: float) -> Answer:
        """The answer of ``url``. Raises BlockedError where the host is left alone, UnsafeError, FetchError."""
        host = urlsplit(url).hostname or ""
        if self.progress is not None:
            self.progress(host)
        if self._budget.spent[host] >= self._per_host:
            raise BlockedError(f"not followed: the limit of requests to {host} in one run is {self._per_host}")
        self._budget.take_turn(host)
        try:
            answer = self._guard.ask(url, seconds=seconds)
        except UnsafeError:
            raise
        except LookError as error:
            self._budget.report_trouble(host, error.what)
            raise
        if answer.status in _IN_TROUBLE:
            wait = answer.headers.get("retry-after", "")
            after = float(wait) if wait.isdecimal() and len(wait) < 8 else None
            refused = answer.status == 429
            self._budget.report_trouble(host, f"status {answer.status}", refused=refused, retry_after=after)
        else:
            self._budget.report_good(host)
        return answer
