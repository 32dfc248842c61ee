"""Papers at the office, and codes for whoever sends them by letter."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from random import Random

import pytest

from audit.ballot.slips import read_code
from audit.doors import launch
from audit.papers import PAPERS
from audit.promise import Keys, WayIn
from audit.running import rounds
from audit.running.rights import NotForThisRole
from audit.store.models import Role
from tests.builders import library
from tests.office.staging import Place, a_draft, an_agency, an_open_round
from tests.reports.documents import pages
from tests.running.agencies import TODAY, phrases, prepared


@pytest.mark.parametrize("role", Role)
def test_everybody_at_the_office_reads_and_prints_the_papers_of_a_round(tmp_path: Path, role: Role) -> None:
    visitor = an_open_round(tmp_path).visitor(role)
    visitor.opens("/rounds/1/papers")
    for name in PAPERS:
        visitor.opens(f"/rounds/1/papers/{name}")
        assert "To fill in:" in visitor.text
        assert visitor.client.get(f"/rounds/1/papers/{name}/letter").mimetype == "application/pdf"
    assert visitor.client.get("/rounds/1/papers/elsewhere").status_code == 404


def test_the_papers_of_a_draft_say_that_its_settings_can_still_change(tmp_path: Path) -> None:
    visitor = a_draft(tmp_path).visitor()
    visitor.opens("/rounds/1/papers")
    assert "The papers change with its settings" in visitor.text
    visitor.opens("/rounds/1/papers/agreement")
    assert "a draft: the settings can still change" in visitor.text


def test_cards_for_the_keys_carry_the_names_of_the_holders_and_no_word(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    assert place.round is not None
    response = place.visitor(Role.STAFF_REP).client.get("/rounds/1/phrase-cards/a4")
    told = " ".join(" ".join(pages(response.data)).split())
    assert "A key of round 1" in told
    assert [phrase for phrase in place.round.phrases.values() if phrase in told] == []


def _codes_to_send(home: Path, *, keys: Keys = Keys.TWO_OF_THREE) -> Place:
    """A round, agreed, with its keys made, whose codes are sent."""
    place = an_agency(home)
    round_id = prepared(place.here, keys=keys, way_in=WayIn.MAILED)
    with place.here.store() as session:
        rounds.cosign(session, round_id=round_id, by=place.here.rep, today=TODAY)
    phrases(place.here, round_id)
    return place


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.REVIEWER, Role.STAFF_REP])
def test_whoever_leads_nobody_fetches_the_codes_as_a_file_with_nothing_but_codes_in_it(
    tmp_path: Path, role: Role
) -> None:
    visitor = _codes_to_send(tmp_path).visitor(role)
    visitor.opens("/rounds/1/slips")
    assert "This is weaker than a hat" in visitor.text
    visitor.presses("Make the codes")
    assert visitor.response is not None
    assert visitor.response.mimetype == "text/csv"
    header, *rows = csv.reader(StringIO(visitor.response.data.decode("utf-8-sig"), newline=""))
    assert header == ["code", "address"]
    assert len(rows) == len({code for code, _address in rows}) > 20
    assert all(read_code(code) == code for code, _address in rows)
    assert [code for code, _address in rows] != sorted(code for code, _address in rows)


def test_a_leader_never_gets_the_codes_that_are_sent(tmp_path: Path) -> None:
    place = _codes_to_send(tmp_path)
    leader = place.visitor(Role.LEADER)
    leader.opens("/rounds/1/slips")
    assert "never by a leader" in leader.text
    with place.here.store() as session, pytest.raises(NotForThisRole):
        launch.print_slips(
            session,
            round_id=1,
            settings=place.here.settings,
            library=library(),
            chance=Random(1),
            today=TODAY,
            by=place.here.leader,
        )


def test_a_round_with_slips_offers_no_file_of_codes(tmp_path: Path) -> None:
    place = an_open_round(tmp_path)
    visitor = place.visitor(Role.STAFF_REP)
    visitor.opens("/rounds/1/slips")
    assert "mail merge" not in visitor.text
