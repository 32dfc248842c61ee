"""Attack: let names, comments and logos make a document fetch something, or a spreadsheet reckon."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from weasyprint.urls import FatalURLFetchingError, URLFetcher

import reports.printing
from audit import answer_files, people_files, spreadsheet_cells
from audit.answer_files import answers_text
from audit.method.answers import AnswerSheet
from audit.method.groups import Group, Lens, Tree
from audit.office.launch import mail_file
from audit.people_files import people_text, read_people
from audit.spreadsheet_cells import BEGINS_A_FORMULA
from audit.store.models import Role
from audit.store.queries import one_organisation
from audit.xlsform import form_of, workbook_of
from reports.printing import bare_pdf_of
from tests.attacks.verdicts import Verdict
from tests.builders import core
from tests.office.test_comments import at_the_office
from tests.running.commenting import closed_with, says


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)


def references_to(address: str) -> dict[str, str]:
    """Every way in which a document asks for something else."""
    return {
        "picture": f'<img src="{address}/picture" alt="x">',
        "style sheet": f'<link rel="stylesheet" href="{address}/sheet">',
        "imported": f"<style>@import url({address}/imported);</style>",
        "background": f'<p style="background: url({address}/background)">x</p>',
        "typeface": f"<style>@font-face {{ font-family: x; src: url({address}/face) }} p {{ font-family: x }}</style>",
        "attachment": f'<link rel="attachment" href="{address}/attached">',
    }


def something_is_asked_for(folder: Path, fetcher: Callable[[], URLFetcher] | None) -> bool:
    """Each reference in a document of its own, as if escaping had failed; a file of this machine as well."""
    sentinel = folder / "sentinel.txt"
    sentinel.write_text("what stands in a file of this machine")
    with pytest.MonkeyPatch.context() as patch, listening() as (address, asked):
        if fetcher is not None:
            patch.setattr(reports.printing, "OwnFiles", fetcher)
        for reference in references_to(address).values():
            _printed(f"<html lang=en><title>x</title><body><p>x</p>{reference}</body></html>")
        attached = f'<html lang=en><title>x</title><link rel="attachment" href="{sentinel.as_uri()}"><p>x</p></html>'
        return bool(asked) or b"EmbeddedFile" in _printed(attached)


def _printed(html: str) -> bytes:
    try:
        return bare_pdf_of(html)
    except FatalURLFetchingError:
        return b""


def test_attack_references_in_a_document(verdict: Verdict, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL")
    verdict(
        "fetched-references",
        rule="WeasyPrint's own fetcher",
        ours=lambda: something_is_asked_for(tmp_path, None),
        twin=lambda: something_is_asked_for(tmp_path, URLFetcher),
    )


def test_names_and_comments_full_of_references_are_printed_as_words(tmp_path: Path) -> None:
    with listening() as (address, asked):
        said = list(references_to(address).values())
        commented = closed_with(tmp_path, [says(f"{said[n % len(said)]} {n}"[:200]) for n in range(16)])
        with commented.here.store() as session:
            organisation = one_organisation(session, organisation_id=commented.here.organisation_id)
            organisation.name = f'</title><img src="{address}/name">'
            session.commit()
        leader = at_the_office(commented, Role.LEADER)
        for path in ("/rounds/1/report.pdf", "/rounds/1/papers/privacy-notice/a4"):
            assert leader.client.get(path).data.startswith(b"%PDF"), path
        assert f'<img src="{address}' not in leader.client.get("/rounds/1/profile").text
        assert asked == []


FORMULAS = ('=HYPERLINK("http://elsewhere")', "+1", "-1", "@SUM(A1)", "\t=1", "\0=1")


def cells_that_reckon(folder: Path) -> bool:
    """Every table that the product writes, with names that begin formulas, its headings among them."""
    groups = tuple(Group((name,), 10) for name in FORMULAS)
    places = Tree(Lens.PLACE, (Group((), 60), *groups))
    roles = Tree(Lens.ROLE, (Group((), 60), *groups))
    rows = np.arange(len(FORMULAS))
    items = tuple(item.id for item in core().items)
    sheet = AnswerSheet(
        items,
        tuple((n,) for n in FORMULAS),
        tuple((n,) for n in FORMULAS),
        np.zeros((len(FORMULAS), len(items)), np.uint8),
        rows,
        rows,
    )
    texts = (
        people_text((places, roles)),
        answers_text(sheet),
        mail_file(FORMULAS, address="https://audit.example/k4q7mx"),
        spreadsheet_cells.csv_of([FORMULAS, FORMULAS]),
    )
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    path = folder / "form.xlsx"
    path.write_bytes(workbook_of(form_of((core(),), trees=(places, roles), first="en")))
    book = openpyxl.load_workbook(path)
    pages = (book[name] for name in ("survey", "choices", "settings"))
    formulas = [cell for page in pages for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    return bool(formulas) or any(cell[:1] in BEGINS_A_FORMULA for cell in cells)


def raw_cells(folder: Path) -> bool:
    """The same with cells as they are."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (spreadsheet_cells, people_files, answer_files):
            patch.setattr(module, "plain_cell", lambda text: text)
        return cells_that_reckon(folder)


def test_attack_cells_that_begin_a_formula(verdict: Verdict, tmp_path: Path) -> None:
    verdict(
        "formula-cells",
        rule="cells are written as they are",
        ours=lambda: cells_that_reckon(tmp_path),
        twin=lambda: raw_cells(tmp_path),
    )


def test_names_that_begin_a_formula_come_back_as_they_were() -> None:
    tree = Tree(Lens.PLACE, (Group((), 20), Group(("=North",), 10), Group(("'South",), 10)))
    other = Tree(Lens.ROLE, (Group((), 20),))
    again, _roles = read_people(io.StringIO(people_text((tree, other))), name="people.csv")
    assert set(again.paths) == set(tree.paths)
