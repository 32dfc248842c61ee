"""How Alembic reaches the office's store: through the connection that `audit.store.database` hands over."""

from __future__ import annotations

from alembic import context

from audit.store.models import Stored

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Stored.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    transactional_ddl=True,  # all or none, on SQLite too: `bring_up_to_date` has begun the transaction
)
with context.begin_transaction():
    context.run_migrations()
