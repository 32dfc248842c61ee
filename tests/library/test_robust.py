"""Whatever somebody does to a file: the answer is a list of problems, each with a line that is there."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.library import load, problems_in
from audit.library.lines import line_of_name, line_of_place, line_with
from tests.library.folders import (
    ACTIONS,
    FORM,
    GUIDE,
    LEADERSHIP,
    SHORT,
    SIDE,
    STEPS,
    edit,
    folder_without_fault,
    second_edition,
    translated,
)

FILES = (
    FORM,
    SIDE,
    STEPS,
    SHORT,
    ACTIONS,
    LEADERSHIP,
    GUIDE,
    "sources.toml",
    "small/1.de.toml",
    "small/2.crosswalk.toml",
)
BROKEN = (
    None,
    "",
    "[[item]]",
    "[item]",
    "[[page]]",
    'id = "S.D1"',
    'id = ""',
    "id = 3",
    "stage = 0",
    "items = []",
    'items = "S.D1"',
    "provenance = 1",
    "minutes = [0, 0]",
    "draft = 1",
    "tier = 9",
    'takes = "small"',
    "attributes = [[]]",
    'edition = "one"',
    "= nonsense",
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 400), st.sampled_from(BROKEN))
def test_a_broken_line_is_a_problem_or_nothing_but_never_a_crash(name: str, at: int, instead: str | None) -> None:
    with TemporaryDirectory() as place:
        folder = folder_without_fault(Path(place))
        translated(folder)
        second_edition(folder)
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        lines[at % len(lines) : at % len(lines) + 1] = [] if instead is None else [instead]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = problems_in(folder)
        for problem in found:
            assert problem.what
            assert problem.way_out
            path = folder / problem.file
            assert problem.line <= (len(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else 0)
        if not any(p.stops for p in found):
            assert load(folder).questionnaires


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(list(permutations("abcd"))))
def test_a_balanced_design_stays_balanced_whatever_its_attributes_are_called(order: tuple[str, ...]) -> None:
    with TemporaryDirectory() as place:
        folder = folder_without_fault(Path(place))
        for old, new in zip("abcd", order, strict=True):
            edit(folder, SIDE, f'id = "{old}"\nname', f'id = "{new}"\nname')
        assert problems_in(folder) == ()


def test_lines_are_found_by_place_by_name_and_by_what_they_hold() -> None:
    text = 'id = "x"\n\n[[item]]\nid = "a"\n[[item.provenance]]\nrow = "1"\n\n[[item]]\nstage = 1\nid = "a"\n'
    assert line_of_place(text, (("item", 2),)) == 8
    assert line_of_place(text, (("item", 2),), key="stage") == 9
    assert line_of_place(text, (("item", 1), ("item.provenance", 1)), key="row") == 6
    assert line_of_place(text, (("item", 7),)) == 0
    assert line_of_name(text, "", key="id") == 1
    assert line_of_name(text, "a") == 4
    assert line_of_name(text, "a", last=True) == 10
    assert line_of_name(text, "a", key="row") == 4, "that key is another table's"
    assert line_of_name(text, "nothing") == 0
    assert (line_with(text, "stage"), line_with(text, "nothing")) == (9, 0)


BYTES = {
    "nothing is in it": b"",
    "a remark is in it": b"# later\n",
    "it is nested without an end": b"a = " + b"[" * 5_000,
    "it holds a number without an end": b"a = " + b"1" * 5_000,
    "it is not UTF-8": b'title = "caf\xe9"',
}


@pytest.mark.parametrize("found", BYTES)
@pytest.mark.parametrize("name", [*FILES, "PUBLISHED"])
def test_whatever_is_in_a_file_it_is_a_problem_that_names_it(tmp_path: Path, name: str, found: str) -> None:
    if name == "PUBLISHED" and found in ("nothing is in it", "a remark is in it"):
        return  # nothing is out yet
    folder = folder_without_fault(tmp_path)
    translated(folder)
    second_edition(folder)
    (folder / name).write_bytes(BYTES[found])
    assert name in {p.file for p in problems_in(folder) if p.stops}


def test_a_folder_that_is_called_like_a_file_is_a_problem(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    (folder / "mine/1.en.toml").mkdir(parents=True)
    assert [(p.file, p.stops) for p in problems_in(folder)] == [("mine/1.en.toml", True)]


def test_an_empty_file_of_one_s_own_hides_no_fault_of_another(tmp_path: Path) -> None:
    """What all files promise each other cannot be checked without one of them, so the product does not start."""
    folder, own = folder_without_fault(tmp_path / "ours"), tmp_path / "own"
    (own / "actions").mkdir(parents=True)
    (own / "actions/small.en.toml").write_text("")
    assert [p.what for p in problems_in(folder, own=own)] == ["Nothing is in this file."]


def test_a_line_of_the_list_of_editions_may_name_what_no_file_can_be_called(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    (folder / "PUBLISHED").write_text(f"{'0' * 64}  {'x' * 300}\n{'0' * 64}  nul\0\n")
    assert {p.what for p in problems_in(folder)} == {"This published file is not there."}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    folder = folder_without_fault(tmp_path)
    for name in (FORM, "PUBLISHED", "sources.toml"):
        (folder / name).write_text("\ufeff" + (folder / name).read_text(), encoding="utf-8")
    assert problems_in(folder) == ()
