"""What somebody adds to reports: who may, what is kept, and what is told to whom it does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from audit.brands import MAIN, TooPale
from audit.hand import UNTOUCHED, Where
from audit.own_text import MOST_CHAPTERS, NotToBePrinted
from audit.pictures import NotAPicture
from audit.running import hands
from audit.running.hands import BrandWords, NameTaken, NotNamed, Sent, StillShown, TooMuchAdded, hand_of
from audit.running.rights import NotForThisRole, NotOfThisOrganisation
from audit.store.queries import NothingThere, report_chapters_of, report_pictures_of, trail_of
from tests.hand.drawn import png
from tests.running import agencies
from tests.running.agencies import TODAY, Agency

LOGO = Sent(png(), "logo.png", "A river")
OURS = BrandWords("Elm House", "1 Mill Lane\nLeeds", "Elm House, Leeds", "#5A194A", "#494c22")


@pytest.fixture(name="here")
def _here(tmp_path: Path) -> Agency:
    return agencies.agency(tmp_path)


@pytest.fixture(name="round_id")
def _round_id(here: Agency) -> int:
    return agencies.prepared(here)


@pytest.fixture(name="session")
def _session(here: Agency) -> Iterator[Session]:
    with here.store() as session:
        yield session


def brands(session: Session, here: Agency, words: BrandWords, *, own: bool = False, by: int = 0) -> None:
    by = by or (here.consultant if own else here.leader)
    hands.save_brand(session, organisation_id=here.organisation_id, own=own, words=words, by=by, today=TODAY)


def chapter(session: Session, here: Agency, round_id: int, title: str, *, text: str = "Text.", by: int = 0) -> int:
    made = hands.add_chapter(
        session,
        round_id=round_id,
        title=title,
        text=text,
        where=Where.BEFORE_FINDINGS,
        by=by or here.leader,
        today=TODAY,
    )
    return made.id


def picture(session: Session, here: Agency, round_id: int, name: str, *, sent: Sent = LOGO) -> None:
    hands.add_picture(session, round_id=round_id, name=name, sent=sent, by=here.leader, today=TODAY)


def titles(session: Session, round_id: int) -> list[str]:
    return [c.title for c in report_chapters_of(session, round_id=round_id)]


def test_a_round_to_which_nobody_added_anything_is_untouched(session: Session, here: Agency, round_id: int) -> None:
    assert hand_of(session, round_id=round_id, account_id=here.leader) == UNTOUCHED


def test_reports_look_like_the_organisation_else_like_the_consultant_who_asks(
    session: Session, here: Agency, round_id: int
) -> None:
    def name(account: int | None) -> str:
        brand = hand_of(session, round_id=round_id, account_id=account).brand
        return brand.name if brand else ""

    brands(session, here, BrandWords("Cy & Co"), own=True)
    assert [name(a) for a in (here.consultant, here.leader, None)] == ["Cy & Co", "", ""]
    brands(session, here, OURS)
    assert [name(a) for a in (here.consultant, here.leader, None)] == ["Elm House"] * 3
    hands.remove_brand(session, organisation_id=here.organisation_id, own=False, by=here.leader, today=TODAY)
    assert name(here.consultant) == "Cy & Co"


def test_a_logo_can_come_first_and_stays_when_the_words_change(session: Session, here: Agency, round_id: int) -> None:
    what = {"organisation_id": here.organisation_id, "own": False, "by": here.leader, "today": TODAY}
    hands.save_logo(session, sent=LOGO, **what)  # type: ignore[arg-type]  # one mapping for several calls
    brand = hand_of(session, round_id=round_id, account_id=None).brand
    assert brand
    assert (brand.main, brand.name) == (MAIN, "Elm House")
    brands(session, here, OURS)
    brand = hand_of(session, round_id=round_id, account_id=None).brand
    assert brand
    assert brand.main == "#5a194a"
    assert brand.logo
    assert brand.logo.alt == "A river"
    hands.remove_logo(session, **what)  # type: ignore[arg-type]
    brand = hand_of(session, round_id=round_id, account_id=None).brand
    assert brand
    assert brand.logo is None


def test_what_does_not_fit_changes_nothing(session: Session, here: Agency, round_id: int) -> None:
    brands(session, here, OURS)
    before = hand_of(session, round_id=round_id, account_id=None)
    with pytest.raises(TooPale):
        brands(session, here, BrandWords("Other", main="#ffd500"))
    with pytest.raises(NotNamed):
        brands(session, here, BrandWords(" "))
    with pytest.raises(NotAPicture):
        hands.save_logo(
            session,
            organisation_id=here.organisation_id,
            own=False,
            sent=Sent(b"<svg/>", "logo.svg", ""),
            by=here.leader,
            today=TODAY,
        )
    session.rollback()
    assert hand_of(session, round_id=round_id, account_id=None) == before


def test_chapters_stand_in_their_order_and_can_move_change_and_go(
    session: Session, here: Agency, round_id: int
) -> None:
    first, second = (chapter(session, here, round_id, title) for title in ("First", "Second"))
    hands.move_chapter_up(session, round_id=round_id, chapter_id=second, by=here.consultant, today=TODAY)
    assert titles(session, round_id) == ["Second", "First"]
    hands.move_chapter_up(session, round_id=round_id, chapter_id=second, by=here.consultant, today=TODAY)
    assert titles(session, round_id) == ["Second", "First"]
    hands.change_chapter(
        session,
        round_id=round_id,
        chapter_id=first,
        title="Third",
        text="More.",
        where=Where.BEFORE_PLAN,
        by=here.leader,
        today=TODAY,
    )
    hands.remove_chapter(session, round_id=round_id, chapter_id=second, by=here.consultant, today=TODAY)
    (left,) = hand_of(session, round_id=round_id, account_id=None).chapters
    assert (left.title, left.text, left.where) == ("Third", "More.", Where.BEFORE_PLAN)


def test_a_chapter_carries_the_pictures_that_it_calls_and_no_others(
    session: Session, here: Agency, round_id: int
) -> None:
    for name in ("hall", "garden"):
        picture(session, here, round_id, name)
    chapter(session, here, round_id, "Hall", text="![](picture:hall)")
    (own,) = hand_of(session, round_id=round_id, account_id=None).chapters
    assert set(own.pictures) == {"hall"}
    kept = {p.name: p.id for p in report_pictures_of(session, round_id=round_id)}
    with pytest.raises(StillShown, match="“Hall” shows the picture “hall”"):
        hands.remove_picture(session, round_id=round_id, picture_id=kept["hall"], by=here.leader, today=TODAY)
    hands.remove_picture(session, round_id=round_id, picture_id=kept["garden"], by=here.leader, today=TODAY)
    assert [p.name for p in report_pictures_of(session, round_id=round_id)] == ["hall"]


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        (" ", "Text.", NotNamed),
        ("A", "<script>1</script>", NotToBePrinted),
        ("A", "![](picture:nowhere)", NotToBePrinted),
        ("A", "a" * 20_001, NotToBePrinted),
    ],
)
def test_a_chapter_that_cannot_be_printed_is_not_kept(
    session: Session, here: Agency, round_id: int, title: str, text: str, why: type[Exception]
) -> None:
    with pytest.raises(why):
        chapter(session, here, round_id, title, text=text)
    assert titles(session, round_id) == []


def test_a_report_holds_twelve_chapters(session: Session, here: Agency, round_id: int) -> None:
    for number in range(MOST_CHAPTERS):
        chapter(session, here, round_id, f"Chapter {number}")
    with pytest.raises(TooMuchAdded, match="12 chapters"):
        chapter(session, here, round_id, "One more")


def test_pictures_have_names_and_words(session: Session, here: Agency, round_id: int) -> None:
    with pytest.raises(NotNamed, match="small letters"):
        picture(session, here, round_id, "Our hall")
    with pytest.raises(NotNamed, match="what the picture shows"):
        picture(session, here, round_id, "hall", sent=Sent(png(), "hall.png", " "))
    picture(session, here, round_id, "hall")
    with pytest.raises(NameTaken):
        picture(session, here, round_id, "hall")


def test_notes_and_what_is_left_out_are_kept_and_limits_always_stay(
    session: Session, here: Agency, round_id: int
) -> None:
    hands.save_notes(
        session,
        round_id=round_id,
        notes={"grid": " Read this twice. ", "gates": "  "},
        left_out=frozenset({"groups", "trust", "withheld", "appendix"}),
        by=here.consultant,
        today=TODAY,
    )
    hand = hand_of(session, round_id=round_id, account_id=None)
    assert (dict(hand.notes), hand.left_out) == ({"grid": "Read this twice."}, frozenset({"groups"}))
    with pytest.raises(NotToBePrinted, match="600 letters"):
        hands.save_notes(
            session, round_id=round_id, notes={"grid": "a" * 601}, left_out=frozenset(), by=here.leader, today=TODAY
        )


def test_the_trail_says_who_changed_what(session: Session, here: Agency, round_id: int) -> None:
    brands(session, here, OURS)
    chapter(session, here, round_id, "Ours", by=here.consultant)
    lines = {(line.who, line.what) for line in trail_of(session, organisation_id=here.organisation_id)}
    assert ("Cy", "Added the chapter “Ours” to reports of round 1") in lines
    assert any(what == "Changed the brand of reports" for _who, what in lines)


def test_staff_representatives_and_strangers_add_nothing(session: Session, here: Agency, round_id: int) -> None:
    stranger = agencies.another(here.store, name="Ash House")[1]
    for by, why in ((here.rep, NotForThisRole), (stranger, NotOfThisOrganisation)):
        tries: tuple[Callable[[], object], ...] = (
            partial(brands, session, here, OURS, by=by),
            partial(chapter, session, here, round_id, "Ours", by=by),
            partial(hands.save_notes, session, round_id=round_id, notes={}, left_out=frozenset(), by=by, today=TODAY),
        )
        for attempt in tries:
            with pytest.raises(why):
                attempt()
    with pytest.raises(NotForThisRole):
        brands(session, here, OURS, own=True, by=here.leader)


def test_a_chapter_of_another_round_is_not_there(session: Session, here: Agency, round_id: int) -> None:
    with pytest.raises(NothingThere):
        hands.remove_chapter(session, round_id=round_id, chapter_id=99, by=here.leader, today=TODAY)
