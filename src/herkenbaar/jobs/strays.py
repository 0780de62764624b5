"""Jobs that count as at work in a worker and are not: their end could not be written down.

On a full disk, say, a job is done and the row that says so is refused: Procrastinate lets go of it, and as its worker
goes on giving signs of life, nobody would ever take it again. A worker therefore knows what it has in hand. What else
stands under its name for so long that it cannot be between two steps, on a busy machine either, waits again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from herkenbaar.store import Store

BETWEEN_STEPS = 15.0
"""Seconds that a job may take from being fetched to being in hand, and from there to being written off."""


class Hands:
    """What one worker has in hand. ``worker``: its number in the database, as its jobs name it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.worker: int | None = None
        self._clock = clock
        self._held: set[int] = set()
        self._suspected: dict[int, float] = {}

    @property
    def held(self) -> list[int]:
        """The jobs at work here."""
        return sorted(self._held.copy())

    @contextmanager
    def hold(self, job: int) -> Iterator[None]:
        """This job is at work while the block lasts."""
        self._held.add(job)
        try:
            yield
        finally:
            self._held.discard(job)

    def put_back_strays(self, store: Store) -> int:
        """Let the jobs wait again that stand under our name and are not in hand; how many. Raises StoreError."""
        if self.worker is None:
            return 0
        now = self._clock()
        strays = store.single(_find, self.worker) - self._held
        self._suspected = {job: self._suspected.get(job, now) for job in strays}
        lost = [job for job, since in self._suspected.items() if now - since >= BETWEEN_STEPS]
        return store.write(put_back, sorted(lost)) if lost else 0


def _find(connection: sa.Connection, worker: int) -> set[int]:
    return set(connection.scalars(_OURS, {"worker": worker}))


def put_back(connection: sa.Connection, jobs: Sequence[int]) -> int:
    """Let jobs at work wait again; how many. One that waits already, put in anew meanwhile, is dropped."""
    dropped = connection.execute(_DROP, {"jobs": list(jobs)}).rowcount
    return dropped + connection.execute(_WAIT, {"jobs": list(jobs)}).rowcount


_OURS = sa.text("SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = :worker")
_DROP = sa.text(
    """
    DELETE FROM procrastinate_jobs AS stray WHERE id = ANY(:jobs) AND status = 'doing' AND EXISTS
        (SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = stray.queueing_lock AND status = 'todo')
    """
)
_WAIT = sa.text(
    "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL WHERE id = ANY(:jobs) AND status = 'doing'"
)
