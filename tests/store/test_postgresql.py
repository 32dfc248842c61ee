"""The office's store where it is PostgreSQL: the same tables, the same promises, one round from beginning to end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.orm import Session, sessionmaker

from audit.keeping.backing_up import back_up
from audit.keeping.restoring import restore
from audit.running.members import sign_in
from audit.settings import Settings
from audit.store.database import DatabaseOutOfReach, NoSuchDatabase, StoreIsNewer, engine_for, open_store
from audit.store.models import Role, RoundState, Stored
from audit.store.queries import find_membership, one_round, trail_of
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import LIGHT, NOW, PASSWORD, Agency
from tests.running.planning import a_planned_year
from tests.store.earlier import rows_in, store_at
from tests.store.servers import Server, serving

TABLES = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = 'public'
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT table_name, column_name,
 concat_ws(' ', data_type, is_nullable, column_default, character_maximum_length)
FROM information_schema.columns WHERE table_schema = 'public'
"""


@dataclass
class Place:
    """Where installations on the one server are made, each with a database of its own."""

    server: Server
    folder: Path
    numbers: Iterator[int]
    engines: list[Engine] = field(default_factory=list)

    def settings(self) -> Settings:
        """A new folder and an empty database."""
        number = next(self.numbers)
        url = self.server.new_database(f"office{number}")
        return replace(agencies.settings_in(self.folder / str(number)), database_url=url)

    def agency(self) -> Agency:
        """The agency of the other tests."""
        settings = self.settings()
        return self.there(settings, *agencies.another(open_store(settings)))

    def there(self, settings: Settings, *people: int) -> Agency:
        return Agency(open_store(settings), settings, *people)


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[Server]:
    with serving() as server:
        yield server


NUMBERS = count(1)


@pytest.fixture(name="place")
def _place(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Every connection that a test opens is closed after it."""
    place = Place(server, tmp_path, NUMBERS)

    def noted(*given: Any, **named: Any) -> Engine:
        place.engines.append(create_engine(*given, **named))
        return place.engines[-1]

    monkeypatch.setattr("audit.store.database.create_engine", noted)
    yield place
    for engine in place.engines:
        engine.dispose()


def schema_of(connection: Connection) -> set[tuple[str, str, str]]:
    """Every column, constraint and index."""
    rows = connection.execute(text(TABLES))
    return {(table, name, what) for table, name, what in rows if "alembic" not in table}


def tables_of(settings: Settings) -> list[str]:
    with engine_for(settings.database_url).connect() as connection:
        return inspect(connection).get_table_names()


def rows(store: sessionmaker[Session]) -> dict[str, list[str]]:
    """What stands in every table."""
    with store() as session:
        tables = Stored.metadata.sorted_tables
        return {t.name: sorted(repr(tuple(row)) for row in session.execute(t.select())) for t in tables}


def test_the_migrations_make_exactly_the_tables_of_the_models(place: Place) -> None:
    store, modelled = open_store(place.settings()), engine_for(place.settings().database_url)
    Stored.metadata.create_all(modelled)
    with store() as session, modelled.connect() as connection:
        made = schema_of(session.connection())
        assert len(made) > 200
        assert made == schema_of(connection)


def test_a_migration_that_breaks_off_leaves_the_store_as_it_was(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = place.settings()
    upgrade = command.upgrade

    def upgrade_and_die(steps: Config, revision: str) -> None:
        upgrade(steps, revision)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", upgrade_and_die)
    with pytest.raises(KeyboardInterrupt):
        open_store(settings)
    assert tables_of(settings) == []


def test_a_store_from_before_plans_of_conversations_keeps_every_row(place: Place) -> None:
    settings, here = place.settings(), a_planned_year(place.folder / "now")
    store_at(settings, "0006", rows_of=here.store)
    before, after = rows_in(here.store), rows_in(open_store(settings))
    assert len(before["plan_action"]) == 2
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_a_store_of_a_newer_program_is_refused(place: Place) -> None:
    settings = place.settings()
    with open_store(settings)() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    with pytest.raises(StoreIsNewer):
        open_store(settings)


def test_programs_that_start_at_once_bring_the_store_up_to_date_one_after_the_other(place: Place) -> None:
    settings, said = place.settings(), list[Exception]()

    def start() -> None:
        try:
            open_store(settings)
        except Exception as error:  # what it is says why
            said.append(error)

    starts = [threading.Thread(target=start, daemon=True) for _program in range(4)]
    for one in starts:
        one.start()
    for one in starts:
        one.join(timeout=60)
        assert not one.is_alive()
    assert said == []
    assert "round" in tables_of(settings)


def test_an_error_of_the_database_shows_none_of_the_values(place: Place) -> None:
    with open_store(place.settings())() as session, pytest.raises(Exception, match="NotNullViolation") as raised:
        session.execute(text("INSERT INTO account (email) VALUES (:email)"), {"email": "lea@elm.example"})
    everything: BaseException | None = raised.value
    while everything is not None:
        assert "lea@elm.example" not in str(everything)
        everything = everything.__cause__ or everything.__context__


def test_a_round_goes_from_set_up_to_results_and_through_a_backup_into_another_database(place: Place) -> None:
    here = place.agency()
    opened = agencies.start(here, answers=30)
    closed(opened)
    with here.store() as session:
        assert one_round(session, round_id=opened.id).state is RoundState.CLOSED
        assert sign_in(session, email="lea@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
    back_up(place.folder / "year.zip", settings=here.settings, today=agencies.AFTER)
    settings = place.settings()
    restore(place.folder / "year.zip", settings=settings)
    there = place.there(settings, here.organisation_id, here.leader, here.rep, here.consultant)
    before, after = rows(here.store), rows(there.store)
    assert {name for name in before if before[name] != after[name]} == {"sign_in"}
    with there.store() as session:
        newest = agencies.invited(
            session, there.organisation_id, there.leader, role=Role.REVIEWER, name="Ina", at="Elm"
        )
        assert newest > max(there.leader, there.rep, there.consultant), "numbers go on after those that came back"
        assert find_membership(session, account_id=newest, organisation_id=there.organisation_id)
        assert trail_of(session, organisation_id=there.organisation_id)


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("postgresql://steady:secret@/x?host=/nowhere", DatabaseOutOfReach),
        ("postgresql+nothing://steady:secret@/x", NoSuchDatabase),
        ("steady:secret", NoSuchDatabase),
        ("mssql+pyodbc://steady:secret@/x", NoSuchDatabase),
    ],
)
def test_a_database_that_is_not_there_is_a_sentence_without_its_password(
    place: Place, url: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal, match="DATABASE_URL") as refused:
        open_store(replace(place.settings(), database_url=url))
    assert "secret" not in str(refused.value)
