"""Other instruments of the year: who writes them down, when, and that no number finds its way in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from audit.also_used import LONGEST_SENTENCE, MOST, AlsoUsed
from audit.running.also_used import NotRunningYet, NotToBeKept, known_of, save_also_used
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.store.models import AlsoUsedRow
from audit.store.queries import trail_of
from tests.running import agencies
from tests.running.agencies import NOW, TODAY, Agency

CARE = AlsoUsed("CARE Measure", date(2026, 2, 11), "Families who came to us answered it.")
BLRI = AlsoUsed("Barrett-Lennard Relationship Inventory", date(2026, 1, 20))


def save(session: Session, here: Agency, round_id: int, *entries: AlsoUsed, by: int = 0) -> None:
    save_also_used(session, round_id=round_id, entries=entries, by=by or here.leader, today=TODAY)


def notes_on_the_trail(session: Session, here: Agency) -> int:
    return sum("what else was used" in t.what for t in trail_of(session, organisation_id=here.organisation_id))


def test_what_was_written_down_stays_in_its_order_until_it_is_written_anew(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session:
        save(session, running.here, running.id, CARE, BLRI)
        assert known_of(session, round_id=running.id) == (CARE, BLRI)
        save(session, running.here, running.id, BLRI)
        assert known_of(session, round_id=running.id) == (BLRI,)
        save(session, running.here, running.id)
        assert known_of(session, round_id=running.id) == ()


def test_the_trail_says_who_wrote_it_down_and_only_where_something_changed(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session:
        for _time in range(3):
            save(session, running.here, running.id, CARE, by=running.here.consultant)
        assert notes_on_the_trail(session, running.here) == 1
        assert trail_of(session, organisation_id=running.here.organisation_id)[0].who == "Cy"


def test_a_round_that_is_not_open_yet_takes_none(tmp_path: Path) -> None:
    here = agencies.agency(tmp_path)
    round_id = agencies.cosigned(here)
    with here.store() as session, pytest.raises(NotRunningYet, match="once it has opened"):
        save(session, here, round_id, CARE)


def test_staff_representatives_reviewers_and_strangers_write_nothing_down(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    here = running.here
    _other, stranger, _rep, _consultant = agencies.another(here.store, name="Oak Trust")
    with here.store() as session:
        with pytest.raises(NotForThisRole):
            save(session, here, running.id, CARE, by=here.rep)
        with pytest.raises(NotOfThisOrganisation):
            save(session, here, running.id, CARE, by=stranger)
        assert known_of(session, round_id=running.id) == ()


@pytest.mark.parametrize("sentence", ["42 points.", "A mean of ٤.", "½ of them", "Rated Ⅳ", "Better by 5 %"])
def test_a_sentence_with_a_number_is_refused_and_says_why_and_the_way_out(tmp_path: Path, sentence: str) -> None:
    running = agencies.open_round(tmp_path)
    with running.here.store() as session:
        with pytest.raises(NotToBeKept) as refused:
            save(session, running.here, running.id, AlsoUsed("CARE Measure", TODAY, sentence))
        (said,) = refused.value.sentences
        assert "not part of this report" in said
        assert "Say it without a number" in said


def test_everything_that_does_not_fit_is_said_at_once(tmp_path: Path) -> None:
    running = agencies.open_round(tmp_path)
    wrong = (
        AlsoUsed(" ", TODAY),
        AlsoUsed("ProQOL", TODAY + timedelta(days=1)),
        AlsoUsed("Long", TODAY, "x" * (LONGEST_SENTENCE + 1)),
        *[CARE] * MOST,
    )
    with running.here.store() as session:
        with pytest.raises(NotToBeKept) as refused:
            save(session, running.here, running.id, *wrong)
        assert len(refused.value.sentences) == 4


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ({"position": 6}, "position"),
        ({"name": ""}, "ck_also_used_name"),
        ({"sentence": "x" * 201}, "ck_also_used_sentence"),
        ({"sentence": "They gave 7."}, "no_number"),
    ],
)
def test_the_store_has_no_place_for_a_sixth_or_for_a_number(tmp_path: Path, row: dict[str, object], rule: str) -> None:
    running = agencies.open_round(tmp_path)
    values = {"position": 1, "name": "CARE Measure", "day": NOW.date(), "sentence": "", **row}
    with running.here.store() as session:
        session.add(AlsoUsedRow(round_id=running.id, **values))
        with pytest.raises(IntegrityError, match=rule):
            session.flush()
