"""A team conversation from its first day to its removal: who writes it, when it is fixed, and for whom it is meant."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit.method.answers import Rated
from audit.method.conversation import Said
from audit.method.questionnaire import Questionnaire
from audit.running.asking import QuestionnaireNotHere
from audit.running.conversations import (
    AlreadyAgreed,
    ConversationUnderWay,
    NotForConversations,
    NotHeldYet,
    NothingAgreed,
    TooManyPeople,
    agree,
    begin,
    find_draft,
    records_of,
    remove,
    save_records,
    talked_about_in,
    team_facts,
)
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.store.models import Conversation, ConversationState
from audit.store.queries import NothingThere, conversations_of, find_conversation, one_conversation, trail_of
from tests.builders import core, library
from tests.method.modular import pulse
from tests.running import agencies
from tests.running.agencies import TODAY, Agency

FEW = {"places": "House\t11", "roles": "All here\t11"}
ONE, TWO = (i.id for i in core().staged_items[:2])


def begun(session: Session, here: Agency, *, by: int = 0, asked: Questionnaire | None = None, ahead: int = 0) -> int:
    row = begin(
        session,
        organisation_id=here.organisation_id,
        questionnaire=asked or core(),
        held_on=TODAY + timedelta(days=ahead),
        by=by or here.leader,
        today=TODAY,
    )
    return row.id


def agreed(session: Session, here: Agency) -> int:
    talk = begun(session, here)
    save_records(session, conversation_id=talk, records={ONE: Rated(3), TWO: Said.DIFFERENTLY}, by=here.rep)
    agree(session, conversation_id=talk, by=here.rep, today=TODAY)
    return talk


def test_records_stay_until_they_are_put_down_anew(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        talk = begun(session, here)
        save_records(session, conversation_id=talk, records={ONE: Rated(0), TWO: Said.CANNOT_TELL}, by=here.rep)
        save_records(session, conversation_id=talk, records={ONE: Rated(4)}, by=here.consultant)
    with here.store() as session:
        row = one_conversation(session, conversation_id=talk)
        assert records_of(row, core()) == {ONE: Rated(4), TWO: Said.CANNOT_TELL}
        save_records(session, conversation_id=talk, records={ONE: None}, by=here.leader)
        assert records_of(row, core()) == {TWO: Said.CANNOT_TELL}


def test_what_is_agreed_on_never_changes(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        talk = agreed(session, here)
        with pytest.raises(AlreadyAgreed, match="is fixed"):
            save_records(session, conversation_id=talk, records={ONE: Rated(4)}, by=here.leader)
        with pytest.raises(AlreadyAgreed, match="is fixed"):
            agree(session, conversation_id=talk, by=here.leader, today=TODAY)
        row = one_conversation(session, conversation_id=talk)
        assert (row.state, row.agreed_on, row.records[ONE]) == (ConversationState.AGREED, TODAY, "3")


def test_two_people_who_copy_in_pages_at_once_lose_nothing(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as first, here.store() as second:
        talk = begun(first, here)
        assert one_conversation(second, conversation_id=talk).records == {}
        save_records(first, conversation_id=talk, records={ONE: Rated(3)}, by=here.leader)
        save_records(second, conversation_id=talk, records={TWO: Rated(2)}, by=here.rep)
        assert one_conversation(second, conversation_id=talk).records == {ONE: "3", TWO: "2"}


def test_a_page_that_was_read_before_it_was_fixed_changes_nothing(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as first, here.store() as late:
        talk = begun(first, here)
        save_records(first, conversation_id=talk, records={ONE: Rated(3)}, by=here.leader)
        assert one_conversation(late, conversation_id=talk).state is ConversationState.DRAFT
        agree(first, conversation_id=talk, by=here.leader, today=TODAY)
        with pytest.raises(AlreadyAgreed):
            save_records(late, conversation_id=talk, records={ONE: Rated(0)}, by=here.rep)
        late.rollback()
        late.expire_all()
        assert one_conversation(late, conversation_id=talk).records == {ONE: "3"}


def test_what_it_comes_to_is_read_from_the_records(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        row = one_conversation(session, conversation_id=agreed(session, here))
        facts = team_facts(session, row, library=library())
    assert facts.profile.differently == (TWO,)
    assert len(facts.profile.not_talked_about) == len(core().staged_items) - 2
    assert {p.action for p in facts.proposals} <= set(facts.actions)


def test_nothing_put_down_is_nothing_to_agree_on(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session, pytest.raises(NothingAgreed, match="first page"):
        agree(session, conversation_id=begun(session, here), by=here.leader, today=TODAY)


@pytest.mark.parametrize(("people", "small"), [(1, True), (14, True), (19, True), (20, False), (48, False)])
def test_it_is_for_fewer_than_twenty_people(tmp_path: Path, people: int, small: bool) -> None:
    here = agencies.agency(tmp_path, places=f"House\t{people}", roles=f"All here\t{people}")
    with here.store() as session:
        if small:
            assert begun(session, here)
        else:
            with pytest.raises(TooManyPeople, match="a round fits better"):
                begun(session, here)
        assert len(conversations_of(session, organisation_id=here.organisation_id)) == small


def test_one_conversation_at_a_time_and_the_next_after_it_is_fixed(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        agreed(session, here)
        second = begun(session, here)
        with pytest.raises(ConversationUnderWay, match="begun already"):
            begun(session, here)
        draft = find_draft(session, organisation_id=here.organisation_id)
        assert draft is not None
        assert draft.id == second
        row = Conversation(
            organisation_id=here.organisation_id, questionnaire="core", edition="1", held_on=TODAY, records={}
        )
        session.add(row)
        with pytest.raises(IntegrityError):
            session.flush()


def test_a_day_to_come_is_no_day_of_a_conversation(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session, pytest.raises(NotHeldYet, match="still to come"):
        begun(session, here, ahead=1)


def test_a_questionnaire_without_all_stages_is_not_talked_about(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session, pytest.raises(NotForConversations, match="has no stages"):
        begun(session, here, asked=pulse())


def test_strangers_neither_begin_nor_write_nor_fix_nor_remove(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    _other, stranger, *_ = agencies.another(here.store, name="Oak House")
    with here.store() as session:
        talk = begun(session, here)
        with pytest.raises(NotOfThisOrganisation):
            begun(session, here, by=stranger)
        with pytest.raises(NotOfThisOrganisation):
            save_records(session, conversation_id=talk, records={ONE: Rated(4)}, by=stranger)
        with pytest.raises(NotOfThisOrganisation):
            agree(session, conversation_id=talk, by=stranger, today=TODAY)
        with pytest.raises(NotOfThisOrganisation):
            remove(session, conversation_id=talk, by=stranger, today=TODAY)
        assert one_conversation(session, conversation_id=talk).records == {}
        assert find_conversation(session, organisation_id=_other, conversation_id=talk) is None


def test_leader_or_staff_representative_removes_it_whole_and_the_trail_knows(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        talk = agreed(session, here)
        with pytest.raises(NotForThisRole):
            remove(session, conversation_id=talk, by=here.consultant, today=TODAY)
        remove(session, conversation_id=talk, by=here.rep, today=TODAY)
        with pytest.raises(NothingThere):
            one_conversation(session, conversation_id=talk)
        said = [t.what for t in trail_of(session, organisation_id=here.organisation_id)]
        assert said[:3] == [
            "Removed the record of a team conversation",
            "Fixed what a team conversation agreed on",
            "Began the record of a team conversation",
        ]


def test_a_questionnaire_whose_files_are_gone_is_named(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        row = one_conversation(session, conversation_id=begun(session, here))
        row.edition = "99"
        with pytest.raises(QuestionnaireNotHere, match="“core”, edition 99"):
            talked_about_in(row, library=library())


def test_the_store_keeps_agreed_and_its_day_together(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path, **FEW)
    with here.store() as session:
        row = one_conversation(session, conversation_id=begun(session, here))
        row.state = ConversationState.AGREED
        with pytest.raises(IntegrityError, match="agreed"):
            session.flush()
