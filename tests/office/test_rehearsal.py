"""Rehearsing a round: invented answers go the whole way of real ones, are marked everywhere, and are kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, delete, select

from audit.exhibits import exhibits_of
from audit.exhibits.notes import rehearsal_mark
from audit.method.groups import Lens
from audit.method.profile import Withheld
from audit.method.release import as_json
from audit.office import rehearsal as page
from audit.running.rehearsing import Fate, RehearsalOver, TooManyToRehearse, grounds_of, rehearsed
from audit.store.models import GroupRow, Role
from audit.store.queries import rounds_of
from reports import report_html
from tests.builders import library
from tests.office.browsing import Visitor, with_class
from tests.office.staging import Place, a_closed_round, a_draft, an_agency, an_open_round
from tests.pages import text_of
from tests.running.agencies import cosigned, prepared

LARGER = "North\tTeam 1\t50\nNorth\tTeam 2\t40\nNorth\tTeam 3\t8\nSouth\t46\nEast\t16"
ITS_ROLES = "Practice\t110\nOffice\t50"
AT_70 = "/rounds/1/rehearsal?response=70"
MARK = "Invented answers: a rehearsal."


def a_larger_draft(home: Path) -> Place:
    """A draft of 160 people at three sites; one team is too small for the form, one site for half of its answers."""
    place = an_agency(home, places=LARGER, roles=ITS_ROLES)
    prepared(place.here)
    return place


def of_size(home: Path, people: int) -> Place:
    """A draft of so many people in one house."""
    place = an_agency(home, places=f"House\t{people}", roles=f"All here\t{people}")
    prepared(place.here)
    return place


def everything_kept(place: Place) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the office's store but for sessions, which move with each page."""
    with place.here.store() as session:
        kept = MetaData()
        kept.reflect(session.get_bind())
        return {
            name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for name, table in kept.tables.items()
            if "session" not in name and "sign_in" not in name
        }


def files_kept(place: Place) -> set[Path]:
    """Every file of the installation."""
    return {path for path in place.here.settings.home.rglob("*") if path.is_file()}


def groups_shown(visitor: Visitor) -> dict[str, str]:
    """Group -> whether it shows, and why not."""
    (table,) = (t for t in visitor.page.iter("table") if "What became of each group" in text_of(t))
    rows = [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
    return {row[0]: row[2] for row in rows[1:]}


def test_a_draft_leads_quietly_to_its_rehearsal_and_a_choice_of_how_many_answer(tmp_path: Path) -> None:
    visitor = a_larger_draft(tmp_path).visitor().opens("/rounds/1")
    assert "Rehearse this round with invented answers" in visitor.text
    visitor.opens("/rounds/1/rehearsal")
    assert "Nothing of it is kept" in visitor.text
    visitor.presses("Rehearse", response="90")
    assert "Nine in ten answer. This is how the results of this round could look." in visitor.text


def test_every_part_of_the_page_says_that_the_answers_are_invented(tmp_path: Path) -> None:
    visitor = a_larger_draft(tmp_path).visitor().opens(AT_70)
    assert "invented answers" in text_of(next(visitor.page.iter("title")))
    assert MARK in text_of(next(with_class(visitor.page, "rehearsal")))
    notes = [text_of(e) for e in with_class(visitor.page, "exhibit__note")]
    assert len(notes) > 5
    assert all(note.startswith(MARK) for note in notes)
    questions = list(with_class(visitor.page, "question"))
    assert len(questions) == sum(text_of(e) == "Invented answers" for e in with_class(visitor.page, "status--look"))


def test_a_rehearsal_names_no_release_no_round_and_no_keys(tmp_path: Path) -> None:
    text = a_larger_draft(tmp_path).visitor().opens(AT_70).text
    assert "Source: release" not in text
    assert "key holders opened" not in text
    assert "Nobody Every answer here is invented." in text


def test_nothing_is_written_anywhere(tmp_path: Path) -> None:
    place = a_larger_draft(tmp_path)
    visitor = place.visitor().opens("/rounds/1")
    before, files = everything_kept(place), files_kept(place)
    assert before
    for path in (AT_70, "/rounds/1/rehearsal", f"{AT_70}&seed=5"):
        assert visitor.opens(path).status == 200
    assert everything_kept(place) == before
    assert files_kept(place) == files
    assert visitor.client.get("/rounds/1/profile").status_code == 422


def test_every_group_as_entered_is_there_with_what_became_of_it_and_why(tmp_path: Path) -> None:
    shown = groups_shown(a_larger_draft(tmp_path).visitor().opens(AT_70))
    assert shown["North / Team 1"] == "Yes"
    assert shown["North / Team 3"] == "No: it, or what is left beside it, is too small for the form. Counts in: North"
    assert set(shown) == {
        *("North", "North / Team 1", "North / Team 2", "North / Team 3"),
        *("South", "East", "Practice", "Office"),
    }


def test_groups_with_few_answers_are_told_apart_from_groups_that_give_others_away(tmp_path: Path) -> None:
    place = a_larger_draft(tmp_path)
    fates = set()
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[0].id
        for seed in (1, 2):
            found = rehearsed(session, round_id=round_id, library=library(), response=50, seed=seed)
            told = {(Lens.PLACE, g.path) for g in found.facts.release.places}
            told |= {(Lens.ROLE, g.path) for g in found.facts.release.roles}
            assert {(g.lens, g.path) for g in found.groups if g.fate is Fate.SHOWN} == told
            fates |= {g.fate for g in found.groups}
    assert {Fate.SHOWN, Fate.FOLDS, Fate.TOO_FEW} <= fates


def test_the_numbers_are_those_of_a_release_and_the_same_address_gives_the_same_page(tmp_path: Path) -> None:
    place = a_larger_draft(tmp_path)
    visitor = place.visitor().opens(AT_70)
    first = visitor.text
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[0].id
        found = rehearsed(session, round_id=round_id, library=library(), response=70, seed=1)
    assert not isinstance(found.facts.profile.whole, Withheld)
    principles = next(e for e in exhibits_of(found.facts) if e.id == "principles")
    assert principles.finding in first
    assert visitor.opens(f"{AT_70}&anything=else").text == first
    assert visitor.opens(f"{AT_70}&seed=2").text != first


def test_another_rehearsal_is_one_link_away(tmp_path: Path) -> None:
    visitor = a_larger_draft(tmp_path).visitor().opens(f"{AT_70}&seed=9999")
    links = {text_of(a): a.get("href", "") for a in visitor.page.iter("a")}
    assert links["Invent other answers"].endswith("response=70&seed=1")
    assert links["Half of the staff"].endswith("response=50&seed=9999")


@pytest.mark.parametrize("query", ["response=71", "response=", "response=%00", "seed=3"])
def test_a_response_that_is_not_offered_gives_the_choice_again(tmp_path: Path, query: str) -> None:
    visitor = a_draft(tmp_path).visitor().opens(f"/rounds/1/rehearsal?{query}")
    assert visitor.status == 200
    assert "How many answer?" in visitor.text


@pytest.mark.parametrize("seed", ["x", "-1", "²", "123456"])
def test_a_seed_that_is_none_is_the_first(tmp_path: Path, seed: str) -> None:
    visitor = a_draft(tmp_path).visitor()
    assert visitor.opens(f"/rounds/1/rehearsal?response=90&seed={seed}").status == 200
    links = {text_of(a): a.get("href", "") for a in visitor.page.iter("a")}
    assert links["Invent other answers"].endswith("seed=2")


def test_under_ten_answers_it_says_so_and_names_the_talk(tmp_path: Path) -> None:
    visitor = of_size(tmp_path, 17).visitor().opens("/rounds/1/rehearsal?response=50")
    assert "Half of the staff: of 17 people that is fewer than ten" in visitor.text
    assert any(a.get("href", "").endswith("/conversation") for a in visitor.page.iter("a"))
    visitor.presses("Rehearse", response="90")
    assert MARK in visitor.text


def test_under_fifteen_people_there_is_a_talk_and_no_rehearsal(tmp_path: Path) -> None:
    visitor = of_size(tmp_path, 14).visitor()
    for path in ("/rounds/1/rehearsal", "/rounds/1/rehearsal?response=90"):
        assert "This team is too small for a round" in visitor.opens(path).text
    assert "How many answer?" not in visitor.text
    assert visitor.opens("/rounds/1/rehearsal.pdf?response=90").status == 404


def test_without_headcounts_it_asks_for_them(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    with place.here.store() as session:
        session.execute(delete(GroupRow))
        session.commit()
    assert "A rehearsal needs that." in place.visitor().opens("/rounds/1/rehearsal").text


def test_what_was_cosigned_is_rehearsed_as_it_was_signed(tmp_path: Path) -> None:
    place = an_agency(tmp_path, places=LARGER, roles=ITS_ROLES)
    round_id = cosigned(place.here)
    visitor = place.visitor(Role.STAFF_REP).opens("/rounds/1")
    assert "Rehearse this round with invented answers" in visitor.text
    assert MARK in visitor.opens(AT_70).text
    with place.here.store() as session:
        assert grounds_of(session, round_id=round_id).headcount == 160


@pytest.mark.parametrize("stage", [an_open_round, a_closed_round], ids=lambda s: s.__name__)
def test_an_open_or_closed_round_has_no_rehearsal(tmp_path: Path, stage: Callable[[Path], Place]) -> None:
    place = stage(tmp_path)
    visitor = place.visitor()
    assert "Rehearse this round" not in visitor.opens("/rounds/1").text
    for path in (AT_70, "/rounds/1/rehearsal", "/rounds/1/rehearsal.pdf"):
        assert visitor.opens(path).status == 422
        assert "for the time before a round opens" in visitor.text
    assert place.round is not None
    with place.here.store() as session, pytest.raises(RehearsalOver):
        rehearsed(session, round_id=place.round.id, library=library(), response=70, seed=1)


def test_very_many_people_are_sent_to_the_commands(tmp_path: Path) -> None:
    place = of_size(tmp_path, 10_001)
    visitor = place.visitor().opens(AT_70)
    assert visitor.status == 422
    assert "steadyground simulate" in visitor.text
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[0].id
        with pytest.raises(TooManyToRehearse):
            rehearsed(session, round_id=round_id, library=library(), response=70, seed=1)


@pytest.mark.parametrize(("role", "allowed"), [(r, r is not Role.REVIEWER) for r in Role])
def test_leaders_consultants_and_the_staff_representative_may_look(tmp_path: Path, role: Role, allowed: bool) -> None:
    visitor = a_draft(tmp_path).visitor(role)
    assert (visitor.opens("/rounds/1/rehearsal").status == 200) is allowed
    assert ("Rehearse this round" in visitor.opens("/rounds/1").text) is allowed


def test_the_printed_report_is_marked_on_its_cover_in_the_margin_and_in_every_chapter(tmp_path: Path) -> None:
    place = a_larger_draft(tmp_path)
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[0].id
        facts = rehearsed(session, round_id=round_id, library=library(), response=70, seed=1).facts
    printed = report_html(facts)
    cover = printed[: printed.index("</header>")]
    assert rehearsal_mark() in cover
    assert "rehearsal of round 1" in cover
    assert re.search(r'running--who">Elm House · invented answers, a rehearsal<', printed)
    assert "release " + facts.profile.release_hash[:12] not in printed
    below_tables = re.findall(r'<p class="exhibit__note">(.*?)</p>', printed)
    notes = [text for text in below_tables if not text.startswith("See “")]  # where the method explains a table
    assert len(notes) > 5
    assert all(note.startswith(MARK) for note in notes)


def test_the_report_comes_as_a_file_of_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = []

    def printing(facts: object, *, paper: str) -> bytes:
        kinds.append((paper, facts.rehearsal))  # type: ignore[attr-defined]  # stands in for the layout
        return b"%PDF"

    monkeypatch.setattr(page, "report_pdf", printing)
    place = a_draft(tmp_path)
    visitor = place.visitor()
    before = everything_kept(place)
    got = visitor.client.get("/rounds/1/rehearsal.pdf?response=70&paper=letter")
    assert "rehearsal-round-1.pdf" in got.headers["Content-Disposition"]
    assert kinds == [("letter", True)]
    assert visitor.client.get("/rounds/1/rehearsal.pdf").status_code == 404
    assert everything_kept(place) == before


def test_what_was_invented_is_a_release_like_any_other(tmp_path: Path) -> None:
    place = a_draft(tmp_path)
    with place.here.store() as session:
        round_id = rounds_of(session, organisation_id=place.here.organisation_id)[0].id
        one, again = (
            rehearsed(session, round_id=round_id, library=library(), response=90, seed=3).facts.release for _ in "ab"
        )
    assert as_json(one) == as_json(again)
    assert one.whole is not None


def test_the_round_form_and_the_draft_say_in_short_what_the_round_could_show(tmp_path: Path) -> None:
    place = a_larger_draft(tmp_path)
    for path in ("/rounds/1/change", "/rounds/1"):
        text = place.visitor().opens(path).text
        assert "What this round could show" in text
        assert "Groups with ten answers or more" in text
        assert "Smallest change next year could show, in points" in text
    assert "What this round could show" not in of_size(tmp_path / "small", 14).visitor().opens("/rounds/1/change").text
