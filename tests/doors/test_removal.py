from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from audit.doors.removal import remove_organisation
from audit.running import leadership, members
from audit.store.models import Account, Role, Stored
from audit.store.queries import NothingThere, one_organisation
from tests.builders import core
from tests.doors.closing import closed
from tests.running import agencies
from tests.running.agencies import AFTER, NOW, PASSWORD, Agency, another


def remove(here: Agency) -> None:
    with here.store() as session:
        remove_organisation(session, organisation_id=here.organisation_id, settings=here.settings)


def test_nothing_is_left_of_a_removed_organisation(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path, answers=12)
    here = running.here
    with here.store() as session:
        leadership.save_ratings(
            session,
            round_id=running.id,
            ratings={core().items[0].id: 3},
            evidence={core().items[0].id: "kept in the blue folder"},
            by=here.leader,
        )
        public_id = one_organisation(session, organisation_id=here.organisation_id).public_id
    closed(running)
    kept = here.settings.reports / public_id / "report.pdf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"%PDF")
    agencies.start(here, today=AFTER.replace(year=2027), answers=3)
    remove(here)
    with here.store() as session:
        left = {t.name: session.scalar(select(func.count()).select_from(t)) for t in Stored.metadata.sorted_tables}
    assert set(left.values()) == {0}
    files = {f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file() and f.stat().st_size}
    assert files == {"office.sqlite", "secrets/slips"}
    stored = here.settings.office_file.read_bytes()
    for word in (b"Elm House", b"lea@elm.example", b"blue folder", b"Team 1", public_id.encode()):
        assert word not in stored


def test_other_organisations_and_who_belongs_to_them_stay(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    other = another(here.store, name="Oak Trust")
    with here.store() as session:
        code = members.invite(session, organisation_id=other[0], role=Role.CONSULTANT, name="Cy", by=other[1], now=NOW)
        members.join(session, code=code, email="cy@elm.example", password=PASSWORD, now=NOW, cost=agencies.LIGHT)
    remove(here)
    with here.store() as session:
        assert one_organisation(session, organisation_id=other[0]).name == "Oak Trust"
        emails = set(session.scalars(select(Account.email)))
    assert emails == {"lea@oak.example", "sam@oak.example", "cy@oak.example", "cy@elm.example"}


def test_what_is_gone_cannot_be_removed_again(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    remove(here)
    with pytest.raises(NothingThere):
        remove(here)
