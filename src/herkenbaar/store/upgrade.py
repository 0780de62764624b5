"""How old a database is, and bringing it up to date with Alembic."""

from __future__ import annotations

from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

import sqlalchemy as sa

from herkenbaar.errors import StoreError
from herkenbaar.store.connection import APPLICATION_ID, Store, _explain
from herkenbaar.store.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "herkenbaar_version"


class State(StrEnum):
    """What a database is to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"
    DAMAGED = "damaged"


def revisions() -> tuple[str, ...]:
    """The revisions that this program knows, oldest first: the first four characters of the migrations' names."""
    folder = resources.files("herkenbaar.migrations") / "versions"
    return tuple(sorted(file.name[:4] for file in folder.iterdir() if file.name[:4].isdigit()))


def version(store: Store) -> str | None:
    """The revision a database is at; None where it has none of our tables."""
    with store.read() as connection:
        if not sa.inspect(connection).has_table(VERSION_TABLE):
            return None
        found: str | None = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608
        return found


def state(store: Store) -> State:
    """What the database is to this program. Raises StoreError where it cannot be read at all."""
    with store.read() as connection:
        tables = set(sa.inspect(connection).get_table_names())
        if store.is_sqlite and tables:
            mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
            if mark != APPLICATION_ID:
                return State.FOREIGN
    if VERSION_TABLE not in tables:
        return State.DAMAGED if set(metadata.tables) & tables else State.EMPTY
    at = version(store)
    known = revisions()
    if at != known[-1]:
        return State.OLDER if at in known else State.NEWER if at else State.DAMAGED
    return State.CURRENT if set(metadata.tables) <= tables else State.DAMAGED


def refuse_unless_current(store: Store, found: State) -> None:
    """Raise StoreError that says what to do, unless the database is up to date."""
    what, remedy = {
        State.CURRENT: ("", ""),
        State.EMPTY: ("the database is empty", "herkenbaar db upgrade makes its tables"),
        State.OLDER: ("the database is older than this program", "make a backup, then: herkenbaar db upgrade"),
        State.NEWER: ("the database is newer than this program", "install the newer herkenbaar; nothing was touched"),
        State.FOREIGN: ("this database belongs to another program", "name another file in [store] database"),
        State.DAMAGED: ("the database is damaged: tables are missing", "restore a backup"),
    }[found]
    if what:
        raise StoreError(what, where=store.name, remedy=remedy)


def upgrade(store: Store) -> str:
    """Bring the database up to date (also from empty) and return its revision.

    Done in one transaction; of two processes that do it at once, one waits. A database that is newer, damaged or
    another program's is refused with StoreError. In PostgreSQL the tables of the job queue come with it.
    """
    found = state(store)
    if found in {State.NEWER, State.FOREIGN, State.DAMAGED}:
        refuse_unless_current(store, found)
    from alembic import command

    try:
        command.upgrade(alembic_config(store), "head")
    except sa.exc.DBAPIError as error:
        raise _explain(error, store.name) from error
    if not store.is_sqlite:
        from herkenbaar.store import queue_tables

        store.write(queue_tables.bring_up)
    return revisions()[-1]


def alembic_config(store: Store) -> Config:
    """What Alembic needs to know: where the migrations lie, and the open database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "herkenbaar:migrations")
    config.attributes["store"] = store
    return config
