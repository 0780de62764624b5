"""A request budget that processes and machines share: its lines lie in the database.

A worker takes its turn in one transaction: it reads when the next request may leave, books that moment, and waits for
it. So the pace holds over all workers together, and where one is refused, all pause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from herkenbaar.budget import Budget, Clock, Line, Wait

if TYPE_CHECKING:
    from herkenbaar.store import Store

LONGEST = 86400.0
"""Seconds. A moment further away than this was written by a clock that was wrong, and does not count."""


class SharedBudget(Budget):
    """As ``Budget``. ``account`` names what the platform sees as one visitor (an address, a login): the budget is
    per platform and account.
    """

    def __init__(
        self,
        store: Store,
        per_hour: Mapping[str, float],
        *,
        account: str = "",
        patience: float = 900.0,
        jitter: float = 0.3,
        clock: Clock | None = None,
        on_wait: Callable[[Wait], None] | None = None,
    ) -> None:
        super().__init__(per_hour, patience=patience, jitter=jitter, clock=clock, on_wait=on_wait)
        self._store = store
        self._account = account

    @contextmanager
    def hold(self, platform: str) -> Iterator[Line]:
        """The line of a platform; nobody else holds it meanwhile. What is changed in it is kept."""
        from herkenbaar.store import paces

        with self._store.transaction() as connection:
            line = paces.lock(connection, self._name(platform))
            furthest = self.clock.now() + LONGEST
            line.next_at = line.next_at if line.next_at <= furthest else 0.0
            line.closed_until = line.closed_until if line.closed_until <= furthest else 0.0
            before = paces.values(line)
            yield line
            if paces.values(line) != before:
                paces.keep(connection, self._name(platform), line)

    def closed(self) -> dict[str, tuple[float, str]]:
        """Per platform that is closed: until when (seconds since 1970), and why."""
        from herkenbaar.store import paces

        now = self.clock.now()
        with self._store.read() as connection:
            found = {name: line for name, line in paces.load_all(connection) if line.closed_until > now}
        mine = {self._name(platform): platform for platform in self._per_hour}
        return {mine[name]: (line.closed_until, line.why) for name, line in found.items() if name in mine}

    def _name(self, platform: str) -> str:
        return f"{platform} {self._account}".strip()
