"""Attack: the files of a round, opened by other programs: a cell that reckons, a number that no release holds, a page
that asks for something."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import reports.sheets
import reports.single_file
import reports.tables
import reports.workbook
from audit.exhibits import RoundFacts
from audit.method.release import canonical
from audit.spreadsheet_cells import BEGINS_A_FORMULA
from reports.rows import Row, rows_of
from reports.single_file import NotByItself, single_file_of
from reports.tables import table_of
from reports.workbook import workbook_of
from tests.attacks.numbers import PEOPLE, Released, _away, choice_interval, share_interval
from tests.attacks.test_documents import listening, references_to
from tests.attacks.verdicts import Verdict
from tests.exhibits.rounds import named, renamed
from tests.reports.workbooks import all_numbers, cells, rows_in

Patch = Callable[[pytest.MonkeyPatch], None]
EVIL = '=HYPERLINK("http://192.0.2.1/a")'
BESIDE = ("leaders-", "change-", "if-absent-")
"""What leaders said, an earlier round, and what the method says those who did not answer could change."""
OF_PEOPLE = ("people", "invited", "response", "least-people")
CLOSE = 1e-3
SECONDS = 60_000


def files_of(known: RoundFacts, folder: Path, patched: Patch) -> tuple[bytes, bytes]:
    """Workbook and table as they lie on disk."""
    with pytest.MonkeyPatch.context() as patch:
        patched(patch)
        (folder / "round.xlsx").write_bytes(workbook_of(known))
        (folder / "round.csv").write_bytes(table_of(known))
    return (folder / "round.xlsx").read_bytes(), (folder / "round.csv").read_bytes()


def a_cell_reckons(folder: Path, patched: Patch) -> bool:
    """An organisation, its groups and its practices have names that begin formulas."""
    known = renamed(named("core 105"), organisation=EVIL)
    places = tuple(replace(g, path=(f"={g.path[0]}", *g.path[1:])) for g in known.profile.places)
    items = tuple(replace(i, short=EVIL, text=EVIL) for i in known.questionnaire.items)
    forged = replace(
        known,
        profile=replace(known.profile, places=places),
        questionnaire=replace(known.questionnaire, items=items),
    )
    workbook, table = files_of(forged, folder, patched)
    texts = [cell for row in rows_in(table) for cell in row.values() if not _is_number(cell)]
    return any(c.data_type == "f" for c in cells(workbook)) or any(t[:1] in BEGINS_A_FORMULA for t in texts if t)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def a_number_of_no_release(folder: Path, patched: Patch) -> bool:
    """Every number of both files, but what stands beside a release, is looked for in the released JSON."""
    known = named("core+priorities 60")
    workbook, table = files_of(known, folder, patched)
    released = Released(json.loads(canonical(known.release)))
    allowed = {True: set(_of_people(released)), False: set(_allowed(released))}
    rows: list[Mapping[str, object]] = [*all_numbers(workbook), *rows_in(table)]
    told = [row for row in rows if not str(row["kind"]).startswith(BESIDE)]
    return any(_strangers(row, allowed[row["kind"] in OF_PEOPLE]) for row in told)


def _strangers(row: Mapping[str, object], allowed: Iterable[float]) -> list[float]:
    """Numbers of a row that are near none that are allowed."""
    found = (float(str(cell)) for cell in row.values() if cell not in (None, "") and _is_number(str(cell)))
    return [number for number in found if not any(abs(number - one) < CLOSE for one in allowed)]


def _of_people(released: Released) -> Iterator[float]:
    """What may be said of how many there are: edges of bands, and k."""
    yield from (float(edge) for band in PEOPLE for edge in band if edge is not None)
    yield from _numbers([released.json["response"], released.json["k"]])


def _allowed(released: Released) -> Iterator[float]:
    """What is released, and what the method says follows from it: intervals, edges of a rounded share, agreement."""
    yield from _numbers(released.json)
    for number in released.others:
        yield from _around(number)
    for number in released.choices:
        yield from choice_interval(number)
    for item in (i for group in _groups(released) for i in group["items"].values()):
        yield from _of_practice(item)


def _groups(released: Released) -> list[dict[str, dict[str, dict[str, object]]]]:
    return [released.json["whole"], *released.json["places"], *released.json["roles"]]


def _around(number: dict[str, float]) -> Iterator[float]:
    """Both ends, clipped and as they are."""
    for error in ("se", "se_plain"):
        away = _away(number, error=error)
        for end in (number["value"] - away, number["value"] + away):
            yield from (end, min(max(end, 0.0), 100.0))


def _of_practice(item: dict[str, object]) -> Iterator[float]:
    row = item["row"]
    assert isinstance(row, int)
    bands = [band for name in ("usually", "cannot_tell", "known") if isinstance(band := item[name], dict)]
    if isinstance(split := item["split"], dict):
        bands.append(_band_of(split["high"]))
    for band in bands:
        yield from (band["low"], band["high"], *share_interval(band, row=row))
    if isinstance(spread := item["spread"], float):
        yield max(0.0, 1 - (spread / 25) ** 2 / 4)


def _band_of(share: int) -> dict[str, float]:
    """The band that a share rounded to five leaves; 10 and 90 are open."""
    return {"low": 0.0 if share <= 10 else share - 2.5, "high": 100.0 if share >= 90 else share + 2.5}


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield float(value)


def as_we_are(_patch: pytest.MonkeyPatch) -> None:
    """Nothing is otherwise."""


def cells_as_they_come(patch: pytest.MonkeyPatch) -> None:
    """The workbook reads texts as the library does by itself."""
    patch.setattr(reports.workbook, "NO_FORMULAS", {"in_memory": True})


def cells_without_apostrophe(patch: pytest.MonkeyPatch) -> None:
    """The table writes texts as they are."""
    patch.setattr(reports.tables, "plain_cell", str)


def one_count_is_exact(patch: pytest.MonkeyPatch) -> None:
    """The row of people says how many answered."""

    def counted(known: RoundFacts) -> tuple[Row, ...]:
        return tuple(replace(r, value=61) if r.kind == "people" else r for r in rows_of(known))

    patch.setattr(reports.sheets, "rows_of", counted)


def one_score_is_exact(patch: pytest.MonkeyPatch) -> None:
    """The table says a score before it was rounded."""

    def unrounded(known: RoundFacts) -> tuple[Row, ...]:
        return tuple(replace(r, value=61.37) if (r.kind, r.id) == ("principle", "S") else r for r in rows_of(known))

    patch.setattr(reports.tables, "rows_of", unrounded)


@pytest.mark.parametrize("twin", [cells_as_they_come, cells_without_apostrophe])
def test_attack_a_formula_in_the_files_of_a_round(verdict: Verdict, tmp_path: Path, twin: Patch) -> None:
    verdict(
        "formula-cells",
        rule="cells are written as they come",
        ours=lambda: a_cell_reckons(tmp_path, as_we_are),
        twin=lambda: a_cell_reckons(tmp_path, twin),
    )


@pytest.mark.parametrize("twin", [one_count_is_exact, one_score_is_exact])
def test_attack_a_number_in_the_files_that_no_release_holds(verdict: Verdict, tmp_path: Path, twin: Patch) -> None:
    verdict(
        "numbers-outside",
        rule="one row of a file is more exact than the release",
        ours=lambda: a_number_of_no_release(tmp_path, as_we_are),
        twin=lambda: a_number_of_no_release(tmp_path, twin),
    )


def something_is_asked_for(browser: Browser, folder: Path, patched: Patch) -> bool:
    """Each reference in a file of its own, as if escaping had failed, opened in a browser."""
    with pytest.MonkeyPatch.context() as patch, listening() as (address, asked):
        patched(patch)
        for name, reference in references_to(address).items():
            _opened(browser, folder / f"{name}.html", reference)
        return bool(asked)


def _opened(browser: Browser, path: Path, reference: str) -> None:
    html = f'<html lang=en><head><meta charset="utf-8"><title>x</title></head><body><p>x</p>{reference}</body></html>'
    try:
        path.write_bytes(single_file_of(html))
    except NotByItself:
        return
    page = browser.new_page()
    page.goto(path.as_uri(), timeout=SECONDS)
    page.close()


def without_policy(patch: pytest.MonkeyPatch) -> None:
    """The file has no policy in its head."""
    patch.setattr(reports.single_file, "_policy", lambda _head: "")


@pytest.mark.browser
def test_attack_references_in_a_single_file(verdict: Verdict, browser: Browser, tmp_path: Path) -> None:
    verdict(
        "fetched-references",
        rule="a single file has no policy in its head",
        ours=lambda: something_is_asked_for(browser, tmp_path, as_we_are),
        twin=lambda: something_is_asked_for(browser, tmp_path, without_policy),
    )
