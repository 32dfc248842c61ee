"""`analyse` reads files strictly: every fault of every file at once, and nothing is computed or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calling import Called, Rehearsed, call, refused, rehearse, rows_of, write_rows


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """Twelve people, two files."""
    return rehearse(tmp_path_factory.mktemp("files"), people=12)


def ask(
    files: Rehearsed, out: Path, *more: str | Path, answers: Path | None = None, people: Path | None = None
) -> Called:
    words = ("analyse", answers or files.answers, "--people", people or files.people, "--json", out / "out.json")
    return call(*words, *more)


def test_every_broken_cell_is_named_with_row_column_and_what_is_allowed(files: Rehearsed, tmp_path: Path) -> None:
    rows = rows_of(files.answers)
    rows[1][rows[0].index("S.D1")] = "5"
    rows[3][rows[0].index("H.D8")] = "yes"
    rows[4][rows[0].index("place")] = "Elsewhere"
    found = ask(files, tmp_path, answers=write_rows(tmp_path / "answers.csv", rows))
    refused(found, "row 2, column S.D1", "“5”", "row 4, column H.D8", "0, 1, 2, 3, 4, dk, na", "“Elsewhere”", code=1)
    assert len(found.err.splitlines()) == 3
    assert not (tmp_path / "out.json").exists()


def test_a_column_that_may_tell_who_somebody_is_is_refused_by_name(files: Rehearsed, tmp_path: Path) -> None:
    rows = [[*row, cell] for row, cell in zip(rows_of(files.answers), ["email", *("a@b.example",) * 12], strict=True)]
    found = ask(files, tmp_path, answers=write_rows(tmp_path / "answers.csv", rows))
    refused(found, "“email”", "take it out", code=1)
    assert "a@b.example" not in found.err


def test_faults_of_all_files_are_listed_at_once(files: Rehearsed, tmp_path: Path) -> None:
    leaders = write_rows(tmp_path / "leaders.csv", [["item", "rating"], ["S.D1", "6"], ["P.honest", "3"]])
    previous = tmp_path / "before.json"
    previous.write_text("{}")
    more = ("--leaders", leaders, "--previous", previous)
    found = ask(files, tmp_path, *more, answers=files.edited(5, "T.D1", "often"))
    refused(found, "row 5, column T.D1", "rating of S.D1 is “6”", "“P.honest”", "before.json", code=1)


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([["tree", "path"], ["place", "North"]], "tree, path and headcount"),
        ([["tree", "path", "headcount"], ["team", "North", "12"]], "“team”"),
        ([["tree", "path", "headcount"], ["place", "North", "a dozen"]], "“a dozen”"),
        ([["tree", "path", "headcount"], ["place", "North", "12"], ["place", "North", "3"]], "twice"),
        ([["tree", "path", "headcount"], ["place", "North", "2"], ["place", "North/One", "3"]], "add up to 3"),
        ([["tree", "path", "headcount"], ["place", "North", "12"], ["role", "Team lead", "11"]], "same people"),
        ([["tree", "path", "headcount"], ["place", "North"]], "headcount of “North” is “”"),
        ([["tree", "path", "headcount"], ["place", "North", "12", "13"]], "4 cells"),
    ],
)
def test_headcounts_are_checked(files: Rehearsed, tmp_path: Path, rows: list[list[str]], part: str) -> None:
    refused(ask(files, tmp_path, people=write_rows(tmp_path / "people.csv", rows)), part, code=1)


def test_a_row_with_a_cell_too_many_is_named(files: Rehearsed, tmp_path: Path) -> None:
    rows = rows_of(files.answers)
    rows[2].append("4")
    refused(ask(files, tmp_path, answers=write_rows(tmp_path / "a.csv", rows)), "row 3 has 47 cells", code=1)


def test_a_file_without_any_item_is_refused(files: Rehearsed, tmp_path: Path) -> None:
    answers = write_rows(tmp_path / "a.csv", [["place", "role"], ["", ""]])
    refused(ask(files, tmp_path, answers=answers), "S.D1", code=1)


@pytest.mark.parametrize("broken", ["answers", "people"])
def test_a_quotation_mark_without_its_other_half_is_named(files: Rehearsed, tmp_path: Path, broken: str) -> None:
    """It would make one cell of everything that follows."""
    endless = tmp_path / f"{broken}.csv"
    endless.write_text(getattr(files, broken).read_text() + '"' + "x" * 200_000)
    found = ask(files, tmp_path, **{broken: endless})
    refused(found, f"{broken}.csv: a cell is longer than a cell can be", code=1)


def test_a_headcount_without_an_end_is_no_number(files: Rehearsed, tmp_path: Path) -> None:
    people = write_rows(tmp_path / "people.csv", [["tree", "path", "headcount"], ["place", "A", "1" * 5_000]])
    refused(ask(files, tmp_path, people=people), "write a whole number", code=1)


def test_a_file_in_another_encoding_is_said_so(files: Rehearsed, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_bytes("place,role,S.D1\nKüche,,3\n".encode("latin-1"))
    refused(ask(files, tmp_path, answers=answers), "UTF-8", code=1)


def test_a_mark_at_the_start_of_the_file_and_empty_lines_do_no_harm(files: Rehearsed, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    answers.write_text("\ufeff" + files.answers.read_text() + "\n\n", encoding="utf-8")
    assert ask(files, tmp_path, answers=answers).code == 0


@pytest.mark.parametrize(
    ("more", "part"),
    [
        (["--k", "9"], "--k is 9"),
        (["--exact", "--report", "out.pdf"], "--report"),
        (["--questionnaire", "cor"], "“cor”"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_read(
    files: Rehearsed, tmp_path: Path, more: list[str], part: str
) -> None:
    refused(ask(files, tmp_path, *more), part, code=2)


def test_exact_numbers_and_an_earlier_round_do_not_go_together(files: Rehearsed, tmp_path: Path) -> None:
    refused(ask(files, tmp_path, "--exact", "--previous", files.people), "--previous", code=2)


def test_a_place_that_cannot_be_written_to_is_named(files: Rehearsed, tmp_path: Path) -> None:
    refused(ask(files, tmp_path / "nowhere"), "out.json cannot be written", code=1)
