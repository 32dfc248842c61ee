"""Opening the office's store: brought up to date first, refused where a newer program wrote it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import ROOT
from audit.wording import gettext as _

MIGRATIONS = ROOT / "migrations"


class StoreIsNewer(Refusal):
    """A newer edition of the program wrote this store; this one would not understand it."""


def open_store(settings: Settings) -> sessionmaker[Session]:
    """Sessions on the office's store, which is made where there is none and brought up to date where it is older.

    Objects keep their values after the commit. StoreIsNewer where a newer program wrote it.
    """
    engine = engine_for(settings.database_url)
    with engine.begin() as connection:
        bring_up_to_date(connection)
    return sessionmaker(engine, expire_on_commit=False)


def engine_for(database_url: str) -> Engine:
    """An engine that never writes values into its messages; the embedded database is told to leave nothing behind."""
    url = make_url(database_url)
    engine = create_engine(url, hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        event.listen(engine, "connect", _careful)
    return engine


def _careful(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """What is deleted is overwritten, references hold, and a busy database is waited for."""
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "secure_delete=ON", "journal_mode=TRUNCATE", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that this store has not seen, all or none; StoreIsNewer where it knows one not here."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # else each change of a table would be a commit of its own
    steps = migrations(connection)
    known = {script.revision for script in ScriptDirectory.from_config(steps).walk_revisions()}
    if not set(MigrationContext.configure(connection).get_current_heads()) <= known:
        raise StoreIsNewer(
            _("A newer edition of this program wrote the database; install that edition, or restore an older backup.")
        )
    command.upgrade(steps, "head")


def migrations(connection: Connection) -> Config:
    """Alembic's settings for this connection; nothing is read from a file."""
    steps = Config()
    steps.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    steps.set_main_option("path_separator", "os")
    steps.attributes["connection"] = connection
    return steps
