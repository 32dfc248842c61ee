"""Whether the minutes that people are told fit what they are asked.

A statement with its five answers takes 14 to 22 seconds to read and answer, a choice set about 45, and what leaders
rate and note together 60 to 100. The minutes may lie anywhere within that.
"""

from __future__ import annotations

from math import ceil, floor

from audit.library.tables import Notes
from audit.wording import gettext as _

SECONDS_AN_ITEM, SECONDS_A_SET, SECONDS_A_PROMPT = (14, 22), 45, (60, 100)


def range_for(*, items: int = 0, sets: int = 0, prompts: int = 0) -> tuple[int, int]:
    """Fewest and most whole minutes that may be said."""
    low, high = (items * SECONDS_AN_ITEM[n] + sets * SECONDS_A_SET + prompts * SECONDS_A_PROMPT[n] for n in range(2))
    return max(1, floor(low / 60)), max(1, ceil(high / 60))


def check(minutes: tuple[int, int], fitting: tuple[int, int], notes: Notes) -> None:
    """The minutes lie within what fits."""
    if minutes[0] < fitting[0] or minutes[1] > fitting[1]:
        what = _("“minutes” is [%(low)s, %(high)s].", low=minutes[0], high=minutes[1])
        way_out = _(
            "For what is asked here, write two numbers from %(low)s to %(high)s.", low=fitting[0], high=fitting[1]
        )
        notes.add("", what, way_out, key="minutes", stops=False)
