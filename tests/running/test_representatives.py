"""A leader alone cannot swap the staff representative unseen: it takes a fortnight, and staff read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.doors import close
from audit.fallback import plain
from audit.promise import NewRep, circumstances_as_json, circumstances_from_json, limits_of, since_last_round
from audit.running import members, representatives, rounds
from audit.running.members import NothingToEnd, SignatureStands
from audit.running.representatives import WAIT, NothingAsked, WaitsForRepresentative
from audit.running.rights import NotForThisRole
from audit.store.models import Role
from audit.store.queries import one_round, trail_of
from audit.wording import languages, use_language
from tests.builders import library
from tests.running import agencies
from tests.running.agencies import AFTER, LIGHT, NOW, PASSWORD, TODAY, Agency, cosigned, prepared, start

ON_THEIR_WORD = (
    "The staff representative has changed since the last round, on the leaders’ word alone."
    " Last time Sam signed, now Ida does.",
)
HANDED_OVER = ("The staff representative has changed since the last round: Sam handed over to Ida.",)
LATER = NOW + WAIT


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


def asks(session: Session, here: Agency, *, by: int, days: int = 0) -> None:
    """Somebody asks that the part of the staff representative end."""
    now = NOW + timedelta(days=days)
    members.ask_to_end(session, organisation_id=here.organisation_id, account_id=here.rep, by=by, now=now)


def ends(session: Session, here: Agency, *, by: int, days: int = 0) -> None:
    """Somebody ends it."""
    now = NOW + timedelta(days=days)
    members.end_membership(session, organisation_id=here.organisation_id, account_id=here.rep, by=by, now=now)


def stays(session: Session, here: Agency) -> None:
    """The staff representative says no."""
    representatives.stay(session, organisation_id=here.organisation_id, by=here.rep, now=NOW)


def brings_in(session: Session, here: Agency, *, by: int, name: str = "Ida") -> int:
    """A new staff representative."""
    code = members.invite(
        session, organisation_id=here.organisation_id, role=Role.STAFF_REP, name=name, by=by, now=LATER
    )
    email = f"{name.lower()}@x.example"
    return members.join(session, code=code, email=email, password=PASSWORD, now=LATER, cost=LIGHT).id


def put_out(session: Session, here: Agency) -> None:
    """The leader asks, waits, ends."""
    asks(session, here, by=here.leader)
    ends(session, here, by=here.leader, days=WAIT.days)


def closed_round(here: Agency, *, trial: bool = False) -> None:
    """A round that everybody signed and two phrases closed."""
    running = start(here, trial=trial, answers=12)
    with here.store() as session:
        for seat in (1, 2):
            close.give_phrase(
                session,
                round_id=running.id,
                seat=seat,
                phrase=running.phrases[seat],
                settings=here.settings,
                library=library(),
                today=AFTER,
                cost=LIGHT,
            )


def said_of_the_next(here: Agency) -> tuple[str, ...]:
    """What staff would read of the representative if the next round were signed now."""
    round_id = prepared(here, today=AFTER)
    with here.store() as session:
        return since_last_round(rounds.freeze(session, one_round(session, round_id=round_id)).circumstances)


def test_a_leader_or_consultant_cannot_end_the_part_of_the_representative_at_once(here: Agency) -> None:
    with here.store() as session:
        for by in (here.leader, here.consultant):
            with pytest.raises(WaitsForRepresentative, match="Ask first that this part end"):
                ends(session, here, by=by)


def test_it_can_be_ended_a_fortnight_after_it_was_asked_for_and_not_a_day_sooner(here: Agency) -> None:
    with here.store() as session:
        asks(session, here, by=here.leader)
        for days in (0, WAIT.days - 1):
            with pytest.raises(WaitsForRepresentative, match="from 16 March 2026 on, unless Sam stays"):
                ends(session, here, by=here.leader, days=days)
        ends(session, here, by=here.leader, days=WAIT.days)
        lines = [(t.who, t.what) for t in trail_of(session, organisation_id=here.organisation_id)]
    assert ("Lea", "Asked to end the part of Sam as the staff representative") in lines
    assert ("Lea", "Ended the part of Sam as the staff representative") in lines


def test_asking_again_begins_no_new_fortnight_and_writes_no_second_line(here: Agency) -> None:
    with here.store() as session:
        asks(session, here, by=here.leader)
        asks(session, here, by=here.consultant, days=10)
        asked = [t for t in trail_of(session, organisation_id=here.organisation_id) if t.what.startswith("Asked to")]
        assert len(asked) == 1
        ends(session, here, by=here.consultant, days=WAIT.days)


def test_a_representative_who_stays_is_asked_about_anew(here: Agency) -> None:
    with here.store() as session:
        asks(session, here, by=here.leader)
        stays(session, here)
        with pytest.raises(WaitsForRepresentative, match="Ask first"):
            ends(session, here, by=here.leader, days=WAIT.days)
        asks(session, here, by=here.leader, days=WAIT.days)
        with pytest.raises(WaitsForRepresentative, match="from 30 March 2026 on"):
            ends(session, here, by=here.leader, days=WAIT.days + 1)


def test_what_was_asked_in_one_language_counts_in_every_other(here: Agency) -> None:
    with here.store() as session:
        with use_language("es"):
            asks(session, here, by=here.leader)
        asked = representatives.asked_on(session, organisation_id=here.organisation_id, account_id=here.rep)
        assert asked == TODAY
        with use_language("es"):
            stays(session, here)
        assert representatives.asked_on(session, organisation_id=here.organisation_id, account_id=here.rep) is None


def test_nobody_says_no_where_nobody_asks_and_nobody_else_says_it(here: Agency) -> None:
    with here.store() as session:
        with pytest.raises(NothingAsked):
            stays(session, here)
        asks(session, here, by=here.leader)
        with pytest.raises(NotForThisRole):
            representatives.stay(session, organisation_id=here.organisation_id, by=here.leader, now=NOW)


def test_only_those_who_prepare_ask_and_only_about_a_representative(here: Agency) -> None:
    with here.store() as session:
        with pytest.raises(NotForThisRole):
            asks(session, here, by=here.rep)
        with pytest.raises(NothingToEnd, match="can be ended at once"):
            members.ask_to_end(
                session, organisation_id=here.organisation_id, account_id=here.consultant, by=here.leader, now=NOW
            )


def test_while_their_signature_stands_it_is_not_even_asked_for(here: Agency) -> None:
    cosigned(here)
    with here.store() as session, pytest.raises(SignatureStands):
        asks(session, here, by=here.leader)


def test_the_representative_goes_at_their_own_word_without_waiting(here: Agency) -> None:
    with here.store() as session:
        ends(session, here, by=here.rep)


def test_another_representative_by_the_leaders_word_alone_is_said_to_staff(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        put_out(session, here)
        brings_in(session, here, by=here.leader)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_a_representative_who_left_and_named_nobody_is_told_in_the_same_words(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        ends(session, here, by=here.rep)
        brings_in(session, here, by=here.leader)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_a_representative_who_hands_over_is_told_as_that(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        brings_in(session, here, by=here.rep)
        ends(session, here, by=here.rep)
    assert said_of_the_next(here) == HANDED_OVER


def test_a_representative_who_was_put_out_after_inviting_did_not_hand_over(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        brings_in(session, here, by=here.rep)
        put_out(session, here)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_a_second_account_with_the_name_of_the_one_before_hands_nothing_over(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        ends(session, here, by=here.rep)
        puppet = brings_in(session, here, by=here.leader, name="Sam")
        brings_in(session, here, by=puppet)
        members.end_membership(session, organisation_id=here.organisation_id, account_id=puppet, by=puppet, now=LATER)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_signing_and_cancelling_in_between_wipes_nothing_out(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        put_out(session, here)
        ida = brings_in(session, here, by=here.leader)
    round_id = prepared(here, today=AFTER)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=ida, today=AFTER)
        assert since_last_round(rounds.freeze(session, one_round(session, round_id=round_id)).circumstances)
        close.cancel(session, round_id=round_id, settings=here.settings, by=ida, today=AFTER)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_a_round_that_was_signed_and_called_off_counts_as_a_signature(here: Agency) -> None:
    round_id = cosigned(here)
    with here.store() as session:
        close.cancel(session, round_id=round_id, settings=here.settings, by=here.leader, today=TODAY)
        put_out(session, here)
        brings_in(session, here, by=here.leader)
    assert said_of_the_next(here) == ON_THEIR_WORD


def test_the_same_representative_is_no_news(here: Agency) -> None:
    closed_round(here)
    assert said_of_the_next(here) == ()


def test_a_second_representative_beside_the_first_is_no_news(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        brings_in(session, here, by=here.rep)
    assert said_of_the_next(here) == ()


def test_the_first_round_has_nobody_before_it(here: Agency) -> None:
    assert said_of_the_next(here) == ()


def test_it_stands_in_what_was_signed_on_the_trail_and_on_the_start_page(here: Agency) -> None:
    closed_round(here)
    with here.store() as session:
        put_out(session, here)
        ida = brings_in(session, here, by=here.leader)
    round_id = prepared(here, today=AFTER)
    with here.store() as session:
        rounds.cosign(session, round_id=round_id, by=ida, today=AFTER)
        row = one_round(session, round_id=round_id)
        assert row.frozen is not None
        signed = circumstances_from_json(row.frozen["circumstances"])
        newest = trail_of(session, organisation_id=here.organisation_id)[0]
    assert signed.new_rep == NewRep("Sam", "Ida", handed_over=False)
    assert set(ON_THEIR_WORD) <= set(limits_of(signed))
    assert (newest.who, newest.what) == ("Ida", *ON_THEIR_WORD)
    assert circumstances_from_json(circumstances_as_json(signed)) == signed
    assert "new_rep" not in circumstances_as_json(replace(signed, new_rep=None)), "older rounds keep their line"


def test_days_of_waiting_are_whole_days() -> None:
    assert representatives.may_end_on(date(2026, 3, 2)) == date(2026, 3, 16)


WRITTEN_DOWN = {
    "en": (
        "Invited N as the staff representative",
        "Joined as the staff representative",
        "Ended the part of N as the staff representative",
        "Asked to end the part of N as the staff representative",
        "Stays as the staff representative",
    ),
    "es": (
        "Invitó a N. Función: la persona que representa al personal",
        "Se unió. Función: la persona que representa al personal",
        "Terminó la función de N como la persona que representa al personal",
        "Pidió que termine la función de N como la persona que representa al personal",
        "Se queda como la persona que representa al personal",
    ),
}
"""Lines on the trails of installations. Whoever rewords one teaches `representatives` the words that were there before:
else somebody who said that they stay would not be heard any more. A new language gets its lines here."""


@pytest.mark.parametrize("language", [language.code for language in languages()])
def test_lines_that_the_rule_reads_are_written_down_as_they_always_were(language: str) -> None:
    with use_language(language):
        lines = (
            representatives.invited("N", Role.STAFF_REP),
            representatives.joined(Role.STAFF_REP),
            representatives.ended("N", Role.STAFF_REP),
            representatives.asked("N"),
            representatives.stays(),
        )
    assert tuple(map(plain, lines)) == WRITTEN_DOWN[language]
