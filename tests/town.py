"""One creator whose evidence file is written by hand, and runs that visit them: what many tests stand on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from herkenbaar.config import load
from herkenbaar.model import Evidence, Verdict
from herkenbaar.outside import Outside
from herkenbaar.roster import make_entry
from herkenbaar.store import Store, creators, runs, schema
from herkenbaar.store.creators import Creator
from herkenbaar.store.runs import Run, Scope
from herkenbaar.visit import Tools, visit

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
AD = {"description": "code LISA10"}
Judge = Callable[[Evidence], Verdict]


def make_tools(store: Store, judge: Judge, folder: Path, **more: Any) -> Tools:
    """The tools of a visit, with a clock that stands still and a folder of our own for bundles."""
    settings = load().settings
    settings = msgspec.structs.replace(
        settings, sweep=msgspec.structs.replace(settings.sweep, bundles=str(folder / "bundles"))
    )
    given = {"outside": Outside(store, settings), "ruleset": "rules 1", "now": lambda: NOW} | more
    return Tools(store=store, settings=settings, judge=judge, **given)


class Town:
    """One creator whose evidence file is written by hand, and the runs that visit them."""

    def __init__(self, store: Store, judge: Judge, folder: Path) -> None:
        self.file = folder / "lisa.jsonl"
        self.file.touch()
        self.judged: list[str] = []
        self.tools = make_tools(store, self._judge, folder)
        self._judge_by = judge
        self.entry = make_entry(str(self.file))
        self.creator_id = store.write(creators.put, self.entry, origin="command", now=NOW)

    def _judge(self, evidence: Evidence) -> Verdict:
        self.judged.append(evidence.id)
        return self._judge_by(evidence)

    def write(self, *videos: dict[str, Any], append: bool = False) -> None:
        lines = [json.dumps({"platform": "tiktok", "id": "1", "published": "2026-01-01"} | video) for video in videos]
        with self.file.open("a" if append else "w") as out:
            out.writelines(f"{line}\n" for line in lines)
        if not append:  # as a later writing, whatever the clock's grain
            os.utime(self.file, ns=(1, self.file.stat().st_mtime_ns + 1_000_000))

    def creator(self) -> Creator:
        with self.tools.store.read() as connection:
            return creators.listing(connection, removed=True)[0]

    def open(self) -> Run:
        run = self.tools.store.write(
            runs.open_run,
            {self.creator_id: self.last_visit()},
            scope=Scope(),
            ruleset=self.tools.ruleset,
            owner="test",
            now=NOW,
        )
        assert run is not None
        return run

    def last_visit(self) -> int | None:
        with self.tools.store.read() as connection:
            last = runs.find_last_visits(connection).get(self.creator_id)
        return last.id if last else None

    def visit(self, *, ruleset: str = "rules 1") -> dict[str, Any]:
        """One run with one visit; its row."""
        self.judged.clear()
        self.tools = msgspec.structs.replace(self.tools, ruleset=ruleset)
        run = self.open()
        visit(self.tools, run.id, self.creator())
        assert self.tools.store.write(runs.finish_run, run.id, now=NOW)
        return self.rows(schema.visits, run_id=run.id)[0]

    def rows(self, table: sa.Table, **where: Any) -> list[dict[str, Any]]:
        chosen = sa.select(table).filter_by(**where).order_by(table.c.id)
        with self.tools.store.read() as connection:
            return [dict(row._mapping) for row in connection.execute(chosen)]

    def changes(self) -> list[str]:
        """What the last run changed."""
        last = self.rows(schema.runs)[-1]["id"]
        return sorted(f"{row['kind']} {row['cause']}" for row in self.rows(schema.changes, run_id=last))
