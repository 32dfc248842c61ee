"""A store as an earlier edition of the program left it, full of what people did."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, inspect, select
from sqlalchemy.orm import Session, sessionmaker

from audit.settings import Settings
from audit.store.database import engine_for, migrations
from audit.store.models import Stored


def store_at(settings: Settings, revision: str, *, rows_of: sessionmaker[Session]) -> None:
    """A store at this migration with every row of another store, as far as it has tables and columns for them."""
    engine = engine_for(settings.database_url)
    with engine.connect() as connection, connection.begin():
        command.upgrade(migrations(connection), revision)
    with engine.connect() as connection, connection.begin(), rows_of() as source:
        _copy(source, connection)
    engine.dispose()


def _copy(source: Session, connection: Connection) -> None:
    there = inspect(connection)
    for table in Stored.metadata.sorted_tables:
        if there.has_table(table.name):
            known = {c["name"] for c in there.get_columns(table.name)}
            rows = source.execute(select(*(c for c in table.columns if c.name in known))).mappings().all()
            if rows:
                connection.execute(table.insert(), [dict(row) for row in rows])


def rows_in(store: sessionmaker[Session]) -> dict[str, list[dict[str, object]]]:
    """What stands in every table, by its name."""
    with store() as session:
        return {t.name: _sorted(session, t.name) for t in Stored.metadata.sorted_tables}


def _sorted(session: Session, name: str) -> list[dict[str, object]]:
    rows = session.execute(Stored.metadata.tables[name].select()).mappings().all()
    return sorted((dict(row) for row in rows), key=repr)
