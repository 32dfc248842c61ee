"""A backup: everything that can be put back without a second ballot box coming to life.

An open round stands in it as cancelled, and slips that are printed do not work after a restore. No box is read, no page
of somebody who is answering, nor the secret that makes codes of slips worth something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import JSON, Connection, MetaData, Table, make_url, select

from audit.keeping import packing
from audit.keeping.packing import Backup, Row
from audit.refusals import Refusal
from audit.settings import Settings
from audit.store.database import open_store
from audit.store.models import RoundState
from audit.store.queries import one_organisation, rounds_in
from audit.wording import gettext as _

LEFT_OUT = frozenset({"alembic_version", "sign_in", "invitation", "outer_removed", "report_work"})
"""Tables that no backup holds: who is signed in, who may join, the key of a round that is half open, and drafts of
reports, which go in the night."""
SECRETS = ("second-step",)
"""Keys without which people could not sign in any more."""
SECRETS_LEFT_OUT = ("slips", "set-up")
"""What is made anew: without it no code of a slip that is out opens anything."""
WHOLE = ("results", "reports", "questionnaires")
"""Folders that are copied whole."""


class NothingToKeep(Refusal):
    """There is no office at this place yet."""


class NotThere(Refusal):
    """A backup does not belong where the file was to go."""


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that no backup holds."""

    organisation: str
    number: int


def back_up(path: Path, *, settings: Settings, today: date) -> tuple[OpenRound, ...]:
    """Write the backup; the rounds that stand in it as cancelled, because they are open.

    NothingToKeep, NotThere, and Refusal where the file cannot be written; nothing here has changed then, nor otherwise.
    """
    _check_place(path, settings=settings)
    _check_store(settings)
    left_out = open_rounds(settings)
    packing.write(path, gathered(settings, today=today))
    return left_out


def open_rounds(settings: Settings) -> tuple[OpenRound, ...]:
    """Rounds that people can answer now."""
    store = open_store(settings)
    try:
        with store() as session:
            return tuple(
                OpenRound(one_organisation(session, organisation_id=row.organisation_id).name, row.number)
                for row in rounds_in(session, RoundState.OPEN)
            )
    finally:
        store.kw["bind"].dispose()


def gathered(settings: Settings, *, today: date) -> Backup:
    """All that is kept, as of one moment; what an open round would be after a restore."""
    engine = open_store(settings).kw["bind"]
    try:
        with engine.connect() as connection:
            _hold_still(connection)
            revision = MigrationContext.configure(connection).get_current_revision() or ""
            tables = _with_open_rounds_cancelled(_rows(connection), today=today)
            return Backup(today, revision, tables, _files(settings))
    finally:
        engine.dispose()


def tables_in(connection: Connection) -> dict[str, Table]:
    """The tables of a store as they are there, in an order in which their rows can be put in."""
    found = MetaData()
    found.reflect(connection)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = JSON(none_as_null=True)  # else nothing would come back as the word "null"
    return {table.name: table for table in found.sorted_tables if table.name not in LEFT_OUT}


def _hold_still(connection: Connection) -> None:
    """One transaction that sees the same in every table."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
        for name, table in tables_in(connection).items()
    }


def _with_open_rounds_cancelled(
    tables: dict[str, list[dict[str, Any]]], *, today: date
) -> Mapping[str, list[dict[str, Any]]]:
    """Rounds as they have to stand where their box is not: open ones cancelled, with a line on the trail."""
    for row in tables["round"]:
        if row["state"] == RoundState.COSIGNED:
            row["slips"] = 0
        if row["state"] == RoundState.OPEN:
            row["state"] = RoundState.CANCELLED.value
            tables["trail_entry"].append(_line(row, tables["trail_entry"], today=today))
    return tables


def _line(round_row: Row, trail: Iterable[Row], *, today: date) -> dict[str, Any]:
    return {
        "id": 1 + max((line["id"] for line in trail), default=0),
        "organisation_id": round_row["organisation_id"],
        "at": today,
        "who": _("Backup"),
        "what": _(
            "Round %(number)s was open when the backup was made, so here it is cancelled; its box stays where it was",
            number=round_row["number"],
        ),
    }


def _files(settings: Settings) -> dict[str, bytes]:
    """Bytes by path below home, for whole folders and for the secrets that are needed to go on."""
    secrets = [settings.secrets / name for name in SECRETS]
    found = [file for folder in WHOLE for file in sorted((settings.home / folder).rglob("*"))] + secrets
    return {
        file.relative_to(settings.home).as_posix(): file.read_bytes()
        for file in found
        if file.is_file() and not file.is_symlink() and file.suffix != ".fresh"
    }


def _check_place(path: Path, *, settings: Settings) -> None:
    if path.resolve().is_relative_to(settings.home):
        raise NotThere(
            _(
                "%(path)s lies in the folder that is backed up; name a file outside %(home)s.",
                path=path,
                home=settings.home,
            )
        )
    if path.exists() and not packing.is_backup(path):
        raise NotThere(_("%(path)s is there already and is no backup; name another file.", path=path))


def _check_store(settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise NothingToKeep(
            _(
                "There is no office in %(home)s yet; set STEADYGROUND_HOME to the folder that has one.",
                home=settings.home,
            )
        )
