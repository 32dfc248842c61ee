from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.keys import Cost
from audit.promise import Hosting
from audit.running import members, passwords
from audit.running.members import (
    AddressTaken,
    AlreadyHere,
    LastOne,
    NoAddress,
    NoName,
    NoSuchInvitation,
    NotSignedIn,
    SignatureStands,
    sign_in,
)
from audit.running.passwords import PasswordTooShort
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.running.sign_ins import find, sign_out
from audit.store.models import Account, Invitation, Role, SignIn
from audit.store.queries import find_account, find_membership, trail_of
from tests.running import agencies
from tests.running.agencies import LIGHT, NOW, PASSWORD, Agency


def lea(session: Session, *, minutes: float = 0, raw: str) -> Account | None:
    found = find(session, raw=raw, now=NOW + timedelta(minutes=minutes))
    return found.account if found else None


def signed_in(session: Session) -> str:
    return sign_in(session, email="LEA@elm.example ", password=PASSWORD, now=NOW, cost=LIGHT)


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def test_the_password_is_kept_as_argon2id_and_nowhere_else(here: Agency) -> None:
    with here.store() as session:
        kept = find_account(session, email="lea@elm.example")
    assert kept is not None
    assert kept.password_hash.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert PASSWORD.encode() not in here.settings.office_file.read_bytes()


def test_a_session_is_random_new_each_time_and_kept_as_a_hash(here: Agency) -> None:
    with here.store() as session:
        first, second = signed_in(session), signed_in(session)
        assert first != second
        assert {len(s.id_hash) for s in session.scalars(select(SignIn))} == {32}
        assert (found := lea(session, raw=first)) is not None
        assert found.id == here.leader
    assert first.encode() not in here.settings.office_file.read_bytes()


def test_a_session_ends_after_half_an_hour_of_rest(here: Agency) -> None:
    with here.store() as session:
        raw = signed_in(session)
        assert lea(session, raw=raw, minutes=29)
        assert lea(session, raw=raw, minutes=58), "it was used in between"
        assert lea(session, raw=raw, minutes=58 + 31) is None


def test_a_session_ends_after_eight_hours_however_busy(here: Agency) -> None:
    with here.store() as session:
        raw = signed_in(session)
        for minutes in range(0, 481, 20):
            assert lea(session, raw=raw, minutes=minutes)
        assert lea(session, raw=raw, minutes=481) is None


def test_signing_out_ends_this_session_only(here: Agency) -> None:
    with here.store() as session:
        first, second = signed_in(session), signed_in(session)
        sign_out(session, raw=first)
        assert lea(session, raw=first) is None
        assert lea(session, raw=second)


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(here: Agency) -> None:
    said = []
    with here.store() as session:
        for email, password in (("lea@elm.example", "another one, wrong"), ("nobody@elm.example", PASSWORD)):
            with pytest.raises(NotSignedIn) as refused:
                sign_in(session, email=email, password=password, now=NOW, cost=LIGHT)
            said.append(refused.value.sentences)
    assert said[0] == said[1]


def test_an_unknown_address_costs_the_same_work(here: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    def matches(secret: str, *, kept: str) -> bool:
        worked.append("compared")
        return passwords.matches(secret, kept=kept)

    def spend(secret: str, *, cost: Cost) -> None:
        worked.append("spent")
        passwords.spend(secret, cost=cost)

    monkeypatch.setattr(members, "matches", matches)
    monkeypatch.setattr(members, "spend", spend)
    with here.store() as session:
        for email in ("lea@elm.example", "nobody@elm.example"):
            with pytest.raises(NotSignedIn):
                sign_in(session, email=email, password="not the right one", now=NOW, cost=LIGHT)
    assert worked == ["compared", "spent"]


def test_hashing_in_earnest_takes_noticeable_work() -> None:
    start = time.process_time()
    passwords.spend("anything at all")
    assert time.process_time() - start > 0.02


def test_a_short_password_is_refused_with_the_number_that_does(here: Agency) -> None:
    with here.store() as session, pytest.raises(PasswordTooShort, match="12 letters"):
        another_leader(session, password="short")


def another_leader(
    session: Session, *, email: str = "new@oak.example", name: str = "Nia", password: str = PASSWORD
) -> Account:
    return members.set_up(
        session,
        organisation="Oak",
        name=name,
        email=email,
        password=password,
        hosting=Hosting.EMPLOYER,
        cost=LIGHT,
    )


def test_an_address_has_one_account_whatever_its_capitals(here: Agency) -> None:
    with here.store() as session, pytest.raises(AddressTaken):
        another_leader(session, email="LEA@ELM.example")


@pytest.mark.parametrize("text", ["", "lea", "lea@", "@elm.example", "lea@elm", "l ea@elm.example", "a@b@c.example"])
def test_what_is_no_address_is_refused(here: Agency, text: str) -> None:
    with here.store() as session, pytest.raises(NoAddress):
        another_leader(session, email=text)


def test_a_name_is_needed(here: Agency) -> None:
    with here.store() as session, pytest.raises(NoName):
        another_leader(session, name="  ")


def test_a_join_code_works_once_with_or_without_its_dashes(here: Agency) -> None:
    with here.store() as session:
        code = members.invite(
            session, organisation_id=here.organisation_id, role=Role.REVIEWER, name="Rex", by=here.leader, now=NOW
        )
        typed = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
        rex = members.join(session, code=typed, email="rex@x.example", password=PASSWORD, now=NOW, cost=LIGHT)
        membership = find_membership(session, account_id=rex.id, organisation_id=here.organisation_id)
        assert membership is not None
        assert membership.role is Role.REVIEWER
        with pytest.raises(NoSuchInvitation):
            members.join(session, code=code, email="eve@x.example", password=PASSWORD, now=NOW, cost=LIGHT)
    assert code.replace("-", "").encode() not in here.settings.office_file.read_bytes()


def test_a_join_code_works_for_two_weeks(here: Agency) -> None:
    with here.store() as session:
        code = members.invite(
            session, organisation_id=here.organisation_id, role=Role.REVIEWER, name="Rex", by=here.leader, now=NOW
        )
        with pytest.raises(NoSuchInvitation):
            members.join(
                session,
                code=code,
                email="rex@x.example",
                password=PASSWORD,
                now=NOW + timedelta(days=14),
                cost=LIGHT,
            )


def test_who_has_an_account_joins_a_second_organisation_with_its_password(here: Agency) -> None:
    with here.store() as session:
        other = agencies.another(here.store, name="Oak Trust")
        code = members.invite(session, organisation_id=other[0], role=Role.CONSULTANT, name="Cy", by=other[1], now=NOW)
        with pytest.raises(NotSignedIn):
            members.join(session, code=code, email="cy@elm.example", password="not the right one", now=NOW, cost=LIGHT)
        joined = members.join(session, code=code, email="cy@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        assert joined.id == here.consultant


def test_nobody_has_two_roles_in_one_organisation(here: Agency) -> None:
    with here.store() as session:
        code = members.invite(
            session, organisation_id=here.organisation_id, role=Role.STAFF_REP, name="Lea", by=here.rep, now=NOW
        )
        with pytest.raises(AlreadyHere):
            members.join(session, code=code, email="lea@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        assert session.scalars(select(Invitation)).all(), "the code still works for somebody else"


def test_only_leaders_and_consultants_invite_and_only_into_their_own_organisation(here: Agency) -> None:
    other = agencies.another(here.store, name="Oak Trust")
    with here.store() as session:
        with pytest.raises(NotForThisRole):
            members.invite(
                session, organisation_id=here.organisation_id, role=Role.LEADER, name="X", by=here.rep, now=NOW
            )
        with pytest.raises(NotOfThisOrganisation):
            members.invite(session, organisation_id=other[0], role=Role.LEADER, name="X", by=here.leader, now=NOW)


def test_inviting_and_joining_stand_on_the_trail(here: Agency) -> None:
    with here.store() as session:
        lines = [(t.who, t.what) for t in trail_of(session, organisation_id=here.organisation_id)]
    assert ("Lea", "Invited Sam as the staff representative") in lines
    assert ("Sam", "Joined as the staff representative") in lines


def ended(session: Session, here: Agency, who: int, *, by: int) -> None:
    members.end_membership(session, organisation_id=here.organisation_id, account_id=who, by=by, now=NOW)


def test_a_leader_ends_a_part_and_with_it_every_session_of_that_person(here: Agency) -> None:
    with here.store() as session:
        raw = sign_in(session, email="cy@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        ended(session, here, here.consultant, by=here.leader)
        assert find(session, raw=raw, now=NOW) is None
        assert find_membership(session, account_id=here.consultant, organisation_id=here.organisation_id) is None
        lines = [(t.who, t.what) for t in trail_of(session, organisation_id=here.organisation_id)]
    assert ("Lea", "Ended the part of Cy as the consultant") in lines


def test_nobody_ends_the_part_of_a_leader_but_those_who_prepare_or_the_leader(here: Agency) -> None:
    with here.store() as session:
        with pytest.raises(NotForThisRole):
            ended(session, here, here.leader, by=here.rep)
        ended(session, here, here.leader, by=here.consultant)


def test_nobody_of_another_organisation_ends_a_part(here: Agency) -> None:
    other = agencies.another(here.store, name="Oak Trust")
    with here.store() as session, pytest.raises(NotOfThisOrganisation):
        ended(session, here, here.consultant, by=other[1])


def test_somebody_stays_who_prepares(here: Agency) -> None:
    with here.store() as session:
        ended(session, here, here.consultant, by=here.consultant)
        with pytest.raises(LastOne, match="Invite a leader or a consultant first"):
            ended(session, here, here.leader, by=here.leader)


def test_a_leader_cannot_end_the_part_of_who_signed_the_open_round(tmp_path: Path) -> None:
    here = agencies.open_round(tmp_path).here
    with here.store() as session:
        for by in (here.leader, here.consultant):
            with pytest.raises(SignatureStands, match="only the staff representative ends"):
                ended(session, here, here.rep, by=by)
        ended(session, here, here.rep, by=here.rep)
        assert trail_of(session, organisation_id=here.organisation_id)[0].what == "Left as the staff representative"


def test_an_agreed_round_is_opened_or_cancelled_before_its_signer_goes(here: Agency) -> None:
    agencies.cosigned(here)
    with here.store() as session:
        for by in (here.leader, here.rep):
            with pytest.raises(SignatureStands, match="Open it or cancel it first"):
                ended(session, here, here.rep, by=by)


def test_only_the_staff_representative_brings_in_another_one(here: Agency) -> None:
    with here.store() as session:
        for by in (here.leader, here.consultant):
            with pytest.raises(NotForThisRole):
                members.invite(
                    session, organisation_id=here.organisation_id, role=Role.STAFF_REP, name="Puppet", by=by, now=NOW
                )
        code = members.invite(
            session, organisation_id=here.organisation_id, role=Role.STAFF_REP, name="Ida", by=here.rep, now=NOW
        )
        ida = members.join(session, code=code, email="ida@x.example", password=PASSWORD, now=NOW, cost=LIGHT)
        assert find_membership(session, account_id=ida.id, organisation_id=here.organisation_id) is not None


def test_where_the_staff_representative_has_gone_a_leader_invites_the_next_and_only_the_last_code_works(
    here: Agency,
) -> None:
    with here.store() as session:
        ended(session, here, here.rep, by=here.rep)
        codes = [
            members.invite(
                session, organisation_id=here.organisation_id, role=Role.STAFF_REP, name=name, by=here.leader, now=NOW
            )
            for name in ("Ida", "Ola")
        ]
        with pytest.raises(NoSuchInvitation):
            members.join(session, code=codes[0], email="ida@x.example", password=PASSWORD, now=NOW, cost=LIGHT)
        members.join(session, code=codes[1], email="ola@x.example", password=PASSWORD, now=NOW, cost=LIGHT)


def test_joining_a_second_organisation_ends_the_sessions_of_before(here: Agency) -> None:
    other = agencies.another(here.store, name="Oak Trust")
    with here.store() as session:
        raw = sign_in(session, email="cy@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        code = members.invite(session, organisation_id=other[0], role=Role.CONSULTANT, name="Cy", by=other[1], now=NOW)
        members.join(session, code=code, email="cy@elm.example", password=PASSWORD, now=NOW, cost=LIGHT)
        assert find(session, raw=raw, now=NOW) is None
