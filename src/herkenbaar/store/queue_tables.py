"""Procrastinate's own tables, beside ours in the same database.

Its package carries the whole schema and a folder of migrations. We keep the name of the last migration that a
database has had.
"""

from __future__ import annotations

from importlib import resources

import sqlalchemy as sa

from herkenbaar.errors import StoreError
from herkenbaar.store.connection import APPLICATION_ID, Store

KEPT_IN = "herkenbaar_queue"


def bring_up(connection: sa.Connection) -> None:
    """Make the queue's tables, or bring them up to date with the Procrastinate that is installed."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(APPLICATION_ID)))
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {KEPT_IN} (migration TEXT NOT NULL)")
    steps = migrations()
    if not sa.inspect(connection).has_table("procrastinate_jobs"):
        _run(connection, _read("schema.sql"))
    else:
        had = last_migration(connection) or ""
        for step in steps:
            if step > had:
                _run(connection, _read("migrations", step))
    connection.exec_driver_sql(f"DELETE FROM {KEPT_IN}")  # noqa: S608
    connection.execute(sa.text(f"INSERT INTO {KEPT_IN} VALUES (:step)"), {"step": steps[-1]})  # noqa: S608


def migrations() -> tuple[str, ...]:
    """The names of the installed Procrastinate's migrations, in order."""
    folder = resources.files("procrastinate") / "sql" / "migrations"
    return tuple(sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql")))


def last_migration(connection: sa.Connection) -> str | None:
    """The last migration that a database has had; None where it has no queue."""
    if not sa.inspect(connection).has_table(KEPT_IN):
        return None
    found: str | None = connection.execute(sa.text(f"SELECT migration FROM {KEPT_IN}")).scalar()  # noqa: S608
    return found


def refuse_unless_current(store: Store) -> None:
    """Raise StoreError unless ``store`` is a PostgreSQL whose queue fits the installed Procrastinate."""
    if store.is_sqlite:
        raise StoreError(
            "jobs for several machines need PostgreSQL",
            where=store.name,
            remedy="[store] database = postgresql://…; on one machine `herkenbaar sweep` needs no queue",
        )
    with store.read() as connection:
        had = last_migration(connection)
    newest = migrations()[-1]
    if had is None or had < newest:
        raise StoreError(
            "the tables of the job queue are not up to date", where=store.name, remedy="herkenbaar db upgrade"
        )
    if had > newest:
        raise StoreError(
            "the tables of the job queue are newer than the installed procrastinate",
            where=store.name,
            remedy="pip install -U 'herkenbaar[postgres]'",
        )


def _read(*steps: str) -> str:
    return resources.files("procrastinate").joinpath("sql", *steps).read_text(encoding="utf-8")


def _run(connection: sa.Connection, script: str) -> None:
    """Run a script of several statements, whose % are no placeholders."""
    raw = connection.connection.cursor()
    try:
        raw.execute(script.encode())
    finally:
        raw.close()
