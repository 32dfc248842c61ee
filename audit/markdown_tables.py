"""Tables in Markdown as our pages and reports show them: headings say what they head, and nothing has a style."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

TO_THE_END = "text-align:right"  # how Markdown says that a column holds numbers


def set_tables(tokens: Sequence[Token]) -> None:
    """Every table among these."""
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            _head_row(tokens[at + 1], tokens[at + 3])
        elif token.type in ("th_open", "td_open"):
            _set_cell(token)


def _head_row(begin: Token, end: Token) -> None:
    """The first cell of a row says what the row is about."""
    begin.tag = end.tag = "th"
    begin.attrSet("scope", "row")


def _set_cell(cell: Token) -> None:
    """Headings of columns say so; a column of numbers is one by its class, for no page has a style of its own."""
    if cell.type == "th_open":
        cell.attrSet("scope", "col")
    if cell.attrs.pop("style", "") == TO_THE_END:
        cell.attrSet("class", "number")
