"""Open a database, refuse one that is not ours, and run work in transactions.

SQLite is opened in WAL mode, and a write takes its lock at the start (BEGIN IMMEDIATE): two processes then wait
for each other instead of failing half-way. A write that fails because the server restarted, or because another
process held the lock, is done again: all writes of ours leave the same rows when they are done twice.
"""

from __future__ import annotations

import math
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from herkenbaar.errors import StoreError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

APPLICATION_ID = 0x68726B62
"""Written into the header of our SQLite files, so that another program's file is never taken for ours."""
LOCK_WAIT = 30.0
"""Seconds SQLite itself waits for another process's write."""
PATIENCE = 60.0
"""Seconds a write keeps trying while the database restarts or is locked."""
FRESH = 0.1
"""Seconds after its last use in which a connection counts as alive unasked; no server restarts faster."""


class Store:
    """An open database. ``read``, ``write``, ``single`` and ``transaction`` are the only ways in."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = _engine(url)

    @property
    def name(self) -> str:
        """Where the database is, without a password."""
        return self.url.database or "" if self.is_sqlite else self.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file; else it is PostgreSQL."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database. Raises StoreError."""
        options = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        try:
            with self.engine.connect().execution_options(**options) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _explain(error, self.name) from error

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A writing transaction that is not tried again. Raises StoreError."""
        try:
            with self.engine.connect().execution_options(herkenbaar_write=True) as connection, connection.begin():
                yield connection
        except sa.exc.DBAPIError as error:
            raise _explain(error, self.name) from error

    def write(
        self,
        work: Callable[Concatenate[sa.Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """What ``work(connection, …)`` returns, run in one transaction: all of it or nothing.

        ``work`` may run more than once (see above). Raises StoreError when the database stays out of reach.
        """
        return self._try({"herkenbaar_write": True}, lambda connection: work(connection, *args, **kwargs))

    def single(
        self,
        work: Callable[Concatenate[sa.Connection, Arguments], Result],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Result:
        """As ``write``, for work that is one statement, be it a query: PostgreSQL needs no transaction around it.

        That saves two of its three round trips.
        """
        options = {"herkenbaar_write": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        return self._try(options, lambda connection: work(connection, *args, **kwargs))

    def _try(self, options: dict[str, Any], work: Callable[[sa.Connection], Result]) -> Result:
        deadline = time.monotonic() + PATIENCE
        pause = 0.05
        while True:
            try:
                with self.engine.connect().execution_options(**options) as connection, connection.begin():
                    return work(connection)
            except sa.exc.DBAPIError as error:
                if not _passing(error) or time.monotonic() > deadline:
                    raise _explain(error, self.name) from error
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause = min(pause * 2, 2.0)

    def compact(self) -> None:
        """Give the space of deleted rows back. Raises StoreError."""
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")
        except sa.exc.DBAPIError as error:
            raise _explain(error, self.name) from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(database: str = "", *, create: bool = True) -> Store:
    """The database that ``database`` names, checked and up to date.

    ``database`` is a SQLAlchemy URL or the path of a SQLite file; ``HERKENBAAR_DATABASE`` goes before it, and
    without both it is a file in the user's data folder. An empty database gets its tables when ``create``.
    Raises StoreError when it is newer than this program, older (``herkenbaar db upgrade``), damaged, locked,
    not reachable, or not ours.
    """
    from herkenbaar.store import upgrade

    store = Store(locate(database))
    try:
        state = upgrade.state(store)
        if state is upgrade.State.EMPTY and create:
            upgrade.upgrade(store)
        else:
            upgrade.refuse_unless_current(store, state)
    except BaseException:
        store.close()
        raise
    return store


def locate(database: str = "") -> URL:
    """The URL of the database to use; see ``open_store``. The folder of a SQLite file is made."""
    named = os.environ.get("HERKENBAAR_DATABASE") or database
    if not named:
        import platformdirs

        named = str(Path(platformdirs.user_data_dir("herkenbaar")) / "herkenbaar.sqlite")
    if "://" not in named:
        url = URL.create("sqlite", database=str(Path(named).expanduser().absolute()))
    else:
        url = _parse(named)
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise StoreError("a database in memory keeps no history", remedy="name a file: sqlite:///FILE")
        _make_folder(Path(url.database).parent)
    return url


def _parse(text: str) -> URL:
    try:
        url = make_url(text)
    except sa.exc.ArgumentError as error:
        raise StoreError("not a database URL", where="[store] database", remedy=_FORMS) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        raise StoreError(f"unknown kind of database: {url.get_backend_name()}", remedy=_FORMS)
    return url.set(drivername="sqlite")


_FORMS = "a file, sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from error


def _engine(url: URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": LOCK_WAIT})
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    try:
        engine = sa.create_engine(url, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        from herkenbaar.errors import MissingExtraError

        raise MissingExtraError(
            "PostgreSQL needs a part that is not installed", remedy="pip install 'herkenbaar[postgres]'"
        ) from error
    sa.event.listen(engine, "checkin", _note_use)
    sa.event.listen(engine, "checkout", partial(_refuse_dead, engine.dialect))
    return engine


def _note_use(_: object, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _refuse_dead(dialect: sa.Dialect, connection: Any, record: Any, _: object) -> None:
    """As SQLAlchemy's ``pool_pre_ping``, but only after a pause: asking each time would double what a job costs."""
    if time.monotonic() - record.info.get("used", math.inf) < FRESH:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise sa.exc.InvalidatePoolError("the server cut the connection") from error


def _prepare_sqlite(connection: Any, _: object) -> None:
    # The driver must not begin transactions by itself: it would begin them as readers.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("herkenbaar_write", False) else "BEGIN")


def _passing(error: sa.exc.DBAPIError) -> bool:
    """Whether the same work may well succeed a moment later."""
    if error.connection_invalidated:
        return True
    original = error.orig
    if "sqlite3" in type(original).__module__:
        return "locked" in str(original)
    state = getattr(original, "sqlstate", None)
    if state is None:  # psycopg gives none where it could not connect
        return isinstance(error, sa.exc.OperationalError)
    # connection trouble, restart of the server, deadlock and serialization failure
    return state.startswith("08") or state in {"57P01", "57P02", "57P03", "40P01", "40001"}


def _explain(error: sa.exc.DBAPIError, name: str) -> StoreError:
    text = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    known = {
        "not a database": ("this file is not a database", "name another file, or restore a backup"),
        "malformed": ("the database is damaged", "restore a backup; `herkenbaar db status` says more"),
        "disk is full": ("the disk is full", "free some space; what was saved stays, run the same command again"),
        "No space left": ("the disk is full", "free some space; what was saved stays, run the same command again"),
        "disk I/O error": ("the disk cannot be written or read", "free some space or check the disk"),
        "readonly": ("the database may not be written", "check the permissions of the file and its folder"),
        "unable to open": ("the database cannot be opened", "check the path and the permissions"),
        "locked": ("another process holds the database", "wait for it to end, or use PostgreSQL"),
    }
    for mark, (what, remedy) in known.items():
        if mark in text:
            return StoreError(what, where=name, remedy=remedy)
    return StoreError(f"the database refuses: {text}", where=name, remedy="check [store] database and the server")
