"""How far the sweep of one creator has come: what was seen and taken, and whether that is all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from herkenbaar.gather import Window


class Walk:
    """Counts along. ``dry``: nothing is read, and ``cost`` tells how many requests reading would make."""

    def __init__(self, window: Window, *, dry: bool = False) -> None:
        self.seen: set[str] = set()
        self.taken = 0
        self.cost = 0.0
        self.complete = True
        self.limited = False
        self.stop_at_known = True
        self.may_stop_at_news = window.until is None and not window.refresh
        self.dry = dry
        self._limit = window.limit

    @property
    def full(self) -> bool:
        """Whether the limit is reached."""
        return self._limit is not None and self.taken >= self._limit

    @property
    def ending(self) -> tuple[str, ...]:
        """The reasons to pass a video over that count towards the end of a list."""
        return ("too old", "known", "unchanged") if self.stop_at_known else ("too old",)
