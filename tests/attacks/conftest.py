"""The table of attacks, and the rule that none of them may be left out."""

from __future__ import annotations

import pytest

from tests.attacks.verdicts import Verdict


@pytest.fixture
def verdict(request: pytest.FixtureRequest) -> Verdict:
    """Shows one attack, twice; see `tests/attacks/verdicts.py`."""
    return Verdict(request.node)
