from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.headcounts import read_headcounts
from audit.keys import WrongPhrase
from audit.method.groups import Lens
from audit.promise import Contact, Hosting, Keys, WayIn
from audit.running import organisations, rounds
from audit.running.organisations import HeadcountsDiffer, NobodyThere, NoWebAddress
from audit.running.phrases import PhrasesAreSet, WordsDiffer
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.running.rounds import (
    ClosesTooSoon,
    NobodyToAsk,
    NobodyToTurnTo,
    NotADraft,
    RoundUnderWay,
    StaffRepresentativeMissing,
)
from audit.store.frozen import frozen_of
from audit.store.models import RoundState
from audit.store.queries import find_membership, group_rows_of, holders_of, one_round, tree_of
from tests.builders import core, library
from tests.running import agencies
from tests.running.agencies import CLOSES, LIGHT, TODAY, Agency


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def test_a_draft_knows_its_holders_by_name(here: Agency) -> None:
    round_id = agencies.prepared(here)
    with here.store() as session:
        assert [h.label for h in holders_of(session, round_id=round_id)] == ["Lea", "Sam", "Cy"]


def test_one_round_at_a_time(here: Agency) -> None:
    agencies.prepared(here)
    with pytest.raises(RoundUnderWay):
        agencies.prepared(here)


def test_a_closing_date_lies_ahead(here: Agency) -> None:
    with here.store() as session, pytest.raises(ClosesTooSoon):
        rounds.prepare(
            session,
            organisation_id=here.organisation_id,
            questionnaire=core(),
            closes_on=TODAY,
            way_in=WayIn.DRAWN,
            keys=Keys.ONE,
            trial=True,
            by=here.leader,
            today=TODAY,
        )


def test_the_staff_representative_co_signs_and_what_was_promised_is_frozen(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session:
        row = one_round(session, round_id=round_id)
        frozen = frozen_of(row.frozen or {})
        assert (row.state, row.cosigned_by) == (RoundState.COSIGNED, here.rep)
        assert frozen.fingerprint == row.fingerprint
        assert frozen.circumstances.holders == ("Lea", "Sam", "Cy")
        assert (frozen.headcount, frozen.closes_on, frozen.asked_by) == (48, CLOSES, "Lea")


def test_changing_the_organisation_later_changes_nothing_that_was_co_signed(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session:
        before = one_round(session, round_id=round_id).frozen
        organisations.save_contacts(
            session, organisation_id=here.organisation_id, contacts=(Contact("Zoe", "", ""),), by=here.rep
        )
        assert one_round(session, round_id=round_id).frozen == before


@pytest.mark.parametrize("who", ["leader", "consultant"])
def test_nobody_but_a_staff_representative_co_signs_three_keys(here: Agency, who: str) -> None:
    round_id = agencies.prepared(here)
    with here.store() as session, pytest.raises(NotForThisRole, match="staff representative"):
        rounds.cosign(session, round_id=round_id, by=getattr(here, who), today=TODAY)


def test_where_nobody_is_staff_representative_the_way_out_is_named(here: Agency) -> None:
    round_id = agencies.prepared(here)
    with here.store() as session:
        member = find_membership(session, account_id=here.rep, organisation_id=here.organisation_id)
        session.delete(member)
        with pytest.raises(StaffRepresentativeMissing, match="Invite one"):
            rounds.cosign(session, round_id=round_id, by=here.leader, today=TODAY)


def test_a_leader_may_acknowledge_that_one_key_is_weaker(here: Agency) -> None:
    round_id = agencies.prepared(here, keys=Keys.ONE)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=here.leader, today=TODAY)
        assert one_round(session, round_id=round_id).state is RoundState.COSIGNED


def test_a_staff_representative_of_another_organisation_signs_nothing_here(here: Agency) -> None:
    _place, _leader, stranger, _consultant = agencies.another(here.store, name="Oak Trust")
    round_id = agencies.prepared(here)
    with here.store() as session, pytest.raises(NotOfThisOrganisation):
        rounds.cosign(session, round_id=round_id, by=stranger, today=TODAY)


def test_what_is_co_signed_is_changed_by_nobody(here: Agency) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session, pytest.raises(NotADraft):
        rounds.change_round(
            session,
            round_id=round_id,
            questionnaire=core(),
            closes_on=CLOSES + timedelta(days=1),
            way_in=WayIn.DRAWN,
            keys=Keys.TWO_OF_THREE,
            trial=False,
            by=here.leader,
            today=TODAY,
        )


def test_the_fingerprint_differs_when_anything_differs(here: Agency) -> None:
    round_id = agencies.prepared(here)
    seen = set()
    with here.store() as session:
        for days in (14, 15):
            rounds.change_round(
                session,
                round_id=round_id,
                questionnaire=core(),
                closes_on=TODAY + timedelta(days=days),
                way_in=WayIn.DRAWN,
                keys=Keys.TWO_OF_THREE,
                trial=False,
                by=here.leader,
                today=TODAY,
            )
            seen.add(rounds.freeze(session, one_round(session, round_id=round_id)).fingerprint)
    assert len(seen) == 2
    assert all(len(f) == 9 and f[4] == "-" for f in seen)


def test_a_round_needs_headcounts_and_somebody_to_turn_to(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.prepared(here)
    with here.store() as session:
        organisations.save_contacts(session, organisation_id=here.organisation_id, contacts=(), by=here.leader)
        with pytest.raises(NobodyToTurnTo):
            rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)
        for row in group_rows_of(session, organisation_id=here.organisation_id, lens=Lens.PLACE):
            session.delete(row)
        with pytest.raises(NobodyToAsk):
            rounds.cosign(session, round_id=round_id, by=here.rep, today=TODAY)


def test_small_groups_are_folded_on_the_form_and_kept_as_given(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, places="North\tA\t30\nNorth\tB\t4\nSouth\t16", roles="All roles\t50")
    round_id = agencies.cosigned(here)
    with here.store() as session:
        frozen = frozen_of(one_round(session, round_id=round_id).frozen or {})
    assert ("North", "B") not in frozen.places.paths
    assert ("North", "B") in frozen.places_given.paths


def test_a_phrase_is_confirmed_by_two_of_its_words(here: Agency) -> None:
    round_id = agencies.prepared(here)
    with here.store() as session:
        phrase = rounds.show_phrase(session, round_id=round_id, seat=1, by=here.leader, cost=LIGHT)
        words = phrase.split()
        wrong = {1: words[0], 7: "zoo" if words[6] != "zoo" else "zone"}
        with pytest.raises(WordsDiffer, match="Word 7"):
            rounds.confirm_phrase(session, round_id=round_id, seat=1, phrase=phrase, words=wrong, cost=LIGHT)
        assert not holders_of(session, round_id=round_id)[0].confirmed
        right = {1: words[0].upper(), 7: f" {words[6]}"}
        rounds.confirm_phrase(session, round_id=round_id, seat=1, phrase=phrase, words=right, cost=LIGHT)
        assert holders_of(session, round_id=round_id)[0].confirmed
        rounds.try_phrase(session, round_id=round_id, seat=1, phrase=phrase, cost=LIGHT)
    assert phrase.encode() not in here.settings.office_file.read_bytes()


def test_a_newer_phrase_makes_the_older_one_useless(here: Agency) -> None:
    round_id = agencies.prepared(here)
    with here.store() as session:
        old = agencies.phrase_for(session, here, round_id, 1)
        rounds.show_phrase(session, round_id=round_id, seat=1, by=here.leader, cost=LIGHT)
        with pytest.raises(WrongPhrase):
            rounds.try_phrase(session, round_id=round_id, seat=1, phrase=old, cost=LIGHT)
        assert not holders_of(session, round_id=round_id)[0].confirmed


@pytest.mark.parametrize(("seat", "who"), [(1, "rep"), (2, "leader"), (2, "consultant"), (3, "leader")])
def test_nobody_has_somebody_elses_phrase_shown(here: Agency, seat: int, who: str) -> None:
    round_id = agencies.cosigned(here)
    with here.store() as session, pytest.raises(NotForThisRole):
        rounds.show_phrase(session, round_id=round_id, seat=seat, by=getattr(here, who), cost=LIGHT)


def test_an_open_round_keeps_its_phrases(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session, pytest.raises(PhrasesAreSet):
        rounds.show_phrase(session, round_id=running.id, seat=1, by=running.here.leader, cost=LIGHT)


def test_places_and_roles_count_the_same_people(here: Agency) -> None:
    with here.store() as session, pytest.raises(HeadcountsDiffer, match="Places add up to 20 people, roles to 19"):
        save(session, here, places="A\t20", roles="B\t19")


def test_roles_may_be_left_out(here: Agency) -> None:
    with here.store() as session:
        save(session, here, places="A\t20", roles="")
        assert tree_of(session, organisation_id=here.organisation_id, lens=Lens.ROLE).headcount == 20


def test_headcounts_of_nobody_are_refused(here: Agency) -> None:
    with here.store() as session, pytest.raises(NobodyThere):
        save(session, here, places="", roles="")


def save(session: Session, here: Agency, *, places: str, roles: str) -> None:
    organisations.save_groups(
        session,
        organisation_id=here.organisation_id,
        places=read_headcounts(places, lens=Lens.PLACE),
        roles=read_headcounts(roles, lens=Lens.ROLE),
        by=here.leader,
    )


@pytest.mark.parametrize("text", ["javascript:alert(1)", "elm.example", "ftp://elm.example", "https://"])
def test_the_way_out_of_the_page_leads_to_the_web(here: Agency, text: str) -> None:
    with here.store() as session, pytest.raises(NoWebAddress):
        organisations.change_details(
            session,
            organisation_id=here.organisation_id,
            name="Elm",
            hosting=Hosting.OUTSIDE,
            leave_to=text,
            by=here.leader,
        )


def test_what_is_agreed_on_holds_every_word_of_the_choice_sets() -> None:
    asked = library().questionnaire("core+priorities").as_asked_in(1)
    (design,) = asked.choices
    first, *others = design.attributes
    for other in (
        replace(design, question="Another question?"),
        replace(design, attributes=(replace(first, name="Something else"), *others)),
        replace(design, sets=tuple(reversed(design.sets))),
    ):
        assert rounds.asked_hash(replace(asked, choices=(other,))) != rounds.asked_hash(asked)
    assert rounds.asked_hash(replace(asked, choices=())) == rounds.asked_hash(core().as_asked_in(1))
