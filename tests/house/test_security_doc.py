"""The walk through ASVS: each line has one of three states, and what is met says where that shows."""

from __future__ import annotations

import re
from collections import Counter

from audit.wording import ROOT

STATES = ("met", "n/a", "open")
CHAPTERS = 17


def rows() -> list[tuple[str, str, str]]:
    """(number, about, state) of every line of the table."""
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    table = text[text.index("## ASVS") :]
    lines = [line.strip("|").split("|") for line in table.splitlines() if re.match(r"\| \d", line)]
    return [(a.strip(), b.strip(), c.strip()) for a, b, c in lines]


def test_every_line_has_one_of_three_states_and_says_more_than_that() -> None:
    assert [number for number, _about, state in rows() if not state.startswith(STATES)] == []
    assert [number for number, _about, state in rows() if state in ("met", "n/a")] == []


def test_no_number_stands_twice_and_every_chapter_is_there() -> None:
    numbers = [n for number, _about, _state in rows() for n in re.findall(r"\d+\.[\d.*]+", number)]
    assert [n for n, times in Counter(numbers).items() if times > 1] == []
    assert {int(n.partition(".")[0]) for n in numbers} == set(range(1, CHAPTERS + 1))


def test_every_file_named_in_it_is_there() -> None:
    named = {path for _n, _a, state in rows() for path in re.findall(r"`([a-z]+/[\w/.-]+\.\w+)", state)}
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
