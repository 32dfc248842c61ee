"""Choice sheets of paper forms: a letter, two figures for each set, on a page after the last statements."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.method.answers import Chosen
from tests.ballot.boxes import Made
from tests.builders import library
from tests.staff.keyers import Keyer, ballots_in
from tests.staff.people import a_round, settings_in, staff_app

(FIRST_OF_ALL,) = library().questionnaire("priorities").choices
(VALUED,) = library().questionnaire("relationships").choices
C = 2  # the place of sheet C


@dataclass(frozen=True, slots=True)
class Site:
    """An open round and somebody on the page for choice sheets of the first form."""

    made: Made
    keyer: Keyer

    def sends(self) -> None:
        """Keep this form as the last, and send."""
        self.keyer.press("last")
        self.keyer.press("send")


def a_site(folder: Path, asks: str) -> Site:
    settings = settings_in(folder)
    made = a_round(settings, asks=asks)
    keyer = Keyer(staff_app(settings))
    keyer.begins(made.codes[0])
    while any(name.startswith("item-") for name in keyer.filled()):
        keyer.press("next")
    return Site(made, keyer)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return a_site(tmp_path, "core+priorities")


def test_the_letter_and_the_figures_arrive_as_what_stands_on_that_sheet(site: Site) -> None:
    site.keyer.press("last", **{"sheet-0": " c ", "most-0-1": "4", "least-0-1": "1", "most-0-2": "2"})
    site.keyer.press("send")
    (ballot,) = ballots_in(site.made.path)
    first, _second = FIRST_OF_ALL.blocks[C]
    names = FIRST_OF_ALL.sets[first]
    assert ballot.choices == {"change-first": {first: Chosen(names[3], names[0])}}, "half a set does not count"


def test_the_page_comes_after_the_statements_and_says_what_to_type(tmp_path: Path) -> None:
    site = a_site(tmp_path, "core+priorities+relationships")
    assert "Page 2 of 2 of this form." in site.keyer.text
    assert "Type the letter of each sheet, and the figure in the circle with the cross" in site.keyer.text
    names = [name for name in site.keyer.filled() if name.startswith(("sheet-", "most-", "least-"))]
    assert len(names) == (1 + 2 * 5) + (1 + 2 * 2)
    assert f"Letter of the sheet “{VALUED.title}”" in site.keyer.text


def test_a_form_without_a_sheet_is_kept_as_it_is(site: Site) -> None:
    site.sends()
    assert [ballot.choices for ballot in ballots_in(site.made.path)] == [{}]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"sheet-0": "H"}, "“What to change first”: type the letter of its sheet, A to G, or leave it empty."),
        (
            {"sheet-0": "A + C", "most-0-1": "1"},
            "“What to change first”: a form counts one sheet of this kind. Key in none of them: empty the letter and"
            " the sets.",
        ),
        (
            {"most-0-1": "1", "least-0-1": "2"},
            "“What to change first”: the letter of the sheet is missing. Type it, or empty its sets.",
        ),
        ({"sheet-0": "A", "least-0-2": "5"}, "“Set 2: This can wait longest”: type 1 to 4, or leave it empty."),
        ({"sheet-0": "A", "most-0-1": "0"}, "“Set 1: Change this first”: type 1 to 4, or leave it empty."),
        (
            {"sheet-0": "A", "most-0-1": "3", "least-0-1": "3"},
            "“What to change first”, set 1: both crosses stand in line 3. Leave both fields of this set empty.",
        ),
    ],
)
def test_what_does_not_fit_comes_back_with_the_way_out_and_as_it_was_typed(
    site: Site, typed: dict[str, str], said: str
) -> None:
    keyer = site.keyer
    keyer.press("last", **typed)
    assert keyer.response.status_code == 422
    assert keyer.errors == (said,)
    assert {name: keyer.filled()[name] for name in typed} == typed
    keyer.press("last", **dict.fromkeys(typed, ""))
    keyer.press("send")
    assert [ballot.choices for ballot in ballots_in(site.made.path)] == [{}]


def test_another_letter_reads_the_same_figures_on_the_other_sheet(site: Site) -> None:
    keyer = site.keyer
    keyer.press("back", **{"sheet-0": "A", "most-0-1": "1", "least-0-1": "2"})
    keyer.press("next")
    assert (keyer.filled()["sheet-0"], keyer.filled()["most-0-1"]) == ("A", "1")
    keyer.press("last", **{"sheet-0": "C"})
    keyer.press("send")
    (ballot,) = ballots_in(site.made.path)
    assert set(ballot.choices["change-first"]) == {FIRST_OF_ALL.blocks[C][0]}, "nothing of sheet A is left"


def test_what_was_keyed_in_of_one_form_is_not_on_the_next(site: Site) -> None:
    keyer = site.keyer
    keyer.press("next", **{"sheet-0": "B", "most-0-1": "1", "least-0-1": "2", "most-0-2": "1"})
    assert keyer.heading == "Form 2"
    keyer.press("next", code=site.made.codes[1])
    assert {keyer.filled()[name] for name in ("sheet-0", "most-0-1", "least-0-1", "most-0-2")} == {""}
    site.sends()
    assert sorted(len(ballot.choices) for ballot in ballots_in(site.made.path)) == [0, 1]


def test_statements_and_choices_of_one_form_are_one_ballot(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    made = a_round(settings, asks="core+priorities")
    keyer = Keyer(staff_app(settings))
    keyer.begins(made.codes[0])
    keyer.keys_in(made.codes[0], "3", place="1")
    keyer.press("last", **{"sheet-0": "G", "most-0-2": "1", "least-0-2": "4"})
    keyer.press("send")
    (ballot,) = ballots_in(made.path)
    assert (len(ballot.answers), len(ballot.choices), ballot.place) == (42, 1, ("Harbour House",))


def test_whoever_keys_in_is_told_to_leave_the_sheets_in_their_forms(tmp_path: Path) -> None:
    for asks, told in (("core", False), ("core+priorities", True)):
        settings = settings_in(tmp_path / asks)
        a_round(settings, asks=asks)
        keyer = Keyer(staff_app(settings))
        keyer.press("stack")
        assert ("Leave the choice sheets in their forms" in keyer.text) is told
