"""What Alembic runs: the steps, on the connection that migrate.py has opened and locked."""

from alembic import context

from handoff.storage import busy_tables, mirror_tables, tables, window_tables

TABLES = (
    tables.Stored.metadata,
    window_tables.PageRow.metadata,
    busy_tables.BusyCopyRow.metadata,
    mirror_tables.TouchRow.metadata,
)
"""One and the same: naming all makes sure that all modules have registered their tables."""

context.configure(connection=context.config.attributes["connection"], target_metadata=TABLES[0])
with context.begin_transaction():
    context.run_migrations()
