"""What the store promises by being unable to hold anything else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from audit.method.planning import PlanStatus
from audit.store.models import LeadershipRating, Membership, PlanAction, Role, Round, Stored
from tests.running import agencies
from tests.running.agencies import TODAY


def test_no_column_of_the_store_could_hold_an_answer_a_slip_or_who_took_part() -> None:
    names = {f"{t.name}.{c.name}" for t in Stored.metadata.sorted_tables for c in t.columns}
    told = ("answer", "ballot", "voucher", "code", "ip", "agent", "phrase", "private", "sent", "used", "count")
    kept = {n for n in names if any(word in n.split(".")[1].split("_") for word in told)}
    assert kept == {"invitation.code_hash", "recovery_code.code_hash"}


def test_a_round_cannot_open_without_a_co_signature(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session, pytest.raises(IntegrityError, match="cosigned_first"):
        session.execute(text("UPDATE round SET state = 'open', slips = 48, opened_on = :d"), {"d": str(TODAY)})
    assert round_id


def test_a_round_cannot_be_closed_before_its_day(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    closed = "UPDATE round SET state = 'closed', ledger = 'adds-up', leadership_frozen_at = :d, closed_on = :d"
    with running.here.store() as session:
        with pytest.raises(IntegrityError, match="not_before_its_day"):
            session.execute(text(closed), {"d": str(agencies.CLOSES)})
        session.rollback()
        session.execute(text(closed), {"d": str(agencies.CLOSES + timedelta(days=1))})


def test_a_second_round_under_way_has_nowhere_to_go(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    agencies.prepared(here)
    with here.store() as session:
        row = session.scalars(select(Round)).one()
        values = {c.name: getattr(row, c.name) for c in Round.__table__.columns if c.name not in ("id", "number")}
        session.add(Round(**values, number=2))
        with pytest.raises(IntegrityError):
            session.flush()


def test_nobody_is_leader_and_staff_representative_of_one_organisation(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    with here.store() as session, pytest.raises(IntegrityError):
        session.execute(
            Membership.__table__.insert().values(  # type: ignore[attr-defined]  # a Table, whatever FromClause says
                account_id=here.leader, organisation_id=here.organisation_id, role=Role.STAFF_REP
            )
        )


def test_a_sixth_active_action_has_no_slot(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session:
        session.add(
            PlanAction(
                organisation_id=here.organisation_id,
                round_id=round_id,
                action="a",
                title="",
                why="",
                first_step="",
                sign_of_success="",
                status=PlanStatus.UNDER_WAY,
                slot=6,
            )
        )
        with pytest.raises(IntegrityError, match="slot"):
            session.flush()


def test_leaders_cannot_rate_beyond_the_scale(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session:
        session.add(LeadershipRating(round_id=round_id, item="x", rating=5))
        with pytest.raises(IntegrityError, match="rating"):
            session.flush()
