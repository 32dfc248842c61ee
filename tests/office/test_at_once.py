"""Two presses at the same moment, where the store lets one through; and what is shown where something breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.browsing import Visitor
from tests.office.staging import a_closed_round

TAKE = "Take it into the plan"


def takes_another(visitor: Visitor) -> Visitor:
    """The first proposal that is still there."""
    return visitor.opens("/rounds/1/plan").presses(TAKE)


def test_of_two_presses_at_once_one_counts_and_the_other_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = a_closed_round(tmp_path).visitor()
    monkeypatch.setattr("audit.running.plans._free_slot", lambda _plan: 1)  # as both see it at the same moment
    assert takes_another(visitor).status == 200
    assert takes_another(visitor).status == 409
    assert visitor.text.startswith("This was sent twice at once One of the two counted.")
    assert visitor.opens("/rounds/1/plan").status == 200


def test_whatever_breaks_ends_on_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = a_closed_round(tmp_path).visitor()
    monkeypatch.setattr("audit.running.plans._free_slot", lambda _plan: 99)  # no slot has this number
    assert takes_another(visitor).status == 500
    assert visitor.text.startswith("This did not work")
