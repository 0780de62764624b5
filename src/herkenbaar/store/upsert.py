"""An INSERT that knows ON CONFLICT, in the words of the database at hand."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """``INSERT INTO table`` on which ``on_conflict_do_update`` and ``on_conflict_do_nothing`` can be called."""
    return insert_into(connection.dialect.name, table)


def insert_into(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """As ``insert``, for a statement that is made once for all connections."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
