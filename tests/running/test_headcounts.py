from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.headcounts import HeadcountFaults, as_text, read_headcounts
from audit.method.groups import Lens, Tree


def read(text: str) -> dict[tuple[str, ...], int]:
    return {g.path: g.headcount for g in read_headcounts(text, lens=Lens.PLACE)}


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(HeadcountFaults) as refused:
        read_headcounts(text, lens=Lens.PLACE)
    assert refused.value.sentences == tuple(r.sentence for r in refused.value.rows)
    return [(r.row, r.sentence) for r in refused.value.rows]


@pytest.mark.parametrize(
    "row",
    [
        "North\tTeam 3\t12",
        "North / Team 3, 12",
        "North; Team 3; 12",
        "North,Team 3,12",
        "North/Team 3 12",
        "  North /  Team   3 :  12 ",
        "North / Team 3\t12",
        "North\tTeam 3\t12\t\t",
        "North\tTeam 3\t 12 \r",
    ],
)
def test_a_row_may_be_pasted_or_typed_in_many_ways(row: str) -> None:
    assert read(row) == {(): 12, ("North",): 12, ("North", "Team 3"): 12}


@pytest.mark.parametrize("number", ["1200", "1,200", "1.200", "1 200", "1'200", "1\u202f200"])
def test_thousands_may_be_set_apart(number: str) -> None:
    assert read(f"North\t{number}")[()] == 1200


def test_a_header_row_and_empty_rows_are_left_out() -> None:
    assert read("Site\tTeam\tPeople\n\n\t\t\nNorth\tA\t3\n") == {(): 3, ("North",): 3, ("North", "A"): 3}


def test_totals_are_sums_unless_they_are_given() -> None:
    assert read("North\t20\nNorth\tA\t8\nNorth\tB\t9\nSouth\t4") == {
        (): 24,
        ("North",): 20,
        ("North", "A"): 8,
        ("North", "B"): 9,
        ("South",): 4,
    }


def test_a_total_row_gives_the_whole_organisation() -> None:
    assert read("North\t20\nTotal\t23")[()] == 23


@pytest.mark.parametrize(
    ("row", "path", "people"),
    [
        ("Team 3 12", ("Team 3",), 12),
        ("Team 3 120", ("Team 3",), 120),
        ("North,3,120", ("North", "3"), 120),
        ("North, 1,200", ("North",), 1200),
        ("North, 1 200", ("North",), 1200),
        ("North: 1.200", ("North",), 1200),
        ('"North","Team 3",12', ("North", "Team 3"), 12),
    ],
)
def test_numbers_in_names_and_thousands_are_told_apart(row: str, path: tuple[str, ...], people: int) -> None:
    assert read(row)[path] == people
    assert read(row)[()] == people


def test_nothing_typed_is_nobody() -> None:
    assert read(" \n") == {(): 0}


def test_every_broken_row_is_named_at_once_with_what_was_found() -> None:
    found = faults("Site\tTeam\tPeople\nNorth\tA\ttwelve\nNorth\tB\t5\n\t\t7\nNorth\tB\t6\nA\tB\tC\t2\nSouth\t-3")
    assert [row for row, _sentence in found] == [2, 4, 5, 6, 7]
    assert "Row 2, “North A twelve”" in found[0][1]
    assert "“twelve” is no whole number" in found[0][1]
    assert "name of the group is missing" in found[1][1]
    assert "twice" in found[2][1]
    assert "3 names" in found[3][1]
    assert "“-3”" in found[4][1]


def test_a_total_smaller_than_its_groups_is_a_fault() -> None:
    assert faults("North\t10\nNorth\tA\t8\nNorth\tB\t9")[0][0] == 1


def test_half_a_person_is_a_fault() -> None:
    assert "“2.5”" in faults("North\t2.5")[0][1]


NAMES = st.text("abcdefgh ", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.dictionaries(st.tuples(NAMES, NAMES), st.integers(0, 5000), min_size=1, max_size=8))
def test_what_was_read_is_written_and_read_back_the_same(cells: dict[tuple[str, str], int]) -> None:
    text = "\n".join(f"{site}\t{team}\t{n}" for (site, team), n in cells.items())
    try:
        tree: Tree = read_headcounts(text, lens=Lens.ROLE)
    except HeadcountFaults:  # the same name twice, but for its spaces
        return
    assert read_headcounts(as_text(tree), lens=Lens.ROLE) == tree
