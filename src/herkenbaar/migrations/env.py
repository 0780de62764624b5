"""What Alembic runs: all open steps in one transaction, one process at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from herkenbaar.store.connection import APPLICATION_ID, Store
from herkenbaar.store.schema import metadata
from herkenbaar.store.upgrade import VERSION_TABLE


def migrate(connection: sa.Connection) -> None:
    """Take the lock, then run the steps that this database has not had."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(APPLICATION_ID)))
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table=VERSION_TABLE,
        render_as_batch=sqlite,
        transactional_ddl=True,
    )
    context.run_migrations()
    if sqlite:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


store: Store = context.config.attributes["store"]
store.write(migrate)
