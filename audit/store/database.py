"""Opening the office's store: brought up to date first, refused where a newer program wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from audit.refusals import Refusal
from audit.settings import Settings
from audit.wording import ROOT
from audit.wording import gettext as _

MIGRATIONS = ROOT / "migrations"
ONE_AT_A_TIME = 5302  # a number that no other program's lock on the same database is likely to have


class StoreIsNewer(Refusal):
    """A newer edition of the program wrote this store; this one would not understand it."""


class NoSuchDatabase(Refusal):
    """DATABASE_URL names nothing that this installation can open."""


class DatabaseOutOfReach(Refusal):
    """The database server is not there, or does not let this program in."""


def open_store(settings: Settings) -> sessionmaker[Session]:
    """Sessions on the office's store, which is made where there is none and brought up to date where it is older.

    Objects keep their values after the commit. StoreIsNewer where a newer program wrote it.
    """
    engine = engine_for(settings.database_url)
    file = settings.office_file
    if str(file) == engine.url.database and not file.exists():
        file.touch(mode=0o600)  # staff's user may be let into the folder, never into the store
    with _reached(engine) as connection:
        bring_up_to_date(connection)
    return sessionmaker(engine, expire_on_commit=False)


def engine_for(database_url: str) -> Engine:
    """An engine that never writes values into its messages; the embedded database is told to leave nothing behind.

    NoSuchDatabase.
    """
    url, engine = _engine(database_url)
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        event.listen(engine, "connect", _careful)
    else:
        event.listen(engine, "handle_error", _without_values)
    return engine


def _engine(database_url: str) -> tuple[URL, Engine]:
    try:
        url = make_url(database_url)
        return url, create_engine(url, hide_parameters=True)
    except ModuleNotFoundError as missing:
        raise NoSuchDatabase(
            _(
                "DATABASE_URL needs the Python package %(name)s; install it as docs/postgresql.md says,"
                " or leave DATABASE_URL out.",
                name=missing.name or "",
            )
        ) from None
    except (ArgumentError, NoSuchModuleError):  # their messages hold the address, and with it a password
        raise NoSuchDatabase(
            _("DATABASE_URL cannot be read; write it as docs/postgresql.md says, or leave it out.")
        ) from None


@contextmanager
def _reached(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction; DatabaseOutOfReach where a server does not answer."""
    try:
        connection = engine.connect()
    except OperationalError:
        if engine.dialect.name == "sqlite":
            raise
        raise DatabaseOutOfReach(
            _(
                "The database that DATABASE_URL names lets nobody in; see that it runs, and that name and password"
                " are right."
            )
        ) from None
    with connection, connection.begin():
        yield connection


def _without_values(context: ExceptionContext) -> None:
    """PostgreSQL puts the row that it refuses into its own message: only what kind of error and where is left of it."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    about = getattr(error, "diag", None)
    if about is None or about.sqlstate is None:
        return
    where = (about.table_name, about.column_name, about.constraint_name)
    said = " ".join((type(error).__name__, about.sqlstate, *(name for name in where if name)))
    error.args = (said,)
    if wrapped is not None:
        wrapped.args = (said,)


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
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})")  # two programs start at once
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
