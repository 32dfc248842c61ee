"""The last touches that PDF/UA-1 asks for and WeasyPrint 70 leaves out. Drop each when the library catches up."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

PRINT = 4  # annotation flag


def tagged(pdf: bytes) -> bytes:
    """Scope on table headings, the print flag on links; the same bytes for the same input."""
    with Pdf.open(BytesIO(pdf)) as document:
        for element in _elements(document):
            _give_scope(element)
        for page in document.pages:
            for link in page.get(Name.Annots, Array()):
                link[Name.F] = int(link.get(Name.F, 0)) | PRINT
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _elements(document: Pdf) -> Iterator[Any]:
    """Every structure element, parents first."""
    waiting: list[Any] = [document.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        yield element
        kids = element.get(Name.K)
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and Name.S in kid:
                waiting.append(kid)


def _give_scope(row: Any) -> None:
    """A heading in a row of headings belongs to its column, one beside data to its row."""
    if row.get(Name.S) != Name.TR:
        return
    cells = [c for c in row.get(Name.K, Array()) if isinstance(c, Dictionary)]
    only_headings = all(c.get(Name.S) == Name.TH for c in cells)
    for cell in cells:
        if cell.get(Name.S) == Name.TH:
            scope = Name.Column if only_headings else Name.Row
            cell[Name.A] = Dictionary(O=Name.Table, Scope=scope)
