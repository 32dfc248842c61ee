"""An attack is shown twice: ours stands it, and a naive twin that differs by one rule does not.

A test that shows one asks for `verdict` and calls it. The table of all of them is printed at the end of the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.attacks.listed import ATTACKS

SHOWN = "attack"  # the name under which a test's report carries what it showed


@dataclass(frozen=True, slots=True)
class Verdict:
    """Called by a test: it fails where ours falls, and where the twin stands (then the attack could find nothing)."""

    node: pytest.Item

    def __call__(self, attack: str, *, rule: str, ours: Callable[[], bool], twin: Callable[[], bool]) -> None:
        """attack: its name in `ATTACKS`; rule: the one thing that the twin does otherwise, in a few words; ours, twin:
        carry the attack out on files and pages and say whether it succeeded."""
        assert attack in ATTACKS, f"{attack} is not listed in tests/attacks/listed.py"
        assert twin(), f"{attack}: the attack finds nothing where {rule}, so it shows nothing"
        assert not ours(), f"{attack}: the attack succeeds against the product"
        self.node.user_properties.append((SHOWN, (attack, rule)))
