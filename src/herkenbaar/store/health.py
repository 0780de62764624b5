"""Whether a database is sound, and how much it holds."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from herkenbaar.errors import StoreError
from herkenbaar.store.connection import Store
from herkenbaar.store.schema import metadata


class Health(msgspec.Struct, frozen=True):
    """Rows per table, and the size on disk in bytes."""

    rows: dict[str, int]
    size_bytes: int


def check(store: Store) -> Health:
    """What a sound database holds. Raises StoreError that says what is damaged.

    SQLite reads the whole file for this (about a second per gigabyte); PostgreSQL checks its pages by itself.
    """
    with store.read() as connection:
        if store.is_sqlite:
            answer = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            if answer != "ok":
                raise StoreError(f"the database is damaged: {answer}", where=store.name, remedy="restore a backup")
            size = sa.text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            size = sa.text("SELECT pg_database_size(current_database())")
        rows = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }
        return Health(rows, connection.execute(size).scalar_one())
