"""Putting a backup back, into an empty home only: where a box may live, no second office comes beside it.

Killed in between, the store is still empty, and the same command begins afresh: rows are committed last of all.
`after` is told the name of each step once it is done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, make_url, select, text

from audit.keeping import packing
from audit.keeping.backing_up import tables_in
from audit.keeping.packing import FOLDERS, Backup
from audit.refusals import Refusal
from audit.settings import Settings
from audit.store.database import MIGRATIONS, engine_for, migrations
from audit.wording import gettext as _

BEGUN = ".restoring"
STAGED, PLACED, ROWS_WRITTEN, DONE = "staged", "placed", "rows-written", "done"
STEPS = (STAGED, PLACED, ROWS_WRITTEN, DONE)
UNREMARKABLE = ("lost+found",)  # of a disk of its own


class HomeNotEmpty(Refusal):
    """Something is there already, maybe a ballot box."""


def nothing(_step: str) -> None:
    """What is done after each step in earnest."""


def restore(path: Path, *, settings: Settings, after: Callable[[str], None] = nothing) -> Backup:
    """Put everything in its place; what was restored. NotABackup, BackupDamaged, BackupIsNewer, HomeNotEmpty, Refusal
    where this user may not write there; nothing that was there has changed then."""
    backup = packing.read(path)
    try:
        _put_back(backup, path, settings=settings, after=after)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise Refusal(
            _("%(home)s cannot be written: %(why)s; name a folder where you may write.", home=settings.home, why=why)
        ) from error
    return backup


def _put_back(backup: Backup, path: Path, *, settings: Settings, after: Callable[[str], None]) -> None:
    engine = engine_for(settings.database_url)
    try:
        _check_empty(settings, engine)
        _check_revision(backup, path)
        staged = _stage(backup, settings)
        after(STAGED)
        _place(staged, settings)
        after(PLACED)
        with engine.begin() as connection:
            _fill(connection, backup)
            after(ROWS_WRITTEN)
    finally:
        engine.dispose()
    shutil.rmtree(staged)
    after(DONE)


def _check_empty(settings: Settings, engine: Engine) -> None:
    """Nothing in home but what an earlier try has left, and no rows in the store."""
    if _has_rows(engine):
        raise _not_empty(settings)
    home = settings.home
    here = {file.name for file in home.iterdir()} - set(UNREMARKABLE) if home.is_dir() else set()
    begun = {BEGUN, *FOLDERS, *_store_files(settings)} if BEGUN in here else set(_store_files(settings))
    if here - begun:
        raise _not_empty(settings)


def _store_files(settings: Settings) -> tuple[str, ...]:
    """Names in home that a look at an embedded database leaves, whether it holds anything or not."""
    url = make_url(settings.database_url)
    file = Path(url.database or "")
    ours = url.get_backend_name() == "sqlite" and file.parent == settings.home
    return (file.name, f"{file.name}-journal") if ours else ()


def _has_rows(engine: Engine) -> bool:
    if engine.url.get_backend_name() == "sqlite" and not Path(engine.url.database or "").exists():
        return False
    with engine.connect() as connection:
        return any(
            connection.execute(select(table).limit(1)).first() is not None for table in tables_in(connection).values()
        )


def _not_empty(settings: Settings) -> HomeNotEmpty:
    return HomeNotEmpty(
        _(
            "%(home)s or its database is not empty, and a ballot box could live there;"
            " set STEADYGROUND_HOME to an empty folder.",
            home=settings.home,
        )
    )


def _check_revision(backup: Backup, path: Path) -> None:
    """The store's history leads from the backup to here."""
    if backup.revision not in {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}:
        raise packing.newer(path)


def _stage(backup: Backup, settings: Settings) -> Path:
    """All files in a folder of their own, and nothing left of an earlier try."""
    staged = settings.home / BEGUN
    for name in (*FOLDERS, BEGUN):
        shutil.rmtree(settings.home / name, ignore_errors=True)
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in (staged, *(staged / name for name in FOLDERS)):
        folder.mkdir(mode=0o700)
    for name, part in backup.files.items():
        file = staged / name
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(part)
        if name.startswith("secrets/"):
            file.chmod(0o400)
    return staged


def _place(staged: Path, settings: Settings) -> None:
    for folder in FOLDERS:
        (staged / folder).replace(settings.home / folder)


def _fill(connection: Connection, backup: Backup) -> None:
    """The store as it was, then as this edition has it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # else each change of a table would be a commit of its own
    command.upgrade(migrations(connection), backup.revision)
    for name, table in tables_in(connection).items():
        for row in backup.tables.get(name, ()):
            connection.execute(table.insert().values(**row))
    command.upgrade(migrations(connection), "head")
    _count_on(connection)


def _count_on(connection: Connection) -> None:
    """Numbers given out by PostgreSQL go on after those that are there; SQLite sees to it itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in inspect(connection).get_table_names():
        sequence = connection.execute(text("SELECT to_regclass(:name)"), {"name": f"{table}_id_seq"}).scalar()
        if sequence:
            highest = f'SELECT setval(:name, COALESCE((SELECT max(id) FROM "{table}"), 0) + 1, false)'  # noqa: S608 - ours
            connection.execute(text(highest), {"name": f"{table}_id_seq"})
