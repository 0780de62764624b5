"""What a report on a run is made of. ``herkenbaar report --format json`` is this, as one JSON object."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from herkenbaar.model import Outcome, Platform, Problem, Severity, Surface, Words


class Video(msgspec.Struct, frozen=True, kw_only=True):
    """Which video; ``creator`` as the roster calls them."""

    creator: str
    platform: Platform
    id: str
    url: str | None
    title: str | None
    published: datetime | None


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """The last decision on a finding. ``standing``: in_force, expired, outgrown or over."""

    kind: str
    reason: str
    by: str
    until: date | None
    standing: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. ``counts`` is False where a decision in force silences it.

    ``cause``: why it changed in this run (first, evidence, rules), "" where it did not.
    """

    fingerprint: str
    video: Video
    rule: str
    title: Words
    advice: Words
    severity: Severity
    outcome: Outcome
    deficiency: str | None
    quote: str
    since: datetime
    cause: str = ""
    ruling: Ruling | None = None
    counts: bool = True


class ToDecide(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that somebody should look at again, and the finding it was about."""

    fingerprint: str
    video: Video
    rule: str
    quote: str
    ruling: Ruling


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """A video whose evidence changed: which fields, and of its words what went and came (lines, as in a diff)."""

    video: Video
    fields: tuple[str, ...]
    version: int
    difference: tuple[str, ...]


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A video that could not be judged: which surfaces would settle it and why they were not looked at."""

    video: Video
    missing: dict[Surface, str]
    doubts: tuple[str, ...]
    is_new: bool


class Visited(msgspec.Struct, frozen=True, kw_only=True):
    """What the visit to one creator brought. ``state``: done, unreadable, or still waiting, gathering, judging.

    ``expected``: how many videos there were the time before, where there are far fewer now; else None.
    """

    creator: str
    source: str
    groups: tuple[str, ...]
    state: str
    listed: int | None
    fresh: int
    changed: int
    judged: int
    requests: int
    reason: str
    expected: int | None


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One run. Findings are worst first.

    ``new``, ``reopened``, ``fixed``: in this run; ``still_open``: before it, and not changed by it. ``to_decide``:
    decisions that expired, were outgrown or have nothing left to decide on.
    """

    schema: Literal["herkenbaar.run/1"] = "herkenbaar.run/1"
    run: int
    started: datetime
    finished: datetime | None
    groups: tuple[str, ...]
    ruleset: str
    visited: tuple[Visited, ...]
    new: tuple[Item, ...]
    reopened: tuple[Item, ...]
    fixed: tuple[Item, ...]
    still_open: tuple[Item, ...]
    looks: tuple[Look, ...]
    gone: tuple[Video, ...]
    returned: tuple[Video, ...]
    edited: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    to_decide: tuple[ToDecide, ...]

    @property
    def unreadable(self) -> tuple[Visited, ...]:
        """The creators that could not be read."""
        return tuple(each for each in self.visited if each.state == "unreadable")

    @property
    def warnings(self) -> tuple[Visited, ...]:
        """The creators with far fewer videos than the time before."""
        return tuple(each for each in self.visited if each.expected is not None)

    @property
    def has_news(self) -> bool:
        """Whether there is anything that somebody who saw the last report does not know."""
        looks = any(look.is_new for look in self.looks)
        told = (self.new, self.reopened, self.fixed, self.gone, self.returned, self.edited, self.problems)
        return looks or any(told) or bool(self.unreadable or self.warnings)
