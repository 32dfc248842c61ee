from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from audit.store import database
from audit.store.database import StoreIsNewer, engine_for, open_store
from audit.store.frozen import frozen_of
from audit.store.models import Stored
from audit.store.queries import one_round, trail_of
from tests.running import agencies
from tests.running.agencies import settings_in
from tests.running.planning import a_planned_year
from tests.store.earlier import rows_in, store_at


def schema_of(connection: Connection) -> dict[str, list[str]]:
    """Every table and index, its lines sorted: the order of constraints means nothing, and neither do quotes around a
    name that needs none (a table that was made anew has them)."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    lines = {name: sql.replace('"', "").split("\n") for name, sql in rows if "alembic" not in name}
    return {name: sorted(line.strip(" ,\t") for line in found) for name, found in lines.items()}


def test_the_migrations_make_exactly_the_tables_of_the_models(tmp_path: Path) -> None:
    store = open_store(settings_in(tmp_path))
    fresh = create_engine("sqlite://")
    with store() as session, fresh.begin() as modelled:
        Stored.metadata.create_all(modelled)
        assert schema_of(session.connection()) == schema_of(modelled)
    fresh.dispose()


def test_opening_again_keeps_everything_that_is_in_the_store(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    again = open_store(running.here.settings)
    with again() as session:
        row = one_round(session, round_id=running.id)
        assert frozen_of(row.frozen or {}).fingerprint == row.fingerprint
        assert trail_of(session, organisation_id=running.here.organisation_id)


def test_a_store_of_a_newer_program_is_refused_in_one_sentence_and_left_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    store = open_store(settings)
    with store() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        session.commit()
    before = settings.office_file.read_bytes()
    with pytest.raises(StoreIsNewer) as refused:
        open_store(settings)
    assert len(refused.value.sentences) == 1
    assert settings.office_file.read_bytes() == before


def test_an_error_of_the_database_shows_none_of_the_values(tmp_path: Path) -> None:
    store = open_store(settings_in(tmp_path))
    with store() as session, pytest.raises(Exception, match="hide_parameters") as raised:
        session.execute(text("INSERT INTO account (email) VALUES (:email)"), {"email": "lea@elm.example"})
    assert "lea@elm.example" not in str(raised.value)


def test_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA secure_delete")).scalar() == 1
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


def test_every_migration_lies_in_one_line(tmp_path: Path) -> None:
    with engine_for(f"sqlite:///{tmp_path / 'x.sqlite'}").connect() as connection:
        heads = ScriptDirectory.from_config(database.migrations(connection)).get_heads()
    assert len(heads) == 1


def test_a_store_from_before_plans_of_conversations_keeps_every_row(tmp_path: Path) -> None:
    """Tables that are made anew take nothing with them, though references hold all the while."""
    here, settings = a_planned_year(tmp_path / "now"), settings_in(tmp_path / "before")
    store_at(settings, "0006", rows_of=here.store)
    before, after = rows_in(here.store), rows_in(open_store(settings))
    assert len(before["plan_action"]) == 2
    assert before["release"]
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    with engine_for(settings.database_url).connect() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        columns = {name for _at, name, *_more in connection.execute(text("PRAGMA table_info(plan_action)"))}
    assert columns >= {"round_id", "conversation_id", "done_on"}


def test_a_migration_that_breaks_off_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path)

    def upgrade_and_die(steps: Config, revision: str) -> None:
        upgrade(steps, revision)
        raise KeyboardInterrupt

    upgrade = command.upgrade
    monkeypatch.setattr(command, "upgrade", upgrade_and_die)
    with pytest.raises(KeyboardInterrupt):
        open_store(settings)
    with engine_for(settings.database_url).connect() as connection:
        assert schema_of(connection) == {}
