"""Choice sets without one rule of how they are asked."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from audit.answering.page_state import PageState
from audit.method.questionnaire import ChoiceDesign
from audit.staff import choosing


def a_block_for_each_slip(patch: pytest.MonkeyPatch) -> None:
    """Which block somebody is shown follows from the code of their slip."""

    def from_the_code(state: PageState, designs: Sequence[ChoiceDesign], *, chance: random.Random) -> PageState:
        del chance
        number = int.from_bytes(hashlib.sha256(state.code.encode()).digest()[:4], "big")
        return replace(state, blocks=tuple(number % len(design.blocks) for design in designs))

    patch.setattr(choosing, "with_blocks", from_the_code)


def blocks_in_turn(patch: pytest.MonkeyPatch) -> None:
    """Blocks are handed out one after the other, so that each is shown equally often."""
    given = [0]

    def the_next(state: PageState, designs: Sequence[ChoiceDesign], *, chance: random.Random) -> PageState:
        del chance
        if state.blocks:
            return state
        given[0] += 1
        return replace(state, blocks=tuple(given[0] % len(design.blocks) for design in designs))

    patch.setattr(choosing, "with_blocks", the_next)
