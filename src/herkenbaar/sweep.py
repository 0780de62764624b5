"""Look at the creators that are due, one after the other, on one machine.

A sweep first goes on with what a killed one left, then opens a run with a visit for each creator that is due. It can
be stopped at any moment and started again; two at once share the work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from herkenbaar.errors import StoreError
from herkenbaar.notify import channels_of, deliver
from herkenbaar.process import is_alive, name_process
from herkenbaar.retention import let_go
from herkenbaar.roster import from_settings, schedule_of
from herkenbaar.schedule import AMSTERDAM, is_due, next_after
from herkenbaar.store import creators, decisions, outbox, runs
from herkenbaar.store.creators import Creator
from herkenbaar.store.runs import LEASE, LastVisit, Run, Scope
from herkenbaar.visit import Tools, visit

if TYPE_CHECKING:
    from sqlalchemy import Connection

LONGEST_SLEEP = timedelta(seconds=30)
"""While watching, the clock and the roster are looked at again after this time, so that a change of either is seen."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is: the creator that was just visited, and how many of how many are done."""

    run_id: int
    creator: str
    done: int
    total: int


def sweep(tools: Tools, scope: Scope, *, on_progress: Callable[[Progress], None] = lambda _: None) -> tuple[int, ...]:
    """Do what is due, and what an earlier sweep left; the numbers of the runs, none where nothing was to do."""
    follow_config(tools)
    owner = name_process()
    adopted = tools.store.write(runs.adopt, owner=owner, ruleset=tools.ruleset, is_alive=is_alive, now=tools.now())
    visited = {creator_id for run in adopted for creator_id in _do(tools, run, on_progress)}
    opened = open_due(tools, scope, owner=owner, leave_out=visited)
    if opened is not None:
        _do(tools, opened, on_progress)
    clean_up(tools)
    return tuple(run.id for run in (*adopted, opened) if run is not None)


def clean_up(tools: Tools) -> None:
    """What belongs to the end of a sweep: let go of what is too old, send what is to be told (also from before)."""
    let_go(tools.store, tools.settings, now=tools.now())
    deliver(tools)


def follow_config(tools: Tools) -> None:
    """Bring the roster up to date with config.toml. Raises ConfigError."""
    tools.store.write(creators.follow_config, from_settings(tools.settings), now=tools.now())


def open_due(tools: Tools, scope: Scope, *, owner: str, leave_out: Collection[int] = ()) -> Run | None:
    """Open a run for the creators that are due (without ``leave_out``); None where there is nobody to visit."""
    with tools.store.read() as connection:
        last = runs.find_last_visits(connection)
    due = [creator.id for creator in find_due(tools, scope) if creator.id not in leave_out]
    return tools.store.write(
        runs.open_run,
        {creator_id: last[creator_id].id if creator_id in last else None for creator_id in due},
        scope=scope,
        ruleset=tools.ruleset,
        owner=owner,
        now=tools.now(),
    )


def find_due(tools: Tools, scope: Scope) -> list[Creator]:
    """The creators that ``scope`` means and that are due (or all of them, when it says so)."""
    with tools.store.read() as connection:
        found = creators.listing(connection, groups=scope.groups)
        last = runs.find_last_visits(connection)
    now = tools.now()
    wanted = [x for x in found if not scope.creators or {x.entry.name, x.entry.source} & set(scope.creators)]
    return [x for x in wanted if scope.everyone or _is_due(tools, x, last.get(x.id), now)]


def find_next(tools: Tools, scope: Scope) -> datetime | None:
    """When the next creator is due; None when nobody is watched."""
    with tools.store.read() as connection:
        found = creators.listing(connection, groups=scope.groups)
        last = runs.find_last_visits(connection)
    now = tools.now()
    moments = []
    for creator in found:
        before = last.get(creator.id)
        due = _is_due(tools, creator, before, now)
        moments.append(now if due else next_after(schedule_of(creator.entry, tools.settings), now))
    return min(moments, default=None)


def watch(
    tools: Tools,
    scope: Scope,
    *,
    stop: threading.Event,
    on_runs: Callable[[tuple[int, ...]], None],
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> None:
    """Sweep again and again, sleeping until the next creator is due, until ``stop`` is set."""
    while not stop.is_set():
        done = sweep(tools, scope, on_progress=on_progress)
        if done:
            on_runs(done)
        due = find_next(tools, scope)
        pause = LONGEST_SLEEP if due is None else min(LONGEST_SLEEP, due - tools.now())
        stop.wait(max(pause.total_seconds(), 1.0))


def close_run(tools: Tools, run_id: int) -> bool:
    """Close a run whose visits are over, with what belongs to its end; whether it was this call that closed it."""
    return tools.store.write(_close, run_id, channels=channels_of(tools.settings), now=tools.now())


def _close(connection: Connection, run_id: int, *, channels: tuple[str, ...], now: datetime) -> bool:
    if not runs.finish_run(connection, run_id, now=now):
        return False
    outbox.put(connection, run_id, channels, now=now)
    if runs.load_run(connection, run_id).scope.baseline:
        today = now.astimezone(AMSTERDAM).date()
        decisions.set_baseline(connection, run_id, by="herkenbaar sweep --baseline", today=today, now=now)
    return True


def _do(tools: Tools, run: Run, on_progress: Callable[[Progress], None]) -> tuple[int, ...]:
    """Make all open visits of a run that is ours, and close it; which creators were visited."""
    with tools.store.read() as connection:
        left = runs.find_open_visits(connection, run.id)
        roster = {creator.id: creator for creator in creators.listing(connection, removed=True)}
    with _hold(tools, run.id) as lost:
        for done, creator_id in enumerate(left, start=1):
            if lost.is_set():
                raise StoreError(f"another sweep has taken over run {run.id}", where=tools.store.name)
            creator = roster[creator_id]
            visit(tools, run.id, creator)
            on_progress(Progress(run_id=run.id, creator=creator.entry.name, done=done, total=len(left)))
        close_run(tools, run.id)
    return left


@contextmanager
def _hold(tools: Tools, run_id: int) -> Iterator[threading.Event]:
    """Keep the lease of a run renewed; the event is set when somebody else took the run over."""
    lost, over = threading.Event(), threading.Event()
    owner = name_process()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            try:
                if not tools.store.write(runs.renew_lease, run_id, owner=owner, now=tools.now()):
                    lost.set()
                    return
            except StoreError:
                continue  # the visits themselves will meet the same trouble, and name it

    holder = threading.Thread(target=renew, name=f"lease of run {run_id}", daemon=True)
    holder.start()
    try:
        yield lost
    except BaseException:
        over.set()
        holder.join()
        with suppress(StoreError):  # the first error is the one to tell; a dead process lets go of its run by itself
            tools.store.write(runs.release, run_id, owner=owner)
        raise
    over.set()
    holder.join()


def _is_due(tools: Tools, creator: Creator, last: LastVisit | None, now: datetime) -> bool:
    expression = schedule_of(creator.entry, tools.settings)
    return is_due(expression, last=last.started_at if last else None, now=now)
