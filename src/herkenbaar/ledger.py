"""What is known of each creator's videos on one platform, in the output folder: OUT/.state/youtube.sqlite.

It tells a later run what it need not ask again. The bundles are the truth; a ledger that is lost costs requests
and no evidence. One run at a time may hold it, which keeps two runs from spending one platform's budget twice.
Safe against kill -9: every change is one SQLite transaction.

A video is *settled* when the sweep that read it came to its end: only settled videos show that everything older
is known too. Times are seconds since 1970.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from herkenbaar.errors import StoreError
from herkenbaar.sources.source import Account, Listed

State = Literal["begun", "kept", "old", "gone", "failed"]
VERSION = 1
SCHEMA = """
CREATE TABLE account (id TEXT PRIMARY KEY, data BLOB NOT NULL, covered_since TEXT);
CREATE TABLE alias (text TEXT PRIMARY KEY, account TEXT NOT NULL);
CREATE TABLE sweep (target TEXT PRIMARY KEY, number INTEGER NOT NULL, started REAL NOT NULL);
CREATE TABLE counter (last INTEGER NOT NULL);
INSERT INTO counter VALUES (0);
CREATE TABLE pause (until REAL NOT NULL, why TEXT NOT NULL);
CREATE TABLE video (
    id TEXT PRIMARY KEY, target TEXT NOT NULL, sweep INTEGER NOT NULL, settled INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL, moment REAL NOT NULL, retry_at REAL, tries INTEGER NOT NULL DEFAULT 0,
    why TEXT NOT NULL DEFAULT '', folder TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
    seal TEXT NOT NULL DEFAULT '', listed BLOB NOT NULL
);
CREATE INDEX video_by_target ON video (target, retry_at);
"""


class Video(msgspec.Struct, frozen=True):
    """One row: ``folder`` (below OUT) of its bundle, ``digest`` of title and description as a list last gave them.

    ``seal`` is that of the bundle which stood there when reading began: another one shows that it came to its end.
    """

    id: str
    target: str
    sweep: int
    settled: bool
    state: State
    moment: float
    retry_at: float | None
    tries: int
    why: str
    folder: str
    digest: str
    seal: str
    listed: bytes


class Sweep(msgspec.Struct, frozen=True):
    """A sweep that has begun and is not over. ``resumed``: an earlier run began it, its answers can be used."""

    target: str
    number: int
    started: float
    resumed: bool


class Ledger:
    """The ledger of one platform in ``out``; a context manager. Raises StoreError when another run holds it."""

    def __init__(self, out: Path, platform: str) -> None:
        path = out / ".state" / f"{platform}.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=0.5, isolation_level=None)
        try:
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
                self._db.execute(f"PRAGMA {pragma}")
            self._prepare()
        except sqlite3.OperationalError as error:
            self._db.close()
            raise StoreError(
                "another run is at work in this folder", where=str(path), remedy="wait for it, or choose another -o"
            ) from error
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise StoreError(
                f"damaged: {error}", where=str(path), remedy="delete this file; the bundles beside it are kept"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _prepare(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN EXCLUSIVE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"made by another version of herkenbaar ({version})")
        self._db.execute("UPDATE counter SET last = last")  # takes the lock now rather than at the first video

    def find_account(self, target: str) -> Account | None:
        """The account that ``target`` meant when a sweep of it last came to its end."""
        query = "SELECT account.data FROM alias JOIN account ON account.id = alias.account WHERE alias.text = ?"
        row = self._db.execute(query, (target,)).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Account)

    def covers(self, account: Account, since: date) -> bool:
        """Whether everything of this account since ``since`` was once read to the end."""
        row = self._db.execute("SELECT covered_since FROM account WHERE id = ?", (account.id,)).fetchone()
        return row is not None and row[0] is not None and date.fromisoformat(row[0]) <= since

    def begin_sweep(self, target: str, now: float, resume_within: float) -> Sweep:
        """The sweep of ``target`` to go on with: one interrupted less than ``resume_within`` s ago, or a new one."""
        row = self._db.execute("SELECT number, started FROM sweep WHERE target = ?", (target,)).fetchone()
        if row is not None and now - row[1] <= resume_within:
            return Sweep(target, row[0], row[1], resumed=True)
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE counter SET last = last + 1")
            (number,) = self._db.execute("SELECT last FROM counter").fetchone()
            self._db.execute("REPLACE INTO sweep VALUES (?, ?, ?)", (target, number, now))
        return Sweep(target, number, now, resumed=False)

    def end_sweep(self, sweep: Sweep, account: Account | None, *, covered_since: date | None) -> None:
        """Close a sweep. With ``covered_since`` all its videos are settled: the list was read down to that day."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM sweep WHERE target = ?", (sweep.target,))
            if account is None:
                return
            query = """INSERT INTO account VALUES (?, ?, NULL) ON CONFLICT (id) DO UPDATE SET data = excluded.data"""
            self._db.execute(query, (account.id, msgspec.json.encode(account)))
            self._db.execute("REPLACE INTO alias VALUES (?, ?)", (sweep.target, account.id))
            if covered_since is not None:
                self._db.execute("UPDATE video SET settled = 1 WHERE target = ?", (sweep.target,))
                query = "UPDATE account SET covered_since = min(coalesce(covered_since, ?1), ?1) WHERE id = ?2"
                self._db.execute(query, (covered_since.isoformat(), account.id))

    def find(self, video: str) -> Video | None:
        """The row of a video."""
        with closing(self._db.execute(f"SELECT {_COLUMNS} FROM video WHERE id = ?", (video,))) as cursor:  # noqa: S608
            row = cursor.fetchone()
        return None if row is None else _video(row)

    def list_due(self, sweep: Sweep, now: float) -> list[Listed]:
        """The videos of the sweep's target that earlier sweeps could not read (whole) and that may go now."""
        query = "SELECT listed FROM video WHERE target = ? AND sweep < ? AND retry_at <= ? ORDER BY moment, id"
        rows = self._db.execute(query, (sweep.target, sweep.number, now)).fetchall()
        return [msgspec.json.decode(row[0], type=Listed) for row in rows]

    def list_stale(self, sweep: Sweep, before: float) -> Iterator[Listed]:
        """The videos of the sweep's target that were last read before that moment, the longest ago first."""
        query = (
            "SELECT listed FROM video WHERE target = ? AND sweep < ? AND state = 'kept' AND moment < ? ORDER BY moment"
        )
        for row in self._db.execute(query, (sweep.target, sweep.number, before)).fetchall():
            yield msgspec.json.decode(row[0], type=Listed)

    def knows_videos(self, target: str) -> bool:
        """Whether a finished sweep of ``target`` saw any video."""
        query = "SELECT EXISTS (SELECT 1 FROM video WHERE target = ? AND settled)"
        return bool(self._db.execute(query, (target,)).fetchone()[0])

    def list_folders(self, target: str) -> list[str]:
        """The folders (below OUT) of the bundles that sweeps of ``target`` found, in order of their names."""
        query = "SELECT folder FROM video WHERE target = ? AND folder != '' ORDER BY folder"
        return [row[0] for row in self._db.execute(query, (target,))]

    def write(self, sweep: Sweep, item: Listed, state: State, now: float, **more: object) -> None:
        """Set a video's row, and of its other columns (retry_at, tries, why, folder, digest, seal) those given."""
        columns = {"target": sweep.target, "sweep": sweep.number, "state": state, "moment": now, **more}
        columns["listed"] = msgspec.json.encode(item)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
        query = f"INSERT INTO video (id, {names}) VALUES (?, {marks}) ON CONFLICT (id) DO UPDATE SET {changes}"  # noqa: S608
        self._db.execute(query, (item.id, *columns.values()))

    def read_pause(self) -> tuple[float, str] | None:
        """Until when the platform asked to be left alone, and why."""
        row = self._db.execute("SELECT until, why FROM pause").fetchone()
        return None if row is None else (row[0], row[1])

    def write_pause(self, pause: tuple[float, str] | None) -> None:
        """Remember it for the next run."""
        with self._db:
            self._db.execute("BEGIN")
            self._db.execute("DELETE FROM pause")
            if pause is not None:
                self._db.execute("INSERT INTO pause VALUES (?, ?)", pause)


_COLUMNS = "id, target, sweep, settled, state, moment, retry_at, tries, why, folder, digest, seal, listed"


def _video(row: tuple[object, ...]) -> Video:
    return msgspec.convert(dict(zip(Video.__struct_fields__, row, strict=True)), Video, strict=False)
