"""docs/method.md on finished actions: its table is that of the script, and its words hold for it."""

from __future__ import annotations

import pytest

from tests.house.test_method_doc import METHOD, table
from tests.simulation import verdicts


def rows() -> list[list[str]]:
    return table(METHOD, *verdicts.COLUMNS)


def rates() -> list[list[float]]:
    return [[float(cell) for cell in row[2:8]] for row in rows()]


def test_the_table_is_that_of_the_script() -> None:
    head, _, *made = verdicts.table(runs=1).splitlines()
    assert head.strip("| ").split(" | ") == list(verdicts.COLUMNS)
    assert [row[:2] for row in rows()] == [line.strip("| ").split(" | ")[:2] for line in made]


def test_with_nothing_changed_clearly_higher_is_said_of_fewer_than_one_in_thirty() -> None:
    assert max(max(row[0], row[2]) for row in rates()) < 1 / 30
    assert max(a + b for row in rates() for a, b in ((row[0], row[1]), (row[2], row[3]))) <= 0.05


def test_a_rise_of_ten_points_shows_as_often_as_the_words_say() -> None:
    shows = [row[4] for row in rates()]
    assert shows[0] == pytest.approx(1 / 7, abs=0.03)
    assert shows[-1] == pytest.approx(4 / 5, abs=0.03)
    assert shows == sorted(shows)
    assert all(twice > once for *_rest, once, twice in rates())
