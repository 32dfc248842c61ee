"""Every system of the four texts that has a home in this product is at home there."""

from __future__ import annotations

import pytest

from tests.builders import library


def rows(text: str) -> frozenset[str]:
    """Ids of rows, as one reads them in a list."""
    return frozenset(text.split())


ROWS_IN_ITEMS = rows("""
    0.1 0.4 1.10 1.11 1.12 1.15 1.17 1.18 1.19 2.1 2.3 2.4 2.6 2.8 2.9 2.10 2.11 2.12 2.13 2.14 2.15 2.17 2.19 2.24-25
    2.27 2.29 2.32 2.33 2.35 3.1 3.3 3.4 3.5 3.6 3.7 3.8 3.11 3.12 3.13 3.14 3.15 3.16 3.17 3.18 3.19 3.20 3.21 3.22
    3.24 3.25-26 3.28 3.29 3.30 3.31 3.32 3.35 3.36 3.37-38 3.39 3.40
    """)
ROWS_IN_ACTIONS = rows(
    "1.4 1.5 1.9 1.10 1.13-14 2.2 2.4 2.8 2.10 2.15 2.19 2.27 2.30 2.32 2.35 3.4 3.13 3.24 3.27 3.33"
)
ROWS_IN_HELP_LINES = rows(
    "0.3 1.1 1.3 1.6 1.15 1.16 2.2 2.23 2.24-25 2.30 2.31 3.3 3.7 3.34"
)  # or in the words that a guide explains
ROWS_IN_THE_WORKSHOP = rows("0.5 1.9 2.4 2.7 2.18 3.9 3.37-38")
ROWS_ON_THE_SUPPORT_LEAFLET = rows("3.32 3.33 3.35 3.36")


def _rows_of_items() -> frozenset[str]:
    return frozenset(p.row for q in library().questionnaires for i in q.items for p in i.provenance)


def _rows_of_actions() -> frozenset[str]:
    return frozenset(p.row for a in library().actions.values() for p in a.provenance)


def _rows_of_guide(guide: str) -> frozenset[str]:
    return frozenset(p.row for part in library().guide(guide).parts for p in part.provenance)


def test_every_practice_that_is_asked_about_is_named_by_an_item() -> None:
    assert not ROWS_IN_ITEMS - _rows_of_items()


def test_every_practice_that_is_something_to_do_is_named_by_an_action() -> None:
    assert not ROWS_IN_ACTIONS - _rows_of_actions()


def test_every_thought_that_explains_an_item_is_named_where_it_is_explained() -> None:
    assert not ROWS_IN_HELP_LINES - _rows_of_items() - _rows_of_guide("glossary")


@pytest.mark.parametrize(
    ("guide", "wanted"), [("workshop", ROWS_IN_THE_WORKSHOP), ("support-leaflet", ROWS_ON_THE_SUPPORT_LEAFLET)]
)
def test_a_guide_holds_what_belongs_on_it(guide: str, wanted: frozenset[str]) -> None:
    assert not wanted - _rows_of_guide(guide)


def test_no_item_asks_about_what_is_kept_as_context_only() -> None:
    context_only = rows(
        "0.2 0.6 1.7 1.8 1.20 2.5 2.16 2.21-22 2.26 2.28 2.34 3.2 3.10 3.41 3.42"
    )  # claims, theory, symptoms
    assert not context_only & (_rows_of_items() | _rows_of_actions())
