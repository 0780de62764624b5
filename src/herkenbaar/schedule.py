"""Cron expressions in Dutch time: when something is due.

Five fields as cron has them, or @daily, @weekly and the like; always Europe/Amsterdam. A time that summer time skips
runs as much later (02:30 becomes 03:30), one that winter time repeats runs once, at its first occurrence.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CLOCK_SLACK = timedelta(hours=1)
"""A last time further in the future than this was written by a clock that was wrong."""
_SHIFT = timedelta(hours=1)


def check_schedule(expression: str) -> None:
    """Raise ValueError that says why ``expression`` cannot be used."""
    from croniter import CroniterError, croniter

    if not expression.startswith("@") and len(expression.split()) != 5:
        raise ValueError(f"not a schedule: {expression!r} (five fields: minute hour day month weekday, or @daily)")
    if re.search(r"\b[RH]\b", expression, re.IGNORECASE):
        raise ValueError(f"not a schedule: {expression!r} (R and H stand for chance)")
    try:
        croniter(expression, datetime(2026, 1, 1)).get_next()
    except CroniterError as error:
        raise ValueError(f"not a schedule: {expression!r} ({error})") from error


def next_after(expression: str, moment: datetime) -> datetime:
    """The first moment after ``moment`` that ``expression`` means, in Europe/Amsterdam."""
    from croniter import croniter

    # croniter counts on the wall clock; starting an hour early finds what summer time moved past ``moment``.
    wall = moment.astimezone(AMSTERDAM).replace(tzinfo=None) - _SHIFT
    times = croniter(expression, wall)
    while True:
        found: datetime = times.get_next(datetime).replace(tzinfo=AMSTERDAM)
        if found.timestamp() > moment.timestamp():
            return datetime.fromtimestamp(found.timestamp(), AMSTERDAM)


def is_due(expression: str, *, last: datetime | None, now: datetime) -> bool:
    """Whether a time of ``expression`` has passed since ``last`` (None: never done). Missed times count once."""
    if last is None or last > now + CLOCK_SLACK:
        return True
    return next_after(expression, min(last, now)) <= now
