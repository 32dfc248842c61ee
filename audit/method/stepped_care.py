"""TELL: stepped care, three tiers of support for staff (method section 7).

Tiers are coverage, no ladder: all three have to be there, and none is a gate to the next. Of each support it is said
whether it exists (the leadership team's own form) and whether staff know of it; of each tier, whether people here would
use it without fear. Support that exists, is known and is not trusted is the finding that matters most.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audit.method.profile import GroupProfile, ItemFinding
from audit.method.questionnaire import Item, Questionnaire
from audit.method.release import Share

HALF = 50.0
"""Per cent. Own convention: "most know of it" and "most would use it" are said where the whole interval of the share
lies at or above one half, "fewer than half" where it lies below; else that cannot be told."""


@dataclass(frozen=True, slots=True)
class Told:
    """A share of staff: the band that is told, its interval, and whether it is that of most: True, False, or None
    where that cannot be told."""

    share: Share
    interval: Share
    most: bool | None


@dataclass(frozen=True, slots=True)
class Support:
    """One support of a tier.

    exists: the leadership team rated it 1 to 4 in its form (True) or 0, "not here" (False); None: left open, or there
    is no form. known: who rated it 1 to 4 among those who rated it or can't tell ("not here" is not known); None: may
    not be told.
    """

    item: str
    exists: bool | None
    known: Told | None

    @property
    def unheard_of(self) -> bool:
        """It exists, and clearly fewer than half know of it: tell people."""
        return self.exists is True and self.known is not None and self.known.most is False

    @property
    def found(self) -> bool:
        """It exists, and clearly most know of it."""
        return self.exists is True and self.known is not None and self.known.most is True


@dataclass(frozen=True, slots=True)
class TierFinding:
    """One tier. trusted: who say usually or reliably that people here would use it without fear, among those who rated
    that item; None: not asked, or may not be told."""

    tier: int
    supports: dict[str, Support]
    trust_item: str | None
    trusted: Told | None

    @property
    def feared(self) -> bool:
        """Support exists and is known, and clearly fewer than half would use it without fear."""
        untrusted = self.trusted is not None and self.trusted.most is False
        return untrusted and any(s.found for s in self.supports.values())


def tiers_of(
    group: GroupProfile | None, questionnaire: Questionnaire, *, ratings: Mapping[str, int]
) -> tuple[TierFinding, ...]:
    """Every tier that the questionnaire asks about, in order; () where it has none.

    group: whose views, None where nothing is told; ratings: the leadership team's (item id -> 0..4; items left open
    are not in it), which are named and stand outside the release.
    """
    asked = questionnaire.supports
    trust = {g.tier: items[0] for g in questionnaire.groups if g.trust and (items := questionnaire.items_in(g.id))}
    tiers = sorted({i.tier for i in asked if i.tier is not None} | {t for t in trust if t is not None})
    told = {} if group is None else group.items
    return tuple(
        TierFinding(
            tier,
            {i.id: _support(i, told.get(i.id), ratings) for i in asked if i.tier == tier},
            trust[tier].id if tier in trust else None,
            _trusted(told.get(trust[tier].id)) if tier in trust else None,
        )
        for tier in tiers
    )


def _support(item: Item, found: ItemFinding | None, ratings: Mapping[str, int]) -> Support:
    exists = ratings[item.id] >= 1 if item.id in ratings else None
    if found is None or found.known is None or found.known_interval is None:
        return Support(item.id, exists, None)
    return Support(item.id, exists, Told(found.known, found.known_interval, _most(found.known_interval)))


def _trusted(found: ItemFinding | None) -> Told | None:
    return None if found is None else Told(found.usually, found.usually_interval, _most(found.usually_interval))


def _most(interval: Share) -> bool | None:
    if interval.low >= HALF:
        return True
    return False if interval.high < HALF else None
